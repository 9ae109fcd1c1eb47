"""What each endpoint does, from a parsed call to an answer; no HTTP here."""
