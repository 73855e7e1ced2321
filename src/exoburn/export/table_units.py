"""Units of the parameters as the engine holds them: rows keep the units of the literature."""

from __future__ import annotations

import re

from exoburn.blocks.delivery.units import CONVERSIONS, factors
from exoburn.data import parameters
from exoburn.engine import System

#: what a case states has no row; switches and shares are numbers
_STATED = {"R0": "mm", "A_ref": "particles/cm2"}
#: sub-expressions that are bare numbers in the equations: the layers of the tissue
_LAYER = re.compile(r"depth_ref|[Ld]_\d+")
#: what the equations make of three rows whose unit column says less or more: particles are counted
#: per ug of protein, vessels take up a share a day, and a dying cell releases an amount at once
IN_EQUATIONS = {"ppm_ug": "particles/ug", "u_W": "1/day", "p_A": "-"}


def table_units(system: System | None = None) -> dict[str, str]:
    """Unit of every parameter row after the conversion to day and cm that lanes get.

    With a `system` also those of what has no row: what a case states, and the tissue's layers.

    >>> table_units()["k_b"], table_units()["v0"]
    ('1/day', 'mm/day')
    """
    converted = factors()
    found = {
        name: CONVERSIONS.get(row.unit, (1.0, row.unit))[1] if name in converted else row.unit
        for name, row in parameters().items()
    }
    found |= IN_EQUATIONS
    if system is not None:
        found |= {name: _STATED.get(name, "1") for name in system.parameters if name not in found}
        found |= {name: "cm" for name in system.named if _LAYER.fullmatch(name)}
    return found
