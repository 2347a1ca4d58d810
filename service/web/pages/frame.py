"""What every page shares: its frame, its headers, and the files that it loads from here."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Blueprint, Response, redirect, send_from_directory, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from service.domain import CODES
from service.store import FILTER_CODES, TokenRole
from service.web.access import forgery
from service.web.access.identity import someone
from service.web.pages import words

HERE = Path(__file__).parent
A_YEAR = 365 * 24 * 3600
PLACES = (
    ("pages.queue", "Queue"),
    ("pages.try_note", "Try a note"),
    ("pages.codes", "Codes"),
    ("pages.model", "Model"),
    ("pages.api", "API"),
)
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "form-action 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)


def create() -> Blueprint:
    """Return the blueprint of the pages, with their frame and no page yet."""
    pages = Blueprint("pages", __name__, template_folder="templates")
    digests = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12] for file in (HERE / "static").iterdir()
    }

    def static(name: str) -> str:
        """Return the address of a file; it changes with what the file holds, so that it can be kept."""
        return url_for("pages.file", digest=digests[name], name=name)

    @pages.record_once
    def share(state: BlueprintSetupState) -> None:
        state.app.jinja_env.globals.update(
            static=static,
            places=places,
            words=words,
            known=frozenset(CODES),
            csrf_field=csrf_field,
            codes=FILTER_CODES,
        )

    @pages.get("/static/<digest>/<name>")
    def file(digest: str, name: str) -> Response:
        return send(name, is_current=digests.get(name) == digest)

    @pages.get("/")
    def home() -> AnyResponse:
        return redirect(url_for(places()[0][0]))

    pages.after_request(protect)
    return pages


def places() -> tuple[tuple[str, str], ...]:
    """Return the pages that the reader may open, as (endpoint, name): the queue is for reviewers."""
    reader = someone()
    reviews = reader is None or TokenRole.REVIEWER in reader.roles
    return PLACES if reviews else PLACES[1:]


def csrf_field() -> Markup:
    """Return the hidden field that every form of a session carries; the guard refuses one without it."""
    identity = someone()
    if identity is None or identity.form_key is None:
        return Markup("")
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        forgery.FIELD, forgery.form_token(identity)
    )


def send(name: str, *, is_current: bool) -> Response:
    """Return a file of ours; NotFound where there is none. Only its current address may be kept for long."""
    response = send_from_directory(HERE / "static", name)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable" if is_current else "no-cache"
    return response


def protect(response: Response) -> Response:
    """Let a page load its own files and nothing else; no script or style stands in the page itself."""
    response.headers["Content-Security-Policy"] = POLICY
    # Without one, a browser would say of our own forms that they come from "null".
    response.headers["Referrer-Policy"] = "same-origin"
    return response
