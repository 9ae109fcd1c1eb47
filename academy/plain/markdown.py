"""Markdown as text to be read aloud: no boxes, no colours, no marks that only an eye needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER: Final = MarkdownIt("commonmark").enable("table")
_CODE_LEAD: Final = "    "


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text: what stands before its first line, whether it may be folded, whether a gap comes before."""

    text: str
    lead: str = ""
    folded: bool = True
    apart: bool = True


def inline(markdown: str) -> str:
    """The text of a short piece of Markdown as one paragraph; code keeps its backticks, links say where they lead."""
    return " ".join(block.text for block in blocks(markdown)).replace("\n", " ")


def blocks(markdown: str) -> tuple[Block, ...]:
    """The text of a page of Markdown, block by block."""
    found: list[Block] = []
    numbers: list[int | None] = []  # the next number of each list that is open, None in a bullet list
    bullet: str | None = None
    row: list[str] | None = None
    apart = True
    for token in _PARSER.parse(markdown):
        margin = "   " * (len(numbers) - 1)
        match token.type:
            case "bullet_list_open":
                numbers.append(None)
            case "ordered_list_open":
                numbers.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                numbers.pop()
            case "list_item_open":
                number = numbers.pop()
                bullet = "- " if number is None else f"{number}. "
                numbers.append(None if number is None else number + 1)
            case "table_open" | "heading_open":
                apart = True
            case "paragraph_open":
                apart = not token.hidden
            case "tr_open":
                row = []
            case "tr_close" if row is not None:
                found.append(Block(" | ".join(row), margin, apart=apart))
                row, apart = None, False
            case "inline" if row is not None:
                row.append(_text(token.children or ()))
            case "inline":
                hang = "  " if numbers and bullet is None else ""
                found.append(Block(_text(token.children or ()), margin + (bullet or hang), apart=apart))
                bullet = None
            case "fence" | "code_block" | "html_block":
                found.append(Block(token.content.rstrip("\n"), margin + _CODE_LEAD, folded=False))
            case _:
                pass
    return tuple(found)


def _text(tokens: Iterable[Token]) -> str:
    out: list[str] = []
    links: list[str] = []
    for token in tokens:
        match token.type:
            case "code_inline":
                out.append(f"`{token.content}`")
            case "softbreak":
                out.append(" ")
            case "hardbreak":
                out.append("\n")
            case "link_open":
                links.append(str(token.attrGet("href") or ""))
            case "link_close":
                out.append(f" ({links.pop()})")
            case _:
                out.append(token.content)
    return "".join(out)
