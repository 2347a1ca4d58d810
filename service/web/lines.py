"""JSON Lines, sent as they are made: what is exported is never held in memory as a whole."""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from itertools import chain

from flask import Response

from service.web.problems import places

JSON_LINES = "application/jsonl"
CHUNK = 64 * 1024

log = logging.getLogger("scribe_assist.lines")


def response(lines: Iterator[str]) -> Response:
    """Return an answer of one line for each document; what goes wrong before the first is still an error."""
    first = next(lines, None)
    answer = Response(_chunks(chain([first], lines) if first is not None else iter(())), mimetype=JSON_LINES)
    return answer


def _chunks(lines: Iterator[str]) -> Iterator[bytes]:
    """Yield the lines in pieces of a size worth sending.

    What fails in between can be no error any more. The connection is cut, so that the caller sees an answer
    without its end, and the failure is logged without its message, which may hold words of a note.
    """
    piece = bytearray()
    try:
        for line in lines:
            piece += line.encode() + b"\n"
            if len(piece) >= CHUNK:
                yield bytes(piece)
                piece.clear()
    except Exception as error:
        log.error("an export failed before its end: %s", " <- ".join(places(error)))
        raise BrokenPipeError(errno.EPIPE, "the export failed") from None
    if piece:
        yield bytes(piece)
