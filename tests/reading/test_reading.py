"""A note is read whatever it holds, with exact offsets, at a cost that grows as its length does."""

from __future__ import annotations

import random
import string
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain import Assertion
from service.reading import Reading, read
from service.reading.phrases import LEVEL
from service.reading.tokens import DASHES
from tests.effort import lines_run

NOTE = (
    "HPI:\nNeck pain radiating to the left thumb, worse at night.\n\nPMH:\nGout.\n\n"
    "EXAM:\nSpurling positive on the left.\n\nMRI: C5-C6 foraminal stenosis.\n\n"
    "ASSESSMENT:\nC6 radiculopathy.\n\nPLAN:\nStart physical therapy."
)


def words(reading: Reading, kind: str) -> list[str]:
    return [reading.words(mention) for mention in reading.all(kind)]


def shape(reading: Reading) -> list[tuple[str, str, str, Assertion, str]]:
    """Return what was read without its offsets."""
    return [
        (m.kind, m.concept, " ".join(reading.words(m).split()), m.assertion, reading.section_of(m))
        for mentions in reading.mentions
        for m in mentions
    ]


def test_a_note_is_read_by_section_with_what_each_mention_is() -> None:
    reading = read(NOTE)
    (diagnosis,) = reading.all("diagnosis")
    assert reading.words(diagnosis) == "radiculopathy"
    assert reading.section_of(diagnosis) == "assessment"
    assert words(reading, "level") == ["C5-C6", "C6"]
    assert reading.within(diagnosis.sentence, "level") == [list(reading.all("level"))[1]]
    (treatment,) = reading.all("treatment")
    assert reading.words(treatment).lower().endswith("physical therapy")
    assert reading.section_of(treatment) == "plan"


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\U0001f642\U0001f9b4 ",
        "\U0001f468\u200d\u2695\ufe0f ",
        "\u05db\u05d0\u05d1 \u05d2\u05d1. ",
        "\u202e\u0627\u0644\u0645\u202c ",
        "\r\n\r\n",
        "\t\t",
        "\ufeff",
        "\u00a0",
        "e\u0301te\u0301 ",
        "word " * 20_000,
    ],
    ids=["nothing", "emoji", "joined emoji", "hebrew", "arabic marks", "crlf", "tabs", "bom", "nbsp"]
    + ["combining", "a long line"],
)
def test_offsets_are_code_points_of_the_text_as_sent(before: str) -> None:
    text = f"{before}Left C6 radiculopathy, MRI C5\u20136.\r\n\tPain \U0001f642 in the L5 root."
    reading = read(text)
    assert words(reading, "diagnosis") == ["radiculopathy"]
    assert words(reading, "level") == ["C6", "C5\u20136", "L5"]
    for mentions, tokens in zip(reading.mentions, reading.tokens, strict=True):
        for mention in mentions:
            assert (mention.start, mention.end) == (tokens[mention.first].start, tokens[mention.last].end)


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_reads_the_same(dash: str) -> None:
    assert shape(read(f"Mid{dash}back pain, L5{dash}S1 disc.")) == [
        (kind, concept, said.replace("-", dash), assertion, section)
        for kind, concept, said, assertion, section in shape(read("Mid-back pain, L5-S1 disc."))
    ]


@pytest.mark.parametrize("end", ["\r\n", " \n", "\t\r\n"])
def test_line_ends_and_trailing_blanks_do_not_change_what_is_read(end: str) -> None:
    """Also where a heading stands on a line of its own, without a colon."""
    for note in (NOTE, NOTE.replace(":\n", "\n")):
        assert shape(read(note.replace("\n", end))) == shape(read(note))


def test_a_note_of_one_line_is_read_like_one_of_many() -> None:
    found = {(m[0], m[1], m[3]) for m in shape(read(NOTE.replace("\n\n", " ").replace(":\n", ": ")))}
    assert {
        ("diagnosis", "radiculopathy", Assertion.PRESENT),
        ("treatment", "therapy", Assertion.PRESENT),
    } & {(kind, concept, assertion) for kind, concept, assertion in found} and (
        "level",
        "level",
        Assertion.PRESENT,
    ) in found


