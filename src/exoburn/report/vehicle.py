"""What the product itself did: each arm against its own vehicle, with the same visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.wording import count_of_100, directed, gap_range

_IDS = ("t95_days", "hts_probability", "vss_12mo")


@dataclass(frozen=True)
class VehicleRow:
    """One arm and outcome: the difference from its vehicle arm, and the same if it acts."""

    arm: ArmView
    outcome: str
    gap: str
    if_active: str
    acts: str


def against_vehicle(arms: Sequence[ArmView]) -> list[VehicleRow]:
    """Rows of the arms that give a product, leading outcomes only."""
    rows = []
    for arm in arms:
        found: Data = arm.data.get("contrasts_vs_vehicle") or {}
        for id in _IDS:
            gap = found.get(id)
            if gap is None:
                continue
            active = gap.get("if_active")
            share = gap.get("probability_any_effect")
            rows.append(
                VehicleRow(
                    arm, registry()[id].label, gap_words(id, gap),
                    gap_words(id, active) if active else "\u2013",
                    "\u2013" if share is None else f"{count_of_100(share)} runs",
                )
            )  # fmt: skip
    return rows


def gap_words(id: str, gap: Data) -> str:
    """A difference with its direction and the range that holds 90 % of runs.

    >>> gap_words("t95_days", {"median": -0.31, "p05": -2.75, "p95": 0.0})
    '0.3 days earlier (\\u22122.8 to 0)'
    """
    row = registry()[id]
    unit = {"time": "days", "probability": "of 100"}.get(row.type, row.unit)
    scale = 100.0 if row.type == "probability" else 1.0
    middle, low, high = (
        None if gap.get(key) is None else scale * gap[key] for key in ("median", "p05", "p95")
    )
    if middle is None:
        return "not finite"
    words = {"time": ("earlier", "later"), "probability": ("fewer", "more")}
    less, more = words.get(row.type, ("lower", "higher"))
    if gap.get("unpaired"):
        return f"{directed(middle, unit, less, more)} (medians)"
    range_, words_ = gap_range(low, high, unit), directed(middle, unit, less, more)
    return words_ if range_ == "0 to 0" and words_ == "no difference" else f"{words_} ({range_})"
