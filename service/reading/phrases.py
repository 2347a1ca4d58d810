"""The grammar of a lexicon's phrases: `(a|b c|)` is a choice, `<level>`, `<number>` and `<year>` stand
for what they say, `<open>` and `<close>` for the brackets themselves.
"""

from __future__ import annotations

import re

from service.errors import LexiconError
from service.reading.tokens import tokenise

LEVEL = "<level>"
NUMBER = "<number>"
YEAR = "<year>"
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "their"})
_GLUED = re.compile(
    r"(?P<before>[^\s()|]+)\((?P<options>[^()]*)\)(?P<after>[^\s()|]+)?"
    r"|\((?P<leading>[^()]*)\)(?P<ahead>[^\s()|]+)"
)
_PLACEHOLDER = re.compile(r"(<(?:level|number|year|open|close)>)")
_STANDS_FOR = {LEVEL: LEVEL, NUMBER: NUMBER, YEAR: YEAR, "<open>": "(", "<close>": ")"}


def expand(phrase: str) -> set[str]:
    """Return every word sequence that a phrase with choices stands for, folded, its words parted by
    spaces.
    """
    options = [""]
    for part in parts_of(phrase):
        ends = {end for option in part for end in expand(option)} if isinstance(part, list) else {part}
        options = [f"{option} {end}".strip() for option in options for end in ends]
    return set(options)


def parts_of(phrase: str) -> list[str | list[str]]:
    """Return the folded words of a phrase in order, a choice among them as the list of its options."""
    parts: list[str | list[str]] = []
    phrase = _whole_words(phrase)
    place = 0
    while place < len(phrase):
        opened = phrase.find("(", place)
        if opened < 0:
            opened = len(phrase)
        for piece in _PLACEHOLDER.split(phrase[place:opened]):
            if piece in _STANDS_FOR:
                parts.append(_STANDS_FOR[piece])
            else:
                parts.extend(token.norm for token in tokenise(piece))
        if opened == len(phrase):
            break
        options, place = _options(phrase, opened)
        parts.append(options)
    alone = len(parts) == 1
    return [
        [part, ""] if isinstance(part, str) and part in _ARTICLES and not alone else part for part in parts
    ]


def _whole_words(phrase: str) -> str:
    """Write endings and beginnings out: "root(s|)" as "(roots|root)"."""
    while match := _GLUED.search(phrase):
        before, after = match["before"] or "", match["after"] or match["ahead"] or ""
        options = (match["options"] if match["before"] else match["leading"]).split("|")
        written = "|".join(f"{before}{option}{after}" for option in options)
        phrase = f"{phrase[: match.start()]}({written}){phrase[match.end() :]}"
    return phrase


def _options(phrase: str, opened: int) -> tuple[list[str], int]:
    """Return the options of the choice that opens at `opened`, and where the phrase goes on."""
    options, depth, start = [], 0, opened + 1
    for place in range(opened, len(phrase)):
        letter = phrase[place]
        depth += (letter == "(") - (letter == ")")
        if (letter == "|" and depth == 1) or depth == 0:
            options.append(phrase[start:place])
            start = place + 1
        if depth == 0:
            return options, place + 1
    raise LexiconError(f"{phrase!r} opens a choice that it does not close")
