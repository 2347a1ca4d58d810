"""What a caller may ask for in the query of an address: each name once, and none that is not declared."""

from __future__ import annotations

import datetime
from typing import Annotated, Literal, TypeVar

from flask import Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from service.domain import Disposition
from service.store import FILTER_CODES, QueueFilter, State
from service.web.bodies import faulty
from service.web.problems import Fault, unprocessable

YesNo = Literal["true", "false"]


class Query(BaseModel):
    """The query of an address, whose values are all text."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ListQuery(Query):
    """The query of GET /v1/suggestions: which of the newest revisions to list."""

    after: Annotated[str, Field(max_length=100, description="The `next` of the page before.")] | None = None
    limit: Annotated[int, Field(ge=1, le=100, description="Most that a page holds.")] = 50
    state: Annotated[State, Field(description="Whether it waits for a reviewer still.")] | None = None
    code: (
        Annotated[
            Literal[FILTER_CODES],  # type: ignore[valid-type]
            Field(description="The code suggested first, or `none`."),
        ]
        | None
    ) = None
    disposition: Annotated[Disposition, Field(description="That of the first suggestion.")] | None = None
    has_gaps: Annotated[YesNo, Field(description="Whether a suggestion that asks has gaps.")] | None = None
    decided_code: (
        Annotated[
            Literal[FILTER_CODES],  # type: ignore[valid-type]
            Field(description="A code that reviewers accepted or gave, or `none`."),
        ]
        | None
    ) = None
    overridden: Annotated[YesNo, Field(description="Whether a decision goes against the service.")] | None = (
        None
    )
    reviewer: Annotated[str, Field(max_length=100, description="Who decided it last.")] | None = None
    date_from: Annotated[datetime.date, Field(description="First day of posting, in UTC.")] | None = None
    date_to: Annotated[datetime.date, Field(description="Last day of posting, in UTC.")] | None = None

    def filter(self) -> QueueFilter:
        """Return the filter in the store's words."""
        given = self.model_dump(exclude={"after", "limit"})
        for name in ("has_gaps", "overridden"):
            if given[name] is not None:
                given[name] = given[name] == "true"
        return QueueFilter(**given)


class ExportQuery(Query):
    """The query of GET /v1/decisions."""

    since: Annotated[AwareDatetime, Field(description="Decisions made at this instant or later.")] | None = (
        None
    )
    notes: Annotated[
        YesNo, Field(description="Whether to give the notes out too, of owners who allow training.")
    ] = "false"


Asked = TypeVar("Asked", bound=Query)


def read(request: Request, shape: type[Asked]) -> Asked:
    """Read the query of a request; raise Rejected (422), each fault named by its parameter."""
    given: dict[str, str] = {}
    for name, values in request.args.lists():
        if len(values) > 1:
            pointer = f"/{name}" if name in shape.model_fields else ""
            raise unprocessable(Fault(pointer=pointer, detail="Is given more than once"))
        given[name] = values[0]
    try:
        return shape.model_validate(given)
    except ValidationError as error:
        details = error.errors(include_input=False, include_url=False, include_context=False)
    raise faulty(details)
