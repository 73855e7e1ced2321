"""Who the patient is: what diabetes, age and smoking do to healing. Skin tone changes nothing."""

from __future__ import annotations

import numpy as np

from exoburn.blocks.drawing import Amount, Draw, central
from exoburn.data import Parameter, table

SLOWS_FROM_YEARS = 40
CHILD_BELOW_YEARS = 15


def patient_factors(
    *,
    age_years: float,
    diabetes: bool = False,
    smoker: bool = False,
    draw: Draw = central,
) -> dict[str, Amount]:
    """Factors on parameters of the healing network by id; what is not named stays as it is.

    >>> round(patient_factors(age_years=65)["v0"], 3)
    0.7
    >>> patient_factors(age_years=30, smoker=True)
    {'v0': 0.9, 'k_V': 0.8}
    """
    found: dict[str, Amount] = {}

    def multiply(group: str) -> None:
        for row in table("patient_factors"):
            if row["id"] == group:
                name = row["parameter"]
                found[name] = found.get(name, 1.0) * draw(_parameter(row))

    if diabetes:
        multiply("diabetes")
    if smoker:
        multiply("smoker")
    if age_years < CHILD_BELOW_YEARS:
        multiply("child")
    if age_years > SLOWS_FROM_YEARS:
        rows = {row["id"]: _parameter(row) for row in table("patient_factors")}
        slope, floor = draw(rows["age_slope"]), draw(rows["age_floor"])
        aged = np.maximum(floor, 1 - slope * (age_years - SLOWS_FROM_YEARS))
        found["v0"] = found.get("v0", 1.0) * (aged if np.ndim(aged) else float(aged))
    return found


def _parameter(row: dict[str, str] | object) -> Parameter:
    assert isinstance(row, dict)
    return Parameter(
        id=f"patient_{row['id']}_{row['parameter']}",
        value=float(row["factor"]),
        low=float(row["low"]),
        high=float(row["high"]),
        dist="pert",
        unit="1",
        kind="care",
        source=row["source"],
        verified="no",
        claims_not="a measured factor",
        note=row["note"],
    )
