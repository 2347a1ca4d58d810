from __future__ import annotations

from service.domain import Disposition, Reason
from service.training.confusion import confusion
from service.training.figures import Answer, Case
from service.training.labels import Label


def due(code: str) -> Label:
    return Label(code=code, disposition=Disposition.ASSIGN, reason=Reason.ESTABLISHED)


def got(code: str, probability: float) -> Answer:
    return Answer(code=code, probability=probability, recommended=True, disposition=Disposition.ASSIGN)


def test_the_most_probable_sibling_is_counted_against_the_code_that_was_due() -> None:
    cases = (
        Case((due("M54.11"),), (got("M54.12", 0.9), got("M54.11", 0.4))),
        Case((due("M54.11"),), (got("M54.12", 0.8),)),
        Case((due("M54.11"),), (got("M46.01", 0.9),)),
        Case((due("M54.16"), due("M54.17")), (got("M54.16", 0.9),)),
        Case((), (got("M54.16", 0.9),)),
    )
    assert [(one.due, one.first, one.notes) for one in confusion(cases)] == [
        ("M54.11", None, 1),
        ("M54.11", "M54.12", 2),
    ]
