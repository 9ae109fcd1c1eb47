"""How large a terminal the screen needs: for those who ask before it starts and those who ask while it runs."""

MIN_COLUMNS, MIN_ROWS = 60, 20


def too_small(columns: int, rows: int) -> bool:
    """Whether the screen cannot be shown in a terminal of this many columns and rows."""
    return columns < MIN_COLUMNS or rows < MIN_ROWS
