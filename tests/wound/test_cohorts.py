"""Cohorts of people with one class of burn: closure is gradual, and spread as trials have it."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import ndtri

from exoburn.data import parameters
from exoburn.engine import compile_system
from exoburn.wound import (
    burn_start,
    columns,
    front_radius,
    healing_system,
    lane_parameters,
    state_array,
)

PEOPLE = 120
DAYS = np.arange(0.0, 121.0, 0.5)
#: Spread between people of one class: depth (model section 7) and log of the front's speed.
SPEED_LOG_SD = 0.25


def covered(f: NDArray, radius_mm: float, v0: NDArray) -> NDArray:
    """Coverage (days, people, columns) of wounds with columns of depth f (people, columns)."""
    system = healing_system()
    kernel = compile_system(system, outputs=("E",))
    p = lane_parameters(
        system, radius_mm=np.full(f.size, radius_mm), values={"v0": np.repeat(v0, f.shape[1])}
    )
    run = kernel.run(state_array(system, burn_start(f.ravel())), p, None, DAYS, rtol=1e-5)
    assert run.outputs is not None
    return run.outputs[0].reshape(len(DAYS), *f.shape)


def cohort(f_mean: float, f_sd: float) -> tuple[NDArray, NDArray]:
    """Coverage of a cohort (days, people) and each one's t95; people evenly over both spreads."""
    u = (np.arange(PEOPLE) + 0.5) / PEOPLE
    other = u[(np.arange(PEOPLE) * 47) % PEOPLE]
    v0 = parameters()["v0"].value * np.exp(SPEED_LOG_SD * ndtri(other))
    depth, weight = columns(np.clip(f_mean + f_sd * ndtri(u), 0.02, 1.0), count=5)
    wound = (covered(depth, front_radius(16.0), v0) * weight).sum(axis=-1)
    return wound, DAYS[(wound >= 0.95).argmax(axis=0)]


def test_superficial_burns_close_gradually_over_days_7_to_14():
    """Expected: a superficial partial burn closes over days 7 to 14, at no day all at once."""
    wound, day = cohort(0.20, 0.06)
    curve = np.interp([5.0, 7.0, 10.0, 14.0], DAYS, wound.mean(axis=1))
    assert curve[0] < 0.15
    assert 0.1 < curve[1] < 0.4
    assert 0.5 < curve[2] < 0.8
    assert curve[3] > 0.9
    assert np.diff(np.interp(np.arange(0.0, 30.0), DAYS, wound.mean(axis=1))).max() < 0.2
    assert 12 < np.median(day) < 14.5


def test_deep_partial_burns_close_over_weeks():
    """Expected: deep partial in 18 to 30 days; spread of log time 0.15 to 0.35 within the class.

    Trials have 0.25 to 0.5, which also holds patients' age, care and how a healed day is read.
    """
    _, day = cohort(0.55, 0.10)
    assert 20 < np.median(day) < 27
    assert np.quantile(day, 0.05) > 15
    assert 0.15 < np.log(day).std() < 0.35


@pytest.mark.parametrize(
    ("side_mm", "earliest", "latest"), [(5, 18, 35), (9, 25, 45), (30, 60, 90), (60, 90, 1e9)]
)
def test_full_thickness_closes_from_the_edge_or_not_at_all(side_mm, earliest, latest):
    """Expected: under 1 cm it closes from the edge; from 3 cm on it is open on day 60."""
    E = covered(np.array([[1.1]]), front_radius(side_mm**2 / 100), np.array([0.2186]))[:, 0, 0]
    day = DAYS[(E >= 0.95).argmax()] if (E >= 0.95).any() else np.inf
    assert earliest <= day <= latest or (np.isinf(day) and latest > 1e8)
