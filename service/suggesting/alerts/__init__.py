"""The pitfalls that can be seen in the note and the claim: the domain's section 4, a function to an alert.

"Supports" means a suggestion that this note gives with disposition `assign`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from service.classifier.candidates import Assessed
from service.domain import Alert, Claim, Encounter
from service.reference.catalogue import Reference
from service.reference.notation import normalise_code
from service.suggesting.alerts.cause import code_also, code_first, more_specific_code
from service.suggesting.alerts.circumstances import Circumstances, Weighed
from service.suggesting.alerts.excludes import check_excludes1, excludes1_conflict
from service.suggesting.alerts.order import code_set_date, missing_on_order
from service.suggesting.alerts.region import unspecified_but_localised, wrong_region
from service.suggesting.alerts.symptom import no_insertional_pathology, occipital_neuralgia, symptom_code

__all__ = ["Weighed", "find_alerts"]

_RULES: tuple[Callable[[Circumstances], Iterator[Alert]], ...] = (
    unspecified_but_localised,
    wrong_region,
    check_excludes1,
    excludes1_conflict,
    symptom_code,
    occipital_neuralgia,
    code_first,
    code_also,
    more_specific_code,
    no_insertional_pathology,
    missing_on_order,
    code_set_date,
)

# These find fault with the codes of a claim; most notes come without one.
_OF_THE_CLAIM = (
    unspecified_but_localised,
    wrong_region,
    excludes1_conflict,
    symptom_code,
    no_insertional_pathology,
)
_OF_THE_NOTE = tuple(rule for rule in _RULES if rule not in _OF_THE_CLAIM)


def find_alerts(
    assessed: Assessed, weighed: Sequence[Weighed], claim: Claim, encounter: Encounter, reference: Reference
) -> tuple[Alert, ...]:
    """Return the alerts of a note and its claim, each name once, in the order of the domain's table."""
    claimed = tuple(dict.fromkeys(normalise_code(code) for code in claim.codes))
    seen = Circumstances(
        assessed.reading, assessed.indicators, tuple(weighed), claimed, claim.orders, encounter, reference
    )
    first = (next(rule(seen), None) for rule in (_RULES if claimed else _OF_THE_NOTE))
    return tuple(alert for alert in first if alert is not None)
