"""Errors as pages, for a reader in a browser; any other caller gets a problem."""

from __future__ import annotations

from http import HTTPStatus

from flask import Flask, Response, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from service.web.pages.frame import protect
from service.web.problems import generic, http_problem

TITLES = {
    400: "That could not be read",
    403: "Not for you",
    404: "Nothing is here",
    405: "Not in this way",
    503: "Not at this moment",
    500: "Something failed here",
}


def register(app: Flask) -> None:
    """Show HTTP errors as pages where a browser asked for one."""
    for status in TITLES:
        app.register_error_handler(status, show)


def show(error: HTTPException) -> Response:
    """Return an error as a page or as a problem, whichever the caller reads."""
    if not wants_page():
        return http_problem(error)
    status = HTTPStatus(error.code or 500)
    problem = generic(status)
    page = render_template("error.html", title=TITLES[status], problem=problem)
    response = protect(make_response(page, status))
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def wants_page() -> bool:
    """Whether the caller is a browser that navigates, and no caller of the API."""
    accepted = request.accept_mimetypes
    return not request.path.startswith("/v1/") and accepted["text/html"] > accepted["application/json"]
