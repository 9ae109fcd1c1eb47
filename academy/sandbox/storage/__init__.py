"""What the sandbox keeps in its SQLite file: turns, responses, conversations, leases."""
