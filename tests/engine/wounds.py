"""The whole wound as lanes for a kernel: depths by arms, with the constants of either ensemble."""

from __future__ import annotations

import numpy as np

from exoburn.blocks.delivery.lane import START, neutral
from exoburn.data.ensemble import SHIPPED, Ensemble
from exoburn.wound import burn_start, lane_parameters, old_scar_start, state_array, system

DAYS = np.arange(0.0, 366.0)
DEPTHS = (0.1, 0.2, 0.4, 0.55, 0.65, 0.8, 1.0, 1.15)
#: Arms by their events; amounts as the blocks take them.
ARMS = {
    "nothing": [],
    "gel": [(d, "topical", 1e10) for d in (1, 4, 7, 10)],
    "spray": [(d, "topical_free", 3e11) for d in (1, 2, 3)],
    "dressings": [(d, "dressing_change", 0.2) for d in range(2, 30, 2)]
    + [(d, "topical", 1e9) for d in range(2, 30, 4)],
    "cells": [(1, "cells", 1.0), (8, "cells", 1.0)],
    "platelets": [(d, "platelet_gel", 1.0) for d in (1, 5, 9)],
    "enzymatic": [(1, "enzymatic", 1.0), (6, "set_k_anti", 8.0), (16, "set_k_anti", 2.0)],
    "graft": [(3, "full_excision", 1.0), (3, "graft_1_1p5", 0.9), (4, "topical", 1e10)],
}


def constants(ensemble: str) -> dict[str, float]:
    """Constants of the whole system by id: the tables' own ("prior") or those that ship."""
    if ensemble == "prior":
        return {}
    median = Ensemble.read_bytes(SHIPPED.read_bytes()).median
    return {key: value for key, value in median.items() if key in system().parameters}


def lanes(ensemble: str = "prior"):
    """One lane for each depth and arm: start, parameters, events (lane, day, name, amount)."""
    whole = system()
    f = np.repeat(DEPTHS, len(ARMS))
    y0 = state_array(whole, burn_start(f) | START)
    own = {"R0": np.full(f.size, 22.57), "A_ref": np.full(f.size, 1e10)}
    values = constants(ensemble) | neutral() | own
    p = lane_parameters(whole, radius_mm=22.57, values=values)
    rows = [(lane, *event) for lane in range(f.size)
            for event in list(ARMS.values())[lane % len(ARMS)]]  # fmt: skip
    return y0, p, rows


def scar_lanes(ensemble: str = "prior"):
    """Old scars, early and late, with needles, lasers and vesicles: as `lanes`."""
    whole = system()
    starts = [(9.0, None), (9.0, 18.0), (5.0, 30.0), (11.2, 8.0)]
    y0 = np.array([state_array(whole, old_scar_start(v, months=m) | START) for v, m in starts]).T
    p = lane_parameters(whole, radius_mm=np.full(len(starts), 22.57),
                        values=constants(ensemble) | neutral())  # fmt: skip
    rows = [(lane, d, name, amount) for lane in range(len(starts)) for d, name, amount in (
        (0, "channels", 0.1), (0, "topical", 1e10), (14, "fractional_co2", 0.05),
        (14, "topical", 1e10), (30, "inject", 1e10), (60, "pdl", 0.5),
    )]  # fmt: skip
    return y0, p, rows
