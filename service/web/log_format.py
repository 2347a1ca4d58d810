"""A log line as one JSON object, for what collects logs."""

from __future__ import annotations

import datetime
import json
import logging

from service.web.problems import places

# What the log of requests knows of each: see `request_log`.
FIELDS = ("request", "method", "route", "status", "ms", "model")


class JsonFormatter(logging.Formatter):
    """Writes `at` (UTC), `level`, `log`, `message`, and of a request its own fields.

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
        given = {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        # The message of a request says its fields once more.
        line |= given or {"message": record.getMessage()}
        if record.exc_info and record.exc_info[1]:
            line["exception"] = " <- ".join(places(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)
