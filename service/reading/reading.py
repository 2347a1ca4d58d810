"""What does the note say? Text in, a `Reading` out: sections, sentences, mentions with their assertion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.reading.assertion import assertion_of, find_scopes
from service.reading.levels import Level, find_levels
from service.reading.lexicon import Lexicon, Match, load
from service.reading.mentions import Mention
from service.reading.phrases import LEVEL
from service.reading.sections import Section, find_sections
from service.reading.sentences import Sentence, find_sentences
from service.reading.tokens import Token, tokenise

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
    levels = find_levels(text)
    tokens: list[tuple[Token, ...]] = []
    mentions: list[tuple[Mention, ...]] = []
    place = 0
    for index, sentence in enumerate(sentences):
        while place < len(levels) and levels[place].start < sentence.start:
            place += 1
        here = []
        while place < len(levels) and levels[place].end <= sentence.end:
            here.append(levels[place])
            place += 1
        words = _tokens(text, sentence, here, lexicon)
        tokens.append(tuple(words))
        mentions.append(tuple(_mentions(index, sentence, words, here, lexicon, text)))
    by_kind: dict[str, list[Mention]] = {}
    for group in mentions:
        for mention in group:
            by_kind.setdefault(mention.kind, []).append(mention)
    return Reading(text, tuple(sections), tuple(sentences), tuple(tokens), tuple(mentions), by_kind)


def _tokens(text: str, sentence: Sentence, levels: Sequence[Level], lexicon: Lexicon) -> list[Token]:
    """Return a sentence's tokens, spelling mended, each level as one token."""
    found: list[Token] = []
    start = sentence.start
    for level in levels:
        found += tokenise(text[start : level.start], start, lexicon.norm)
        found.append(Token(LEVEL, level.start, level.end))
        start = level.end
    found += tokenise(text[start : sentence.end], start, lexicon.norm)
    return found


def _mentions(
    index: int, sentence: Sentence, tokens: list[Token], levels: Sequence[Level], lexicon: Lexicon, text: str
) -> list[Mention]:
    matches = lexicon.find(tokens)
    scopes = find_scopes(tokens, matches)
    found = [
        Mention(
            kind=match.entry.kind,
            concept=match.entry.concept,
            start=tokens[match.first].start,
            end=tokens[match.last].end,
            sentence=index,
            first=match.first,
            last=match.last,
            assertion=assertion_of(match, scopes, sentence.section),
            attributes=match.entry.attributes,
        )
        for match in matches
        if match.entry.kind not in _NO_MENTION and _is_written_so(match, tokens, text)
    ]
    regions = [mention for mention in found if mention.kind == "region"]
    found = [m for m in found if m.kind != "study" or not _is_no_study(m, tokens, regions)]
    places = iter(levels)
    found += [
        Mention("level", "level", token.start, token.end, index, place, place, level=next(places))
        for place, token in enumerate(tokens)
        if token.norm == LEVEL
    ]
    found.sort(key=lambda mention: (mention.start, -mention.end))
    return found


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
