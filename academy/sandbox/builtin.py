"""The built-in model: simulated, deterministic, and honest about knowing only what its context says.

It is no language model. It recalls what was stated anywhere in the stored context, says plainly when
nothing there answers, and never makes anything up, so that a learner sees what the server kept.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from academy.sandbox.model.hearing import Hearing, Hearings
from academy.sandbox.model.lines import scripted
from academy.sandbox.model.recall import Question, Reply, nearest, recall
from academy.sandbox.model.talk import Talk, about_talk, alone
from academy.sandbox.model.words import bare, quoted
from academy.sandbox.script import Line

MOST_ANSWERED = 4
MOST_GIVEN = 6

_GREETING = re.compile(r"^(?:hi|hello|hey|good (?:morning|afternoon|evening))\b[^?]{0,40}$", re.IGNORECASE)
_THANKS = re.compile(r"^(?:thanks|thank you|thx|cheers)\b[^?]{0,40}$", re.IGNORECASE)
_ALL_RIGHT = re.compile(
    r"^(?:great|perfect|ok(?:ay)?|got it|cool|nice|good|fine|yes|no|sure)\b[^?]{0,20}$", re.IGNORECASE
)
_GOODBYE = re.compile(r"^(?:bye|goodbye|see you|good night)\b[^?]{0,40}$", re.IGNORECASE)
_TASK = re.compile(
    r"^(?:please )?(?:(?:tell|give|show) (?:me|us) (?!the\b|my\b|our\b|what|when|where|who|how|if\b)|list\b|"
    r"(?:can|could|would|will) you (?!tell|remind|say|repeat|remember|recall))",
    re.IGNORECASE,
)
_FORGET = re.compile(r"^(?:please )?(?:forget|delete|erase|ignore)\b", re.IGNORECASE)
_AND_ASKS = re.compile(r",?\s+and\s+(?=(?:what|which|who|when|where|how|why)\b)", re.IGNORECASE)

# A memo, no state: whatever it holds, the answers are the same.
_hearings = Hearings()


def answer(instructions: str | None, items: Sequence[Mapping[str, Any]], lines: Sequence[Line]) -> str:
    """What the built-in model says to a context (items of the Responses API, oldest first); never raises.

    A scripted line that fits comes first; everything else is recalled from the context itself. User, system
    and developer messages are heard, answers of the model are not: what it said is no source of facts. The
    items must not be changed after.
    """
    hearing = _hearings.of(instructions or "", items)
    turn = _Turn(hearing)
    reply = scripted(lines, hearing) or turn.tool_output() or turn.reply()
    return turn.talk.manner.spoken(reply)


class _Turn:
    """The answer to the newest message, out of what was heard."""

    def __init__(self, hearing: Hearing) -> None:
        self.memory = hearing.memory
        self.learned = hearing.learned
        self.stated = hearing.stated
        self.output = hearing.tool_output
        self.talk = Talk(hearing.mine, hearing.yours, hearing.memory, hearing.manner, hearing.instructions)

    def tool_output(self) -> Reply | None:
        """What a tool returned after the last message: a model would answer from it."""
        if self.output is None:
            return None
        return Reply(f"The tool answered: {quoted(self.output)}", bare(self.output))

    def reply(self) -> Reply:
        """The answer to the last message of the user: to its questions, else to what it stated."""
        if not self.talk.mine:
            return Reply("There is no message of yours here to answer.", "Nothing")
        questions = [part for one in self.stated if one.asks for part in _parts(one.text)]
        if questions:
            replies = [self._answer(question) for question in questions[:MOST_ANSWERED]]
            noted = [self._noted()] if any(one.fact.kind != "name" for one in self.learned) else []
            told = list(dict.fromkeys(reply.text for reply in [*noted, *replies]))
            return Reply(" ".join(told), replies[-1].short)
        return self._noted()

    def _answer(self, text: str) -> Reply:
        about = about_talk(text, self.talk)
        if about is not None:
            return about
        question = Question(text)
        found = recall(question, self.memory)
        if found is not None:
            return found
        says = question.says()
        if says == "that" and _TASK.match(text):
            return self._request()
        near = nearest(question, self.memory)
        if question.wants_advice:
            known = [one.told() for one in self.memory.known()][-MOST_GIVEN:]
            near = f"{'; '.join(known)}." if known else near
        but = f" It does say: {near}" if near else ""
        return Reply(f"Nothing in this conversation says {says}.{but}{alone(self.talk)}", "Unknown")

    def _noted(self) -> Reply:
        if self.learned:
            return self._noted_facts()
        text = self.talk.mine[-1].strip()
        named = self.memory.name()
        dear = f", {named.value}" if named else ""
        kept = [one.text for one in self.stated if not one.asks]
        if not text:
            return Reply("Your message holds no text that I could read.", "Nothing")
        if not kept:
            return Reply("Noted: I will answer that way.", "Noted")
        if _GREETING.match(text):
            return Reply(f"Hello{dear}! Tell me something, and ask me for it in a later turn.", "Hello")
        if _THANKS.match(text):
            return Reply(f"You are welcome{dear}.", "Welcome")
        if _ALL_RIGHT.match(text):
            return Reply(f"All right{dear}.", "Good")
        if _GOODBYE.match(text):
            return Reply(f"Goodbye{dear}.", "Goodbye")
        if _FORGET.match(text):
            return Reply(
                "I see whatever is stored: what is deleted on the server is forgotten, nothing else.", "No"
            )
        if any(one.requests for one in self.stated):
            return self._request()
        will = "I will remember" if any(one.keep for one in self.stated) else "Noted"
        return Reply(f"{will}: {quoted(' '.join(kept))}", "Noted")

    def _noted_facts(self) -> Reply:
        parts: list[str] = []
        hello = ""
        newest = {one.place: one for one in self.learned}
        for one in newest.values():
            if one.fact.kind == "name" and not one.earlier:
                hello = f"Nice to meet you, {one.value}. "
                continue
            changed = (
                bool(one.earlier)
                and not one.value.startswith("not ")
                and not one.earlier[-1].startswith("not ")
            )
            parts.append(one.told(now=changed) + (f", no longer {one.earlier[-1]}" if changed else ""))
        noted = (
            f"Noted: {'; '.join(parts)}."
            if parts
            else "I will remember your name while this conversation goes on."
        )
        return Reply(hello + noted, "Noted")

    def _request(self) -> Reply:
        known = [one.told() for one in self.memory.known()]
        text = "I am only a simulated model: I can recall, not compose."
        if not known:
            return Reply(
                f"{text} Tell me names, dates or choices, and ask me for them in a later turn.", "Noted"
            )
        return Reply(
            f"{text} What this conversation gives me for it: {'; '.join(known[-MOST_GIVEN:])}.", "Noted"
        )


def _parts(question: str) -> list[str]:
    """The questions that one sentence asks at once."""
    return _AND_ASKS.split(question)
