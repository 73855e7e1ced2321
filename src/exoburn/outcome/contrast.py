"""One arm against the first, paired within each draw.

Arms share their draws, so a difference is taken inside a draw and only then summarised. A draw in
which neither arm reached a time is a tie; one that only the arm reached is better by infinity.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.errors import EngineError
from exoburn.outcome.constants import constant
from exoburn.outcome.course import Floats
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.quantiles import BAND, by_theta, finite, quantile, with_odds
from exoburn.outcome.registry import Outcome, registry


@dataclass(frozen=True)
class Contrast:
    """Arm minus first arm. The last three are given for vesicle arms only.

    `probability_any_effect` is the share of draws in which the vesicles acted at all (neither
    null by knowledge nor a failed lot); `if_active` is the difference among those.
    """

    median: float | None
    p05: float | None
    p95: float | None
    probability_better: float | None
    restricted_mean_difference: float | None
    mean: float | None = None
    probability_any_effect: float | None = None
    if_active: dict[str, float | None] | None = None

    def as_json(self) -> dict[str, object]:
        """The object under `contrasts.<id>` of `exoburn.simulate/1`."""
        entry: dict[str, object] = {
            "median": self.median,
            "p05": self.p05,
            "p95": self.p95,
            "probability_better": self.probability_better,
            "restricted_mean_difference": self.restricted_mean_difference,
        }
        if self.probability_any_effect is not None:
            entry["probability_any_effect"] = self.probability_any_effect
            entry["mean"] = self.mean
            entry["if_active"] = self.if_active
        return entry


def difference(arm: Floats, first: Floats) -> Floats:
    """Arm minus first arm, draw by draw: unreached against unreached is 0.

    >>> difference(np.array([5.0, np.inf, np.inf]), np.array([7.0, np.inf, 9.0])).tolist()
    [-2.0, 0.0, inf]
    """
    tied = arm == first  # infinite ones included
    return np.where(tied, 0.0, np.where(tied, 0.0, arm) - np.where(tied, 0.0, first))


def probability_better(gain: Floats, better: str, *, resolution: float = 0.0) -> float | None:
    """Share of draws in which the difference is for the better; ties count half.

    A difference of no more than `resolution`, below what the solver can tell apart, is a tie.

    >>> probability_better(np.array([-1.0, 0.0, np.inf, -2.0]), "lower")
    0.625
    """
    if better == "none":
        return None
    sign = -1.0 if better == "lower" else 1.0
    won = np.mean(sign * gain > resolution)
    return float(won + 0.5 * np.mean(np.abs(gain) <= resolution))


def contrast(
    id: str,
    arm: PerDraw,
    first: PerDraw,
    *,
    theta: ArrayLike,
    horizon: float,
    active: NDArray[np.bool_] | None = None,
) -> Contrast | None:
    """Contrast of one outcome, or None where one of the arms has none.

    `theta` (n_draws,) is the knowledge coordinate; `horizon` restricts times in
    `restricted_mean_difference`; `active` (n_draws,) marks the draws in which the vesicles of a
    vesicle arm did anything, and brings `probability_any_effect`, `mean` and `if_active`.

    >>> a, b = PerDraw(np.array([18.0, 20.0, np.inf])), PerDraw(np.array([20.0, 20.0, 40.0]))
    >>> c = contrast("t95_days", a, b, theta=[0, 1, 2], horizon=60)
    >>> c.median, c.probability_better, c.restricted_mean_difference
    (0.0, 0.5, 6.0)
    """
    row = registry()[id]
    if not (arm.ok and first.ok):
        return None
    both = _marks(arm) & _marks(first)
    if not both.any():
        return None
    group = np.asarray(theta, np.int64)
    full = _gains(row, arm, first, group, both)
    median, low, high = (finite(quantile(full, share)) for share in BAND)
    better = probability_better(full, row.better, resolution=constant(f"resolution_{row.type}"))
    restricted = _restricted(row, arm, first, group, both, horizon)
    if active is None:
        return Contrast(median, low, high, better, restricted)
    if active.shape != arm.values.shape:
        raise EngineError("`active` needs one mark a draw")
    extra = None
    if (both & active).any():
        some = _gains(row, arm, first, group, both & active)
        names = ("median", "p05", "p95")
        extra = {k: finite(quantile(some, s)) for k, s in zip(names, BAND, strict=True)}
    return Contrast(
        median, low, high, better, restricted,
        mean=finite(float(np.mean(full))) if np.isfinite(full).all() else None,
        probability_any_effect=float(np.mean(active)),
        if_active=extra,
    )  # fmt: skip


def sentence_of_nulls(active: NDArray[np.bool_], *, of: int = 100) -> str:
    """The sentence that leads a report on vesicles.

    >>> sentence_of_nulls(np.array([True, False, False, True, False]))
    'In 60 of 100 runs the product did nothing.'
    """
    return f"In {round(of * float(np.mean(~active)))} of {of} runs the product did nothing."


def _marks(found: PerDraw) -> NDArray[np.bool_]:
    return np.ones(found.values.shape, bool) if found.applies is None else found.applies


def _gains(
    row: Outcome, arm: PerDraw, first: PerDraw, group: NDArray[np.int64], keep: NDArray[np.bool_]
) -> Floats:
    """Differences by draw; for a probability by knowledge draw, chance integrated."""
    a, b = arm.values[keep], first.values[keep]
    if row.type != "probability":
        return difference(a, b)
    share_a = with_odds(by_theta(a, group[keep]), arm.odds)
    return share_a - with_odds(by_theta(b, group[keep]), first.odds)


def _restricted(
    row: Outcome, arm: PerDraw, first: PerDraw, group: NDArray[np.int64],
    keep: NDArray[np.bool_], horizon: float,
) -> float | None:  # fmt: skip
    """Difference of means, times cut at the horizon."""
    if row.type != "time":
        return finite(float(np.mean(_gains(row, arm, first, group, keep))))
    cut_arm, cut_first = (np.minimum(x.values[keep], horizon) for x in (arm, first))
    return float(np.mean(cut_arm - cut_first))
