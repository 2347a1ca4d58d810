"""One log line for each request: what was asked of which route, and how it went. Never what was sent.

The route is logged by its rule, not by the address as typed, and the method only if it is a known one:
either may hold anything that a caller typed.
"""

from __future__ import annotations

import logging

from flask import Flask, Response

from service.suggesting import Suggester
from service.web.call import at_hand

LINE = "method=%(method)s path=%(route)s status=%(status)d ms=%(ms).1f request=%(request)s model=%(model)s"

log = logging.getLogger("scribe_assist.request")


def register(app: Flask, suggester: Suggester) -> None:
    """Show each caller the id of the request, and log it once answered, with the model that was live then."""

    @app.after_request
    def end(response: Response) -> Response:
        call = at_hand()
        response.headers["X-Request-ID"] = call.id
        told = {
            "request": call.id,
            "method": call.known_method,
            "route": call.route,
            "status": response.status_code,
            "ms": round(call.milliseconds(), 1),
            "model": suggester.model.version,
        }
        log.info(LINE, told)
        return response
