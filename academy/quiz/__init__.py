"""Question kinds, one scoring function a kind, and the state of an attempt."""
