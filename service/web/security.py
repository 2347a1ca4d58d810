"""The headers that keep an answer where it belongs."""

from __future__ import annotations

from flask import Flask, Response

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def register(app: Flask) -> None:
    """Set the headers on every answer, errors included; one that an answer has already stays."""
    app.after_request(_protect)


def _protect(response: Response) -> Response:
    present = set(response.headers.keys()) & HEADERS.keys()
    response.headers.extend(
        {name: HEADERS[name] for name in HEADERS.keys() - present} if present else HEADERS
    )
    return response
