"""Those we are compared with, seen alike; libroadrunner on our SBML, SciPy with our compiled rates.

Absolute tolerances are rtol times the declared scale of each state, as ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from time import thread_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.problem import DAYS, Problem
from exoburn.engine import Reference, compile_system
from exoburn.export.sbml import to_sbml

Floats = NDArray[np.float64]
#: columns, relative tolerance -> trajectories (states, days, columns), seconds of CPU.
Course = Callable[[NDArray[np.int64], float], tuple[Floats, float]]


@dataclass(frozen=True)
class Contestant:
    """An integrator of the problem's columns.

    `run` gives all states; `batch` is how many columns it likes to have at once (None: all);
    `counts` what it needed a column, where it tells.
    """

    run: Course
    batch: int | None = 1
    counts: Callable[[NDArray[np.int64], float], dict[str, float]] | None = None


def column_by_column(column: Callable[[int, float], Floats]) -> Course:
    """A course from a function of one column and the tolerance; -> (states, days)."""

    def run(columns: NDArray[np.int64], rtol: float) -> tuple[Floats, float]:
        begin = thread_time()
        found = [column(c, rtol) for c in columns.tolist()]
        return np.stack(found, axis=2), thread_time() - begin

    return run


def sbml(task: Problem) -> str:
    """The first column with its doses as SBML; other columns differ in parameters only."""
    return to_sbml(task.system, task.y0, task.p[:, 0], task.doses)


def roadrunner(task: Problem) -> Contestant:
    """libroadrunner (CVODE on machine code that it makes from SBML), one model, loaded once.

    Setting a column's parameters is not timed.
    """
    import roadrunner as rr

    rr.Logger.setLevel(rr.Logger.LOG_ERROR)
    machine = rr.RoadRunner(sbml(task))
    names = list(task.system.states)
    machine.timeCourseSelections = ["time", *names]
    machine.integrator.maximum_num_steps = 200_000
    count = len(machine.integrator.getAbsoluteToleranceVector())
    scales = task.system.scales
    if count != len(scales):
        raise SystemExit(f"libroadrunner integrates {count} states, not {len(scales)}")

    def run(columns: NDArray[np.int64], rtol: float) -> tuple[Floats, float]:
        out, seconds = np.empty((len(names), len(DAYS), columns.size)), 0.0
        for i, c in enumerate(columns.tolist()):
            machine.resetToOrigin()
            machine.integrator.relative_tolerance = rtol
            machine.integrator.absolute_tolerance = (rtol * scales).tolist()
            for name, value in zip(task.system.parameters, task.p[:, c].tolist(), strict=True):
                machine[name] = value
            begin = thread_time()
            table = machine.simulate(DAYS[0], DAYS[-1], len(DAYS))
            seconds += thread_time() - begin
            out[:, :, i] = np.asarray(table)[:, 1:].T
        return out, seconds

    return Contestant(run)


def scipy_lsoda(task: Problem) -> Contestant:
    """SciPy's odeint (LSODA); the right-hand side is our machine code, in its narrowest."""
    from scipy.integrate import odeint

    kernel, plain = compile_system(task.system, [], width=2), Reference(task.system)
    states, edges = len(kernel.states), [0.0, *(day for day, _, _ in task.doses), DAYS[-1]]

    def column(c: int, rtol: float) -> Floats:
        rates = kernel.rate_function(task.p[:, c])
        y, out = task.y0.copy(), np.empty((states, len(DAYS)))
        atol = rtol * task.system.scales
        for begin, end in pairwise(edges):
            for _, name, amount in (dose for dose in task.doses if dose[0] == begin):
                y, _ = plain.apply(name, y, task.p[:, c], amount)
            inside = (begin <= DAYS) & (end > DAYS)
            grid = np.append(DAYS[inside], end)
            path = odeint(lambda y, _t: rates(y), y, grid, rtol=rtol, atol=atol, mxstep=100_000)
            out[:, inside] = path[:-1].T
            y = path[-1]
        out[:, -1] = y
        return out

    return Contestant(column_by_column(column))


def ours(task: Problem, dtype: str, *, outputs: tuple[str, ...]) -> Contestant:
    """Our kernel, which gives these outputs of all columns side by side."""
    kernel = task.kernel(dtype, outputs=outputs)

    def run(columns: NDArray[np.int64], rtol: float) -> tuple[Floats, float]:
        part = task.some(columns)
        begin = thread_time()
        found = part.run(kernel, rtol)
        seconds = thread_time() - begin
        assert found.outputs is not None
        course = found.outputs.astype(np.float64)
        course[:, :, found.failed] = np.nan
        return course, seconds

    def counts(columns: NDArray[np.int64], rtol: float) -> dict[str, float]:
        found = task.some(columns).run(kernel, rtol)
        return {"steps": float(found.steps.mean()), "refused": float(found.rejected.mean())}

    return Contestant(run, batch=None, counts=counts)
