"""The same treatment at the dose of animals, since a story seldom tells its dose."""

from __future__ import annotations

from dataclasses import replace

from exoburn.case import Case
from exoburn.case.regimen import Regimen
from exoburn.data import parameters
from exoburn.studies.story.cases import TREATED


def at_rat_dose(case: Case) -> Case | None:
    """The case with each vesicle dose of the treatment raised to that of rats; None if none is
    lower. Doses in micrograms are left as they are: they are told as animals' are.

    >>> from exoburn.case import read_case
    >>> case = read_case('''patient.age_years = 35
    ... burn = {cause = "scald", depth = "deep_partial", wounds = [
    ...     {site = "thigh", area_cm2 = 60}]}
    ... arms = [{name = "Care"}, {name = "Gel", products = [
    ...     "1e10 particles/cm2 in hydrogel, topical, once from day 1"]}]''')
    >>> at_rat_dose(case).arms[1].products
    ('3e11 particles/cm2 in hydrogel, topical, once from day 1',)
    """
    arm = case.arms[TREATED]
    raised = tuple(_raised(regimen, _area(case)) for regimen in arm.regimens)
    if raised == arm.regimens:
        return None
    changed = arm.model_copy(update={"products": tuple(str(one) for one in raised)})
    arms = tuple(changed if i == TREATED else one for i, one in enumerate(case.arms))
    return case.model_copy(update={"arms": arms})


def _raised(regimen: Regimen, area_cm2: float) -> Regimen:
    dose = parameters()["story_rat_dose"].value
    wanted = {"particles/cm2": dose, "particles": dose * area_cm2}.get(regimen.unit, 0.0)
    if not 0 < regimen.amount < wanted:
        return regimen
    return replace(regimen, amount=wanted)


def _area(case: Case) -> float:
    assert case.burn is not None
    return sum(wound.area_cm2 for wound in case.burn.wounds)
