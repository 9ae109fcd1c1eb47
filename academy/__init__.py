"""A course in the terminal about persistent conversation state."""

__version__ = "0.1.0"
