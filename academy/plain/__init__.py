"""The same flows line by line: screen readers, pipes, dumb terminals."""
