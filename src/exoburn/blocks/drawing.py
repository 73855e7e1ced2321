"""Numbers with ranges in our own tables, turned into parameters that a run can draw from.

A plan of doses or of care asks `draw(row)` for every number it needs: the central value by
default, or one value a draw where the simulator says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from exoburn.data import Parameter

Floats = NDArray[np.float64]
#: A number, or one number a draw.
Amount = float | Floats
#: From a row to its value, or to one value a draw, in the row's unit.
Draw = Callable[[Parameter], Amount]


def central(row: Parameter) -> Amount:
    """The central value: what a plan uses unless it is told to draw."""
    return row.value


def cell_parameter(
    row: Mapping[str, str], column: str, *, id: str, unit: str, dist: str, kind: str = "care"
) -> Parameter:
    """The parameter in columns `column`, `column_low`, `column_high` of a table's row.

    `dist` is the distribution if the row has a range, see `exoburn.data.parameters`.

    >>> row = {"x": "2", "x_low": "1", "x_high": "4", "source": "assumed"}
    >>> cell_parameter(row, "x", id="k", unit="1/day", dist="lognormal").high
    4.0
    """
    low, high = row.get(f"{column}_low", ""), row.get(f"{column}_high", "")
    ranged = low != "" and high != "" and low != high
    return Parameter(
        id=id,
        value=float(row[column]),
        low=float(low) if ranged else None,
        high=float(high) if ranged else None,
        dist=dist if ranged else "fixed",
        unit=unit,
        kind=kind,
        source=row.get("source", ""),
        verified=row.get("verified", "no"),
        claims_not="",
        note=row.get("note", ""),
    )
