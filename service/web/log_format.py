"""A log line as one JSON object, for what collects logs."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Mapping

from service.web.problems import places


class JsonFormatter(logging.Formatter):
    """Writes `at` (UTC), `level`, `log`, and `message`, or the values of the message where they have names.

    An exception is named by its type and the lines that it passed: its message may hold words of a note.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as a line of JSON."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        line: dict[str, object] = {
            "at": at.isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "log": record.name,
        }
        line |= record.args if isinstance(record.args, Mapping) else {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = " <- ".join(places(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)
