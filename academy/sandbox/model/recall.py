"""Answering a question from memory: the fact or the sentence that it asks for, or plainly that there is none."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from academy.sandbox.model.memory import (
    Known,
    Memory,
    Remembered,
    sentence,
    tells_number,
    tells_when,
    tells_where,
)
from academy.sandbox.model.words import bare, capital, content, quoted, stem, to_you, word_set, words

MOST_ALIKE = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said, and its shortest form for those who want one word."""

    text: str
    short: str


_OPENING = re.compile(
    r"^(?:(?:so|and|but|ok(?:ay)?|well|then|now|please|hi|hello|hey|sorry|thanks|actually)\b[,!]?\s+|"
    r"(?:can|could|would|will) you (?:please )?|(?:tell|remind|show|give) (?:me|us)(?: (?:again|of|about))?[,:]?\s+|"
    r"do you (?:still )?(?:know|remember|recall)\s+|(?:recall|repeat|say|list)\s+|let me know\s+|"
    r"i (?:forgot|wonder|want to know|would like to know)[,:]?\s+|in (?:one|a single) word[,:]?\s+|"
    r"(?:answer|reply|respond|briefly)\b[^:,?]{0,60}[:,]\s+)",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:since |until |by )?(?:when|what (?:date|day|time)|which (?:date|day|month))\b", re.IGNORECASE
)
_WHERE = re.compile(r"^(?:from )?where\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"^(?:for |by |at )?how (?:many|much|old|long|big|large|tall|often|high)\b", re.IGNORECASE
)
_WHO = re.compile(r"^who(?:'s| is| are| was)\b", re.IGNORECASE)
_HOW_MANY = re.compile(r"^how many (?P<what>[^\W_]+)", re.IGNORECASE)
_WHY = re.compile(r"^(?:why|how come|for what reason)\b", re.IGNORECASE)
_HOW = re.compile(r"^how\b(?! (?:about|is|was)\b)", re.IGNORECASE)
_YES_NO = re.compile(r"^(?:is|are|was|were|did|do|does|have|has|will)\b", re.IGNORECASE)
_ADVICE = re.compile(r"\b(?:should|could|can|would|recommend|suggest|advise|best|next)\b", re.IGNORECASE)
_BECAUSE = re.compile(r"\b(?:because|since|so that|in order to|due to|therefore)\b", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at|near|from|to|on)\b", re.IGNORECASE)
_EARLIER = word_set(
    "before originally original earlier previous previously old initially initial first formerly"
)
_EMPTY = frozenset(
    stem(word) for word in word_set("name current new latest final exact today still far kind value")
)
_HINTS = {
    "when": "date day time deadline month year week schedule start begin launch",
    "where": "city place venue location office country town address site",
    "number": "cost budget amount sum total money revenue number count size age length height duration "
    "big large old long tall high",
}
_HINT_STEMS = {sort: frozenset(stem(word) for word in hints.split()) for sort, hints in _HINTS.items()}
_HINT_STEMS["when"] -= {stem("launch")}

_ROLES = content("role job profession occupation title position work")

_CHECKS: dict[str, Callable[[str], bool]] = {
    "when": tells_when,
    "number": tells_number,
    "where": lambda value: tells_where(value) or value[:1].isupper(),
    "why": lambda value: bool(_BECAUSE.search(value)),
    "how": lambda _: False,
    "who": lambda _: True,
}
_SENTENCE_CHECKS: dict[str, Callable[[str], bool]] = {**_CHECKS, "where": lambda text: bool(_IN.search(text))}

_WHAT_IS = re.compile(
    r"^(?P<wh>what|when|where|who|why|how|how (?:much|many|old|long|big|far|tall|large))"
    r"(?:'s| (?P<verb>is|are|am|was|were))\s+(?P<rest>.{1,160})$",
    re.IGNORECASE,
)
_WHAT_WE = re.compile(
    r"^(?P<wh>(?:what|which|whose|how many|how much|when|where|who|why|how)\b.{0,80}?)\s+"
    r"(?P<aux>do|should|could|can|would|will|must|may|might|have|had|is|are|am|was|were)\s+"
    r"(?P<who>i|we|you|it|they|there)\b(?P<rest>.{0,160})$",
    re.IGNORECASE,
)

