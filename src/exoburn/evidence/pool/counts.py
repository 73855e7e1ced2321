"""Effect sizes of counts: events among group 1 (treated) against group 2 (control)."""

from __future__ import annotations

from typing import Any

import numpy as np

from exoburn.errors import InputError
from exoburn.evidence.pool.effects import Effects, choose, read, rows_in_words
from exoburn.evidence.pool.rows import Array

ZERO_CELLS = ("half", "by_arm", "refuse")


def log_odds_ratio(
    events1: Any, n1: Any, events2: Any, n2: Any, zero_cells: str = "half"
) -> Effects:
    """Log odds ratio; see `corrected` for tables with an empty cell.

    >>> done = log_odds_ratio(4, 123, 11, 139)
    >>> round(done.effect.item(), 6), round(done.variance.item(), 6)
    (-0.938694, 0.357125)
    """
    (a, b, c, d), notes = corrected(events1, n1, events2, n2, zero_cells)
    return Effects(np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d, "log OR", notes)


def log_risk_ratio(
    events1: Any, n1: Any, events2: Any, n2: Any, zero_cells: str = "half"
) -> Effects:
    """Log risk ratio; see `corrected` for tables with an empty cell.

    >>> done = log_risk_ratio(4, 123, 11, 139)
    >>> round(done.effect.item(), 6), round(done.variance.item(), 6)
    (-0.889311, 0.325585)
    """
    (a, b, c, d), notes = corrected(events1, n1, events2, n2, zero_cells)
    size1, size2 = a + b, c + d
    return Effects(
        np.log(a / size1) - np.log(c / size2), 1 / a - 1 / size1 + 1 / c - 1 / size2, "log RR",
        notes,
    )  # fmt: skip


def risk_difference(
    events1: Any, n1: Any, events2: Any, n2: Any, zero_cells: str = "half"
) -> Effects:
    """Difference of shares, uncorrected; a table with an empty cell lends its corrected variance.

    >>> done = risk_difference(4, 100, 10, 100)
    >>> round(done.effect.item(), 6), round(done.variance.item(), 6)
    (-0.06, 0.001284)
    """
    a0, k1, c0, k2 = tables(events1, n1, events2, n2)
    (a, b, c, d), notes = corrected(events1, n1, events2, n2, zero_cells)
    v = a * b / (a + b) ** 3 + c * d / (c + d) ** 3
    return Effects(a0 / k1 - c0 / k2, v, "RD", notes)


def corrected(
    events1: Any, n1: Any, events2: Any, n2: Any, zero_cells: str = "half"
) -> tuple[tuple[Array, Array, Array, Array], tuple[str, ...]]:
    """Cells a, b, c, d of each table, with something added where one is empty.

    `half` adds 1/2 to all four cells of a table with an empty cell (metafor's `to="only0"`,
    RevMan); `by_arm` adds n1/(n1+n2) to both cells of group 1 and n2/(n1+n2) to those of group 2,
    which moves the effect less when groups differ in size (Sweeting 2004, doi 10.1002/sim.1761);
    `refuse` stops. Tables without any event, or with events only, tell nothing about a ratio: the
    notes list them.

    >>> cells, notes = corrected(0, 10, 3, 10)
    >>> [float(x[0]) for x in cells], notes
    ([0.5, 10.5, 3.5, 7.5], ('half added for empty cells in row 1',))
    """
    choose("zero_cells", zero_cells, ZERO_CELLS)
    a, k1, c, k2 = tables(events1, n1, events2, n2)
    b, d = k1 - a, k2 - c
    empty = (a == 0) | (b == 0) | (c == 0) | (d == 0)
    if not empty.any():
        return (a, b, c, d), ()
    if zero_cells == "refuse":
        raise InputError("a table with an empty cell", key="events1", given=rows_in_words(empty),
                         allowed="zero_cells = half or by_arm")  # fmt: skip
    add1 = np.where(empty, 0.5 if zero_cells == "half" else k1 / (k1 + k2), 0.0)
    add2 = np.where(empty, 0.5 if zero_cells == "half" else k2 / (k1 + k2), 0.0)
    how = "half" if zero_cells == "half" else "a share by arm size"
    notes = [f"{how} added for empty cells in row {rows_in_words(empty)}"]
    silent = ((a == 0) & (c == 0)) | ((b == 0) & (d == 0))
    if silent.any():
        notes.append(f"row {rows_in_words(silent)} has one outcome only and tells no ratio")
    return (a + add1, b + add1, c + add2, d + add2), tuple(notes)


def tables(events1: Any, n1: Any, events2: Any, n2: Any) -> list[Array]:
    given = {"events1": events1, "n1": n1, "events2": events2, "n2": n2}
    found = read(given, {"events1": 0.0, "n1": 1.0, "events2": 0.0, "n2": 1.0})
    for key, events, size in (("events1", *found[:2]), ("events2", *found[2:])):
        bad = np.flatnonzero(events > size)
        if bad.size:
            raise InputError("more events than members", key=f"{key}[{bad[0]}]",
                             given=float(events[bad[0]]))  # fmt: skip
    return found
