"""What is claimed for exosomes in burns, and what stands behind it: animals, people, the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from exoburn.data import table
from exoburn.evidence.answer import Answer, answer
from exoburn.evidence.questions import PRODUCTS
from exoburn.evidence.sentence import as_of
from exoburn.evidence.statements import statement

NOT_MODELLED = "The model does not answer this."
SURE = ("low", "moderate", "high")
BURNED = "burned animals"


@dataclass(frozen=True, slots=True)
class ModelSays:
    """What the model gave for a claim: `words` with the run it came from; empty if not modelled."""

    words: str
    case: str
    parameter_set: str
    draws: str
    computed: str

    @property
    def told(self) -> str:
        """The words with the certainty that a simulated vesicle outcome has."""
        if not self.case:
            return self.words
        return (
            f"{self.words} (very low certainty; simulated: {self.case}, {self.draws} draws, "
            f"parameter set {self.parameter_set})"
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim as it is made, and what evidence and model say to it."""

    id: str
    claim: str
    animals: str
    people: str
    model: ModelSays
    verdict: str
    levels: Mapping[str, str]
    source: str


@cache
def claims() -> tuple[Claim, ...]:
    """Every claim, in the order in which a sales page tells them.

    >>> [one.id for one in claims()][:3], len(claims())
    (['faster', 'scar', 'non_invasive'], 16)
    >>> claims()[0].verdict
    'Not shown in people with burns; results in animals, mostly not burned, point that way, with \
low certainty (burned animals alone: very low).'
    """
    return tuple(_claim(row) for row in table("claims"))


def model_says(claim: str) -> ModelSays:
    """What the model gave for a claim when `tools/claims_model.py` last ran.

    >>> model_says("safer_than_cells").told
    'The model does not answer this.'
    """
    for row in table("claims_model"):
        if row["claim"] == claim:
            return ModelSays(
                row["words"], row["case"], row["parameter_set"], row["draws"], row["computed"]
            )
    return ModelSays(NOT_MODELLED, "", "", "", "")


def verdict(levels: Mapping[str, str], who: str = "people with burns") -> str:
    """What the certainty of three groups amounts to.

    >>> verdict({"animals": "none", "people": "none", "people with burns": "none"})
    'Untested: no study was found that tells.'
    """
    asked = levels.get("people" if who != "people with burns" else who, "none")
    animals, others = levels.get("animals", "none"), levels.get("people", "none")
    if asked in SURE:
        return f"Shown in {who}, with {asked} certainty."
    if animals in SURE:
        burned = levels.get(BURNED, animals)
        if burned in SURE:
            end = f"results in animals point that way, with {animals} certainty."
        else:
            end = (f"results in animals, mostly not burned, point that way, with {animals} "
                   f"certainty (burned animals alone: {_alone(burned)}).")  # fmt: skip
        return f"Not shown in {who}; {end}"
    if "very low" in (asked, animals, others):
        return f"Not shown in {who}; what exists is very uncertain."
    return "Untested: no study was found that tells."


def as_dict() -> dict[str, Any]:
    """All claims as plain data, schema `exoburn.claims/1`."""
    return {
        "schema": "exoburn.claims/1",
        "as_of": as_of(),
        "statement": statement("no_controlled_trial"),
        "claims": [
            {**asdict(one), "claim": f"[claim: {one.claim}]", "model_says": one.model.told}
            for one in claims()
        ],
    }


def _claim(row: Mapping[str, str]) -> Claim:
    found = answer(row["question"], wound=row["wound"], own=False) if row["question"] else None
    levels = {part.rating.group: part.rating.level for part in found.parts} if found else {}
    if found and row["wound"] == "all":
        # a claim on burns must not borrow its certainty from wounds that were not burned unsaid
        alone = answer(row["question"], species="animals", wound="burn", own=False).part("animals")
        levels[BURNED] = alone.rating.level if alone else "none"
    return Claim(
        id=row["id"],
        claim=row["claim"],
        animals=_joined(_animals(found), _burned(levels), row["animals"]),
        people=_joined(_people(found), row["people"]),
        model=model_says(row["id"]),
        verdict=row["verdict"] or verdict(levels, _who(row["wound"])),
        levels=levels,
        source=row["source"],
    )


def _who(wound: str) -> str:
    return "people with other wounds" if wound == "other" else "people with burns"


def _animals(found: Answer | None) -> str:
    part = found.part("animals") if found else None
    return _short(part.sentence, "In animals, ") if part else ""


def _burned(levels: Mapping[str, str]) -> str:
    """What burned animals alone say, where it is less than what all animals say."""
    if levels.get("animals") not in SURE or levels.get(BURNED, "low") in SURE:
        return ""
    return f"Burned animals alone: {_alone(levels[BURNED])}."


def _alone(level: str) -> str:
    return "no result was found" if level == "none" else level


def _people(found: Answer | None) -> str:
    """What is known of burned people, or of others where the question is about other wounds."""
    part = None
    if found:
        part = found.part("people with burns") or found.part("people")
    if part is None:
        return ""
    told = _short(part.sentence, "In people ")
    return told.replace(", ", ": ", 1)  # "With burns: the evidence ..."


def _short(sentence: str, opening: str) -> str:
    """The sentence as a table has room for it."""
    words = sentence.removeprefix(opening).replace(PRODUCTS["ev"], "vesicles")
    return words[:1].upper() + words[1:]


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)
