"""What was assumed because a case does not say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exoburn.data import parameters

if TYPE_CHECKING:
    from exoburn.case.arm import Arm
    from exoburn.case.model import Case


def notes_of(case: Case) -> tuple[str, ...]:
    """One sentence for each default that matters to the result."""
    return (*_about_the_person(case), *_about_the_wounds(case), *_about_the_arms(case))


def _about_the_person(case: Case) -> Iterator[str]:
    for key in ("diabetes", "smoker"):
        if getattr(case.patient, key) is None:
            yield f"patient.{key} is not stated: taken as no."
    if case.patient.sex == "unspecified":
        yield "patient.sex is not stated: skin thickness of men is used."


def _about_the_wounds(case: Case) -> Iterator[str]:
    if case.burn is None:
        return
    if case.burn.infected is None and case.burn.log10_cfu_per_g is None:
        yield "burn.infected is not stated: bacteria are drawn from the usual range."
    for i, wound in enumerate(case.burn.wounds):
        if wound.perimeter_cm is None:
            yield f"burn.wounds[{i}].perimeter_cm is not stated: the wound is taken as a circle."


def _about_the_arms(case: Case) -> Iterator[str]:
    for arm in case.arms:
        lot = case.lot_of(arm)
        if lot is not None and arm.product is None and case.product is None:
            yield f"Arm {arm.name!r}: no [product] is stated; nothing about the lot is known."
        yield from _about_surgery(arm)
        if arm.no_surgery:
            yield f"Arm {arm.name!r}: no surgery; the natural course, not an option of care."
        late = [day for r in arm.regimens for day in r.days if day > case.run.days]
        if late:
            yield (
                f"Arm {arm.name!r}: {len(late)} doses come after the horizon of {case.run.days} "
                "days and are not given."
            )
        for regimen in arm.regimens:
            if regimen.injected and regimen.depth_mm is None:
                yield f"Arm {arm.name!r}: depth of injection is not stated; 1 mm is used."


def _about_surgery(arm: Arm) -> Iterator[str]:
    usual = "enzymatic_day_default" if arm.debridement == "enzymatic" else "graft_day_default"
    if arm.debridement != "none" and arm.debridement_day == parameters()[usual].value:
        yield (
            f"Arm {arm.name!r}: {arm.debridement} debridement on day {arm.debridement_day:g}, "
            "the usual day where a case names none."
        )
    excised = arm.debridement in ("tangential", "full")
    if arm.graft != "none" and arm.graft_day is None:
        cut = arm.debridement_day
        day = parameters()["graft_day_default"].value if cut is None else cut
        yield f"Arm {arm.name!r}: graft_day is not stated; grafted on day {day:g}."
    if arm.graft != "none" and not excised:
        yield f"Arm {arm.name!r}: the bed is excised in full on the day of grafting."
