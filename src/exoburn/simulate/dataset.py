"""The labelled arrays of a run: observables by arm, draw, wound and day, in single precision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.outcome.pain import HIGH, LOW, daily_wound_pain, person_offset
from exoburn.outcome.reading import Reading, covered, open_area
from exoburn.outcome.scar import daily_scar_score

if TYPE_CHECKING:
    import xarray as xr

Singles = NDArray[np.float32]

#: name -> unit and meaning
OBSERVABLES = {
    "percent_reepithelialised": ("%", "share of the wound that is re-epithelialised"),
    "open_area_cm2": ("cm2", "open area; coverage and contraction both shrink it"),
    "log10_bacteria": ("log10 CFU/g", "bacterial burden, area mean on the log scale"),
    "inflammation": ("half-saturating = 1", "pro-inflammatory signal P"),
    "vessels": ("healthy skin = 1", "vessel density V"),
    "collagen": ("healthy skin = 1", "collagen C"),
    "myofibroblasts": ("1000/mm3", "myofibroblasts Y"),
    "pain_rest": ("NRS 0-10", "pain at rest"),
    "scar_score": ("points of 13", "VSS-like scar score"),
    "occupancy": ("share", "mean occupancy of the four mechanisms' zones at potency 1"),
}
_STATES = {"inflammation": "P", "vessels": "V", "collagen": "C", "myofibroblasts": "Y",
           "occupancy": "occupancy"}  # fmt: skip
_LEAST_CFU = 1e-9  # 1 CFU/g, in the state's unit of 1e9 CFU/g


def observables_of(arm: ArmCourse) -> dict[str, dict[str, Singles]]:
    """wound -> observable -> (draws, days)."""
    reading = Reading(arm)
    return {wound.name: _of_wound(reading, wound) for wound in arm.wounds}


def _of_wound(reading: Reading, wound: WoundCourse) -> dict[str, Singles]:
    log_b = np.log10(np.maximum(wound.columns("B"), _LEAST_CFU) * 1e9)
    found = {
        "percent_reepithelialised": 100.0 * covered(wound),
        "open_area_cm2": open_area(wound),
        "log10_bacteria": wound.over_columns(log_b),
        "pain_rest": np.clip(daily_wound_pain(wound) + person_offset(reading)[:, None], LOW, HIGH),
        "scar_score": daily_scar_score(wound),
    }
    found |= {name: wound.mean(state) for name, state in _STATES.items()}
    return {name: np.asarray(values, np.float32) for name, values in found.items()}


def dataset_of(
    arms: Sequence[tuple[ArmCourse, Mapping[str, Mapping[str, Singles]]]],
    middle: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]],
    attributes: Mapping[str, str | int],
) -> xr.Dataset:
    """One dataset of all arms: dims arm, draw, wound, day; nan where an arm has no such wound.

    `middle` maps an arm to depths (mm) and the tissue concentration (depths, days) of its median
    draw, in particles/mL.
    """
    import xarray as xr

    first = arms[0][0]
    wounds: dict[str, WoundCourse] = {}
    for arm, _ in arms:
        for wound in arm.wounds:
            wounds.setdefault(wound.name, wound)
    names = list(wounds)
    shape = (len(arms), first.draws, len(names), len(first.days))
    dims = ("arm", "draw", "wound", "day")
    data = {}
    for key, (unit, meaning) in OBSERVABLES.items():
        values = np.full(shape, np.nan, np.float32)
        for i, (_, found) in enumerate(arms):
            for name, each in found.items():
                values[i, :, names.index(name)] = each[key]
        data[key] = (dims, values, {"units": unit, "long_name": meaning})
    coords = {
        "arm": [arm.name for arm, _ in arms],
        "arm_kind": ("arm", [arm.kind for arm, _ in arms]),
        "draw": np.arange(first.draws),
        "theta": ("draw", first.theta), "person": ("draw", first.person),
        "wound": names,
        "wound_kind": ("wound", [wound.kind for wound in wounds.values()]),
        "wound_area_cm2": ("wound", [wound.area_cm2 for wound in wounds.values()]),
        "day": ("day", first.days, {"units": "day"}),
    }  # fmt: skip
    if middle:
        depth = next(iter(middle.values()))[0]
        blank = np.zeros((len(depth), len(first.days)))
        stacked = np.stack([middle[a.name][1] if a.name in middle else blank for a, _ in arms])
        data["tissue_concentration"] = (
            ("arm", "depth_mm", "day"), stacked.astype(np.float32),
            {"units": "particles/mL", "long_name": "free vesicles by depth, median draw"},
        )  # fmt: skip
        coords["depth_mm"] = ("depth_mm", depth, {"units": "mm"})
    return xr.Dataset(data, coords=coords, attrs=dict(attributes))
