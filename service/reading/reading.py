"""What does the note say? Text in, a `Reading` out: sections, sentences, mentions with their assertion."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest

from service.reading.assertion import Scopes, usual_assertion
from service.reading.entries import Match
from service.reading.levels import Level
from service.reading.lexicon import Lexicon, load
from service.reading.mentions import Mention
from service.reading.phrases import LEVEL
from service.reading.sections import Section, find_sections
from service.reading.sentences import Sentence, find_sentences, sentence_at
from service.reading.tokens import Grouped, Span, Tokens, blanked
from service.reading.written_levels import find_levels

_NO_MENTION = frozenset({"context", "clause"})
_AFTER_NO_STUDY = frozenset({"guided", "viewer", "department", "suite"})


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

    def norms(self, sentence: int) -> Sequence[str]:
        """Return the words of a sentence in the one spelling that rules compare; no `Token` is made."""
        return self.tokens.parts[sentence].norms

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
    tokens = _tokens(text, sentences, chain.from_iterable(levels.values()), lexicon.norms)
    mentions: list[tuple[Mention, ...]] = []
    by_kind: defaultdict[str, list[Mention]] = defaultdict(list)
    for index, words in enumerate(tokens):
        found = _mentions(index, sentences[index], words, lexicon, text)
        if index in levels:
            found += _levels(index, words, levels[index])
            found.sort(key=_in_order)
        for mention in found:
            by_kind[mention.kind].append(mention)
        mentions.append(tuple(found))
    return Reading(text, tuple(sections), tuple(sentences), Grouped(tokens), tuple(mentions), dict(by_kind))


def _by_sentence(levels: Sequence[Level], sentences: Sequence[Sentence]) -> dict[int, list[Level]]:
    """Return the levels that lie whole within a sentence, by its index."""
    found: dict[int, list[Level]] = {}
    # A note may be a heading and nothing else.
    for level in levels if sentences else ():
        index = sentence_at(sentences, level.start)
        if sentences[index].start <= level.start and level.end <= sentences[index].end:
            found.setdefault(index, []).append(level)
    return found


def _tokens(
    text: str, sentences: Sequence[Sentence], levels: Iterable[Level], norms: Mapping[str, Iterable[str]]
) -> list[Tokens]:
    """Return the tokens of each sentence, each level as one token."""
    text = blanked(text)
    unplaced = iter(levels)
    level = next(unplaced, None)
    parts: list[Tokens] = []
    joined: list[Span] = []
    for sentence, following in zip_longest(sentences, sentences[1:]):
        start, end = sentence[:2]
        if following is not None and following[0] == end:
            # Nothing parts them: a word that stands in both is in neither, which only both together show.
            joined.append((start, end))
            continue
        tokens = Tokens()
        place = joined[0][0] if joined else start
        while level is not None and level.end <= end:
            tokens.add_words(text[place : level.start], place, norms)
            tokens.add(LEVEL, level.start, level.end)
            place = level.end
            level = next(unplaced, None)
        tokens.add_words(text[place:end], place, norms)
        if joined:
            parts.extend(tokens.within([*joined, (start, end)]))
            joined.clear()
        else:
            parts.append(tokens)
    return parts


def _mentions(index: int, sentence: Sentence, tokens: Tokens, lexicon: Lexicon, text: str) -> list[Mention]:
    """Return what the lexicon finds in a sentence, in order."""
    matches = lexicon.find(tokens.norms)
    if not matches:
        return []
    scopes = Scopes(tokens.norms, matches, usual_assertion(sentence.section))
    found = []
    studies = False
    for match in matches:
        entry, first, last = match
        kind, attributes = entry.kind, entry.attributes
        if kind in _NO_MENTION or ("written" in attributes and not _is_written_so(match, tokens, text)):
            continue
        studies = studies or kind == "study"
        found.append(Mention(kind, entry.concept, index, tokens, first, last, scopes, attributes))
    if studies:
        regions = [mention for mention in found if mention.kind == "region"]
        found = [m for m in found if m.kind != "study" or not _is_no_study(m, tokens.norms, regions)]
    return found


def _levels(index: int, tokens: Tokens, levels: Iterable[Level]) -> Iterator[Mention]:
    """Yield the levels of a sentence, each at the next of the tokens that stand for one."""
    places = (place for place, norm in enumerate(tokens.norms) if norm == LEVEL)
    for place, level in zip(places, levels, strict=True):
        yield Mention("level", "level", index, tokens, place, place, level=level)


def _in_order(mention: Mention) -> tuple[int, int]:
    return mention.first, -mention.last


def _is_no_study(study: Mention, norms: Sequence[str], regions: Sequence[Mention]) -> bool:
    """Tell what only looks like a study: "CT" within "CT junction", "ultrasound" that guides a needle."""
    following = norms[study.last + 1] if study.last + 1 < len(norms) else ""
    return following in _AFTER_NO_STUDY or any(
        r.first <= study.first and study.last <= r.last for r in regions
    )


def _is_written_so(match: Match, tokens: Tokens, text: str) -> bool:
    """Hold an abbreviation that is also a word to its spelling: "AS" and not "as", nor within a text in
    capitals.
    """
    entry, first, last = match
    norms, start, end = tokens.norms, tokens.places[first][0], tokens.places[last][1]
    around = text[max(0, start - 40) : start] + text[end : end + 40]
    before = norms[first - 1] if first else ""
    following = norms[last + 1] if last + 1 < len(norms) else ""
    return (
        text[start:end] in entry.attributes["written"]
        and following not in entry.attributes.get("not_before", ())
        and any(letter.islower() for letter in around)
        and before not in entry.attributes.get("not_after", ())
    )
