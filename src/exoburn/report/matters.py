"""Is a difference large enough to matter? Below a smallest difference, how often is not told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from exoburn.data import table
from exoburn.outcome import Outcome
from exoburn.report.arms import Data

TOO_SMALL = "too small to matter"


@dataclass(frozen=True)
class Smallest:
    """The smallest difference that matters, in the shown unit (counts of 100 for chances)."""

    value: float
    words: str


@cache
def smallest(unit: str) -> Smallest | None:
    """By unit of an outcome; None where nobody said.

    >>> smallest("day").words, smallest("probability").value, smallest("particles/cell")
    ('1 day', 2.0, None)
    """
    for row in table("smallest_difference"):
        if row["unit"] == unit:
            return Smallest(float(row["smallest"]), row["words"])
    return None


def too_small(row: Outcome, gap: float) -> bool:
    """True if a difference (in the shown unit) is below the smallest that matters.

    >>> from exoburn.outcome import registry
    >>> too_small(registry()["vss_12mo"], -0.01), too_small(registry()["t95_days"], -2.0)
    (True, False)
    """
    least = smallest(row.unit)
    return least is not None and abs(gap) < least.value


def verdict(row: Outcome, gap: Data) -> str:
    """Whether a difference matters, from its median and the range of 90 % of runs.

    >>> from exoburn.outcome import registry
    >>> t95 = registry()["t95_days"]
    >>> verdict(t95, {"median": -0.3, "p05": -0.6, "p95": 0.0})
    'too small to matter: under 1 day in 90 of 100 runs'
    >>> verdict(t95, {"median": -0.3, "p05": -2.8, "p95": 0.0})
    'too small to matter in the middle run: under 1 day'
    >>> verdict(t95, {"median": -4.6, "p05": -8.8, "p95": 0.7})
    'large enough to matter in the middle run: 1 day or more'
    """
    least = smallest(row.unit)
    scale = 100.0 if row.type == "probability" else 1.0
    middle, *ends = (
        None if gap.get(key) is None else scale * gap[key] for key in ("median", "p05", "p95")
    )
    if least is None or middle is None:
        return ""
    if abs(middle) >= least.value:
        everywhere = all(e is None or (e * middle > 0 and abs(e) >= least.value) for e in ends)
        where = "" if everywhere else " in the middle run"
        return f"large enough to matter{where}: {least.words} or more"
    if any(end is None or abs(end) >= least.value for end in ends):
        return f"{TOO_SMALL} in the middle run: under {least.words}"
    return f"{TOO_SMALL}: under {least.words} in 90 of 100 runs"
