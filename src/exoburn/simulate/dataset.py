"""The labelled arrays of a run: observables by arm, draw, wound and day, in single precision."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.course import ArmCourse, WoundCourse
from exoburn.outcome.pain import HIGH, LOW, daily_wound_pain, person_offset
from exoburn.outcome.reading import Reading, covered, open_area
from exoburn.outcome.scar import daily_scar_score
from exoburn.simulate.labelled import Coordinate, LabelledArrays, Observable

Singles = NDArray[np.float32]

#: name -> unit as UDUNITS writes it, and meaning
OBSERVABLES = {
    "percent_reepithelialised": ("percent", "share of the wound that is re-epithelialised"),
    "open_area_cm2": ("cm2", "open area; coverage and contraction both shrink it"),
    "log10_bacteria": ("1", "log10 of bacteria in CFU per gram, area mean on the log scale"),
    "inflammation": ("1", "pro-inflammatory signal P; 1 is half-saturating"),
    "vessels": ("1", "vessel density V; healthy skin is 1"),
    "collagen": ("1", "collagen C; healthy skin is 1"),
    "myofibroblasts": ("1000 mm-3", "myofibroblasts Y"),
    "pain_rest": ("1", "pain at rest, numeric rating scale of 0 to 10"),
    "scar_score": ("1", "VSS-like scar score, points of 13"),
    "occupancy": ("1", "mean occupancy of the four mechanisms' zones at potency 1, share"),
}
_STATES = {"inflammation": "P", "vessels": "V", "collagen": "C", "myofibroblasts": "Y",
           "occupancy": "occupancy"}  # fmt: skip
_LEAST_CFU = 1e-9  # 1 CFU/g, in the state's unit of 1e9 CFU/g


def observables_of(arm: ArmCourse) -> dict[str, dict[str, Singles]]:
    """wound -> observable -> (draws, days)."""
    reading = Reading(arm)
    return {wound.name: _of_wound(reading, wound) for wound in arm.wounds}


def _of_wound(reading: Reading, wound: WoundCourse) -> dict[str, Singles]:

    def log_b(bacteria: Singles) -> NDArray[np.float64]:
        return np.log10(np.maximum(bacteria.astype(np.float64), _LEAST_CFU) * 1e9)

    found = {
        "percent_reepithelialised": 100.0 * covered(wound),
        "open_area_cm2": open_area(wound),
        "log10_bacteria": wound.mean_of(log_b, "B"),
        "pain_rest": np.clip(daily_wound_pain(wound) + person_offset(reading)[:, None], LOW, HIGH),
        "scar_score": daily_scar_score(wound),
    }
    found |= {name: wound.mean(state) for name, state in _STATES.items()}
    return {name: np.asarray(values, np.float32) for name, values in found.items()}


def dataset_of(
    arms: Sequence[tuple[ArmCourse, Mapping[str, Mapping[str, Singles]]]],
    middle: Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]],
    attributes: Mapping[str, str | int],
) -> LabelledArrays:
    """The labelled arrays of all arms: arm, draw, wound, day; nan where an arm has no such wound.

    `middle` maps an arm to depths (mm) and the tissue concentration (depths, days) of its median
    draw, in particles/mL.
    """
    first = arms[0][0]
    wounds: dict[str, WoundCourse] = {}
    for arm, _ in arms:
        for wound in arm.wounds:
            wounds.setdefault(wound.name, wound)
    names, each = list(wounds), list(wounds.values())
    shape = (first.draws, len(names), len(first.days))
    observables = {
        key: Observable(
            ("draw", "wound", "day"),
            _of_arm([found for _, found in arms], key, names, shape),
            {"units": unit, "long_name": meaning},
        )
        for key, (unit, meaning) in OBSERVABLES.items()
    }
    coordinates = {
        "arm": Coordinate("arm", np.array([arm.name for arm, _ in arms]), _label("arm")),
        "arm_kind": Coordinate(
            "arm", np.array([arm.kind for arm, _ in arms]), _label("kind of the arm")
        ),
        "draw": Coordinate("draw", np.arange(first.draws), _count("joint sample")),
        "theta": Coordinate("draw", first.theta, _count("knowledge index of the draw")),
        "person": Coordinate("draw", first.person, _count("person of the draw")),
        "wound": Coordinate("wound", np.array(names), _label("wound")),
        "wound_kind": Coordinate(
            "wound", np.array([wound.kind for wound in each]), _label("kind of the wound")
        ),
        "wound_area_cm2": Coordinate(
            "wound", np.array([wound.area_cm2 for wound in each]),
            {"units": "cm2", "long_name": "area of the wound when it was made"},
        ),
        "day": Coordinate(
            "day", first.days,
            {"units": "day", "long_name": "days since the burn, or since the first session"},
        ),
    }  # fmt: skip
    if middle:
        depth = next(iter(middle.values()))[0]
        blank = np.zeros((len(depth), len(first.days)), np.float32)
        tissue = [
            middle[arm.name][1].astype(np.float32) if arm.name in middle else blank
            for arm, _ in arms
        ]
        observables["tissue_concentration"] = Observable(
            ("depth_mm", "day"), tissue.__getitem__,
            {"units": "cm-3", "long_name": "free vesicles by depth, median draw"},
        )  # fmt: skip
        coordinates["depth_mm"] = Coordinate(
            "depth_mm", depth,
            {"units": "mm", "positive": "down", "long_name": "depth below the surface"},
        )  # fmt: skip
    return LabelledArrays(observables, coordinates, dict(attributes))


def _of_arm(
    found: Sequence[Mapping[str, Mapping[str, Singles]]],
    key: str,
    names: Sequence[str],
    shape: tuple[int, int, int],
) -> Callable[[int], Singles]:
    """One observable of an arm by (draw, wound, day), put together when asked for."""

    def of_arm(i: int) -> Singles:
        values = np.full(shape, np.nan, np.float32)
        for name, each in found[i].items():
            values[:, names.index(name)] = each[key]
        return values

    return of_arm


def _label(meaning: str) -> dict[str, str]:
    return {"long_name": meaning}


def _count(meaning: str) -> dict[str, str]:
    return {"units": "1", "long_name": meaning}
