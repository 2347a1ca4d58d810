"""Try a note: paste it, see what a stored one would show; nothing is kept."""

from __future__ import annotations

from flask import Blueprint, render_template

from service.settings import Settings
from service.suggesting import Suggester


def add(pages: Blueprint, settings: Settings, suggester: Suggester) -> None:
    """Add the page on which a note is tried."""

    @pages.get("/try")
    def try_note() -> str:
        return render_template("try.html")
