"""Curves of an arm from the labelled arrays of a result: median, 50 and 90 % bands by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.report.styles import Style
from exoburn.simulate.labelled import LabelledArrays

Floats = NDArray[np.float64]

#: shares of draws below the five lines of a band plot
LINES = (0.05, 0.25, 0.5, 0.75, 0.95)
MEDIAN = 2
_SKIN = ("burn", "scar")


@dataclass(frozen=True)
class ArmCurve:
    """One observable of one arm: `lines` (5, n_days) are those of LINES, low to high.

    `doses` are days on which a product or laser was given; `operations` pairs of a day and the
    share of draws that were operated on.
    """

    name: str
    style: Style
    days: Floats
    lines: Floats
    doses: tuple[float, ...] = ()
    operations: tuple[tuple[float, float], ...] = ()

    @property
    def median(self) -> Floats:
        """The middle line."""
        return self.lines[MEDIAN]

    def on(self, day: float) -> tuple[float, float, float]:
        """Median, 5 and 95 % line on a day (linear between days)."""
        low, middle, high = (
            float(np.interp(day, self.days, self.lines[i])) for i in (0, MEDIAN, len(LINES) - 1)
        )
        return middle, low, high


def band_lines(
    arrays: LabelledArrays, names: Sequence[str], arm: str, days: Sequence[float]
) -> Floats | None:
    """Lines (5, n_days) of the first of `names` that there is; None if there is none.

    Wounds are weighted by their area; donor sites are left out.
    """
    found = next((name for name in names if name in arrays.observables), None)
    if found is None:
        return None
    chosen = _weights(arrays)
    order = arrays.of(found, arm)[:, :, arrays.nearest("day", days)].astype(np.float64)
    own = np.isfinite(order).all(axis=(0, 2)) & (chosen > 0)
    if not own.any():
        return None
    weights = chosen[own] / chosen[own].sum()
    by_draw = np.einsum("w,dwt->dt", weights, order[:, own])
    return np.quantile(by_draw, LINES, axis=0)


def _weights(arrays: LabelledArrays) -> Floats:
    areas = arrays.labels("wound_area_cm2").astype(np.float64)
    return np.where(np.isin(arrays.labels("wound_kind"), _SKIN), areas, 0.0)


def sampled_days(last: float, horizon: float, *, most: int = 90) -> list[float]:
    """Days at which a curve is drawn: every day if few, else evenly spread, the end included.

    >>> sampled_days(5, 730)
    [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    >>> len(sampled_days(730, 730)), sampled_days(730, 730)[-1]
    (91, 730.0)
    """
    last = min(last, horizon)
    if last <= most:
        return [float(d) for d in range(int(last) + 1)]
    return sorted({float(round(last * i / most)) for i in range(most + 1)})
