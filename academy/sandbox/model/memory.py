"""What the whole context has stated so far: facts by subject with their earlier values, and every sentence."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from academy.sandbox.model.statements import Fact, Statement
from academy.sandbox.model.words import capital, content, stem, to_you, word_set, words

MOST_ALIKE = 24
MOST_EARLIER = 50

Place = tuple[str, frozenset[str]]

_MONTHS = "january february march april may june july august september october november december"
_SHORT_MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight noon midnight"
_WHEN_WORDS = frozenset(
    f"{_MONTHS} {_SHORT_MONTHS} {_DAYS} week weeks month months year spring summer autumn".split()
)
_NUMBER_WORDS = word_set(
    "one two three four five six seven eight nine ten eleven twelve dozen twenty thirty forty fifty hundred thousand "
    "million"
)
_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d| ?(?:am|pm)\b)|\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}\b", re.IGNORECASE
)
_PLACE = re.compile(r"^(?:in|at|near|on|from|to)\b", re.IGNORECASE)
_ABOUT_IT = re.compile(r"(?:\w+,? )?(?:it|its|it's)\b", re.IGNORECASE)
_NAME = content("name")
_ARTICLE = word_set("the a an my our your his her its their this that")


def tells_when(text: str) -> bool:
    """Whether a text names a day, a date or a time."""
    return bool(_CLOCK.search(text)) or not _WHEN_WORDS.isdisjoint(words(text))


def tells_number(text: str) -> bool:
    """Whether a text holds a number, in figures or as a word."""
    return any(letter.isdigit() for letter in text) or not _NUMBER_WORDS.isdisjoint(words(text))


@lru_cache(maxsize=4_096)
def tells_where(text: str) -> bool:
    """Whether a value reads like a place: it begins with a preposition and tells no time."""
    return bool(_PLACE.match(text)) and not tells_when(text)


@dataclass(frozen=True, slots=True)
class Known:
    """A fact as it stands now: the newest value, and those that it replaced, oldest first.

    `place` tells it from every other fact; `order` grows with each fact that is learned.
    """

    place: Place
    fact: Fact
    stems: frozenset[str]
    value_stems: frozenset[str]
    order: int
    earlier: tuple[str, ...] = ()

    @property
    def value(self) -> str:
        """The newest value as it is said back to the user."""
        return to_you(self.fact.value)

    @property
    def personal(self) -> bool:
        """Whether it says who the user is, so that only a question about them asks for it."""
        return self.fact.kind in {"name", "self"}

    def told(self, *, now: bool = False) -> str:
        """The fact as a clause, without a capital or a full stop, said back to the user."""
        fact = self.fact
        if fact.kind == "choice":
            return f"you {fact.verb} {self.value}" + (f" for the {fact.subject}" if fact.subject else "")
        if fact.kind == "self":
            return f"you are {self.value}"
        if fact.verb == ":":
            return f"{self.subject}: {self.value}"
        return (
            f"{self.subject} {fact.verb}{' now' if now and fact.verb in {'is', 'are'} else ''} {self.value}"
        )

    @property
    def subject(self) -> str:
        """What the fact is about, said back to the user; small where it begins with an article."""
        said = to_you(self.fact.subject or "")
        first, _, rest = said.partition(" ")
        return f"{first.casefold()} {rest}" if rest and first.casefold() in _ARTICLE else said


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence and who said it, with what "it" in it is about."""

    statement: Statement
    role: str
    stems: frozenset[str]


