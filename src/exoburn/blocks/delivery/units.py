"""Units of the engine: day and cm. The rows keep the units of the literature.

Rates per hour become per day, um/h and um/s cm/day, um2/s cm2/day, hours days, um cm.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from exoburn.data import table

#: unit of a row -> (factor, unit in the engine)
CONVERSIONS: dict[str, tuple[float, str]] = {
    "1/h": (24.0, "1/day"),
    "mL/cell/h": (24.0, "mL/cell/day"),
    "um/h": (2.4e-3, "cm/day"),
    "um/s": (8.64, "cm/day"),
    "um2/s": (8.64e-4, "cm2/day"),
    "um": (1e-4, "cm"),
    "mm": (0.1, "cm"),
    "h": (1 / 24, "day"),
}
_OUR_TABLES = ("parameters_delivery", "parameters_therapy")

Number = TypeVar("Number")


@cache
def factors() -> Mapping[str, float]:
    """What to multiply each row of our tables by, by id.

    >>> factors()["k_b"], factors()["hill_ev"]
    (24.0, 1.0)
    """
    return {
        row["id"]: CONVERSIONS.get(row["unit"], (1.0, ""))[0]
        for name in _OUR_TABLES
        for row in table(name)
    }


def engine_units(values: Mapping[str, Number]) -> dict[str, Number]:
    """Values by id in the rows' units -> the same in day and cm; ids of other rooms unchanged.

    Values may be numbers or arrays (one a draw).

    >>> engine_units({"P_open": 18.0, "v0": 0.2186})["v0"]
    0.2186
    >>> round(engine_units({"P_open": 18.0})["P_open"], 4)
    0.0432
    """
    known = factors()
    return {
        key: value * known[key] if known.get(key, 1.0) != 1.0 else value  # type: ignore[operator]
        for key, value in values.items()
    }
