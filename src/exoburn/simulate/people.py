"""People and wounds differ: depth, speed of healing, bacteria, pain, graft take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from exoburn.blocks.injury.depth import Depth, class_range
from exoburn.case import Case
from exoburn.data import parameters
from exoburn.simulate.draws import Draws
from exoburn.wound.columns import column_count, columns

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class People:
    """What each draw's person brings to one wound: arrays (draws,) and columns (draws, k)."""

    depth_fraction: Floats
    column_f: Floats
    column_weight: Floats
    inoculum: Floats
    speed: Floats
    graft_take: Floats


def people_of(case: Case, depth: Depth, wound: int, draws: Draws) -> People:
    """Draw the people of one wound, number `wound` of the case.

    Two hands of one person are alike, not equal.

    Depth is normal about the assessed one, cut to its class unless the user gave an SD of
    their own (a measured SD may cross a class boundary). Inoculum in 1e9 CFU/g.
    """
    rows = parameters()
    who = wound_stream(case, wound)
    alike = rows["wounds_alike"].value
    mean = depth_draws(depth, ndtr(draws.wounds("depth", who, alike=alike)))
    f, weight = columns(mean, count=column_count(depth.depth_fraction))
    return People(
        depth_fraction=mean,
        column_f=f,
        column_weight=weight,
        inoculum=_inoculum(case, draws.wounds("inoculum", who, alike=alike)),
        speed=np.exp(draws.known(rows["person_speed_log_sd"]) * draws.people("speed")),
        graft_take=rows["graft_take"].quantile(
            ndtr(draws.wounds("graft_take", who, alike=alike))
        ),
    )


def wound_stream(case: Case, wound: int) -> str:
    """What chance knows a wound by: its name or its site, never its place in the list.

    Wounds of one site and without names are told apart by what is stated of them, largest first.
    """
    assert case.burn is not None
    wounds = case.burn.wounds
    named = wounds[wound].name
    if named is not None:
        return f"named {named}"
    twins = [i for i, w in enumerate(wounds) if w.name is None and w.site == wounds[wound].site]
    twins.sort(key=lambda i: (-wounds[i].area_cm2, wounds[i].model_dump_json(), i))
    return f"{wounds[wound].site} {twins.index(wound)}"


def depth_draws(depth: Depth, u: Floats) -> Floats:
    """Depth fractions at the cumulative probabilities `u` (draws,).

    >>> from exoburn.blocks.injury.assess import assess_wound
    >>> deep = assess_wound(site="thigh", depth="deep_partial")
    >>> f = depth_draws(deep, np.array([0.001, 0.5, 0.999]))
    >>> bool(0.33 < f[0] < f[1] < f[2] < 1.0), round(float(f[1]), 3)
    (True, 0.552)
    """
    centre, sd = depth.depth_fraction, depth.depth_sd
    if sd == 0 or depth.depth_class == "superficial":
        return np.full(u.shape, centre)
    top = parameters()["wound_f_max"].value
    low, high = (0.0, top) if depth.sd_entered else class_range(depth.depth_class)
    a, b = ndtr((low - centre) / sd), ndtr((min(high, top) - centre) / sd)
    return np.clip(centre + sd * ndtri(a + u * (b - a)), low, min(high, top))


def _inoculum(case: Case, z: Floats) -> Floats:
    rows, burn = parameters(), case.burn
    centre = rows["inoculum_log10"].value
    spread = rows["inoculum_log10_sd"].value
    if burn is not None and burn.log10_cfu_per_g is not None:
        centre, spread = burn.log10_cfu_per_g, rows["inoculum_measured_sd"].value
    elif burn is not None and burn.infected:
        centre, spread = rows["inoculum_infected"].value, rows["inoculum_measured_sd"].value
    elif case.patient.diabetes:
        centre += rows["inoculum_diabetes"].value
    return 10.0 ** (np.minimum(centre + spread * z, rows["inoculum_most"].value) - 9.0)
