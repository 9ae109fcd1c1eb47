"""Sentences, words and stems: as much of English as the built-in model needs, each in linear time."""

import re
from collections.abc import Iterator
from functools import lru_cache

LONGEST_SENTENCE = 600


def word_set(text: str) -> frozenset[str]:
    """The words of a short list, as it is easiest to read."""
    return frozenset(text.split())


_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]{1,3})?")
_LETTER_A = re.compile(r"(?<=[a-z] )A(?=$|[\s.,:;?!])")
_SPACE = re.compile(r"\s+")
_BULLET = re.compile(r"^(?:[-*•>#]{1,3}|\d{1,3}[.)])\s+")
_QUOTES = "\"'`“”\u2018\u2019«»"

# A full stop after one of these ends no sentence.
_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "st", "vs", "e.g", "i.e", "approx", "no", "jan", "feb"}
)

_STOPPED = word_set(
    "a an the this that these those my our your his her its their mine yours me i we us you he she it they them "
    "is are was were am be been being do does did done have has had will would shall should can could may might "
    "must of to in on at for from by with about as into and or but so than then there here what which who whom "
    "whose when where why how again please now just really actually exactly currently s t m re ve ll d "
    "ask asked tell told remind know remember recall say said give many much any some ok hey hi "
    "called named call one ones thing things"
)

_SAME = {
    "chose": "choose", "chosen": "choose", "choice": "choose", "pick": "choose", "select": "choose",
    "decision": "decide", "price": "cost", "pricing": "cost", "colour": "color", "favourite": "favorite",
    "bought": "buy", "sold": "sell", "met": "meet", "went": "go", "paid": "pay", "told": "tell",
    "preference": "prefer", "people": "person", "spent": "spend", "began": "begin", "wrote": "write",
}  # fmt: skip

_OTHER_PERSON = {
    "my": "your", "our": "your", "mine": "yours", "ours": "yours", "me": "you", "us": "you", "i": "you",
    "we": "you", "am": "are", "i'm": "you are", "we're": "you are", "i've": "you have", "we've": "you have",
    "i'll": "you will", "we'll": "you will", "myself": "yourself", "ourselves": "yourselves",
}  # fmt: skip
_FIRST_PERSON = re.compile(
    r"(?<![\w'\u2019-])(?:" + "|".join(sorted(_OTHER_PERSON, key=len, reverse=True)) + r")(?![\w'\u2019-])",
    re.IGNORECASE,
)


def tidy(text: str) -> str:
    """Text on one line with single spaces and straight apostrophes."""
    return _SPACE.sub(" ", text).strip().replace("\u2019", "'")


def bare(text: str) -> str:
    """A value without the punctuation and the quotation marks around it."""
    return text.strip().strip(_QUOTES).rstrip(" .!,;:" + _QUOTES).strip()


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text with their end marks; a line break always ends one."""
    for line in text.splitlines():
        stripped = _BULLET.sub("", line.strip())
        begin = 0
        for at, mark in enumerate(stripped):
            if mark in ".!?;" and _ends(stripped, begin, at):
                yield tidy(stripped[begin : at + 1])
                begin = at + 1
        rest = tidy(stripped[begin:])
        if rest:
            yield rest


def _ends(line: str, begin: int, at: int) -> bool:
    after = line[at + 1 : at + 2]
    if after and not after.isspace() and after not in _QUOTES:
        return False
    if line[at] != ".":
        return True
    last = line[max(begin, at - 8) : at].rsplit(" ", 1)[-1].casefold()
    return last not in _ABBREVIATIONS and not (len(last) == 1 and last.isalpha() and last != "i")


def words(text: str) -> list[str]:
    """The words of a text in lower case, apostrophes straight."""
    return [word.casefold().replace("\u2019", "'") for word in _WORD.findall(text)]


@lru_cache(maxsize=8_192)
def stem(word: str) -> str:
    """What different forms of one word have in common."""
    word = word.removesuffix("'s").removesuffix("'")
    word = _SAME.get(word, word)
    for ending, rest, shortest in (("ies", "y", 5), ("ing", "", 6), ("ed", "", 5), ("s", "", 4)):
        if word.endswith(ending) and len(word) >= shortest and not word.endswith(("ss", "us", "is")):
            word = word.removesuffix(ending) + rest
            if not rest and len(ending) > 1 and word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            break
    word = _SAME.get(word, word)
    return word.removesuffix("e") if len(word) > 3 else word


@lru_cache(maxsize=16_384)
def content(text: str) -> frozenset[str]:
    """The stems of the words of a text that carry meaning; the A of "option A" is one of them."""
    stems = {stem(word) for word in words(text) if word.removesuffix("'s") not in _STOPPED}
    return frozenset(stems | {"a"} if _LETTER_A.search(text) else stems)


def to_you(text: str) -> str:
    """What the user said of themselves, as one says it to them: my name becomes your name."""
    return _FIRST_PERSON.sub(lambda found: _OTHER_PERSON[found[0].casefold().replace("\u2019", "'")], text)


def capital(text: str) -> str:
    """Text with its first letter large."""
    return text[:1].upper() + text[1:]


def quoted(text: str, longest: int = 240) -> str:
    """Text in quotation marks, on one line, cut where it is long."""
    short = tidy(text[: longest * 4])
    short = short.replace('"', "'")
    return f'"{short if len(short) <= longest else short[: longest - 3].rstrip() + "..."}"'
