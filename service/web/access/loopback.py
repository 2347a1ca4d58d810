"""Which addresses and names are this machine alone, and what shows that a caller is elsewhere."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

# A proxy adds these: what it passes on may come from anywhere, whatever the address it comes from says.
FORWARDED = (
    "HTTP_FORWARDED",
    "HTTP_VIA",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_REAL_IP",
)
ELSEWHERE = frozenset({"cross-site", "same-site"})


@lru_cache(256)
def is_loopback(host: str) -> bool:
    """Whether a host is this machine for certain: an address of the loopback network, or localhost."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def without_port(host: str) -> str:
    """Return the host of a Host header: "[::1]:8000" is "[::1]"."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


def from_elsewhere(environ: WSGIEnvironment) -> str | None:
    """Return why a request to an open server may come from beyond this machine, or None.

    A page elsewhere can make a browser on this machine ask: by a name that it lets resolve to 127.0.0.1
    (DNS rebinding; the Host header shows it), or across sites (which browsers say).
    """
    if not is_loopback(without_port(environ.get("HTTP_HOST") or environ["SERVER_NAME"])):
        return "The Host header names another machine."
    if any(name in environ for name in FORWARDED):
        return "The request was passed on by a proxy."
    if environ.get("HTTP_SEC_FETCH_SITE") in ELSEWHERE and environ.get("HTTP_SEC_FETCH_MODE") != "navigate":
        return "The request comes from a page of another site."
    return None
