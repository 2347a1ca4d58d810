"""Signing in to the pages: by a token typed into a form, or by the one-time link of an open server."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from service.store import Action, Actor, Store
from service.store.attempts import WINDOW
from service.web.access import cookies, forgery
from service.web.access.guard import Guard
from service.web.access.identity import address_of, current, someone, source_of
from service.web.access.matrix import PAGE_ROLES
from service.web.call import at_hand
from service.web.pages.frame import protect

# An address within this server: no host, nothing that a browser would take for one, no query.
OWN_PATH = re.compile(r"/(?:[A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?")
REFUSED = "That token does not open the pages: it is mistyped, expired, revoked, or a scribe's."
SPENT = "That link does not open the pages any more: it works once, and for fifteen minutes."
TOO_MANY = "There were too many attempts from here. Wait a quarter of an hour."


def create(guard: Guard, store: Store) -> Blueprint:
    """Return the routes of the sign-in, and tell every page who reads it."""
    routes = Blueprint("signing_in", __name__, template_folder="templates")
    routes.after_request(protect)

    @routes.app_context_processor
    def reader() -> dict[str, Any]:
        identity = someone()
        signed_in = identity if identity is not None and identity.form_key is not None else None
        return {"reader": signed_in}

    @routes.get("/sign-in")
    def sign_in() -> Response:
        link, wanted = request.args.get("link"), _wanted(request.args.get("next"))
        # A browser that fetches ahead, or a HEAD, must not use the link up.
        if link is not None and request.method == "GET" and "Sec-Purpose" not in request.headers:
            return by_link(link, wanted)
        if guard.session(at_hand()) is not None:
            return redirect(wanted, 303)
        return form(wanted)

    @routes.post("/sign-in")
    def sign_in_with_token() -> Response:
        forgery.require_same_origin(request)
        address, wanted = address_of(request), _wanted(request.form.get("next"))
        if not store.attempts.attempt(source_of(address)):
            return form(wanted, TOO_MANY, 429)
        token = guard.token_now(request.form.get("token", "").strip())
        if token is None or token.role not in PAGE_ROLES:
            actor = token.actor(address) if token else Actor(name="unknown", address=address)
            store.audit.add(Action.SIGN_IN_FAILED, actor, detail="token")
            return form(wanted, REFUSED, 403)
        store.attempts.forgive(source_of(address))
        return enter(store.sessions.begin(token, address), wanted)

    @routes.post("/sign-out")
    def sign_out() -> Response:
        if secret := cookies.secret_of(request):
            store.sessions.end(secret)
        store.audit.add(Action.SIGNED_OUT, current().actor)
        response = redirect("/sign-in", 303)
        cookies.take(response, request)
        return response

    def by_link(link: str, wanted: str) -> Response:
        address = address_of(request)
        if not store.attempts.attempt(source_of(address)):
            return form(wanted, TOO_MANY, 429)
        secret = store.sessions.redeem(link, address) if guard.openness.now() else None
        if secret is None:
            store.audit.add(Action.SIGN_IN_FAILED, Actor(name="unknown", address=address), detail="link")
            return form(wanted, SPENT, 403)
        store.attempts.forgive(source_of(address))
        return enter(secret, wanted)

    def enter(secret: str, wanted: str) -> Response:
        # A session that this browser had before is not left behind.
        if earlier := cookies.secret_of(request):
            store.sessions.end(earlier)
        response = redirect(wanted, 303)
        cookies.give(response, request, secret)
        return response

    def form(wanted: str, fault: str | None = None, status: int = 200) -> Response:
        page = render_template("sign_in.html", wanted=wanted, fault=fault, is_open=guard.openness.now())
        response = make_response(page, status)
        if status == 429:
            response.headers["Retry-After"] = str(int(WINDOW.total_seconds()))
        return response

    return routes


def _wanted(path: str | None) -> str:
    """Return where to go after the sign-in: the page asked for if it is one of ours, else the first page."""
    return path if path and OWN_PATH.fullmatch(path) else "/"
