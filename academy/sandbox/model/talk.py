"""Questions about the conversation itself: what was asked first, how many turns there were, what is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from academy.sandbox.model.manner import Manner
from academy.sandbox.model.memory import Known, Memory, sentence
from academy.sandbox.model.recall import Reply
from academy.sandbox.model.statements import statements
from academy.sandbox.model.words import bare, capital, content, quoted, to_you

MOST_LISTED = 12

_NTH = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "sixth": 5, "seventh": 6, "eighth": 7, "ninth": 8, "tenth": 9,
}  # fmt: skip
_ORDER = "|".join(_NTH)
_I = r"(?:i|we)(?:'ve| have)?(?: just)?"
_TOLD = r"(?:say|said|ask|asked|tell you|told you|write|wrote|type|typed|want|wanted|mention|mentioned)"
_NTH_ASKED = re.compile(
    rf"\b(?:what|which)\b.{{0,40}}\b{_I} (?P<verb>{_TOLD})\b.{{0,20}}\b(?P<nth>{_ORDER}|at the (?:start|beginning))\b|"
    rf"\b(?P<nth2>{_ORDER}) (?P<what>question|message|thing|request|sentence|input)\b",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\bhow did (?:this|the|our) (?:conversation|chat|chain) (?:start|begin)\b", re.IGNORECASE
)
_LAST_ASKED = re.compile(
    rf"\bmy (?:last|previous|latest) (?P<what>question|message|request|input)\b|"
    rf"\bwhat (?:did|have) {_I} (?P<verb>{_TOLD})(?: you)? ?"
    rf"(?:last|before(?: this| that)?|just now|previously|a moment ago)?$|"
    r"\bwhat did i just (?P<verb2>say|ask|tell you|write)\b",
    re.IGNORECASE,
)
_YOU_SAID = re.compile(
    rf"\b(?:your (?P<nth>{_ORDER}|last|previous|latest) (?:answer|reply|response|message|words?)|"
    r"what (?:did|have) you (?:just )?"
    r"(?:say|said|answer|answered|reply|replied|suggest|suggested|recommend|told me|tell me)"
    rf"(?: (?P<nth2>{_ORDER}|last|before|again))?$|(?:repeat|say) that(?: again)?$|what was your answer)",
    re.IGNORECASE,
)
_HOW_MANY = re.compile(
    r"\bhow many (?P<what>turns|messages|questions|items|answers|replies|rounds)\b|"
    r"\bhow long is (?:this|the|our) (?:conversation|chat|chain)\b",
    re.IGNORECASE,
)
_MY_NAME = re.compile(
    r"\bmy (?:first |full |own )?name\b|\bwhat am i called\b|\byou call me\b", re.IGNORECASE
)
_WHO_AM_I = re.compile(
    r"\bwho (?:am i|i am)\b|\bremember me\b|\bwho is (?:speaking|talking|asking)\b", re.IGNORECASE
)
_WHO_ARE_YOU = re.compile(
    r"\bwho are you\b|\b(?:what's|what is) your name\b|\bwhat are you(?: called)?$|"
    r"\bare you (?:a |an )?(?:real|human|ai|bot|robot|simulated|chatgpt|gpt)|"
    r"\byour name\b|\bwhich model are you\b|\bwhat can you do\b|\bhow are you\b",
    re.IGNORECASE,
)
_INSTRUCTIONS = re.compile(
    r"\b(?:your|the|any|what) (?:current |system )?(?:instructions|system prompt)\b", re.IGNORECASE
)
_CHANGED = re.compile(
    r"\bwhat(?: has|'s| have| did)?(?: we| i)? changed?\b|\bwhat was corrected\b", re.IGNORECASE
)
_KNOW = re.compile(
    r"\b(?:what|everything|all|anything|which)\b.{0,30}\b(?:you|we|i)(?: already| still)? "
    r"(?:know|remember|recall|learned|learnt|decided|agreed|have so far|told you|said so far|discussed|talked about)\b"
    r"(?: (?:so far|already|today|about|of|on)\b)*\s*(?P<about>.{0,80})$|"
    r"\b(?:summari[sz]e|recap|sum up|give me a (?:summary|recap)(?: of| on)?|tell me (?:everything|all|more)?\s?about|"
    r"what about|what have (?:i|we) (?:told you|said|decided|agreed)(?: so far)?(?: about)?)\b\s*(?P<about2>.{0,80})$|"
    r"\bwhere (?:do|are) we (?:stand|at)\b|\bwhat do (?:you|we) have(?: so far)?$",
    re.IGNORECASE,
)
_ALL_OF_IT = frozenset({"everything", "conversation", "chat", "facts"})
_FILLING = re.compile(
    r"^(?:so far|already|about|of|on|the|my|our|this|that|all|everything|for me|please|what|you|we|i|said|have|know|"
    r"decided|agreed|told)\b\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Talk:
    """The conversation as it is talked about: both sides' messages in order, the current one last of `mine`."""

    mine: Sequence[str]
    yours: Sequence[str]
    memory: Memory
    manner: Manner
    instructions: str