class Memory:
    """A fold over statements, oldest first; the latest value of a subject wins."""

    def __init__(self) -> None:
        self.sentences: list[Remembered] = []
        self._known: dict[Place, Known] = {}
        self._alike: dict[str, tuple[Place, ...]] = {}
        self._recent: deque[Place] = deque(maxlen=MOST_ALIKE)
        self._order = 0

    def copy(self) -> "Memory":
        """The same once more, to be added to independently; what it holds never changes, so it is shared."""
        other = Memory()
        other.sentences = self.sentences[:]
        other._known, other._alike = self._known.copy(), self._alike.copy()
        other._recent, other._order = self._recent.copy(), self._order
        return other

    def add(self, statement: Statement, role: str) -> list[Known]:
        """Take in one sentence; what it made known or changed is returned."""
        if statement.asks:
            return []
        changed = [known for fact in statement.facts if (known := self._learn(fact))]
        stems = statement.stems
        if not changed and self._recent and _ABOUT_IT.match(statement.text):
            last = self._known[self._recent[-1]]
            stems = stems | last.stems | last.value_stems
        self.sentences.append(Remembered(statement, role, stems))
        return changed

    def add_all(self, found: Iterable[Statement], role: str) -> list[Known]:
        """Take in several sentences of one speaker."""
        return [known for statement in found for known in self.add(statement, role)]

    def known(self) -> list[Known]:
        """Everything that holds now, in the order in which it was first said."""
        return list(self._known.values())

    def name(self) -> Known | None:
        """What the user is called."""
        return self._known.get(("name", frozenset()))

    def _learn(self, fact: Fact) -> Known | None:
        place = self._place(fact)
        if place is None:
            return None
        self._order += 1
        before = self._known.get(place)
        if before is None:
            if fact.subject in {None, "it"}:
                return None
            stems = _NAME if fact.kind == "name" else place[1] | _also(fact)
            known = Known(place, fact, stems, content(fact.value), self._order)
            head = _head(fact.subject or "")
            self._alike[head] = (*self._alike.get(head, ())[1 - MOST_ALIKE :], place)
        elif before.fact.value.casefold() == fact.value.casefold():
            known = replace(before, order=self._order)
        else:
            known = replace(
                before,
                fact=replace(before.fact, verb=_verb(before.fact, fact), value=fact.value, now=fact.now),
                value_stems=content(fact.value),
                order=self._order,
                earlier=(*before.earlier[1 - MOST_EARLIER :], before.fact.value),
            )
        self._known[place] = known
        self._recent.append(place)
        return known

    def _place(self, fact: Fact) -> Place | None:
        """Where a fact belongs: its own place, or that of what it corrects."""
        if fact.kind == "name" or _is_user_name(fact):
            return "name", frozenset()
        if fact.kind == "self":
            return "self", content(fact.value)
        if fact.subject is None or fact.subject.casefold() == "it":
            return self._meant(fact)
        stems = content(fact.subject)
        if fact.kind == "choice" and not fact.subject:
            if fact.now and self._recent and self._recent[-1][0] == "choice":
                return self._recent[-1]
            return "choice", content(fact.value)
        place = (self._sort_of(fact, stems), stems or frozenset(words(fact.subject)))
        return place if place in self._known else self._corrected(fact, place)

    def _sort_of(self, fact: Fact, stems: frozenset[str]) -> str:
        """Which of a subject's places a fact takes: the launch is on 3 March, and it is in Berlin."""
        if fact.kind == "choice":
            return "choice"
        if tells_where(fact.value):
            return "where"
        if _PLACE.match(fact.value) or (("when", stems) in self._known and tells_when(fact.value)):
            return "when"
        return "is"

    def _corrected(self, fact: Fact, place: Place) -> Place:
        """The place that a shorter name means ("the date" after "the launch date"), where that is clear."""
        head = _head(fact.subject or "")
        alike = [other for other in self._alike.get(head, ()) if other[0] != "self"]
        shorter = [other for other in alike if place[1] < other[1]]
        if len(shorter) == 1 or (shorter and fact.now):
            return shorter[-1]
        if fact.now:
            for other in reversed(self._recent):
                related = other[1] and (place[1] < other[1] or other[1] < place[1])
                if related and _sort(self._known[other].fact.value) == _sort(fact.value):
                    return other
        return place

    def _meant(self, fact: Fact) -> Place | None:
        if not fact.now:
            # "It is Grace" corrects only what was just denied; else it says more of the same thing.
            denied = self._recent and self._known[self._recent[-1]].fact.value.startswith("not ")
            return self._recent[-1] if denied else None
        sort = _sort(fact.value)
        recent = [place for place in self._recent if place[0] not in {"self", "name"}]
        alike = [place for place in recent if _sort(self._known[place].fact.value) == sort]
        return next(reversed(alike or recent), None)


def _is_user_name(fact: Fact) -> bool:
    return fact.kind == "is" and (fact.subject or "").casefold() in {
        "the user's name",
        "user's name",
        "user name",
    }


def _sort(value: str) -> str:
    return "when" if tells_when(value) else "number" if tells_number(value) else "word"


@lru_cache(maxsize=4_096)
def _head(subject: str) -> str:
    last = words(subject.partition(" of ")[0].partition(" for ")[0])[-1:]
    return stem(last[0]) if last else ""


def _also(fact: Fact) -> frozenset[str]:
    """Words by which a choice is asked for, whatever it was about."""
    if fact.kind != "choice":
        return frozenset()
    asked = "prefer like" if fact.verb == "prefer" else "choose decide select settle opt agree"
    return frozenset(stem(word) for word in asked.split())


def _verb(before: Fact, after: Fact) -> str:
    if after.kind == "choice":
        return after.verb
    if after.verb in {":", "="} or after.subject in {None, "it"}:
        return before.verb
    # "Change the goals to 600": they are 600, not is.
    return "are" if after.verb == "is" and before.verb.startswith(("are", "were")) else after.verb


def sentence(clause: str) -> str:
    """A clause as a sentence."""
    return capital(clause) + ("" if clause.endswith((".", "!", "?")) else ".")
