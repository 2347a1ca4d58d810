"""The API over HTTP and the reviewers' pages: who asks, and in what words we answer."""

from __future__ import annotations

from flask import Flask

from service.settings import Settings
from service.suggesting import Suggester
from service.web import pages, request_log, routes, security
from service.web.problems import ProblemFlask

# In JSON a code point takes at most twelve bytes (an escaped surrogate pair).
BYTES_PER_CHARACTER = 12
BYTES_BESIDE_THE_NOTE = 512 * 1024


def create_app(settings: Settings, suggester: Suggester) -> Flask:
    """Return the application that answers with this suggester."""
    app = ProblemFlask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = (
        settings.max_note_characters * BYTES_PER_CHARACTER + BYTES_BESIDE_THE_NOTE
    )
    request_log.register(app)
    security.register(app)
    app.register_blueprint(routes.create(settings, suggester))
    pages.register(app, settings, suggester)
    return app
