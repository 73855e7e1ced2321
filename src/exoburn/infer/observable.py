"""What published studies measure, and the scale on which errors of a prediction are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import table

Floats = NDArray[np.float64]

#: Least and most of a share on the logit scale: half a person in a hundred.
_EDGE = 0.005


@dataclass(frozen=True)
class Observable:
    """A row of `rows/observables.csv`.

    `scale` is log (times and counts), logit (percentages) or linear; `discrepancy` is the prior
    scale of what a study differs by for reasons no model of ours holds, on that scale.
    """

    id: str
    label: str
    unit: str
    statistics: tuple[str, ...]
    needs: tuple[str, ...]
    scale: str
    discrepancy: float
    low: float
    high: float
    meaning: str

    @property
    def is_share(self) -> bool:
        """True if people are counted: the number is a percentage of them."""
        return "percent" in self.statistics

    def scale_of(self, statistic: str) -> str:
        """Scale of a statistic of this observable; an SD and a ratio are on the log scale."""
        if statistic in ("sd", "ratio"):
            return "log"
        return "linear" if statistic == "difference" else self.scale


@cache
def observables() -> Mapping[str, Observable]:
    """All observables by id."""
    return {
        row["id"]: Observable(
            row["id"], row["label"], row["unit"], tuple(row["statistics"].split()),
            tuple(row["needs"].split()), row["scale"], float(row["discrepancy"]),
            float(row["low"]), float(row["high"]), row["meaning"],
        )
        for row in table("observables")
    }


def to_scale(scale: str, value: ArrayLike) -> Floats:
    """A value on the scale of its errors; percentages are kept half a percent off 0 and 100.

    >>> to_scale("logit", [0.0, 50.0]).round(2).tolist(), float(to_scale("log", 1.0))
    ([-5.29, 0.0], 0.0)
    """
    x = np.asarray(value, np.float64)
    if scale == "log":
        return np.log(np.maximum(x, 1e-3))
    if scale == "logit":
        p = np.clip(x / 100, _EDGE, 1 - _EDGE)
        return np.log(p / (1 - p))
    return x


def from_scale(scale: str, value: ArrayLike) -> Floats:
    """The inverse of `to_scale`.

    >>> float(from_scale("logit", to_scale("logit", 30.0)).round(6))
    30.0
    """
    x = np.asarray(value, np.float64)
    if scale == "log":
        return np.exp(x)
    return 100 / (1 + np.exp(-x)) if scale == "logit" else x
