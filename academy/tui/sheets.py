"""The sheets that can be laid over any page: help, and the problems of the course's files."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual.content import Content

from academy.course import source
from academy.course.problems import Problem
from academy.tui import help as keys_help
from academy.tui import keys
from academy.tui.present.problems import shown
from academy.tui.present.words import Piece, Words
from academy.tui.screens.sheet import Sheet
from academy.tui.widgets.paint import paint_lines

if TYPE_CHECKING:
    from academy.tui.app import AcademyApp


def show_help(app: "AcademyApp") -> None:
    """Show every key that works on the page that is shown."""
    app.push_screen(Sheet("KEYS", partial(keys_help.text, keys_help.keys(app.screen), keys.path())))


def show_problems(app: "AcademyApp") -> None:
    """Show every problem with its place, its line and what to do about it."""
    found = app.session.load.problems
    texts = {problem.path: source.read(problem.path).text for problem in found}
    app.push_screen(Sheet("PROBLEMS IN THE COURSE'S FILES", partial(_problems, found, texts)))


def _problems(found: tuple[Problem, ...], texts: dict[Path, str], width: int) -> Content:
    lines: list[Words] = []
    for problem in found:
        lines += [*shown(problem, texts[problem.path], width), ()]
    lines.append(
        (Piece("`academy check FOLDER` prints the same. A file that is saved is read again at once.", "dim"),)
    )
    return paint_lines(lines)
