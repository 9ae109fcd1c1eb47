"""What a text states: facts in the form X is Y, names, choices and corrections. A question states nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import Literal

from academy.sandbox.model.words import LONGEST_SENTENCE, bare, content, sentences, word_set, words

Kind = Literal["is", "name", "self", "choice"]
SHORT = 2_000
LONGEST_VALUE = 200
MOST_CUTS = 12

_GREETING = (
    r"hi(?: there)?|hello(?: there)?|hey(?: there)?|good (?:morning|afternoon|evening)|thanks|thank you"
)
_FILLER = (
    r"hmm+|um|uh|ok(?:ay)?|so|well|oh|and|but|also|then|yes|please|great|right|now|anyway|sure|alright|perfect|"
    r"cool|good"
)
_ASIDE = (
    r"by the way|btw|fyi|ps|for the record|just so you know|in case you wonder|one more thing|first of all|"
    r"as i said|you should know|i should mention|to be clear|i (?:just )?want(?:ed)? you to know"
)
_KEEP = r"remember|note|take note|(?:keep|bear) in mind|(?:don't|do not|never) forget|memori[sz]e(?: this)?"
_MIND = (
    r"let's say|i (?:think|believe|guess|suppose|said|mean)|we (?:think|believe|said)|"
    r"(?:i|we) (?:decided|agreed)(?= that\b)"
)
_LEAD = re.compile(
    rf"^(?:(?:{_GREETING})\b[,!:.]?|(?:{_FILLER})\b,?|(?:{_ASIDE})\b[,:]?|(?:{_MIND})\b|(?:please )?"
    rf"(?P<keep>{_KEEP})\b(?: (?:this|that|these|the following))?[:,]?)(?: that\b(?! is\b))?[\s:,]+",
    re.IGNORECASE,
)
_CORRECTS = re.compile(
    r"^(?:(?:actually|i meant|we meant|as of today)\b[,:]?|(?:(?:oh )?no(?:,? wait)?|nope|sorry|my mistake|correction|"
    r"wait|oops|rather|scratch that|change of plans?|small change|update|edit|instead)\s*[,:.!-]+)\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:can you |could you |would you |will you |please )?(?:tell me|remind me|repeat|recall|list|show me|give me|"
    r"summari[sz]e|recap|say (?:my|the|our)\b|do you (?:know|remember)|let me know|i (?:forgot|wonder|want to know)|"
    r"(?:what|which|who|whom|whose|how|why)(?:'s|\b)|"
    r"(?:when|where)(?:'s|(?= (?:is|are|was|were|do|does|did|will|should|can|could|would|have|has|am)\b))|"
    r"(?:is|are|was|were|do|does|did|can|could|should|would|will|shall|have|has|am)"
    r"(?= (?:i|you|we|it|there|the|my|our|this|that|they|he|she|any)\b))",
    re.IGNORECASE,
)
_REQUESTS = re.compile(
    r"^(?:please |can you |could you |now )*(?:plan|write|draft|create|suggest|help|make(?! it\b)|design|propose|"
    r"generate|compose|explain|describe|compare|translate|brainstorm|think|find|do|give|show|invent|recommend|outline|prepare|"
    r"continue|i need|i want|i'd like|i would like|let's|we need)\b",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"^(?:if|unless|suppose|supposing|assuming|imagine|maybe|perhaps|what if)\b", re.IGNORECASE
)
_SUPPOSES = re.compile(
    r"^(?:if|when|whenever|unless|until|suppose|supposing|assuming|imagine|say|while|although|because|since|once)\b",
    re.IGNORECASE,
)
_TAG = re.compile(r",? (?:ok|okay|please|thanks|will you|would you|can you)\?$", re.IGNORECASE)
_TAIL_QUESTION = re.compile(
    r"(?:,| and| so| -)\s+(?=(?:what|which|who|whose|when|where|why|how|can you|could you|do you|is|are|should|did)\b)",
    re.IGNORECASE,
)
_OWN = r"(?:i|we|i'm|we're|i've|we've|i'd|we'd|let's|call me|my name)\b"
_NEXT = re.compile(
    rf"(?:[,;]\s+(?:and\s+|but\s+)?|\s+(?:and|but)\s+)"
    rf"(?=(?:my|our|the|it|it's|its)\b|{_OWN}|(?:[\w-]{{1,30}}\s+){{1,3}}(?:is|are|=)\s)",
    re.IGNORECASE,
)
_OWN_START = re.compile(rf"^{_OWN}", re.IGNORECASE)

_NAMED = re.compile(
    r"^(?:my (?:first |full |own |real )?name(?:'s| is(?: now)?)|(?:please |you can |just )?call me|"
    r"people call me|i go by|(?:i am|i'm) (?:called|named))\s+(?P<name>[^,.!?;:()]{1,60})",
    re.IGNORECASE,
)
_I_AM = re.compile(r"^(?:i am|i'm|we are|we're)\s+(?P<value>.+)$", re.IGNORECASE)
# "I am German", "I am CEO": who says so gives no name.
_NO_ONE = re.compile(r"(?:ish|ese|ench|erman|ican|alian|utch|opean|wiss)$|^[A-Z]{2,}$|^OK\b")
_CAPITALS = re.compile(
    r"^(?P<name>[^\W\d_a-z][\w'-]{1,30}(?: [^\W\d_a-z][\w.'-]{0,30}){0,2})"
    r"(?=$|,| and\b| from\b| the\b| at\b| here\b| by\b| \()"
)
_NO_NAME = word_set(
    "back later tomorrow today tonight maybe when if at on in again anytime soon it a an the not"
)
_CHOSE = re.compile(
    r"^(?P<who>i|we|i'd|we'd|i'll|we'll|i've|we've|i'm|we're|let's|let us|lets|you can|the team)\s+"
    r"(?:(?:have|will|would|now|both|finally|all|also|should|do|are|am|rather|just|really|definitely)\s+){0,3}"
    r"(?P<verb>chose|choose|chosen|picked|pick|selected|select|preferred|prefer|decided on|decided for|decide on|"
    r"settled on|settle on|agreed on|opted for|opt for|went with|going with|go with|going for|go for|went for|"
    r"stick with|sticking with|take|use)\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"^(?P<value>.{1,120}?)\s+(?:as|for|to be)\s+(?:the|our|my)\s+(?P<subject>.{1,50})$", re.IGNORECASE
)
_BECAUSE = re.compile(r",?\s+(?:because|since|so that|as it|as they)\b", re.IGNORECASE)
_MOVES = (
    r"change|move|set|update|push|shift|rename|reschedule|postpone|raise|lower|increase|cut|reduce|bring|make"
)
_MOVED = r"changed|moved|set|updated|pushed|shifted|renamed|rescheduled|postponed|raised|lowered|increased|cut|reduced"
_CHANGE = re.compile(
    rf"^(?:let's |(?:i|we)(?:'ve| have)? (?:now |just )?)?(?:{_MOVES}|{_MOVED})\s+"
    rf"(?P<subject>it|(?:the|my|our)\s.{{1,50}}?)"
    rf"\s+(?:forward |back |up |down )?(?:from .{{1,40}}? )?(?:to|as|into|until)\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_MAKE_IT = re.compile(r"^(?:let's )?(?:make (?:it|that)|it's now|it is now)\s+(?P<value>.+)$", re.IGNORECASE)
_IT_IS = re.compile(r"^(?:it's|it is|that's|that is|it should be|make that)\s+(?P<value>.+)$", re.IGNORECASE)
_WAS_MOVED = re.compile(
    rf"^(?P<subject>(?:the|my|our|it)\b.{{0,50}}?)\s+(?:has (?:been )?|have (?:been )?|was |is |got )?(?:now )?"
    rf"(?:{_MOVED})\s+(?:back |up |down )?(?:from .{{1,40}}? )?(?:to|until)\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"^(?P<subject>.{1,70}?)\s+(?P<verb>(?:is|are|was|were|will be|shall be|equals?|means|becomes|has become|remains)"
    r"(?: called| named)?):?\s+(?P<value>.+)$",
    re.IGNORECASE,
)
_SHORT_IS = re.compile(
    r"^(?P<subject>(?:my|our|the) (?:(?:launch )?date|budget|price|deadline|goal|team|product|city))'s\s+"
    r"(?P<value>.+)$",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"^(?P<subject>[^=:<>!]{1,50}?)\s*(?P<verb>=|:(?=\s))\s*(?P<value>[^=].*)$")
_IN_MIND = re.compile(r"^keep (.+) in mind$", re.IGNORECASE)
_NOW = re.compile(r"^(?:now|actually|really|currently|instead|rather)\s+", re.IGNORECASE)
_NOW_AFTER = re.compile(r",?\s+(?:now|instead|after all|from now on|actually)$", re.IGNORECASE)
_NOT_BUT = re.compile(r"^not\s.{1,80}?,?\s+but\s+(?P<value>.+)$", re.IGNORECASE)
_AND_NOT = re.compile(r"^(?P<value>.{1,80}?),?\s+(?:and )?not\s+.{1,80}$", re.IGNORECASE)
_NO_SUBJECT = word_set(
    "there this that these those it he she they you which what who if here i we one everything nothing something all "
    "note hint example eg question answer warning user assistant system remember one-liner http https no yes"
)
_NO_OPENING = word_set("i we you if when while because what which who how why there he she they let's please")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was said to be so.

    `subject` is as it was said, None where only a new value was given ("no, 10 March") and "it" where the last
    subject is meant; `now` marks a correction.
    """

    kind: Kind
    subject: str | None
    verb: str
    value: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence.

    `asks` where it wants an answer, `requests` where it wants something done, `keep` where it said "remember",
    `supposes` where it says only what might be.
    """

    text: str
    asks: bool
    keep: bool = False
    requests: bool = False
    supposes: bool = False
    facts: tuple[Fact, ...] = ()
    stems: frozenset[str] = field(default_factory=frozenset)


def statements(text: str) -> tuple[Statement, ...]:
    """Every sentence of a text with the facts in it, in linear time."""
    return _remembered(text) if len(text) <= SHORT else tuple(_read(text))


@lru_cache(maxsize=4_096)
def _remembered(text: str) -> tuple[Statement, ...]:
    # At turn 500 the first 499 messages have been read before.
    return tuple(_read(text))


def _read(text: str) -> Iterator[Statement]:
    for sentence in sentences(text):
        short = sentence[:LONGEST_SENTENCE]
        rest, now, keep = _without_lead(short)
        tag = _TAG.search(rest) if keep else None
        rest = rest[: tag.start()] if tag else rest
        if short.endswith("?") and not tag:
            stated, asked = _before_question(rest)
            if stated:
                yield Statement(stated, asks=False, facts=_facts(stated, now=now), stems=content(stated))
            yield Statement(asked, asks=True, stems=content(asked))
        elif _ASKS.match(rest) and not keep:
            yield Statement(short, asks=True, stems=content(rest))
        else:
            said = rest if keep else short
            yield Statement(
                said,
                asks=False,
                keep=keep,
                requests=bool(_REQUESTS.match(rest)) and not keep,
                supposes=bool(_DOUBTS.match(rest)),
                facts=_facts(rest, now=now),
                stems=content(short),
            )


def _without_lead(sentence: str) -> tuple[str, bool, bool]:
    rest, now, keep = sentence, False, False
    for _ in range(5):
        if found := _LEAD.match(rest):
            keep = keep or found["keep"] is not None
        elif found := _CORRECTS.match(rest):
            now = True
        else:
            break
        rest = rest[found.end() :]
    return rest, now, keep


def _before_question(sentence: str) -> tuple[str, str]:
    """What is stated ahead of a question in one sentence ("I'm Ada, what can you do?"), and the question."""
    found = _TAIL_QUESTION.search(sentence)
    if found is None or _ASKS.match(sentence) or _SUPPOSES.match(sentence):
        return "", sentence
    stated = sentence[: found.start()]
    return (stated, sentence[found.end() :]) if _facts(stated, now=False) else ("", sentence)


def _facts(sentence: str, *, now: bool) -> tuple[Fact, ...]:
    if _SUPPOSES.match(sentence):
        return ()
    sentence = sentence.rstrip(" .!;")
    found: list[Fact] = []
    begin = 0
    cuts = [(cut.start(), cut.end()) for cut in islice(_NEXT.finditer(sentence), MOST_CUTS)]
    for start, end in [*cuts, (len(sentence), len(sentence))]:
        following = sentence[end:]
        clear = not following or _OWN_START.match(following) or _fact(following.rstrip(), now=now)
        if clear:
            if fact := _fact(sentence[begin:start].strip(), now=now):
                found.append(fact)
            begin = end
    if not found and now and 0 < len(words(sentence)) <= 6:
        found.append(Fact("is", None, "is", bare(sentence), now=True))
    return tuple(found)


def _fact(clause: str, *, now: bool) -> Fact | None:
    if found := _IT_IS.match(clause):
        return Fact("is", "it", "is", _value(found["value"])[0], now=now)
    fact = _name(clause) or _change(clause) or _choice(clause) or _self(clause) or _is(clause)
    if fact is None or not fact.value:
        return None
    return replace(fact, now=True) if now else fact


def _name(clause: str) -> Fact | None:
    if found := _NAMED.match(clause):
        name = bare(re.split(r"\s+(?:and|but|from|because|so|please)\b", found["name"])[0])
        if name and len(name.split()) <= 4 and name.split()[0].casefold() not in _NO_NAME:
            return Fact("name", "my name", "is", name)
    if (found := _I_AM.match(clause)) and clause[0] in "iI" and (named := _CAPITALS.match(found["value"])):
        if _NO_ONE.search(named["name"]):
            return None
        return Fact("name", "my name", "is", bare(named["name"]))
    return None


def _change(clause: str) -> Fact | None:
    if found := _MAKE_IT.match(clause):
        return Fact("is", "it", "is", _value(found["value"])[0], now=True)
    if found := _CHANGE.match(clause) or _WAS_MOVED.match(clause):
        return Fact("is", found["subject"], "is", _value(found["value"])[0], now=True)
    return None


def _choice(clause: str) -> Fact | None:
    found = _CHOSE.match(clause)
    if found is None:
        return None
    verb = found["verb"].casefold()
    if verb in {"take", "use"} and found["who"].casefold() not in {
        "let's",
        "let us",
        "lets",
        "i'll",
        "we'll",
    }:
        return None
    value, now = _value(_BECAUSE.split(found["value"])[0])
    shown = "prefer" if verb.startswith("prefer") else "chose"
    if for_what := _FOR.match(value):
        return Fact("choice", for_what["subject"], shown, bare(for_what["value"]), now=now)
    return Fact("choice", "", shown, value, now=now)


def _self(clause: str) -> Fact | None:
    found = _I_AM.match(clause)
    return Fact("self", "I", "am", _value(found["value"])[0]) if found else None


def _is(clause: str) -> Fact | None:
    found = _IS.match(clause) or _EQUALS.match(clause)
    if found is None:
        found = _SHORT_IS.match(clause)
        return Fact("is", found["subject"], "is", *_value(found["value"])) if found else None
    subject = _IN_MIND.sub(r"\1", found["subject"].strip(" ,\"'*_`"))
    opening = words(subject)[:1]
    if (
        not opening
        or len(subject.split()) > 8
        or opening[0] in _NO_OPENING
        or subject.casefold() in _NO_SUBJECT
    ):
        return None
    value, now = _value(found["value"])
    if subject.casefold() == "my name" or (subject.casefold() == "name" and found["verb"] in {":", "="}):
        return Fact("name", "my name", "is", value)
    if now and found["verb"].casefold() in {"is", "are"} and value.casefold().startswith("not "):
        now = False
    return Fact("is", subject, found["verb"].casefold(), value, now=now)


def _value(text: str) -> tuple[str, bool]:
    value, now = bare(text[:LONGEST_VALUE].lstrip(" :=")), False
    if found := _NOW.match(value):
        value, now = value[found.end() :], True
    if found := _NOW_AFTER.search(value):
        value, now = value[: found.start()], True
    if found := _NOT_BUT.match(value) or _AND_NOT.match(value):
        value, now = found["value"], True
    return bare(value), now
