"""How an answer is to sound: what instructions say of length, letters, endings and the model's own name."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from academy.sandbox.model.recall import Reply
from academy.sandbox.model.words import bare, sentences, tidy

_UPPER = re.compile(
    r"\b(?:upper[ -]?case|all caps|all[ -]capitals?|capital letters|in capitals|block letters)\b",
    re.IGNORECASE,
)
_LOWER = re.compile(r"\b(?:lower[ -]?case|small letters|no capitals)\b", re.IGNORECASE)
_WORD = re.compile(r"\b(?:one|a single|1)[ -]word\b", re.IGNORECASE)
_BRIEF = re.compile(
    r"\b(?:be|keep (?:it|answers?|replies|your answers?)|answer|reply|respond|stay|very|short and|always)\s+"
    r"(?:very |really |as )?(?:brief|briefly|short|concise|concisely|terse|tersely)\b|"
    r"\b(?:one|a single|1)[ -](?:short )?sentence\b|\bbriefly\b|\bshort answers?\b|\bconcise (?:answers?|assistant)\b",
    re.IGNORECASE,
)
_WHICH = (
    r"(?:every|each|all|any|your|the|it|them)?\s*(?:of )?(?:your |the )?"
    r"(?:answers?|reply|replies|responses?|messages?|sentences?)?"
)
_END = re.compile(
    rf"\b(?:end|finish|close|conclude|sign off|sign)\s+{_WHICH}\s*(?:with|by (?:saying|writing)|in|as)\s+"
    r"(?:the (?:words?|phrase|line|sentence)\s+)?(?P<what>.{1,120})$",
    re.IGNORECASE,
)
_BEGIN = re.compile(
    rf"\b(?:begin|start|open|prefix)\s+{_WHICH}\s*(?:with|by (?:saying|writing))\s+"
    r"(?:the (?:words?|phrase|line|sentence)\s+)?(?P<what>.{1,120})$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?i:you are|you're|your name is|call yourself|introduce yourself as|act as|i(?:'ll| will) call you)\s+"
    r"(?i:called |named )?(?P<name>[^\W\d_a-z][\w'-]{0,30}(?: [^\W\d_a-z][\w'-]{0,30}){0,2})"
)
_PIRATE = re.compile(r"\bpirate\b", re.IGNORECASE)
_POLITE = re.compile(
    r"^(?:please |and |also |but )*(?:from now on|always|never|only)?,?\s*(?:please )?", re.IGNORECASE
)
_STYLE = re.compile(
    r"^(?:answer|reply|respond|write|speak|talk|be|keep|end|finish|close|start|begin|use|call yourself|sign|"
    r"in (?:one|a single) word)\b",
    re.IGNORECASE,
)
_LASTING = re.compile(
    r"\b(?:from now on|always|every|each|all (?:your )?(?:answers|replies|responses))\b", re.IGNORECASE
)
_NAMES_YOU = re.compile(
    r"^(?:from now on,? )?(?:you are|you're|your name is|call yourself|i(?:'ll| will) call you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """What the instructions that reached the model ask of the form of an answer."""

    name: str = ""
    begin: str = ""
    end: str = ""
    case: str = ""
    brief: bool = False
    one_word: bool = False
    pirate: bool = False

    def after(self, text: str) -> "Manner":
        """The manner once these further instructions were read: the later word wins."""
        manner = self
        for sentence in sentences(text):
            manner = manner._after_sentence(sentence)
        return manner

    def _after_sentence(self, sentence: str) -> "Manner":
        manner = self
        if found := _NAME.search(sentence):
            manner = replace(manner, name=found["name"])
        if _UPPER.search(sentence):
            manner = replace(manner, case="upper")
        elif _LOWER.search(sentence):
            manner = replace(manner, case="lower")
        if _WORD.search(sentence):
            manner = replace(manner, one_word=True)
        elif _BRIEF.search(sentence):
            manner = replace(manner, brief=True)
        if _PIRATE.search(sentence):
            manner = replace(manner, pirate=True)
        if found := _END.search(sentence):
            manner = replace(manner, end=_said(found["what"]))
        elif found := _BEGIN.search(sentence):
            manner = replace(manner, begin=_said(found["what"]))
        return manner

    def spoken(self, reply: Reply) -> str:
        """A reply in this manner."""
        if self.one_word:
            text = reply.short
        elif self.brief:
            first = next(sentences(reply.text), reply.text)
            text = reply.text if first.count('"') % 2 else first
        else:
            text = f"{self.name} here. {reply.text}" if self.name else reply.text
        if self.pirate:
            text = f"Arr! {text}"
        text = " ".join(part for part in (self.begin, text, self.end) if part)
        return {"upper": text.upper(), "lower": text.lower()}.get(self.case, text)


@lru_cache(maxsize=4_096)
def asked_by_user(text: str, *, current: bool) -> str:
    """The sentences of a user's message that ask for a manner; from an earlier one only what is to last."""
    return "\n".join(_requests(text, current=current))


def _requests(text: str, *, current: bool) -> Iterable[str]:
    for sentence in sentences(text):
        if wants_manner(sentence) and (current or _LASTING.search(sentence) or _NAMES_YOU.match(sentence)):
            yield sentence


@lru_cache(maxsize=8_192)
def wants_manner(sentence: str) -> bool:
    """Whether a sentence of the user asks how to answer rather than for something."""
    rest = _POLITE.sub("", sentence, count=1)
    return bool(_STYLE.match(rest) or _NAMES_YOU.match(sentence)) and Manner() != Manner().after(sentence)


def instructs(sentence: str) -> bool:
    """Whether a sentence of the instructions is about the model itself, and so states nothing to be asked for."""
    return sentence[:4].casefold() == "you " or wants_manner(sentence)


def _said(text: str) -> str:
    what = tidy(text)
    if what[:1] in "\"'" and (closing := what.find(what[0], 1)) > 0:
        return what[1:closing]
    kept = bare(what)
    return kept + what[-1] if what[-1:] in "!?" and not kept.endswith(what[-1]) else kept
