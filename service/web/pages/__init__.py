"""The reviewers' pages: server-rendered, our own style sheet and script, nothing loaded from elsewhere."""

from __future__ import annotations

from flask import Flask
from jinja2 import StrictUndefined

from service.settings import Settings
from service.store import Store
from service.suggesting import Suggester
from service.web.pages import api, codes, deciding, errors, frame, model, notes, queue, trying


def register(app: Flask, settings: Settings, suggester: Suggester, store: Store) -> None:
    """Add the pages to an application."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    pages = frame.create()
    queue.add(pages, suggester, store)
    notes.add(pages, suggester, store)
    deciding.add(pages, suggester, store)
    codes.add(pages, suggester)
    model.add(pages, suggester)
    api.add(pages)
    trying.add(pages, settings, suggester)
    errors.register(app)
    app.register_blueprint(pages)


def warm(app: Flask) -> None:
    """Compile every template, which the first reader of each page would otherwise wait for."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
