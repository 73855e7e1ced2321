"""Routes: where in the tissue a dose ends up, and over which share of the wound."""

from __future__ import annotations

import numpy as np

from exoburn.blocks.delivery.doses import Given
from exoburn.blocks.delivery.faces import default_faces, shares
from exoburn.blocks.drawing import Amount, Draw
from exoburn.data import parameters
from exoburn.errors import InputError

UM_PER_MM = 1000.0
ROUTES = (
    "topical", "spray", "injected", "wound_bed_injection", "microneedle", "dissolving_needle",
    "laser_assisted", "under_graft",
)  # fmt: skip
INJECTED = ("injected", "wound_bed_injection")
CHANNELS = ("microneedle", "laser_assisted")


def check_route(regimen: Given) -> None:
    """An InputError for a route that nobody knows."""
    if regimen.route not in ROUTES:
        raise InputError("unknown route", key="route", given=regimen.route, allowed=ROUTES)


def depth_mm(regimen: Given, draw: Draw) -> Amount:
    """Depth (mm) over which a dose is spread inside the tissue; 0 for one on the surface.

    An injection goes to its depth (default 1 mm), a dissolving needle 0.65 of its height, given
    cells talk to the upper 0.3 mm unless they are injected.
    """
    rows = parameters()
    if regimen.route in INJECTED:
        default = rows["injection_depth_mm"]
        return regimen.depth_mm if regimen.depth_mm is not None else draw(default)
    if regimen.route == "dissolving_needle":
        height = regimen.needle_um
        tall = height if height is not None else draw(rows["needle_height_um"])
        return tall / UM_PER_MM * draw(rows["needle_inserted"])
    if regimen.unit == "cells/cm2":
        return draw(rows["msc_depth_mm"])
    return 0.0


def injection_shares(depth: Amount) -> dict[str, Amount]:
    """Lane inputs inj_l: the share of an injection from 0 to `depth` mm in each layer.

    What lies below the last layer is counted as lost.

    >>> round(injection_shares(1.0)["inj_9"], 3)
    0.4
    """
    faces = default_faces()
    depths = np.atleast_1d(np.asarray(depth, np.float64))
    table = np.array([shares(0.0, float(one), faces) for one in depths]).T
    columns = table if np.ndim(depth) else table[:, 0]
    return {
        f"inj_{i}": (column if np.ndim(depth) else float(column))
        for i, column in enumerate(columns, 1)
    }


def injection_count(regimen: Given, *, area_cm2: float) -> int:
    """Injections of one session, over `area_cm2` (stated, or the default grid)."""
    if regimen.injections is not None:
        return regimen.injections
    return max(1, round(parameters()["injections_per_cm2"].value * area_cm2))


def coverage(regimen: Given, *, area_cm2: float, draw: Draw) -> Amount:
    """Share of the wound that the injections of a session reach; 1 for every other route.

    Vesicles spread 0.115 cm2 around a 100 uL injection, in proportion to the volume.
    """
    if regimen.route not in INJECTED:
        return 1.0
    rows = parameters()
    volume = regimen.volume_ul
    ul = volume if volume is not None else rows["injection_volume_ul"].value
    reached = draw(rows["puddle_cm2_per_100ul"]) * ul / 100
    return np.minimum(1.0, injection_count(regimen, area_cm2=area_cm2) * reached / area_cm2)
