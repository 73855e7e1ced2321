"""Vehicles: how fast each lets go, how much it keeps, and what it does by itself."""

from __future__ import annotations

from collections.abc import Mapping

from exoburn.blocks.drawing import cell_parameter
from exoburn.data import Parameter, table
from exoburn.errors import InputError

#: Vehicles whose load is on the wound's surface at once.
FREE = ("saline", "spray")


def vehicle_row(id: str) -> Mapping[str, str]:
    """The table's row of a vehicle; an unknown id is an InputError.

    >>> vehicle_row("hydrogel")["label"]
    'plain hydrogel'
    """
    rows = {row["id"]: row for row in table("vehicles")}
    if id not in rows:
        raise InputError("unknown vehicle", key="vehicle", given=id, allowed=list(rows))
    return rows[id]


def release(id: str) -> dict[str, Parameter]:
    """Release of a vehicle as parameters with ranges: k_r (1/h), f_b, f_inf; k_prp (1/day).

    >>> sorted(release("hydrogel")), release("prf")["k_prp"].value
    (['f_b', 'f_inf', 'k_r'], 0.48)
    """
    row = vehicle_row(id)
    wanted = {"k_r": ("1/h", "lognormal"), "f_b": ("1", "pert"), "f_inf": ("1", "pert"),
              "k_prp": ("1/day", "lognormal")}  # fmt: skip
    return {
        key: cell_parameter(row, key, id=key, unit=unit, dist=dist, kind="delivery")
        for key, (unit, dist) in wanted.items()
        if row[key] != ""
    }


def moisture(id: str) -> tuple[Parameter, float]:
    """What the vehicle does to the inflammation of an open wound (factor on p_U), and for how long.

    >>> row, days = moisture("hydrogel")
    >>> row.value, days
    (0.9, 4.0)
    """
    row = vehicle_row(id)
    factor = cell_parameter(row, "p_U_x", id=f"p_U_x_{id}", unit="1", dist="pert", kind="delivery")
    return factor, float(row["moist_days"])
