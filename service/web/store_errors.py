"""What the store says, in the words of HTTP."""

from __future__ import annotations

import logging

from flask import current_app
from werkzeug.exceptions import InternalServerError, NotFound, ServiceUnavailable
from werkzeug.wrappers import Response

from service.errors import CursorError, DamagedRecord, DecisionError, NoSuchRecord, StoreError
from service.web import metrics
from service.web.problems import Fault, ProblemFlask, unprocessable

RETRY_SECONDS = 5

log = logging.getLogger("scribe_assist.store")


def register(app: ProblemFlask) -> None:
    """Answer what the store raises: what is missing, what does not fit, and what is out of order."""
    app.register_error_handler(NoSuchRecord, _missing)
    app.register_error_handler(DecisionError, _unfit)
    app.register_error_handler(CursorError, _no_cursor)
    app.register_error_handler(StoreError, _out_of_order)


def _missing(error: NoSuchRecord) -> Response:
    return _answer(NotFound())


def _unfit(error: DecisionError) -> Response:
    return unprocessable(Fault(pointer=f"/{error.field}", detail=error.why)).problem.response()


def _no_cursor(error: CursorError) -> Response:
    return unprocessable(
        Fault(pointer="/after", detail="Is no cursor that a page returned")
    ).problem.response()


def _out_of_order(error: StoreError) -> Response:
    # Its message is ours, and holds no word of a note.
    log.error("%s: %s", type(error).__name__, error)
    metrics.of_app().store_failed(type(error).__name__)
    if isinstance(error, DamagedRecord):
        return _answer(InternalServerError())
    return _answer(ServiceUnavailable(retry_after=RETRY_SECONDS))


def _answer(error: NotFound | InternalServerError | ServiceUnavailable) -> Response:
    """Return an HTTP error as the application shows it: a page to a reader, a problem to any other."""
    return current_app.make_response(current_app.handle_http_exception(error))
