"""Units of the parameters as the engine holds them: rows keep the units of the literature."""

from __future__ import annotations

from exoburn.blocks.delivery.units import CONVERSIONS, factors
from exoburn.data import parameters


def table_units() -> dict[str, str]:
    """Unit of every parameter row after the conversion to day and cm that lanes get.

    >>> table_units()["k_b"], table_units()["v0"]
    ('1/day', 'mm/day')
    """
    converted = factors()
    return {
        name: CONVERSIONS.get(row.unit, (1.0, row.unit))[1] if name in converted else row.unit
        for name, row in parameters().items()
    }
