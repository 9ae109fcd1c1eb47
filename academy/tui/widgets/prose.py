"""Markdown of a course as one widget; links open in the browser and nothing else happens."""

from collections.abc import Iterator, Sequence

from textual.app import RenderResult
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from academy.tui.present.markdown import Block, Said, addresses, blocks
from academy.tui.widgets.code_view import coloured

_NARROWEST = 8


class Prose(Widget):
    """Text of a lesson, wrapped with hanging indents."""

    def __init__(self, markdown: str, classes: str | None = None) -> None:
        super().__init__(classes=classes)
        self._blocks = blocks(markdown)
        self._wrapped: tuple[int, Content] = (-1, Content(""))

    @property
    def addresses(self) -> Iterator[str]:
        """The web addresses that it links to."""
        return addresses(self._blocks)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """As many lines as the text takes at a width."""
        return self._at(width).plain.count("\n") + 1

    def render(self) -> RenderResult:
        """The text at the width that there is."""
        return self._at(self.content_size.width)

    def _at(self, width: int) -> Content:
        if self._wrapped[0] != width:
            self._wrapped = (width, Content("\n").join(lines(self._blocks, width)))
        return self._wrapped[1]


def lines(text: Sequence[Block], width: int) -> Iterator[Content]:
    """Blocks as lines of a width, an empty line between those that do not follow closely."""
    for number, block in enumerate(text):
        if number and not block.close:
            yield Content.styled(_shared(text[number - 1].rest, block.rest), "$text-accent")
        room = max(width - len(block.rest), _NARROWEST)
        for line, content in enumerate(_body(block, room)):
            yield Content.assemble((block.rest if line else block.first, "$text-accent"), content)


def _shared(above: str, below: str) -> str:
    """The margin that two blocks have in common, for the empty line between them."""
    short, long = sorted((above, below), key=len)
    return short.rstrip() if long.startswith(short) else ""


def _body(block: Block, width: int) -> list[Content]:
    match block.kind:
        case "rule":
            return [Content.styled("─" * width, "$text-muted")]
        case "code":
            code = coloured(block.said[0].text, block.language)
            return [Content("  ") + line for line in code.wrap(width - 2)]
        case "table":
            return _table(block.rows, width)
        case "heading":
            return content(block.said).stylize("bold $text-primary").wrap(width)
        case _:
            return content(block.said).wrap(width)


def content(said: Sequence[Said]) -> Content:
    """Stretches of text in their looks."""
    return Content.assemble(*(_look(stretch) for stretch in said))


def _look(said: Said) -> Content:
    words = ["$text-warning"] if said.code else []
    words += [
        word for word, on in (("bold", said.strong), ("italic", said.emphasis), ("strike", said.struck)) if on
    ]
    look = Content.styled(said.text, " ".join(words))
    if said.link:
        look = look.stylize(Style.from_meta({"@click": ("screen.open_link", (said.link,))}))
    return look


def _table(rows: Sequence[Sequence[Sequence[Said]]], width: int) -> list[Content]:
    """Rows of cells, each column as wide as it must be and narrower where there is no room."""
    columns = max(len(row) for row in rows)
    cells = [[content(said) for said in row] for row in rows]
    share = max((width - 3 * (columns - 1)) // columns, 1)
    widths = [max(row[n].cell_length for row in cells if n < len(row)) for n in range(columns)]
    if sum(widths) + 3 * (columns - 1) > width:
        spare = sum(share - wide for wide in widths if wide < share)
        over = sum(1 for wide in widths if wide > share) or 1
        widths = [min(wide, share + spare // over) for wide in widths]
    out: list[Content] = []
    for number, row in enumerate(cells):
        folded = [cell.wrap(widths[n]) for n, cell in enumerate(row)]
        for line in range(max(len(cell) for cell in folded)):
            parts = [
                (cell[line] if line < len(cell) else Content("")).rstrip_end(widths[n])
                for n, cell in enumerate(folded)
            ]
            padded = [part.pad_right(widths[n] - part.cell_length) for n, part in enumerate(parts)]
            joined = Content(" │ ").join(padded)
            out.append(joined.stylize("bold") if number == 0 else joined)
        if number == 0:
            out.append(Content.styled("─┼─".join("─" * wide for wide in widths), "$text-muted"))
    return out
