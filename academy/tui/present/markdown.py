"""Markdown of a course as plain blocks, ready to be laid out in one go.

Textual's own Markdown widget makes a widget of every paragraph and loads styles for all that Markdown can
hold; a page of a lesson needs less and must open at once. HTML stays the text that it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

WEB = ("http://", "https://")
BULLETS = ("• ", "◦ ", "▪ ")


class Said(NamedTuple):
    """A stretch of text of one look; `link` is a web address or empty."""

    text: str
    strong: bool = False
    emphasis: bool = False
    struck: bool = False
    code: bool = False
    link: str = ""


class Block(NamedTuple):
    """A block of text: `first` stands before its first line, `rest` before the others.

    `close` says that it follows the block above without an empty line. `rows` belong to a table, header first.
    """

    kind: Literal["text", "heading", "code", "rule", "table"]
    said: tuple[Said, ...] = ()
    first: str = ""
    rest: str = ""
    close: bool = False
    language: str = ""
    rows: tuple[tuple[tuple[Said, ...], ...], ...] = ()


@dataclass
class _Margin:
    """What a list item or a quotation puts before its lines: `first` once, `rest` from then on."""

    first: str
    rest: str
    used: bool = False


@dataclass
class _List:
    """A list being read; `number` is that of the next item, None where there are bullets."""

    number: int | None
    begun: bool = False


@dataclass
class _Reader:
    """What was read so far."""

    blocks: list[Block] = field(default_factory=list)
    margins: list[_Margin] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    kind: Literal["text", "heading"] = "text"
    close: bool = False
    row: list[tuple[Said, ...]] | None = None
    rows: list[tuple[tuple[Said, ...], ...]] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Put a block under the others, behind the margins that stand open."""
        first = "".join(margin.rest if margin.used else margin.first for margin in self.margins)
        rest = "".join(margin.rest for margin in self.margins)
        self.blocks.append(block._replace(first=first, rest=rest, close=self.close))
        for margin in self.margins:
            margin.used = True

    def item(self) -> None:
        """Begin an item of the innermost list."""
        at = self.lists[-1]
        mark = BULLETS[(len(self.lists) - 1) % len(BULLETS)] if at.number is None else f"{at.number}. "
        at.number = None if at.number is None else at.number + 1
        self.margins.append(_Margin(mark, " " * len(mark)))

    def paragraph(self, *, tight: bool) -> None:
        """Begin a paragraph; those of a tight list follow each other without an empty line."""
        self.close = tight and (len(self.lists) > 1 or self.lists[-1].begun)
        if self.lists:
            self.lists[-1].begun = True


def blocks(text: str) -> tuple[Block, ...]:
    """Read Markdown (CommonMark, with tables and bare web addresses) into blocks."""
    reader = _Reader()
    for token in _parser().parse(text):
        _take(reader, token)
    return tuple(reader.blocks)


def addresses(text: Sequence[Block]) -> Iterator[str]:
    """The web addresses that blocks link to, in reading order."""
    for block in text:
        for said in (block.said, *(cell for row in block.rows for cell in row)):
            yield from (stretch.link for stretch in said if stretch.link)


def bare(text: str) -> tuple[Said, ...]:
    """Plain text, its web addresses as links; nothing else in it is Markdown."""
    said: list[Said] = []
    at = 0
    for found in _finder(_parser()).match(text) or ():
        if found.url.startswith(WEB):
            said += [Said(text[at : found.index]), Said(found.text, link=found.url)]
            at = found.last_index
    return (*said, Said(text[at:]))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("gfm-like")
    # Only what begins with http:// or https:// is an address: `responses.py` would be a site in Paraguay.
    _finder(parser).set({"fuzzy_link": False, "fuzzy_email": False})
    return parser


def _finder(parser: MarkdownIt) -> Any:
    """What finds bare addresses for a parser; it comes without types."""
    return parser.linkify


def _take(reader: _Reader, token: Token) -> None:
    match token.type:
        case "bullet_list_open":
            reader.lists.append(_List(None))
        case "ordered_list_open":
            reader.lists.append(_List(int(token.attrGet("start") or 1)))
        case "bullet_list_close" | "ordered_list_close":
            reader.lists.pop()
        case "list_item_open":
            reader.item()
        case "blockquote_open":
            reader.margins.append(_Margin("│ ", "│ "))
        case "list_item_close" | "blockquote_close":
            reader.margins.pop()
        case "paragraph_open":
            reader.paragraph(tight=token.hidden)
        case "heading_open" | "heading_close":
            reader.kind, reader.close = ("heading" if token.nesting > 0 else "text"), False
        case "tr_open":
            reader.row = []
        case "tr_close":
            reader.rows.append(tuple(reader.row or ()))
            reader.row = None
        case "table_close":
            reader.close = False
            reader.add(Block("table", rows=tuple(reader.rows)))
            reader.rows.clear()
        case "inline" if reader.row is not None:
            reader.row.append(inline(token.children or ()))
        case "inline":
            reader.add(Block(reader.kind, inline(token.children or ())))
        case "fence" | "code_block":
            reader.close = False
            language = (token.info.split() or [""])[0]
            reader.add(Block("code", (Said(token.content.rstrip("\n")),), language=language))
        case "html_block":
            reader.close = False
            reader.add(Block("text", (Said(token.content.rstrip("\n")),)))
        case "hr":
            reader.close = False
            reader.add(Block("rule"))
        case _:
            pass


def inline(tokens: Sequence[Token]) -> tuple[Said, ...]:
    """The stretches of one paragraph; a link that is no web address is only its text."""
    said: list[Said] = []
    look = Said("")
    for token in tokens:
        match token.type:
            case "strong_open" | "strong_close":
                look = look._replace(strong=token.nesting > 0)
            case "em_open" | "em_close":
                look = look._replace(emphasis=token.nesting > 0)
            case "s_open" | "s_close":
                look = look._replace(struck=token.nesting > 0)
            case "link_open":
                href = str(token.attrGet("href") or "")
                look = look._replace(link=href if href.startswith(WEB) else "")
            case "link_close":
                look = look._replace(link="")
            case "softbreak":
                said.append(look._replace(text=" "))
            case "hardbreak":
                said.append(look._replace(text="\n"))
            case "code_inline":
                said.append(look._replace(text=token.content, code=True))
            case _ if token.content:
                said.append(look._replace(text=token.content))
            case _:
                pass
    return tuple(said)
