"""The API over HTTP and the reviewers' pages: who asks, and in what words we answer."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from service.settings import Settings
from service.store import Store
from service.suggesting import Suggester
from service.web import counting, pages, request_log, routes, security, store_errors, stored
from service.web.access import matrix, signing_in
from service.web.access.guard import Guard
from service.web.metrics import Metrics
from service.web.problems import ProblemFlask
from service.web.reloading import Reloader

# In JSON a code point takes at most twelve bytes (an escaped surrogate pair).
BYTES_PER_CHARACTER = 12
BYTES_BESIDE_THE_NOTE = 512 * 1024


def create_app(
    settings: Settings, suggester: Suggester, store: Store, reloader: Reloader | None = None
) -> Flask:
    """Return the application that answers with this suggester, and keeps what is to be kept in this store.

    With a reloader, it answers with whichever model that puts in the suggester's hands.
    """
    app = ProblemFlask(__name__, static_folder=None, template_folder=None)
    most = settings.max_note_characters * BYTES_PER_CHARACTER + BYTES_BESIDE_THE_NOTE
    # A note may come as a field of a form, which would else end at half a megabyte.
    app.config.update(MAX_CONTENT_LENGTH=most, MAX_FORM_MEMORY_SIZE=most)
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    guard, metrics = Guard(settings, store), Metrics()
    if reloader:
        reloader.witness = metrics
        # First of all, so that a request is answered by one model.
        app.before_request(reloader.adopt)
    request_log.register(app, suggester)
    counting.register(app, metrics)
    security.register(app)
    guard.register(app)
    store_errors.register(app)
    app.register_blueprint(routes.create(settings, suggester, store, reloader))
    app.register_blueprint(counting.create(metrics))
    app.register_blueprint(stored.create(store))
    app.register_blueprint(signing_in.create(guard, store))
    pages.register(app, settings, suggester, store)
    matrix.require_complete(app.url_map.iter_rules())
    return app
