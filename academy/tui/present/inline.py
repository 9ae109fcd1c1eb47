"""A short piece of Markdown as words: an option, a prompt in a list."""

from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from academy.tui.present.words import Piece, Words

_PARSER: Final = MarkdownIt("commonmark")
_STRONG: Final = {"strong_open": 1, "em_open": 1, "strong_close": -1, "em_close": -1}


def inline(markdown: str) -> Words:
    """The text of it, with what is emphasised and what is code; paragraphs become lines."""
    words: list[Piece] = []
    for token in _PARSER.parse(markdown):
        if token.type == "inline":
            words += [Piece("\n")] if words else []
            words += _pieces(token.children or [])
        elif token.type in {"fence", "code_block", "html_block"}:
            words += [Piece("\n")] if words else []
            words.append(Piece(token.content.rstrip("\n"), "key"))
    return tuple(words)


def _pieces(tokens: list[Token]) -> list[Piece]:
    pieces: list[Piece] = []
    strong = 0
    for token in tokens:
        strong += _STRONG.get(token.type, 0)
        if token.type == "code_inline":
            pieces.append(Piece(token.content, "key"))
        elif token.type == "softbreak":
            pieces.append(Piece(" "))
        elif token.type == "hardbreak":
            pieces.append(Piece("\n"))
        elif token.content:
            pieces.append(Piece(token.content, "strong" if strong else "plain"))
    return pieces
