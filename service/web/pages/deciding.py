"""Deciding on a note's page, by forms: one decision a form, then on to the next suggestion or note."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response

from service.domain import Role
from service.errors import DecisionError
from service.store import NO_CODE, NewDecision, State, Store, Verdict
from service.suggesting import Suggester
from service.web import metrics
from service.web.access import current
from service.web.pages.notes import next_waiting, open_page

_FAULTS = {
    "reason": "A rejection needs its reason.",
    "corrected_code": "Choose the code that is right, or none.",
    "start": "Choose words that stand in the note.",
    "end": "Choose words that stand in the note.",
    "role": "Say what the words are.",
    "comment": "Write a comment of 2000 characters at most.",
}
# The suggestion of the same note to go on with, as the form names it.
NEXT = re.compile(r"s\d{1,2}")
MOVES_ON = frozenset({Verdict.ACCEPT, Verdict.REJECT, Verdict.CORRECT})


class Unclear(Exception):
    """A form that stands for no one decision; the message is for the reader, and repeats nothing."""


def add(pages: Blueprint, suggester: Suggester, store: Store) -> None:
    """Add the routes that the note's forms lead to."""

    @pages.post("/notes/<id>/decisions")
    def decide(id: str) -> Response | tuple[str, int]:
        try:
            new = read(request.form, lambda: store.notes.read(id, current().actor).text)
            metrics.of_app().decided(store.decisions.make(id, new, current().actor))
        except Unclear as unclear:
            return refused(id, str(unclear))
        except DecisionError as error:
            return refused(id, _FAULTS.get(error.field, f"{error.why[:1].upper()}{error.why[1:]}."))
        if new.decision not in MOVES_ON:
            return redirect(url_for("pages.note", id=id) + fragment(new), 303)
        if NEXT.fullmatch(following := request.form.get("next", "")):
            return redirect(f"{url_for('pages.note', id=id)}#{following}", 303)
        if store.notes.facts(id).state is State.DONE:
            return redirect(after(id), 303)
        return redirect(url_for("pages.note", id=id) + fragment(new), 303)

    @pages.get("/notes/<id>/decisions")
    @pages.get("/notes/<id>/undo")
    def back(id: str) -> Response:
        """Lead from an address that only forms are sent to, opened anew, to the note."""
        return redirect(url_for("pages.note", id=id), 302)

    @pages.post("/notes/<id>/undo")
    def undo(id: str) -> Response | tuple[str, int]:
        try:
            undone = store.decisions.undo(request.form.get("decision_id", ""), current().actor)
        except DecisionError:
            return refused(id, "That decision is undone already.")
        metrics.of_app().decided(undone)
        return redirect(url_for("pages.note", id=undone.revision_id), 303)

    def refused(id: str, why: str) -> tuple[str, int]:
        page = open_page(suggester, store, id, (why,), request.form)
        return render_template("note.html", page=page, roles=Role), 422

    def after(id: str) -> str:
        following = next_waiting(store, id)
        if following is None:
            return url_for("pages.queue", done=id)
        return url_for("pages.note", id=following.revision_id) + f"?from={id}"


def read(form: Mapping[str, str], text: object) -> NewDecision:
    """Return the decision that a form stands for; raise Unclear. `text` returns the note."""
    given = {
        name: value for name, value in form.items() if name in NewDecision.model_fields and value.strip()
    }
    if given.get("corrected_code") == NO_CODE:
        del given["corrected_code"]
    elif given.get("decision") == Verdict.CORRECT and "corrected_code" not in given:
        raise Unclear(_FAULTS["corrected_code"])
    if given.get("decision") == Verdict.EVIDENCE and "start" not in given:
        given |= place(form.get("phrase", ""), text())  # type: ignore[operator]
    try:
        return NewDecision.model_validate(given)
    except ValidationError as error:
        field = str(error.errors(include_input=False)[0]["loc"][0])
        raise Unclear(_FAULTS.get(field, "That is no decision.")) from None


def place(phrase: str, text: str) -> dict[str, str]:
    """Return where a phrase stands in a note; raise Unclear unless it stands there once."""
    wanted = phrase.replace("\r\n", "\n").strip()
    if not wanted or wanted not in text:
        raise Unclear("Those words do not stand in the note; write them as they are written there.")
    start = text.index(wanted)
    if wanted in text[start + 1 :]:
        raise Unclear("Those words stand in the note more than once; give more of the words around them.")
    return {"start": str(start), "end": str(start + len(wanted))}


def fragment(new: NewDecision) -> str:
    """Return the part of the page to go back to."""
    return "#note" if new.decision is Verdict.EVIDENCE else "#suggestions"
