"""Draws of an outcome become a median, a band and a mean, in the shape the JSON promises.

Percentiles of a time treat "not reached" as plus infinity and print null there. A probability is
integrated over persons within each knowledge draw first; its band is knowledge, not chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoburn.outcome.course import Floats
from exoburn.outcome.perdraw import BEYOND, OK, PerDraw
from exoburn.outcome.quantiles import BAND, by_theta, finite, mean, quantile, with_odds
from exoburn.outcome.registry import Outcome, registry


@dataclass(frozen=True)
class Summary:
    """One outcome of one arm as reported; None stands for a number at infinity or absent.

    `reached` is the share of draws that reached a time, None for other types. `variance_share`
    maps people, knowledge, lot and model to shares that sum to 1, or is None.
    """

    median: float | None
    p05: float | None
    p95: float | None
    mean: float | None
    unit: str
    status: str
    reason: str = ""
    reached: float | None = None
    variance_share: Mapping[str, float] | None = None

    def as_json(self) -> dict[str, object]:
        """The object under `outcomes.<id>` of `exoburn.simulate/1`."""
        entry: dict[str, object] = {
            "median": self.median,
            "p05": self.p05,
            "p95": self.p95,
            "mean": self.mean,
            "unit": self.unit,
            "status": self.status,
            "reached": self.reached,
            "variance_share": None if self.variance_share is None else dict(self.variance_share),
        }
        return entry | ({"reason": self.reason} if self.reason else {})


def spread(row: Outcome, found: PerDraw, theta: ArrayLike) -> Floats:
    """The numbers whose percentiles are reported: draws, or shares by knowledge draw."""
    keep = slice(None) if found.applies is None else found.applies
    values = found.values[keep]
    if row.type != "probability":
        return values
    return with_odds(by_theta(values, np.asarray(theta)[keep]), found.odds)


def summarise(
    id: str,
    found: PerDraw,
    theta: ArrayLike,
    *,
    variance_share: Mapping[str, float] | None = None,
) -> Summary:
    """Summary of one outcome; `theta` (n_draws,) is the knowledge coordinate of each draw.

    >>> times = PerDraw(np.array([10.0, 20.0, 30.0, np.inf, np.inf]))
    >>> s = summarise("t95_days", times, np.arange(5))
    >>> s.median, s.p95, s.reached, s.status
    (30.0, None, 0.6, 'ok')
    """
    row = registry()[id]
    if not found.ok:
        reached = 0.0 if row.type == "time" and found.status == BEYOND else None
        nothing = (None, None, None, None)
        return Summary(*nothing, row.unit, found.status, found.reason, reached)
    values = spread(row, found, theta)
    median, low, high = (finite(quantile(values, share)) for share in BAND)
    reached = float(np.isfinite(values).mean()) if row.type == "time" else None
    status, reason = OK, found.reason
    if median is None:
        status, reason = BEYOND, reason or "fewer than half of the runs reached it"
    return Summary(
        median, low, high, mean(values), row.unit, status, reason, reached, variance_share
    )
