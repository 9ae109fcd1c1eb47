"""The problems of a course's files, as lines of words that fit a width."""

from academy.course.problems import Problem, printable, render
from academy.tui.present.words import Piece, Words


def shown(problem: Problem, source_text: str, width: int) -> list[Words]:
    """A problem as `academy check` prints it; its line of the file is cut so that the caret stays below its place."""
    _, *rest = render(problem, source_text).split("\n")
    place = f"{printable(str(problem.path))}:{problem.line}:{problem.column}"
    lines: list[Words] = [
        (Piece(place, "strong"),),
        (Piece(f"{problem.code}: ", "bad"), Piece(printable(problem.message))),
    ]
    hint = f"   hint: {printable(problem.hint)}" if problem.hint else ""
    excerpt = rest[: len(rest) - bool(hint)]
    start = max(0, len(excerpt[-1]) - width) if excerpt else 0
    lines += [
        (Piece(line[start : start + width], "dim" if at == 0 else "bad"),) for at, line in enumerate(excerpt)
    ]
    if hint:
        lines.append((Piece(hint, "key"),))
    return lines
