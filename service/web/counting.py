"""The figures of the running server: every request is counted, and `/metrics` shows the counts."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request

from service.web.call import at_hand
from service.web.metrics import Metrics


def register(app: Flask, metrics: Metrics) -> None:
    """Count each request of an application once it is answered."""
    app.extensions["metrics"] = metrics

    @app.after_request
    def count(response: Response) -> Response:
        call = at_hand()
        metrics.answered_request(
            call.known_method, call.route, response.status_code, call.milliseconds() / 1000
        )
        return response


def create(metrics: Metrics) -> Blueprint:
    """Return the route by which Prometheus reads them."""
    routes = Blueprint("metrics", __name__)

    @routes.get("/metrics")
    def metrics_text() -> Response:
        body, content_type = metrics.text(request.headers.get("Accept", ""))
        return Response(body, content_type=content_type)

    return routes
