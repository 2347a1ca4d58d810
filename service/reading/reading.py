"""What does the note say? Text in, a `Reading` out: sections, sentences, mentions with their assertion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from service.reading.assertion import assertion_of, find_scopes, usual_assertion
from service.reading.levels import Level, find_levels
from service.reading.lexicon import Lexicon, Match, load
from service.reading.mentions import Mention
from service.reading.phrases import LEVEL
from service.reading.sections import Section, find_sections
from service.reading.sentences import Sentence, find_sentences
from service.reading.tokens import Token, tokenise

Placed = TypeVar("Placed", Level, Token)
_NO_MENTION = frozenset({"context", "clause"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A note as it was read; `tokens` and `mentions` are grouped by sentence."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    tokens: tuple[tuple[Token, ...], ...]
    mentions: tuple[tuple[Mention, ...], ...]
    by_kind: Mapping[str, Sequence[Mention]]

    def all(self, kind: str) -> Sequence[Mention]:
        """Return the mentions of one kind in order."""
        return self.by_kind.get(kind, ())

    def within(self, sentence: int, kind: str) -> list[Mention]:
        """Return the mentions of one kind in one sentence."""
        return [mention for mention in self.mentions[sentence] if mention.kind == kind]

    def section_of(self, mention: Mention) -> str:
        """Return the kind of section that a mention stands in."""
        return self.sentences[mention.sentence].section

    def words(self, mention: Mention) -> str:
        """Return the words of a mention as they were written."""
        return self.text[mention.start : mention.end]


def read(text: str, lexicon: Lexicon | None = None) -> Reading:
    """Read a note. Cost is linear in its length; offsets are code points of `text`."""
    lexicon = lexicon or load()
    sections = find_sections(text)
    sentences = find_sentences(text, sections)
    levels = _by_sentence(find_levels(text), sentences)
    tokens = _by_sentence(_tokens(text, [level for group in levels for level in group], lexicon), sentences)
    mentions = [
        _mentions(index, sentence, words, here, lexicon, text)
        for index, (sentence, words, here) in enumerate(zip(sentences, tokens, levels, strict=True))
    ]
    by_kind: defaultdict[str, list[Mention]] = defaultdict(list)
    for group in mentions:
        for mention in group:
            by_kind[mention.kind].append(mention)
    return Reading(
        text,
        tuple(sections),
        tuple(sentences),
        tuple(map(tuple, tokens)),
        tuple(map(tuple, mentions)),
        dict(by_kind),
    )


def _by_sentence(found: Sequence[Placed], sentences: Sequence[Sentence]) -> list[Sequence[Placed]]:
    """Return what lies whole within each sentence."""
    groups: list[Sequence[Placed]] = []
    place, count = 0, len(found)
    for sentence in sentences:
        start, end = sentence.start, sentence.end
        while place < count and found[place].start < start:
            place += 1
        first = place
        while place < count and found[place].end <= end:
            place += 1
        groups.append(found[first:place])
    return groups


def _tokens(text: str, levels: Sequence[Level], lexicon: Lexicon) -> list[Token]:
    """Return the tokens of a text, spelling mended, each level as one token."""
    found: list[Token] = []
    start = 0
    for level in levels:
        found += tokenise(text[start : level.start], start, lexicon.pieces)
        found.append(Token(LEVEL, level.start, level.end))
        start = level.end
    return found + tokenise(text[start:], start, lexicon.pieces)


def _mentions(
    index: int,
    sentence: Sentence,
    tokens: Sequence[Token],
    levels: Sequence[Level],
    lexicon: Lexicon,
    text: str,
) -> list[Mention]:
    norms = [token.norm for token in tokens]
    matches = lexicon.find(norms)
    if not matches and not levels:
        return []
    scopes = find_scopes(norms, matches)
    unmarked = usual_assertion(sentence.section)
    found = [
        Mention(
            entry.kind,
            entry.concept,
            tokens[first].start,
            tokens[last].end,
            index,
            first,
            last,
            assertion_of(match, scopes, unmarked) if scopes else unmarked,
            entry.attributes,
        )
        for match in matches
        for entry, first, last in (match,)
        if entry.kind not in _NO_MENTION and _is_written_so(match, tokens, text)
    ]
    studies = [mention for mention in found if mention.kind == "study"]
    if studies:
        regions = [mention for mention in found if mention.kind == "region"]
        found = [m for m in found if m.kind != "study" or not _is_no_study(m, tokens, regions)]
    if levels:
        places = iter(levels)
        found += [
            Mention("level", "level", token.start, token.end, index, place, place, level=next(places))
            for place, token in enumerate(tokens)
            if token.norm == LEVEL
        ]
    found.sort(key=_in_order)
    return found


def _in_order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _is_no_study(study: Mention, tokens: Sequence[Token], regions: Sequence[Mention]) -> bool:
    """Tell what only looks like a study: "CT" within "CT junction", "ultrasound" that guides a needle."""
    following = tokens[study.last + 1].norm if study.last + 1 < len(tokens) else ""
    return following == "guided" or any(r.first <= study.first and study.last <= r.last for r in regions)


def _is_written_so(match: Match, tokens: Sequence[Token], text: str) -> bool:
    """Hold an abbreviation that is also a word to its spelling: "AS" and not "as", nor within a text in
    capitals.
    """
    written = match.entry.attributes.get("written")
    if written is None:
        return True
    start, end = tokens[match.first].start, tokens[match.last].end
    around = text[max(0, start - 40) : start] + text[end : end + 40]
    before = tokens[match.first - 1].norm if match.first else ""
    following = tokens[match.last + 1].norm if match.last + 1 < len(tokens) else ""
    return (
        text[start:end] in written
        and following not in match.entry.attributes.get("not_before", ())
        and any(letter.islower() for letter in around)
        and before not in match.entry.attributes.get("not_after", ())
    )
