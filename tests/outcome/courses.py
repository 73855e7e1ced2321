"""Courses to read outcomes from: made by hand, or taken from the shipped reference curves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoburn.data import table
from exoburn.outcome import ArmCourse, WoundCourse

OBSERVABLES = ("E", "eps", "D", "B", "V", "C", "Y", "P", "occupancy", "particles_per_cell")
HEALTHY = {"V": 1.0, "C": 1.0}


def reference_days() -> NDArray[np.float64]:
    """Days of the reference table (sparse: 20 from 0 to 365)."""
    keys = [key for key in table("reference_timecourses")[0] if key.startswith("day")]
    return np.array([float(key[3:]) for key in keys])


def reference_values(scenario: str) -> dict[str, NDArray[np.float32]]:
    """Observables of one reference scenario as one draw of one column."""
    found = {}
    for row in table("reference_timecourses"):
        if row["scenario"] == scenario:
            series = [float(row[key]) for key in row if key.startswith("day")]
            found[row["variable"]] = np.array(series, np.float32)[None, None, :]
    return found


def wound(
    values: Mapping[str, Any] | None = None, *, draws: int = 1, columns: int = 1, **fields: Any
) -> WoundCourse:
    """A wound; observables that are not given are those of healthy or untouched skin."""
    days = fields.pop("days", np.arange(0.0, 61.0))
    shape = (draws, columns, len(days))
    filled = {name: np.full(shape, HEALTHY.get(name, 0.0), np.float32) for name in OBSERVABLES}
    for name, value in (values or {}).items():
        filled[name] = np.broadcast_to(np.asarray(value, np.float32), shape)
    defaults: dict[str, Any] = {
        "name": "wound",
        "kind": "burn",
        "area_cm2": 16.0,
        "radius_mm": 40 / np.sqrt(np.pi),
        "weights": np.full((draws, columns), 1 / columns),
        "depth_fraction": np.full(draws, 0.5),
        "full_thickness": False,
        "grafted_on": np.full(draws, np.nan),
        "operations": np.zeros(draws),
    }
    return WoundCourse(days=days, values=filled, **(defaults | fields))


def reference_wound(scenario: str, **fields: Any) -> WoundCourse:
    """A wound that follows one reference scenario."""
    full = scenario.startswith("full")
    fields = {"days": reference_days(), "full_thickness": full} | fields
    return wound(reference_values(scenario), **fields)


def arm(*wounds: WoundCourse, **fields: Any) -> ArmCourse:
    """An arm with these wounds: outpatient adult, no schedule, everyone average."""
    draws = wounds[0].draws
    defaults: dict[str, Any] = {
        "name": "arm",
        "kind": "standard",
        "dressing_days": (),
        "dressing_pain": 0.0,
        "session_days": (),
        "punctures_per_session": (),
        "inpatient": False,
        "age_years": 35.0,
        "pain_effect": np.zeros(draws),
        "breakdown": np.full(draws, 0.5),
        "theta": np.arange(draws),
        "person": np.zeros(draws, np.int64),
        "unsterile_odds": 1.0,
    }
    return ArmCourse(wounds=wounds, **(defaults | fields))


def closing(days: NDArray[np.float64], times: Any, *, steep: float = 1.0) -> NDArray[np.float32]:
    """Coverage (n, 1, n_days) that passes 95 % on each of these days and 99.5 % soon after."""
    at = np.asarray(times, np.float64)[:, None]
    exponent = np.log(0.05) - steep * (days[None, :] - at)
    return (1 - np.exp(np.minimum(exponent, 0)))[:, None, :].astype(np.float32)
