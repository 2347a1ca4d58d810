"""Try a note: paste it, see what a stored one would show; nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from pydantic import ValidationError

from service.domain import SuggestionSet
from service.settings import Settings
from service.suggesting import Suggester
from service.web.bodies import pointer
from service.web.pages.note_view import NoteView, view
from service.web.requests import SuggestionRequest

_LABELS = {
    "/note/text": "Note",
    "/encounter/date": "Date of the encounter",
    "/encounter/setting": "Setting",
    "/claim/codes": "Codes on the claim",
    "/claim/orders": "Orders on the claim",
}
_EMPTY = {"text": "", "date": "", "setting": "outpatient", "codes": "", "orders": ""}


def add(pages: Blueprint, settings: Settings, suggester: Suggester) -> None:
    """Add the page on which a note is tried."""

    @pages.get("/try")
    def try_note() -> str:
        return render_template(
            "try.html", given=_EMPTY, faults=(), view=None, most=settings.max_note_characters
        )

    @pages.post("/try")
    def tried() -> tuple[str, int]:
        given = {name: request.form.get(name, default) for name, default in _EMPTY.items()}
        shown, faults = answered(given, suggester, settings.max_note_characters)
        page = render_template(
            "try.html", given=given, faults=faults, view=shown, most=settings.max_note_characters
        )
        return page, 422 if faults else 200


def answered(
    given: Mapping[str, str], suggester: Suggester, most_characters: int
) -> tuple[NoteView | None, tuple[tuple[str, str], ...]]:
    """Return the view of what a form gives, or what is wrong with it: (the field's label, why)."""
    try:
        asked = SuggestionRequest.model_validate(
            body_of(given), strict=False, context={"most_characters": most_characters}
        )
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
        return None, tuple((label(pointer(item)), item["msg"]) for item in details)
    encounter, claim = asked.domain_encounter(), asked.domain_claim()
    found: SuggestionSet = suggester.suggest(asked.note.text, encounter, claim)
    reference = suggester.editions.for_date(encounter.date)
    return view(asked.note.text, found, reference, suggester.model.operating_point, encounter, claim), ()


def body_of(given: Mapping[str, str]) -> dict[str, object]:
    """Return the body of the request that a form stands for; a browser sends line ends as CR LF."""
    encounter: dict[str, object] = {"setting": given["setting"]}
    if given["date"].strip():
        encounter["date"] = given["date"].strip()
    return {
        "note": {"text": given["text"].replace("\r\n", "\n")},
        "encounter": encounter,
        "claim": {
            "codes": tuple(given["codes"].replace(",", " ").split()),
            "orders": tuple(line.strip() for line in given["orders"].splitlines() if line.strip()),
        },
    }


def label(place: str) -> str:
    """Return the label of the field that a JSON pointer leads to."""
    return next((name for start, name in _LABELS.items() if place.startswith(start)), "Form")
