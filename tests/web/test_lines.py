"""JSON Lines: sent as they are made, and cut off where they fail."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from service.web import lines

SECRET = "Zanzibar77Quokka"


def failing(after: int) -> Iterator[str]:
    for number in range(after):
        yield f'{{"number":{number},"padding":"{"x" * 1000}"}}'
    raise ValueError(SECRET)


def test_a_failure_before_the_first_line_is_an_error_like_any_other() -> None:
    with pytest.raises(ValueError):
        lines.response(failing(0))


def test_a_failure_on_the_way_cuts_the_answer_off_and_is_logged_without_its_words(
    caplog: pytest.LogCaptureFixture,
) -> None:
    answer = lines.response(failing(100))
    received = b""
    with caplog.at_level(logging.ERROR), pytest.raises(BrokenPipeError):
        for chunk in answer.response:
            received += chunk if isinstance(chunk, bytes) else chunk.encode()
    assert 0 < received.count(b"\n") < 100
    assert "builtins.ValueError at" in caplog.text and SECRET not in caplog.text


def test_lines_are_sent_in_pieces_while_they_are_made() -> None:
    made = []

    def making() -> Iterator[str]:
        for number in range(1000):
            made.append(number)
            yield "x" * 1000

    pieces = iter(lines.response(making()).response)
    next(pieces)
    assert len(made) < 100


def test_no_lines_are_an_empty_answer() -> None:
    assert lines.response(iter(())).get_data() == b""
