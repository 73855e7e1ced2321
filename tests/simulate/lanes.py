"""The median draw of every arm of an example as lanes for a kernel, and the error of a state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from exoburn.engine import Schedule
from exoburn.simulate.arm_run import Stage, plan_wounds
from exoburn.simulate.arms import RunArm, arms_of
from exoburn.simulate.burn import injury_of
from exoburn.simulate.cohort_kernels import CohortKernels
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner, lanes_of
from exoburn.simulate.wound_plan import WoundPlan
from tests.simulate.cases import FOLDER, case_of


@dataclass(frozen=True)
class Lanes:
    """One wound of one arm in its median draw, ready to be integrated."""

    arm: RunArm
    plan: WoundPlan
    y0: np.ndarray
    p: np.ndarray
    schedule: Schedule


def median_lanes(name: str, *, days: int, folder: Path = FOLDER) -> Iterator[Lanes]:
    """Every wound (donor sites too) of every arm of an example, at the middle of all draws."""
    case = case_of(name, days=days)
    grid = np.arange(days + 1.0)
    injuries = [None if case.is_scar else injury_of(case, arm) for arm in case.arms]
    middle = Knowledge(Draws(1).median(), "default")
    stage = Stage(case, folder, middle, Runner(CohortKernels(), grid), injuries)
    for arm in arms_of(case):
        for plan in plan_wounds(stage, arm)[1]:
            yield Lanes(arm, plan, *lanes_of(plan, float(days)))


def error(y: np.ndarray, ref: np.ndarray) -> np.ndarray:
    """Model section 8: |y - ref| / (|ref| + 1e-3 max|ref| over the run); largest of each state.

    y, ref (states, days, lanes) -> (states,).
    """
    largest = np.abs(ref).max(axis=1, keepdims=True)
    size = np.abs(ref) + 1e-3 * largest
    gap = np.abs(np.asarray(y, np.float64) - ref)
    return np.where(largest > 0, gap / np.where(size > 0, size, 1), gap).max(axis=(1, 2))
