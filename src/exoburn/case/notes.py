"""What was assumed because a case does not say it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from exoburn.data import parameters, table

if TYPE_CHECKING:
    from exoburn.case.arm import Arm
    from exoburn.case.burn import Wound
    from exoburn.case.model import Case


def notes_of(case: Case) -> tuple[str, ...]:
    """One sentence for each default that matters to the result."""
    return (*_about_the_person(case), *_about_the_wounds(case), *_about_the_arms(case))


def _about_the_person(case: Case) -> Iterator[str]:
    for key, words in (("diabetes", "Diabetes"), ("smoker", "Smoking")):
        if getattr(case.patient, key) is None:
            yield f"{words} not stated (patient.{key}): taken as no."
    if case.patient.sex == "unspecified":
        yield "Sex not stated (patient.sex): skin as thick as a man's is used."


def _about_the_wounds(case: Case) -> Iterator[str]:
    if case.burn is None:
        return
    if case.burn.infected is None and case.burn.log10_cfu_per_g is None:
        yield "Infection not stated (burn.infected): bacteria are drawn from the usual range."
    for i, wound in enumerate(case.burn.wounds):
        if wound.perimeter_cm is None:
            yield (
                f"Outline of {_name(wound, i, len(case.burn.wounds))} not measured "
                f"(burn.wounds[{i}].perimeter_cm): taken as a circle, which closes slowest."
            )


def _name(wound: Wound, index: int, count: int) -> str:
    """The wound as a person would point at it: its name, or its site, numbered among several."""
    if wound.name is not None:
        return f"wound {wound.name!r}"
    site = next(row["label"] for row in table("sites") if row["id"] == wound.site)
    return f"the wound ({site})" if count == 1 else f"wound {index + 1} ({site})"


def _about_the_arms(case: Case) -> Iterator[str]:
    for arm in case.arms:
        lot = case.lot_of(arm)
        if lot is not None and arm.product is None and case.product is None:
            yield f"Arm {arm.name!r}: no [product] stated: nothing about its lot is known."
        yield from _about_surgery(arm)
        if arm.no_surgery:
            yield f"Arm {arm.name!r}: no surgery; the natural course, not an option of care."
        yield from _too_late(arm, case.run.days)
        for regimen in arm.regimens:
            if regimen.injected and regimen.depth_mm is None:
                yield f"Arm {arm.name!r}: depth of injection not stated: 1 mm is used."


def _too_late(arm: Arm, last: int) -> Iterator[str]:
    """What the last day of a run, or a later one, is stated for: nothing of it can be seen."""
    stated = {
        "dose": [day for regimen in arm.regimens for day in regimen.days],
        "debridement": [day for day in (arm.debridement_day,) if day is not None],
        "graft": [day for day in (arm.graft_day,) if day is not None],
        "laser session": list(arm.laser_days),
    }
    for what, days in stated.items():
        late = sum(day >= last for day in days)
        if late:
            comes = f"{what} comes" if late == 1 else f"{what}s come"
            yield (
                f"Arm {arm.name!r}: {late} {comes} on the last day of the run (day {last}) or "
                "later and cannot act in it."
            )


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
        yield f"Arm {arm.name!r}: day of graft not stated (graft_day): grafted on day {day:g}."
    if arm.graft != "none" and not excised:
        yield f"Arm {arm.name!r}: the bed is excised in full on the day of grafting."