def about_talk(question: str, talk: Talk) -> Reply | None:
    """The answer to a question about the conversation itself; None where it is about something else."""
    asked = bare(question).rstrip("?").strip()
    if _BEGAN.search(asked):
        return _said_nth(talk, 0)
    if found := _YOU_SAID.search(asked):
        return _you_said(talk, (found["nth"] or found["nth2"] or "last").casefold())
    if found := _NTH_ASKED.search(asked):
        nth = (found["nth"] or found["nth2"]).casefold()
        if (found["what"] or "").casefold() == "question":
            return _asked_nth(talk, _NTH[nth], requests=False)
        if (found["verb"] or "").casefold() in {"ask", "asked"}:
            return _asked_nth(talk, _NTH.get(nth, 0), requests=True)
        return _said_nth(talk, _NTH.get(nth, 0))
    if _LAST_ASKED.search(asked):
        return _said_last(talk)
    if (found := _HOW_MANY.search(asked)) and not _about_world(
        asked, what := (found["what"] or "turns").casefold()
    ):
        return _how_many(talk, what)
    if _INSTRUCTIONS.search(asked):
        return _instructions(talk)
    if _MY_NAME.search(asked):
        return _what_is_my_name(talk)
    if _WHO_AM_I.search(asked):
        return _who_am_i(talk)
    if _WHO_ARE_YOU.search(asked):
        return _who_are_you(talk)
    if _CHANGED.search(asked):
        return _changed(talk)
    if found := _KNOW.search(asked):
        return _what_is_known(talk, found["about"] or found["about2"] or "")
    return None


def _questions(messages: Sequence[str], *, requests: bool = False) -> list[str]:
    said = [one for message in messages for one in statements(message)]
    return [one.text for one in said if one.asks or (requests and one.requests)]


def _asked_nth(talk: Talk, nth: int, *, requests: bool) -> Reply:
    """What the user asked as the nth thing; a request ("help me plan") is asked too, but is no question."""
    asked = _questions(talk.mine, requests=requests)
    ordinal = _ordinal(nth)
    if nth >= len(asked):
        return Reply(
            f"Nothing in this conversation says that: it holds {_count(len(asked), 'question')}.", "Unknown"
        )
    if nth < len(asked) - 1:
        what = f"You asked {ordinal}" if requests else f"Your {ordinal} question was"
        return Reply(f"{what}: {quoted(asked[nth])}", bare(asked[nth]))
    began = f" You began with: {quoted(talk.mine[0])}" if len(talk.mine) > 1 else alone(talk)
    return Reply(f"This is your {ordinal} question here.{began}", "This one")


def _said_nth(talk: Talk, nth: int) -> Reply:
    if nth >= len(talk.mine):
        return Reply(
            f"Nothing in this conversation says that: I see {_count(len(talk.mine), 'message')} of yours.",
            "Unknown",
        )
    if nth == len(talk.mine) - 1:
        return Reply(f"This is your {_ordinal(nth)} message here.{alone(talk)}", "This one")
    return Reply(f"Your {_ordinal(nth)} message was: {quoted(talk.mine[nth])}", bare(talk.mine[nth]))


def _said_last(talk: Talk) -> Reply:
    if len(talk.mine) < 2:
        return Reply(f"Nothing in this conversation says that.{alone(talk)}", "Unknown")
    return Reply(f"Your previous message was: {quoted(talk.mine[-2])}", bare(talk.mine[-2]))


def _ordinal(nth: int) -> str:
    return next(word for word, place in _NTH.items() if place == nth)


def _you_said(talk: Talk, which: str) -> Reply:
    nth = _NTH.get(which, len(talk.yours) - 1)
    if not 0 <= nth < len(talk.yours):
        return Reply("Nothing in this conversation says that: I see no such answer of mine.", "Unknown")
    return Reply(
        f"My {which if which in _NTH else 'last'} answer was: {quoted(talk.yours[nth])}",
        bare(talk.yours[nth]),
    )


def _about_world(asked: str, what: str) -> bool:
    """Whether things of that name in the world are meant ("how many items are in a box?")."""
    return bool(content(asked) - content(f"{what} long conversation chat chain far sent send exchanged"))


def _count(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else what + 's'}"


