"""What we answer. The nouns are the domain's; these models add what belongs to HTTP alone."""

from __future__ import annotations

from flask import Response
from pydantic import BaseModel, SerializeAsAny

from service.domain import Alert, Code, Frozen, ReferenceEdition, Suggestion, SuggestionSet
from service.identifiers import uuid7


class SuggestionAnswer(Frozen):
    """The answer of POST /v1/suggestions."""

    id: str
    model: str
    reference: ReferenceEdition
    suggestions: tuple[Suggestion, ...]
    alerts: tuple[Alert, ...]

    @classmethod
    def of(cls, found: SuggestionSet) -> SuggestionAnswer:
        """Return a suggestion set under a new id."""
        return cls(
            id=str(uuid7()),
            model=found.model,
            reference=found.reference,
            suggestions=found.suggestions,
            alerts=found.alerts,
        )


class CodeList(Frozen):
    """The answer of GET /v1/codes."""

    reference: ReferenceEdition
    codes: tuple[Code, ...]


class LiveModel(Frozen):
    """The answer of GET /v1/models: the model that answers now, and its card."""

    version: str
    card: SerializeAsAny[BaseModel]


class State(Frozen):
    """The answer of GET /healthz and GET /readyz."""

    status: str
    model: str | None = None


def json_response(model: BaseModel) -> Response:
    """Return a model as a JSON answer."""
    return Response(model.model_dump_json(), mimetype="application/json")