_NOUN = re.compile(r"^(?:the|my|our|your)(?: [\w'-]{1,30}){1,5}$", re.IGNORECASE)
_ENDS_LOOSE = re.compile(r" (?:of|for|with|about|in|on|to|at|from|by)$", re.IGNORECASE)
_ENDS_IN_IS = re.compile(r"^(?:what|when|where|who|which|how)\b.{1,120} (?:is|are|was|were)$", re.IGNORECASE)
_WHICH = re.compile(
    r"^(?P<wh>(?:which|whose|how many|what)(?: [\w-]{1,30}){1,2}?|how much|how|when|where|who|why) "
    r"(?:do|does|did|have|has)\b",
    re.IGNORECASE,
)


class Question:
    """What one question asks for: the sort of answer, the words that carry it, and whether a "yes" would do."""

    def __init__(self, text: str) -> None:
        self.text = bare(text).rstrip("?").strip()
        while found := _OPENING.match(self.text):
            self.text = self.text[found.end() :]
        spoken = words(self.text)
        self.earlier = not _EARLIER.isdisjoint(spoken) and bool(
            content(self.text) - {stem(w) for w in _EARLIER}
        )
        self.stems = content(self.text)
        self.about_it = bool({"it", "that", "this"} & set(spoken))
        self.about_me = bool({"i", "my", "me", "we", "our", "us", "i'm"} & set(spoken))
        self.yes_no = bool(_YES_NO.match(self.text))
        self.wants_advice = bool(_ADVICE.search(self.text))
        self.sort = _sort(self.text)
        found = _HOW_MANY.match(self.text)
        self.counted = stem(found["what"].casefold()) if found else ""

    def says(self) -> str:
        """The question as what something would have to say to answer it, as far as its grammar is simple."""
        text = self.text[:200]
        if found := _WHAT_WE.match(text):
            aux = "" if found["aux"].casefold() == "do" else f" {found['aux'].casefold()}"
            return to_you(f"{_small(found['wh'])} {found['who']}{aux}{found['rest']}")
        if (found := _WHAT_IS.match(text)) and not _ENDS_LOOSE.search(text):
            rest, like = (
                (found["rest"][:-5], " like") if found["rest"].endswith(" like") else (found["rest"], "")
            )
            verb = (found["verb"] or "is").casefold()
            return f"{found['wh'].casefold()} {to_you(rest)} {to_you(verb)}{like}"
        if _NOUN.match(text):
            return f"what {to_you(_small(text))} is"
        if _ENDS_IN_IS.match(text):
            return to_you(_small(text))
        found = _WHICH.match(text)
        return _small(found["wh"]) if found else "that"


def _counts(text: str, what: str) -> bool:
    """Whether a text says how many of something there are: a number stands shortly before it."""
    spoken = words(text)
    return any(
        tells_number(word) and what in {stem(after) for after in spoken[at + 1 : at + 4]}
        for at, word in enumerate(spoken)
    )


def _small(text: str) -> str:
    return text[:1].casefold() + text[1:]


def _sort(text: str) -> str:
    for sort, pattern in (
        ("who", _WHO),
        ("when", _WHEN),
        ("where", _WHERE),
        ("number", _NUMBER),
        ("why", _WHY),
        ("how", _HOW),
    ):
        if pattern.match(text):
            return sort
    return ""


def recall(question: Question, memory: Memory) -> Reply | None:
    """The fact or else the sentence that answers a question; None where nothing does."""
    return _from_facts(question, memory) or _from_sentences(question, memory)


def nearest(question: Question, memory: Memory) -> str:
    """What comes nearest to an answer without being one: a fact, a sentence, or nothing."""
    best: tuple[int, int, str] = (0, 0, "")
    hints = _HINT_STEMS.get(question.sort, frozenset())
    for known in memory.known():
        overlap = len(question.stems & (known.stems | known.value_stems)) + bool(known.stems & hints)
        if overlap and (not known.personal or question.about_me):
            best = max(best, (overlap * 2 + 1, known.order, f"{known.told()}."))
    for order, kept in enumerate(memory.sentences):
        overlap = len(question.stems & kept.stems)
        if overlap * 3 >= len(question.stems) and overlap:
            best = max(best, (overlap * 2, order, quoted(kept.statement.text)))
    return best[2]


