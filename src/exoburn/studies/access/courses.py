"""Sessions of a course: counted from a number, a regimen sentence, or the arms of a case."""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.case import Arm, Case, Regimen, parse_regimen
from exoburn.errors import InputError

#: class of product in a regimen -> product in the price table
_PRICED = {"vesicle": "exosome", "prp": "prp", "msc": "msc"}


@dataclass(frozen=True, slots=True)
class Sessions:
    """A course to be priced: what of, in how many sessions, told how; `laser` sessions beside."""

    name: str
    product: str
    count: int
    text: str
    laser: int = 0


def sessions_of_regimen(sentence: str, *, key: str = "--regimen") -> Sessions:
    """The sessions of a sentence: one on every day on which it gives something.

    >>> sessions_of_regimen("1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1")
    Sessions(name='regimen', product='exosome', count=4, text='1e10 particles/cm2 in hydrogel, \
topical, every 3 days x 4 from day 1', laser=0)
    """
    try:
        regimen = parse_regimen(sentence)
    except InputError as error:
        error.key = f"{key}: {error.key}" if error.key else key
        raise
    product = _PRICED[regimen.product_class]
    return Sessions("regimen", product, len(regimen.days), str(regimen))


def sessions_of_case(case: Case) -> list[Sessions]:
    """A course for each product in each arm of a case that gives one, in the order of the arms."""
    return [course for arm in case.arms for course in _of_arm(arm)]


def _of_arm(arm: Arm) -> list[Sessions]:
    by_product: dict[str, list[Regimen]] = {}
    for regimen in arm.regimens:
        if regimen.amount > 0:
            by_product.setdefault(_PRICED[regimen.product_class], []).append(regimen)
    laser = len(arm.laser_days) if arm.laser != "none" else 0
    found = []
    for product, given in by_product.items():
        days = {day for regimen in given for day in regimen.days}
        text = " + ".join(str(regimen) for regimen in given)
        found.append(Sessions(arm.name, product, len(days), text, laser))
        laser = 0  # billed once an arm
    return found
