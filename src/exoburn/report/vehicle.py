"""What the product itself did: each arm against its own vehicle, with the same visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.wording import count_of_100, plain, span

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
    """Rows from `against_vehicle` of each arm, where the run carries it."""
    rows = []
    for arm in arms:
        found: Data = arm.data.get("against_vehicle") or {}
        for id in _IDS:
            gap = found.get(id)
            if gap is None:
                continue
            row = registry()[id]
            scale = 100.0 if row.type == "probability" else 1.0
            unit = {"time": "days", "probability": "of 100"}.get(row.type, row.unit)
            active = gap.get("if_active")
            share = gap.get("probability_any_effect")
            rows.append(
                VehicleRow(
                    arm, row.label, _gap(gap, scale, unit),
                    _gap(active, scale, unit) if active else "\u2013",
                    "\u2013" if share is None else count_of_100(share),
                )
            )  # fmt: skip
    return rows


def _gap(gap: Data, scale: float, unit: str) -> str:
    middle, low, high = (
        None if gap.get(key) is None else scale * gap[key] for key in ("median", "p05", "p95")
    )
    if middle is None:
        return "not finite"
    return f"{plain(middle)} {unit} ({span(low, high)})"