def _from_facts(question: Question, memory: Memory) -> Reply | None:
    scored = [
        (score, known.order, known)
        for known in memory.known()
        if (score := _score(question, known)) is not None
    ]
    if not scored:
        return None
    best, _, chosen = max(scored, key=lambda one: one[:2])
    alike = [known for score, _, known in scored if score == best and known.fact.kind == "is"][-MOST_ALIKE:]
    if len(alike) > 1 and not question.earlier and not question.yes_no:
        return Reply(sentence("; ".join(known.told() for known in alike)), capital(chosen.value))
    return _told(question, chosen)


def _score(question: Question, known: Known) -> int | None:
    """How well a fact answers a question: None where it does not."""
    if known.fact.kind == "self" and question.about_me and question.stems and question.stems <= _ROLES:
        return 0
    of_me = question.about_me or (question.sort == "who" and question.stems <= known.value_stems)
    if known.fact.kind == "name" or (known.personal and not of_me):
        return None
    hints = _HINT_STEMS.get(question.sort, frozenset())
    hinted = bool(known.stems & hints)
    if question.counted and not hinted and not _counts(known.told(), question.counted):
        return None
    if question.sort and not hinted and not _CHECKS[question.sort](known.fact.value):
        return None
    if not question.stems:
        return 0 if question.about_it and not known.personal else None
    asked = question.stems - _EMPTY or question.stems
    by_subject, by_value = asked & known.stems, asked & known.value_stems
    if not by_subject and not by_value:
        return None
    left = asked - known.stems - known.value_stems - hints
    if question.earlier or known.earlier:
        left -= {stem(word) for word in _EARLIER}
    # Who asks "which city did we choose?" means a choice that nobody said to be one of cities.
    loose = known.fact.kind == "choice" and not known.fact.subject and bool(by_subject) and len(left) <= 1
    excused = (
        loose
        or (question.sort and by_subject and len(left) <= 1)
        or (question.yes_no and known.stems <= question.stems)
    )
    if left and not excused:
        return None
    spare = len(known.stems - question.stems - hints) if known.fact.kind == "is" else 0
    return 4 * len(by_subject) + 2 * len(by_value) + 3 * hinted - spare - 2 * len(left)


def _told(question: Question, known: Known) -> Reply:
    if question.earlier and known.earlier:
        before = to_you(known.earlier[-1] if "before" in words(question.text) else known.earlier[0])
        about = known.subject or "your choice"
        return Reply(f"Before it changed, {about} was {before}; now it is {known.value}.", before)
    told = known.told()
    if question.yes_no:
        if known.value_stems and known.value_stems <= question.stems:
            return Reply(f"Yes: {told}.", "Yes")
        if any(content(value) <= question.stems for value in known.earlier):
            return Reply(f"Not any more: {told}.", "No")
    if (
        known.fact.kind == "choice"
        and not known.fact.subject
        and question.stems - _EMPTY - known.stems - known.value_stems
    ):
        return Reply(f"The choice that I know of: {told}.", capital(known.value))
    # "x = 6" is no sentence about an X.
    text = f"{told}." if known.fact.verb == "=" and len(known.subject) <= 2 else sentence(told)
    return Reply(text, capital(known.value))


def _from_sentences(question: Question, memory: Memory) -> Reply | None:
    asked = question.stems - _EMPTY
    if not asked:
        return None
    hints = _HINT_STEMS.get(question.sort, frozenset())
    chosen: Remembered | None = None
    for kept in memory.sentences:
        text = kept.statement.text
        fits = not question.sort or _SENTENCE_CHECKS[question.sort](text)
        fits = fits and (not question.counted or _counts(text, question.counted))
        if fits and not kept.statement.supposes and asked - hints <= kept.stems and asked & kept.stems:
            chosen = kept
    if chosen is None:
        return None
    who = "You said" if chosen.role == "user" else "The instructions say"
    return Reply(f"{who}: {quoted(chosen.statement.text)}", bare(chosen.statement.text))
