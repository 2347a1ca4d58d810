"""Whether words that could mean something else are said of the spine, and not of a limb."""

from __future__ import annotations

from service.domain import Family
from service.reading import Mention, Reading

_CLOSE = 7
# More than any real note says, so that cost stays linear in its length.
_MOST_COMPARED = 50


def is_spinal(reading: Reading, mention: Mention) -> bool:
    """Whether words that could mean something else are said of the spine."""
    if mention["family"] == Family.RADICULOPATHY:
        if "neuritis" in reading.words(mention).lower() and any(
            condition.concept == "plexopathy" for condition in reading.within(mention.sentence, "condition")
        ):
            return False
        return not mention["needs_site"] or bool(_near(reading, mention, "level", "region", reach=12))
    attached = reading.within(mention.sentence, "structure")
    limb = [
        other
        for other in _near(reading, mention, "condition", reach=_CLOSE)
        if other["group"] == "limb"
        and not any(s["named"] and s.first <= other.first <= s.last for s in attached)
    ]
    other_ligament = any(other.concept == "opll" for other in reading.within(mention.sentence, "condition"))
    spinal = _near(reading, mention, "structure", "level", "region", reach=12)
    if other_ligament or (mention["needs_structure"] and _is_of_dish(reading)):
        return False
    if mention["needs_structure"]:
        named = [other for other in spinal if other.kind == "structure" and mention.gap_to(other) <= 6]
        return bool(named) and not _is_bone_alone(named, spinal)
    if _is_called_spinal(reading, mention):
        return True
    if not spinal and not limb and _limb_entheses_only(reading, mention):
        return False
    if limb:
        # A bare "tendon" is that of whichever limb stands before it.
        placing = [other for other in spinal if other.kind != "structure" or other["named"]]
        nearest = min((mention.gap_to(other) for other in placing), default=99)
        return nearest < min(mention.gap_to(other) for other in limb)
    return True


def _is_called_spinal(reading: Reading, mention: Mention) -> bool:
    """Whether the word before says that the spine is meant: "spinal enthesitis"."""
    return mention.first > 0 and reading.norms(mention.sentence)[mention.first - 1] in ("spinal", "axial")


def _limb_entheses_only(reading: Reading, mention: Mention) -> bool:
    """Whether the note says elsewhere that the entheses it speaks of are those of the limbs."""
    others = [
        other
        for other in reading.all("diagnosis")
        if other["family"] == Family.ENTHESOPATHY and other.sentence != mention.sentence
    ][:_MOST_COMPARED]
    spinal = [
        place
        for other in others
        for place in _near(reading, other, "structure", "level", "region", reach=12)
        if place.kind != "structure" or place["named"]
    ]
    return not spinal and any(
        condition["group"] == "limb" and other.gap_to(condition) <= _CLOSE
        for other in others
        for condition in reading.within(other.sentence, "condition")
    )


def _is_of_dish(reading: Reading) -> bool:
    """Whether the note diagnoses DISH, of which a calcified spinal ligament is a part."""
    return any(condition.concept == "dish" and condition.present for condition in reading.all("condition"))


def _is_bone_alone(named: list[Mention], spinal: list[Mention]) -> bool:
    """Whether only a bare "ligament" or bone is named and nothing places it on the spine."""
    return not any(other["named"] for other in named) and not any(
        other.kind != "structure" for other in spinal
    )


def _near(reading: Reading, mention: Mention, *kinds: str, reach: int) -> list[Mention]:
    return [
        other
        for other in reading.mentions[mention.sentence]
        if other.kind in kinds and mention.gap_to(other) <= reach
    ]
