"""Runs code cells: warm child interpreters, limits, transcript."""
