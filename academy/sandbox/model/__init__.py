"""The parts of the built-in model: what was stated, what is asked, what is recalled, and in which manner."""
