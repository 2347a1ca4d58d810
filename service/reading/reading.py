"""What does the note say? Text in, a `Reading` out: sections, sentences, mentions with their assertion."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.reading.assertion import Scopes, usual_assertion
from service.reading.entries import Match
from service.reading.levels import Level
from service.reading.lexicon import Lexicon, load
from service.reading.mentions import Mention
from service.reading.phrases import LEVEL
from service.reading.sections import Section, find_sections
from service.reading.sentences import Sentence, find_sentences, sentence_at
from service.reading.tokens import Grouped, Tokens, blanked
from service.reading.written_levels import find_levels

_NO_MENTION = frozenset({"context", "clause"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A note as it was read; `tokens` and `mentions` are grouped by sentence."""

    text: str
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    tokens: Grouped
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
    levels = _within(find_levels(text), sentences)
    tokens = _by_sentence(_tokens(text, levels, lexicon), sentences)
    unplaced = iter(levels)
    mentions: list[tuple[Mention, ...]] = []
    by_kind: defaultdict[str, list[Mention]] = defaultdict(list)
    for index, (sentence, words) in enumerate(zip(sentences, tokens, strict=True)):
        found = _mentions(index, sentence, words, lexicon, text)
        if LEVEL in words.norms:
            found += _levels(index, words, unplaced)
        found.sort(key=_in_order)
        for mention in found:
            by_kind[mention.kind].append(mention)
        mentions.append(tuple(found))
    return Reading(text, tuple(sections), tuple(sentences), Grouped(tokens), tuple(mentions), dict(by_kind))


def _within(levels: Sequence[Level], sentences: Sequence[Sentence]) -> list[Level]:
    """Return the levels that lie whole within a sentence."""
    around = (sentences[sentence_at(sentences, level.start)] for level in levels)
    return [
        level
        for level, sentence in zip(levels, around, strict=True)
        if sentence.start <= level.start and level.end <= sentence.end
    ]


def _tokens(text: str, levels: Sequence[Level], lexicon: Lexicon) -> Tokens:
    """Return the tokens of a text, spelling mended, each level as one token."""
    text = blanked(text)
    tokens = Tokens()
    start = 0
    for level in levels:
        tokens.add_words(text[start : level.start], start, lexicon.pieces)
        tokens.add(LEVEL, level.start, level.end)
        start = level.end
    tokens.add_words(text[start:], start, lexicon.pieces)
    return tokens


def _by_sentence(tokens: Tokens, sentences: Sequence[Sentence]) -> list[Tokens]:
    """Return the tokens that lie whole within each sentence."""
    parts = []
    starts, ends, last = tokens.starts, tokens.ends, 0
    for sentence in sentences:
        first = bisect_left(starts, sentence.start, last)
        last = bisect_right(ends, sentence.end, first)
        parts.append(tokens.part(first, last))
    return parts


def _mentions(index: int, sentence: Sentence, tokens: Tokens, lexicon: Lexicon, text: str) -> list[Mention]:
    """Return what the lexicon finds in a sentence."""
    matches = lexicon.find(tokens.norms)
    if not matches:
        return []
    scopes = Scopes(tokens.norms, matches, usual_assertion(sentence.section))
    starts, ends = tokens.starts, tokens.ends
    found = [
        Mention(
            entry.kind,
            entry.concept,
            starts[first],
            ends[last],
            index,
            first,
            last,
            scopes,
            entry.attributes,
        )
        for match in matches
        for entry, first, last in (match,)
        if entry.kind not in _NO_MENTION
        and ("written" not in entry.attributes or _is_written_so(match, tokens, text))
    ]
    studies = [mention for mention in found if mention.kind == "study"]
    if studies:
        regions = [mention for mention in found if mention.kind == "region"]
        found = [m for m in found if m.kind != "study" or not _is_no_study(m, tokens.norms, regions)]
    return found


def _levels(index: int, tokens: Tokens, levels: Iterator[Level]) -> Iterator[Mention]:
    """Yield the levels of a sentence, each the next of those of the note."""
    for place, norm in enumerate(tokens.norms):
        if norm == LEVEL:
            start, end = tokens.starts[place], tokens.ends[place]
            yield Mention("level", "level", start, end, index, place, place, level=next(levels))


def _in_order(mention: Mention) -> tuple[int, int]:
    return mention.start, -mention.end


def _is_no_study(study: Mention, norms: Sequence[str], regions: Sequence[Mention]) -> bool:
    """Tell what only looks like a study: "CT" within "CT junction", "ultrasound" that guides a needle."""
    following = norms[study.last + 1] if study.last + 1 < len(norms) else ""
    return following == "guided" or any(r.first <= study.first and study.last <= r.last for r in regions)


def _is_written_so(match: Match, tokens: Tokens, text: str) -> bool:
    """Hold an abbreviation that is also a word to its spelling: "AS" and not "as", nor within a text in
    capitals.
    """
    entry, first, last = match
    norms, start, end = tokens.norms, tokens.starts[first], tokens.ends[last]
    around = text[max(0, start - 40) : start] + text[end : end + 40]
    before = norms[first - 1] if first else ""
    following = norms[last + 1] if last + 1 < len(norms) else ""
    return (
        text[start:end] in entry.attributes["written"]
        and following not in entry.attributes.get("not_before", ())
        and any(letter.islower() for letter in around)
        and before not in entry.attributes.get("not_after", ())
    )
