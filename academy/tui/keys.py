"""keys.toml under ACADEMY_HOME: which keys do what, for those who want others than ours.

    [lesson]
    run = "f6"
    next = "n, right"

Each binding has a name such as `lesson.run`; what a file does not name keeps its keys.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.keys import ASCII_KEY_NAMES, KEY_NAME_REPLACEMENTS, Keys

from academy.course import source
from academy.course.problems import did_you_mean, quoted
from academy.system import paths

MODIFIERS = {"ctrl", "shift", "alt", "super", "meta", "hyper"}
EVERYWHERE = {"app", "page"}  # rooms whose keys work beside those of every other room
HEADER = """\
# Keys of academy. Take the # off a line and change it; several keys are parted by commas.
# Names of keys: letters and digits, f1 to f12, enter, escape, tab, space, up, pagedown, slash, comma, ctrl+k, ...
# The file is read at the start.
"""


@dataclass(frozen=True, slots=True)
class KeyMap:
    """What keys.toml says: keys by binding name, and sentences about what is wrong with it."""

    keys: Mapping[str, str]
    mistakes: tuple[str, ...] = ()


def path() -> Path:
    """Where the file is looked for."""
    return paths.home() / "keys.toml"


def read(file: Path) -> KeyMap:
    """The file's keys, without asking whether there are such bindings; no file is no keys. Never raises."""
    if not file.exists():
        return KeyMap({})
    found = source.read(file)
    if found.problem is not None:
        problem = found.problem
        return KeyMap({}, (f"{file.name}:{problem.line}: {problem.message}; your keys are not used",))
    keys: dict[str, str] = {}
    mistakes: list[str] = []
    for name, value in _flat(found.data or {}):
        wrong = _wrong_keys(value)
        if wrong:
            mistakes.append(f"{_place(file, found.text, name)}: `{'.'.join(name)}` {wrong}")
        else:
            keys[".".join(name)] = value
    return KeyMap(keys, tuple(mistakes))


def mistakes(file: Path, read: KeyMap, known: Mapping[str, Binding]) -> tuple[str, ...]:
    """Everything that is wrong with the file in view of the bindings that there are.

    To what `read` found come names of no binding, and keys that do two things in one place.
    """
    text = source.read(file).text
    found = list(read.mistakes)
    for name in read.keys:
        place = _place(file, text, tuple(name.split(".")))
        if name not in known:
            close = did_you_mean(name, known)
            hint = f"did you mean `{close}`?" if close else "F1 shows the names"
            found.append(f"{place}: there is no binding {quoted(name)}; {hint}")
            continue
        for other, key in _taken(name, read.keys, known):
            found.append(f"{place}: `{key}` is `{other}` too; give one of them another key")
    return tuple(found)


def known() -> dict[str, Binding]:
    """Every binding with a name, by name, of every page and widget; this loads them all."""
    import academy.tui.app  # noqa: PLC0415 - a start without keys.toml needs none of them
    import academy.tui.screens.confirm  # noqa: PLC0415
    import academy.tui.screens.hud  # noqa: PLC0415
    import academy.tui.screens.lesson  # noqa: PLC0415
    import academy.tui.screens.quiz  # noqa: PLC0415
    import academy.tui.screens.sheet  # noqa: F401, PLC0415

    found: dict[str, Binding] = {}
    for owner in _ours(DOMNode):
        declared: Iterable[BindingType] = owner.__dict__.get("BINDINGS", ())
        for binding in declared:
            if isinstance(binding, Binding) and binding.id is not None:
                found.setdefault(binding.id, binding)
    return found


def _ours(base: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for owner in base.__subclasses__():
        if owner.__module__.startswith("academy."):
            yield owner
        yield from _ours(owner)


def template(known: Mapping[str, Binding]) -> str:
    """A keys.toml that changes nothing and names everything, every line of it commented out."""
    lines = [HEADER]
    room = ""
    for name in sorted(known, key=lambda name: (name.partition(".")[0] not in EVERYWHERE, name)):
        here, _, rest = name.partition(".")
        if here != room:
            lines += ([""] if room else []) + [f"[{here}]"]
            room = here
        setting = f'# {rest} = "{known[name].key}"'
        lines.append(f"{setting:<32} # {known[name].description}")
    return "\n".join(lines) + "\n"


def _flat(table: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, (*above, key))
        else:
            yield (*above, key), value


def _wrong_keys(value: object) -> str:
    """Why a value names no keys; empty when it does."""
    if not isinstance(value, str):
        return 'needs keys in quotes, such as "f6" or "n, right"'
    for key in value.split(","):
        if not _is_key(key.strip()):
            return f"names no key with {quoted(key.strip())}; write a comma itself as `comma`"
    return ""


def _is_key(key: str) -> bool:
    *modifiers, last = key.split("+") if key != "+" else [key]
    named = {*(each.value for each in Keys), *ASCII_KEY_NAMES.values(), *KEY_NAME_REPLACEMENTS.values()}
    one = len(last) == 1 and last.isprintable()
    return set(modifiers) <= MODIFIERS and (one or last in named or _is_character(last))


def _is_character(name: str) -> bool:
    """Whether this is a character's Unicode name, with underscores, as Textual calls keys."""
    try:
        unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return False
    return len(name) > 1


def _taken(name: str, keys: Mapping[str, str], known: Mapping[str, Binding]) -> Iterator[tuple[str, str]]:
    """The other bindings that share a key with this one in a room that both are in, with the key.

    What shares one without keys.toml does so on purpose: a sheet over a page has escape too.
    """
    own = _split(keys[name])
    room = name.partition(".")[0]
    for other, binding in known.items():
        there = other.partition(".")[0]
        if other == name or not ({room, there} & EVERYWHERE or room == there):
            continue
        meant = _split(known[name].key) & _split(binding.key)
        for key in sorted(own & _split(keys.get(other, binding.key)) - meant):
            yield other, key


def _split(keys: str) -> set[str]:
    return {key.strip() for key in keys.split(",")}


def _place(file: Path, text: str, name: tuple[str, ...]) -> str:
    from academy.course.positions import Positions  # noqa: PLC0415 - a file without mistakes needs none

    line, _ = Positions(text).key(name)
    return f"{file.name}:{line}"
