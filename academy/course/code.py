"""Whether a demo's text is Python at all, without running any of it."""

import warnings

from academy.course.mistake import Keys, Mistake
from academy.course.references import Table, tables, text

_HINT = "what is shown is what runs, so it must be Python"
MAX_CHARACTERS = 20_000  # as the model says; longer text is not compiled at all


def code_mistakes(data: Table) -> list[Mistake]:
    """A mistake for each demo of a lesson whose code does not compile."""
    mistakes: list[Mistake] = []
    for section_path, section in tables(data, "section"):
        for path, demo in tables(section, "demo", section_path):
            code = text(demo, "code")
            if code and len(code) <= MAX_CHARACTERS:
                mistakes += _compile((*path, "code"), code)
    return mistakes


def _compile(path: Keys, code: str) -> list[Mistake]:
    if not code.strip():
        return [Mistake(path, "empty", "`code` is empty", "write the code of the demo")]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what merely smells is the author's to judge
            compile(code, "<demo>", "exec", dont_inherit=True)
    except SyntaxError as error:
        lines = code.split("\n")
        line = min(max(error.lineno or 1, 1), len(lines))
        column = min(max(error.offset or 1, 1), len(lines[line - 1]) + 1)
        index = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
        return [Mistake(path, "bad-python", f"line {line} of the code: {error.msg}", _HINT, index=index)]
    except (ValueError, RecursionError, MemoryError, OverflowError, SystemError) as error:
        reason = "nested too deeply" if isinstance(error, (RecursionError, MemoryError)) else str(error)
        return [Mistake(path, "bad-python", f"the code does not compile: {reason}", _HINT)]
    return []
