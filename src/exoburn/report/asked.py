"""What was asked: the person, and each arm in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.data import table
from exoburn.report.arms import ArmView, Shown
from exoburn.report.recovery import doses_of, operations_of
from exoburn.report.wording import count_of_100, joined, many, plain, scientific, site_words


@dataclass(frozen=True)
class ArmLine:
    """An arm as a row of the table of arms."""

    arm: ArmView
    care: str
    products: tuple[str, ...]
    dose: str


def person_words(result: Shown) -> str:
    """The person in a few words, with what was stated.

    Skin tone is left out: it changes no number.
    """
    person = result.case.patient
    sex = {"female": "woman", "male": "man"}.get(person.sex, "person")
    if person.age_years < 18:
        sex = {"woman": "girl", "man": "boy"}.get(sex, "child")
    words = [f"{sex.capitalize()}, {plain(person.age_years)} years"]
    if person.diabetes:
        words.append("diabetes")
    if person.smoker:
        words.append("smoker")
    return ", ".join(words)


def arm_lines(result: Shown, arms: Sequence[ArmView]) -> list[ArmLine]:
    """One line an arm: usual care, product sentences, dose arithmetic."""
    return [
        ArmLine(arm, _care(result, arm), tuple(map(str, arm.statement.regimens)), _dose(arm))
        for arm in arms
    ]


def _care(result: Shown, arm: ArmView) -> str:
    said = arm.statement
    parts = []
    if said.dressing != "none":
        labels = {row["id"]: row["label"] for row in table("dressings")}
        every = said.dressing_change_every_days
        parts.append(labels.get(said.dressing, site_words(said.dressing)))
        if every is not None:
            parts[-1] += f" every {many(every, 'day')}"
    if said.debridement != "none" and said.debridement_day is not None:
        kind = {"full": "full excision", "tangential": "tangential excision"}
        parts.append(
            f"{kind.get(said.debridement, said.debridement + ' debridement')} on day "
            f"{said.debridement_day:g}"
        )
    for day, share in operations_of(result, arm):
        if said.graft != "none":
            parts.append(f"{said.graft} graft on day {day:g}")
        elif share > 0.005:
            parts.append(f"grafted by policy on day {day:g} in {count_of_100(share)} runs")
    if said.laser != "none":
        on = joined([f"{d:g}" for d in said.laser_days])
        parts.append(f"{said.laser.replace('_', ' ').replace('co2', 'CO2')} laser on days {on}")
    extra = [word for word in ("silicone", "compression") if getattr(said, word)]
    if said.antimicrobial != "none":
        extra.append(site_words(said.antimicrobial))
    aid = result.case.first_aid_of(said)
    if aid is not None:
        length, start = aid.cool_duration_min, aid.cool_start_min
        extra.append(f"{length:g} min of running water, begun after {start:g} min")
    if said.no_surgery:
        extra.append("no surgery (natural course, not an option of care)")
    return "; ".join(parts + extra) or "nothing"


def _dose(arm: ArmView) -> str:
    """Sessions, particles given and what one dose is per cell."""
    dose = arm.data.get("dose") or {}
    parts = []
    if doses_of(arm):
        parts.append(many(len(doses_of(arm)), "session"))
    if dose.get("particles_given"):
        parts.append(f"{scientific(dose['particles_given'])} particles in all")
    if dose.get("offered_per_cell") and arm.gives_vesicles:
        parts.append(f"{scientific(dose['offered_per_cell'])} offered per cell by the largest dose")
    return "; ".join(parts) or "none"