def test_reading_twice_gives_the_same() -> None:
    assert read(NOTE) == read(NOTE)


FRAGMENTS = st.sampled_from(
    (
        "radiculopathy|enthesopathy|C5-6|L5|no |possible |mother |history of |if |but |MRI |shows |Spurling |"
        "HPI:|Assessment\n|\r\n|\n\n|\t|. |, |; |(|)|1. |- |positive|4/5 |S1 S2 |T2 |2019|0|_|\x00|"
        "<level>|<number>|\U0001f642|\u05db|\u2013|'|\u2019s"
    ).split("|")
)


@given(st.lists(FRAGMENTS | st.text()).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text: str) -> None:
    """Nothing raises, mentions lie within their sentence, and sentences do not overlap."""
    reading = read(text)
    assert reading.text == text
    assert len(reading.sentences) == len(reading.tokens) == len(reading.mentions)
    place = 0
    for index, sentence in enumerate(reading.sentences):
        assert place <= sentence.start < sentence.end <= len(text)
        place = sentence.end
        tokens = reading.tokens[index]
        assert [token.start for token in tokens] == sorted({token.start for token in tokens})
        for mention in reading.mentions[index]:
            assert mention.sentence == index
            assert sentence.start <= mention.start < mention.end <= sentence.end
            assert mention.start == tokens[mention.first].start and mention.end == tokens[mention.last].end
            assert (mention.level is not None) == (mention.kind == "level")
    levels = [m for m in reading.all("level") if m.level is not None]
    assert [(m.start, m.end) for m in levels] == [(m.level.start, m.level.end) for m in levels if m.level]
    assert all(reading.tokens[m.sentence][m.first].norm == LEVEL for m in levels)


HOSTILE = [
    "no ",
    "C5-",
    "(",
    "a\n",
    "1. ",
    "\r\n",
    " ",
    ", ",
    "? ",
    "x. ",
    "Plan:\n",
    "S1 S2 ",
    "no C6 radiculopathy, is ",
]


def repeated(piece: str) -> Callable[[int], str]:
    return lambda size: (piece * (size // len(piece) + 1))[:size]


def unknown_words(length: int) -> Callable[[int], str]:
    """Return texts of words that no text before held, so that nothing kept from one helps the next."""
    chance = random.Random(11)

    def text_of(size: int) -> str:
        letters = "".join(chance.choices(string.ascii_lowercase, k=size))
        return " ".join(letters[place : place + length] for place in range(0, size, length))

    return text_of


def growth(text_of: Callable[[int], str]) -> float:
    """Return how many times the work a text takes that is four times as long."""
    short, long = text_of(2_000), text_of(8_000)
    return lines_run(lambda: read(long)) / lines_run(lambda: read(short))


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_the_work_of_a_hostile_text_grows_as_its_length(piece: str) -> None:
    """Four times the text takes about four times the work; a quadratic cost would take sixteen times."""
    read(repeated(piece)(8_000))
    assert growth(repeated(piece)) < 6


@pytest.mark.parametrize(
    "length",
    [
        pytest.param(12, id="words"),
        pytest.param(100_000, id="a line without breaks"),
    ],
)
def test_the_work_of_unknown_words_grows_as_their_letters(length: int) -> None:
    read("warm")
    assert growth(unknown_words(length)) < 6


@pytest.mark.parametrize(
    "piece",
    ["C5-", "(", "1.", "1,2.", "9", "x", "\u05d0"],
)
def test_a_line_of_a_hundred_thousand_characters_without_breaks_is_read(piece: str) -> None:
    text = repeated(piece)(100_000)
    assert read(text).sentences[-1].end == len(text)


def test_a_level_in_a_heading_that_heads_nothing_is_none() -> None:
    alone = read("C6 and Assessment: ")
    assert alone.sentences == () and alone.all("level") == ()
