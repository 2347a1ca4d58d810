"""Which addresses and names are this machine alone, and what shows that a caller is elsewhere."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Request

# A proxy adds these: what it passes on may come from anywhere, whatever the address it comes from says.
FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
ELSEWHERE = frozenset({"cross-site", "same-site"})


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


def from_elsewhere(request: Request) -> str | None:
    """Return why a request to an open server may come from beyond this machine, or None.

    A page elsewhere can make a browser on this machine ask: by a name that it lets resolve to 127.0.0.1
    (DNS rebinding; the Host header shows it), or across sites (which browsers say).
    """
    if not is_loopback(without_port(request.host)):
        return "The Host header names another machine."
    if any(name in request.headers for name in FORWARDED):
        return "The request was passed on by a proxy."
    if (
        request.headers.get("Sec-Fetch-Site") in ELSEWHERE
        and request.headers.get("Sec-Fetch-Mode") != "navigate"
    ):
        return "The request comes from a page of another site."
    return None