def _how_many(talk: Talk, what: str) -> Reply:
    mine, yours = len(talk.mine), len(talk.yours)
    if what == "questions":
        number = len(_questions(talk.mine))
        return Reply(f"You have asked {_count(number, 'question')} so far, this one included.", str(number))
    if what in {"answers", "replies"}:
        return Reply(f"I have given {_count(yours, 'answer')} so far, without this one.", str(yours))
    if what in {"messages", "items"}:
        text = f"I see {_count(mine, 'message')} from you and {_count(yours, 'answer')} of mine."
        return Reply(text, str(mine + yours))
    return Reply(
        f"This is turn {mine}: {_count(mine, 'message')} from you, {_count(yours, 'answer')} of mine.",
        str(mine),
    )


def _instructions(talk: Talk) -> Reply:
    if not talk.instructions:
        return Reply(
            "This request carried no instructions. They are not carried over: each turn sends its own.",
            "None",
        )
    return Reply(
        f"The instructions that came with this request say: {quoted(talk.instructions)}",
        bare(talk.instructions),
    )


def _what_is_my_name(talk: Talk) -> Reply:
    named = talk.memory.name()
    if named is None:
        selves = [known.told() for known in talk.memory.known() if known.fact.kind == "self"][-1:]
        but = f" It does say: {selves[0]}." if selves else ""
        return Reply(f"Nothing in this conversation says what your name is.{but}{alone(talk)}", "Unknown")
    return Reply(sentence(named.told()), named.value)


def _who_am_i(talk: Talk) -> Reply:
    selves = [known for known in talk.memory.known() if known.fact.kind == "self"][-MOST_LISTED:]
    if not selves:
        return _what_is_my_name(talk)
    named = talk.memory.name()
    told = [known.told() for known in ([named] if named else []) + selves]
    return Reply(sentence("; ".join(told)), named.value if named else capital(selves[-1].value))


def _who_are_you(talk: Talk) -> Reply:
    name = f"I am {talk.manner.name}, here played by" if talk.manner.name else "I am"
    text = (
        f"{name} the sandbox's simulated model: I invent nothing and recall what stands in this conversation."
    )
    return Reply(text, talk.manner.name or "Simulated")


def _changed(talk: Talk) -> Reply:
    changed = [known for known in talk.memory.known() if known.earlier]
    if not changed:
        return Reply("Nothing in this conversation says that anything changed.", "Nothing")
    text = "; ".join(
        f"{known.subject or 'your choice'} was {to_you(known.earlier[-1])} and is now {known.value}"
        for known in changed[-MOST_LISTED:]
    )
    return Reply(sentence(text), capital(changed[-1].value))


def _what_is_known(talk: Talk, about: str) -> Reply:
    topic = bare(about)
    while found := _FILLING.match(topic + " "):
        topic = topic[found.end() :].strip()
    everything = not content(topic) or topic.casefold() in _ALL_OF_IT
    about_me = topic.casefold() in {"me", "us", "myself"}
    known = talk.memory.known()
    if about_me:
        chosen = [
            one
            for one in known
            if one.personal or one.fact.kind == "choice" or one.told().startswith("your ")
        ]
        loose: list[str] = []
    elif everything:
        chosen = known
        loose = [
            kept.statement.text
            for kept in talk.memory.sentences
            if kept.statement.keep and not kept.statement.facts
        ]
    else:
        chosen, loose = _about(topic, known, talk.memory)
    if not chosen and not loose:
        of = "you" if about_me else "" if everything else to_you(topic)
        says = f"anything about {of}" if of else "anything that I could list"
        return Reply(f"Nothing in this conversation says {says} yet.{alone(talk)}", "Nothing")
    parts = [one.told() for one in chosen] + [quoted(text) for text in loose]
    more = f"; and {len(parts) - MOST_LISTED} more" if len(parts) > MOST_LISTED else ""
    return Reply(f"From this conversation I know: {'; '.join(parts[-MOST_LISTED:])}{more}.", str(len(parts)))


def _about(topic: str, known: Sequence[Known], memory: Memory) -> tuple[list[Known], list[str]]:
    """Facts and sentences about a topic, and about the proper name that stands for it ("the product is Lumen")."""
    stems = content(topic)
    chosen = [one for one in known if stems & (one.stems | one.value_stems) and not one.personal]
    named = [
        content(one.value.partition(",")[0])
        for one in chosen
        if stems >= one.stems and one.value[:1].isupper()
    ]
    wider = stems.union(*named)
    chosen = [one for one in known if wider & (one.stems | one.value_stems) and not one.personal]
    loose = [
        kept.statement.text for kept in memory.sentences if wider & kept.stems and not kept.statement.facts
    ]
    return chosen, loose[-4:]


def alone(talk: Talk) -> str:
    """A remark for a message that came without any turn before it."""
    return (
        " I see only this one message: no earlier turn came with it."
        if len(talk.mine) + len(talk.yours) == 1
        else ""
    )
