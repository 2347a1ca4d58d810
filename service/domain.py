"""The nouns that every room shares, in the words of the coding profession.

Everything here is frozen: a value is made once, by the room that knows it, and read by the others.
Offsets are counted in Unicode code points of the note's text as it was sent.
"""

from __future__ import annotations

import datetime
from enum import IntEnum, StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Family(StrEnum):
    """A family of sibling codes: its value is the category that its codes share."""

    RADICULOPATHY = "M54.1"
    ENTHESOPATHY = "M46.0"


class Region(IntEnum):
    """A spinal region: its value is the fifth character of the code."""

    UNSPECIFIED = 0
    OCCIPITO_ATLANTO_AXIAL = 1
    CERVICAL = 2
    CERVICOTHORACIC = 3
    THORACIC = 4
    THORACOLUMBAR = 5
    LUMBAR = 6
    LUMBOSACRAL = 7
    SACRAL = 8
    MULTIPLE = 9


class Disposition(StrEnum):
    """Whether the code can be assigned from this note."""

    ASSIGN = "assign"
    QUERY = "query"
    EXCLUDE = "exclude"


class Reason(StrEnum):
    """Why the disposition is what it is."""

    ESTABLISHED = "established"
    UNCERTAIN_INPATIENT = "uncertain_inpatient"
    UNCERTAIN = "uncertain"
    INDICATORS = "indicators"
    DISC = "disc"
    SPONDYLOSIS = "spondylosis"


class Requirement(StrEnum):
    """What the chart should show to support a code."""

    REGION = "region"
    DISTRIBUTION = "distribution"
    IMAGING = "imaging"
    ELECTRODIAGNOSTICS = "electrodiagnostics"
    STRUCTURE = "structure"
    CLINICAL_BASIS = "clinical_basis"
    CONSERVATIVE_TREATMENT = "conservative_treatment"
    UNDERLYING_CONDITION = "underlying_condition"


REQUIREMENTS: dict[Family, tuple[Requirement, ...]] = {
    Family.RADICULOPATHY: (
        Requirement.REGION,
        Requirement.DISTRIBUTION,
        Requirement.IMAGING,
        Requirement.ELECTRODIAGNOSTICS,
        Requirement.CONSERVATIVE_TREATMENT,
        Requirement.UNDERLYING_CONDITION,
    ),
    Family.ENTHESOPATHY: (
        Requirement.REGION,
        Requirement.IMAGING,
        Requirement.STRUCTURE,
        Requirement.CLINICAL_BASIS,
        Requirement.CONSERVATIVE_TREATMENT,
        Requirement.UNDERLYING_CONDITION,
    ),
}


class Status(StrEnum):
    """How far the note meets a requirement; `partial` and `missing` are gaps."""

    MET = "met"
    PARTIAL = "partial"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class AlertName(StrEnum):
    """The pitfalls that can be seen in the note and the claim."""

    UNSPECIFIED_BUT_LOCALISED = "unspecified_but_localised"
    WRONG_REGION = "wrong_region"
    CHECK_EXCLUDES1 = "check_excludes1"
    EXCLUDES1_CONFLICT = "excludes1_conflict"
    SYMPTOM_CODE = "symptom_code"
    OCCIPITAL_NEURALGIA = "occipital_neuralgia"
    CODE_FIRST = "code_first"
    CODE_ALSO = "code_also"
    MORE_SPECIFIC_CODE = "more_specific_code"
    NO_INSERTIONAL_PATHOLOGY = "no_insertional_pathology"
    MISSING_ON_ORDER = "missing_on_order"
    CODE_SET_DATE = "code_set_date"


class Basis(StrEnum):
    """What a rule rests on: the tabular list, the official guidelines, or the project's own editors."""

    TABULAR = "tabular"
    GUIDELINE = "guideline"
    EDITORIAL = "editorial"


class Assertion(StrEnum):
    """What a note claims of a mention: that it is so, is not, may be, was, is another's, or would be."""

    PRESENT = "present"
    NEGATED = "negated"
    UNCERTAIN = "uncertain"
    HISTORICAL = "historical"
    RELATIVE = "relative"
    HYPOTHETICAL = "hypothetical"


