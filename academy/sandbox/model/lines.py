"""Scripted lines: which one fits, and what the context says its placeholders are."""

import re
from collections.abc import Sequence

from academy.sandbox.model.hearing import Hearing
from academy.sandbox.model.memory import Memory
from academy.sandbox.model.recall import Reply
from academy.sandbox.model.words import content
from academy.sandbox.script import Line

_PLACEHOLDER = re.compile(r"\{([^\W\d_][\w -]{0,60})\}")


def scripted(lines: Sequence[Line], hearing: Hearing) -> Reply | None:
    """The first line that fits and whose placeholders are all known."""
    asked = hearing.mine[-1].casefold() if hearing.mine else ""
    fitting = [line for line in lines if line.when.casefold() in asked] if asked else []
    if not fitting:
        return None
    context = "\n".join(hearing.texts).casefold()
    for line in fitting:
        if all(word.casefold() in context for word in line.needs):
            filled = _filled(line.say, hearing.memory)
            if filled is not None:
                return Reply(filled, filled)
    return None


def _filled(say: str, memory: Memory) -> str | None:
    values: dict[str, str] = {}
    for name in _PLACEHOLDER.findall(say):
        value = _value(name.replace("_", " "), memory)
        if value is None:
            return None
        values[name] = value
    return _PLACEHOLDER.sub(lambda found: values[found[1]], say)


def _value(name: str, memory: Memory) -> str | None:
    if name.casefold() in {"name", "user"}:
        named = memory.name()
        return named.value if named else None
    stems = content(name)
    fitting = [known for known in memory.known() if stems and stems <= known.stems and not known.personal]
    if not fitting:
        return None
    return max(fitting, key=lambda known: (known.stems == stems, known.order)).value
