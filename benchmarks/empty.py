"""The least that Flask can do on the same gunicorn: the ceiling that the API is measured against."""

from __future__ import annotations

import sys
from typing import Any, cast

from flask import Flask, Response, request

from service.settings import Settings
from service.store import Store
from service.suggesting import Suggester
from service.web.server import Server


class EmptyServer(Server):
    """The server as it is, its application replaced by one endpoint that answers at once."""

    def load(self) -> Flask:
        """Return an application that reads a body and answers an empty object."""
        app = Flask(__name__)

        @app.post("/v1/suggestions")
        @app.get("/readyz")
        def empty() -> Response:
            request.get_data()
            return Response("{}", mimetype="application/json")

        return app

    def begin(self, worker: Any) -> None:
        """Follow no model."""

    def announce(self, arbiter: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    settings = Settings.from_environment({}, port=sys.argv[1], workers=sys.argv[2])
    EmptyServer(settings, cast(Suggester, None), cast(Store, None)).run()
