"""The append-only event log: append (idempotent), read, follow."""