class Role(StrEnum):
    """What a piece of evidence is in the argument for a code."""

    DIAGNOSIS = "diagnosis"
    REGION = "region"
    SIGN = "sign"
    STUDY = "study"
    TREATMENT = "treatment"
    STRUCTURE = "structure"
    CONDITION = "condition"


class Setting(StrEnum):
    """Where the encounter took place; uncertainty is coded differently in each (Guidelines II.H, IV.H)."""

    OUTPATIENT = "outpatient"
    INPATIENT = "inpatient"


class Frozen(BaseModel):
    """A value: immutable, and closed to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Code(Frozen):
    """One of the nineteen codes."""

    code: str
    title: str
    family: Family
    region: Region

    @classmethod
    def of(cls, family: Family, region: Region) -> str:
        """Return the code of a family in a region, such as "M54.12"."""
        return f"{family.value}{region.value}"


CODES: tuple[str, ...] = tuple(
    Code.of(family, region)
    for family in Family
    for region in Region
    if not (family is Family.RADICULOPATHY and region is Region.MULTIPLE)
)


def family_of(code: str) -> Family:
    """Return the family of one of the nineteen codes."""
    return Family(code[:5])


def region_of(code: str) -> Region:
    """Return the region of one of the nineteen codes."""
    return Region(int(code[5]))


ICD10CM_FORM = r"^[A-Z][0-9][0-9A-B](\.?[0-9A-Z]{1,4})?$"


class Evidence(Frozen):
    """The words of the note that say so: `text` is exactly `note[start:end]`."""

    start: int
    end: int
    text: str
    role: Role


class Replacement(Frozen):
    """The code that goes in the place of an excluded one."""

    code: str
    title: str
    basis: Basis


class Met(Frozen):
    """A requirement that the note meets, and the words that meet it."""

    requirement: Requirement
    evidence: tuple[Evidence, ...] = ()


class Gap(Frozen):
    """A requirement that the note leaves open: what to show, and what to ask the provider."""

    requirement: Requirement
    status: Status
    tip: str
    query: str
    basis: Basis
    evidence: tuple[Evidence, ...] = ()


class Suggestion(Frozen):
    """One code with its calibrated probability, its disposition, and what carries it."""

    rank: int
    code: str
    title: str
    probability: float
    recommended: bool
    disposition: Disposition
    reason: Reason
    instead: tuple[Replacement, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    met: tuple[Met, ...] = ()
    gaps: tuple[Gap, ...] = ()


class Alert(Frozen):
    """A pitfall seen in the note and the claim; `codes` are those that it concerns."""

    alert: AlertName
    message: str
    codes: tuple[str, ...] = ()
    basis: Basis
    evidence: tuple[Evidence, ...] = ()


class ReferenceEdition(Frozen):
    """Which edition of the reference answered, and of which code set it is."""

    edition: str
    code_set: str


class SuggestionSet(Frozen):
    """The whole answer for one note.

    `operating_point` is the probability from which the model stood behind a suggestion, whatever its
    disposition; None where it was not kept, and then an even chance is taken for it.
    """

    model: str
    reference: ReferenceEdition
    suggestions: tuple[Suggestion, ...]
    alerts: tuple[Alert, ...]
    operating_point: float | None = None

    @property
    def asking(self) -> tuple[Suggestion, ...]:
        """The suggestions that the service stands behind, as right as they are: those ask for a decision."""
        point = 0.5 if self.operating_point is None else self.operating_point
        return tuple(one for one in self.suggestions if one.recommended or one.probability >= point)


class Encounter(Frozen):
    """The visit that the note records. Without a date, no rule that needs one applies."""

    date: datetime.date | None = None
    setting: Setting = Setting.OUTPATIENT


class Claim(Frozen):
    """What is already on the claim: ICD-10-CM codes, with or without the dot, and orders as free text."""

    codes: tuple[Annotated[str, Field(max_length=16)], ...] = ()
    orders: tuple[Annotated[str, Field(max_length=2000)], ...] = ()
