"""The size of a body: surface area, palms, and the revised Baux score.

Body surface: Mosteller 1987 sqrt(W H / 3600); DuBois 1916 0.007184 W^0.425 H^0.725; Haycock 1978
(with children) 0.024265 W^0.5378 H^0.3964; W in kg, H in cm, result in m2. Default: Haycock under
15 years, Mosteller from then on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from exoburn.data import number, parameters, table
from exoburn.errors import InputError

FORMULAS = ("mosteller", "dubois", "haycock")


@dataclass(frozen=True)
class Body:
    """Body surface in cm2, the formula, and what was not stated but looked up."""

    surface_cm2: float
    formula: str
    weight_kg: float
    height_cm: float
    notes: tuple[str, ...] = ()

    def percent(self, area_cm2: float) -> float:
        """Share of the body surface, %.

        >>> Body(18_000, "mosteller", 70, 167).percent(180)
        1.0
        """
        return 100.0 * area_cm2 / self.surface_cm2

    def area_cm2(self, percent: float) -> float:
        """Area of this share of the body surface, cm2."""
        return percent / 100.0 * self.surface_cm2


def body_surface_m2(weight_kg: float, height_cm: float, formula: str = "mosteller") -> float:
    """Body surface in m2 by a named formula.

    >>> [round(body_surface_m2(70, 170, name), 3) for name in FORMULAS]
    [1.818, 1.81, 1.826]
    """
    _check("weight_kg", weight_kg, 0.4, 400)
    _check("height_cm", height_cm, 20, 260)
    match formula:
        case "mosteller":
            return math.sqrt(weight_kg * height_cm / 3600)
        case "dubois":
            return 0.007184 * weight_kg**0.425 * height_cm**0.725
        case "haycock":
            return 0.024265 * weight_kg**0.5378 * height_cm**0.3964
    raise InputError("no such formula", key="formula", given=formula, allowed=FORMULAS)


def body_of(
    *,
    age_years: float | None = None,
    sex: str | None = None,
    weight_kg: float | None = None,
    height_cm: float | None = None,
    formula: str | None = None,
) -> Body:
    """Body of a person; what is not stated is the reference of that age and sex, and said so.

    >>> toddler = body_of(age_years=2, sex="female")
    >>> 5000 < toddler.surface_cm2 < 6000, toddler.formula
    (True, 'haycock')
    """
    notes: list[str] = []
    if age_years is not None:
        _check("age_years", age_years, 0, 120)
    if weight_kg is None or height_cm is None:
        usual_weight, usual_height = reference_body(age_years, sex)
        whom = "an adult" if age_years is None else f"age {age_years:g}"
        if weight_kg is None:
            notes.append(f"weight not stated: {usual_weight:.3g} kg, usual for {whom} (assumed)")
        if height_cm is None:
            notes.append(f"height not stated: {usual_height:.3g} cm, usual for {whom} (assumed)")
        weight_kg = usual_weight if weight_kg is None else weight_kg
        height_cm = usual_height if height_cm is None else height_cm
    name = formula or ("haycock" if age_years is not None and age_years < 15 else "mosteller")
    surface = body_surface_m2(weight_kg, height_cm, name) * 1e4
    return Body(surface, name, float(weight_kg), float(height_cm), tuple(notes))


def reference_body(age_years: float | None, sex: str | None) -> tuple[float, float]:
    """Usual weight in kg and height in cm at an age (None: adult), between rows linear.

    >>> reference_body(None, "male")
    (75.0, 176.0)
    """
    columns = ("male", "female") if sex not in ("male", "female") else (sex,)
    rows = [
        (number(row["age_years"]),
         sum(number(row[f"weight_{c}_kg"]) for c in columns) / len(columns),
         sum(number(row[f"height_{c}_cm"]) for c in columns) / len(columns))
        for row in table("body_reference")
    ]
    if age_years is None or age_years >= rows[-1][0]:
        return rows[-1][1:]
    for (a0, w0, h0), (a1, w1, h1) in pairwise(rows):
        if a0 <= age_years <= a1:
            x = (age_years - a0) / (a1 - a0)
            return w0 + x * (w1 - w0), h0 + x * (h1 - h0)
    return rows[0][1:]


def palms_percent(palms: float) -> float:
    """Percent of the body surface under this many of the patient's palms with fingers.

    >>> round(palms_percent(10), 6)
    7.8
    """
    _check("palms", palms, 0, 130)
    return palms * parameters()["injury_palm_percent"].value


def revised_baux(age_years: float, tbsa_percent: float, *, inhalation: bool = False) -> float:
    """Age + percent burned + 17 with inhalation (Osler 2010): a score, never a probability.

    >>> revised_baux(35, 45, inhalation=True)
    97.0
    """
    extra = parameters()["injury_rbaux_inhalation"].value if inhalation else 0.0
    return float(age_years) + float(tbsa_percent) + extra


def _check(key: str, value: float, low: float, high: float) -> None:
    if not (math.isfinite(value) and low <= value <= high):
        raise InputError("out of range", key=key, given=value, allowed=f"{low:g} to {high:g}")
