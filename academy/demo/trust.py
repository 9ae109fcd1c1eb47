"""Consent to run a stranger's code: demos of a foreign course are asked for once per folder. Pure.

The answer stands in the learner's log as an option of its own per folder, so that two programs which
ask at the same time do not undo each other: `journal.set_option(option(root), True)`.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any


def option(root: Path) -> str:
    """The name of the option that keeps the answer for a course folder."""
    return f"run-demos {root.expanduser().resolve()}"


def trusted(options: Mapping[str, Any], root: Path) -> bool:
    """Whether the learner has said that the demos of this folder may run."""
    return options.get(option(root)) is True


def question(root: Path) -> str:
    """What to ask before the first run."""
    return (
        f"The demos of {root} are somebody's programs, and would run on this machine as you. "
        "Run them, now and from now on?"
    )
