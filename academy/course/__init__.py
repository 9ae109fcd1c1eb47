"""TOML to a typed course: models, loader, diagnostics with file:line:col, JSON Schema."""
