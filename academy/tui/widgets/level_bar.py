"""Level and XP as one line with a bar."""

from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from academy.progress.fold import Progress

_WIDEST = 48


class LevelBar(Widget):
    """`LEVEL 2 ━━━━━━───── 300 XP  300 to LEVEL 3`, and the streak while there is one."""

    def __init__(self) -> None:
        super().__init__()
        self._progress = Progress()

    def show(self, progress: Progress) -> None:
        """Show what was earned."""
        self._progress = progress
        self.refresh()

    def render(self) -> RenderResult:
        """The bar takes what the words leave."""
        return line(self._progress, self.size.width)


def line(progress: Progress, width: int) -> Content:
    """The line for a width in cells; the bar is heavy where earned and light where not, so colour adds nothing."""
    level = Content.styled(f"LEVEL {progress.level} ", "bold $text-primary")
    words = [(f" {progress.xp:,} XP", "bold $text-accent")]
    words.append((f" · {progress.next_level - progress.xp:,} to LEVEL {progress.level + 1}", "$text-muted"))
    if progress.streak:
        days = "day" if progress.streak == 1 else "days"
        words.append((f" · STREAK {progress.streak} {days}", "$text-success"))
    while len(words) > 1 and level.cell_length + 10 + sum(len(text) for text, _ in words) > width:
        words.pop(1)
    cells = min(_WIDEST, max(0, width - level.cell_length - sum(len(text) for text, _ in words)))
    span = max(1, progress.next_level - progress.level_floor)
    filled = max(0, min(cells, cells * (progress.xp - progress.level_floor) // span))
    bar = Content.assemble(("━" * filled, "$text-primary"), ("─" * (cells - filled), "$text-muted"))
    return Content.assemble(level, bar, *words)
