"""The solver's error is below what is stated, for every state on every example's median draw."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from exoburn.engine import Reference, compile_system
from exoburn.outcome import evaluate
from exoburn.simulate.arm_run import Stage, run_arm
from exoburn.simulate.cohort_kernels import COHORT_RTOL, RECORDED, CohortKernels
from exoburn.simulate.median_draw import RTOL, full_kernel
from exoburn.simulate.runner import Runner, lanes_of
from exoburn.wound import system
from tests.simulate.cases import FOLDER, NAMES, result_of, t95
from tests.simulate.lanes import Lanes, error, median_lanes

#: What is promised of every state and recorded number (model section 8).
STATED = 1e-3
DAYS = 180
GRID = np.arange(DAYS + 1.0)


@cache
def lanes(name: str) -> list[Lanes]:
    return list(median_lanes(name, days=DAYS))


def integrate(kernel, one: Lanes, rtol: float | None) -> np.ndarray:
    run = kernel.run(one.y0, one.p, one.schedule, GRID, rtol=rtol)
    assert not len(run.failed)
    assert run.outputs is not None
    return run.outputs


@pytest.mark.parametrize("name", NAMES)
def test_every_state_of_every_arm(name):
    """Borrows the kernel's own answer at 1e-10, which the next test holds against SciPy."""
    kernel = full_kernel()
    for one in lanes(name):
        truth = integrate(kernel, one, 1e-10)
        found = dict(zip(kernel.outputs, error(integrate(kernel, one, RTOL), truth), strict=True))
        worst = max(found, key=lambda key: found[key])
        assert found[worst] < STATED, (one.arm.name, one.plan.name, worst)


@pytest.mark.parametrize("name", NAMES)
def test_what_a_cohort_records(name):
    """The single-precision kernel that runs the draws, against the double one at 1e-10."""
    kernels, long = CohortKernels(), compile_system(system(), RECORDED)
    for one in lanes(name):
        truth = integrate(long, one, 1e-10)
        short = kernels.of(one.plan)
        y0, p, schedule = lanes_of(one.plan, float(DAYS), short.system)
        run = short.run(y0, p, schedule, GRID, rtol=COHORT_RTOL)
        assert run.outputs is not None
        assert not len(run.failed)
        own = truth[[RECORDED.index(key) for key in short.outputs]]
        found = dict(zip(short.outputs, error(run.outputs, own), strict=True))
        worst = max(found, key=lambda key: found[key])
        assert found[worst] < STATED, (one.arm.name, worst, found[worst])


@pytest.mark.parametrize("name", ["hand-scald", "leg-flame", "toddler-scald"])
def test_every_draw_closes_on_the_same_day(name):
    """Not the median draw alone: t95 of each draw as a run makes it, against a tight double run."""
    found = result_of(name, draws=20, days=120).findings
    tight = Runner(compile_system(system(), RECORDED), found.runner.days, rtol=1e-9)
    stage = Stage(found.case, FOLDER, found.knowledge, tight, found.injuries)
    for one in found.arms[:3]:
        truth = evaluate(run_arm(stage, one.arm)[1])["t95_days"].values
        np.testing.assert_allclose(t95(one), truth, atol=0.004)


@pytest.mark.parametrize(("name", "which"), [("hand-scald", "Exosome gel"), ("leg-flame", "Graft"),
                                             ("hand-scald", "Stem cells")])  # fmt: skip
def test_the_truth_is_scipy_s(name, which):
    """LSODA on the NumPy equations, events included, agrees with the kernel at 1e-10."""
    one = next(each for each in lanes(name) if each.arm.name.startswith(which))
    lane = one.y0.shape[1] // 2
    names = list(system().events)
    mine = np.asarray(one.schedule.lane) == lane
    events = [
        (float(day), names[int(code)], float(amount))
        for day, code, amount in zip(
            np.asarray(one.schedule.day)[mine], np.asarray(one.schedule.event)[mine],
            np.asarray(one.schedule.amount)[mine], strict=True,
        )
    ]  # fmt: skip
    days = np.array([0.0, 1.0, 2.5, 5.0, 8.0, 12.0])
    truth = Reference(system()).solve(
        one.y0[:, lane], one.p[:, lane], days, events=events, rtol=1e-10, atol=1e-18
    )
    run = full_kernel().run(one.y0, one.p, one.schedule, days, rtol=1e-10)
    assert run.outputs is not None
    seen = np.abs(truth).max(axis=1) > 1e-12  # what is smaller is not told apart from nothing
    assert error(run.outputs[:, :, lane : lane + 1], truth[:, :, None])[seen].max() < 1e-6
