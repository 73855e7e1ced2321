"""Those we are compared with: libroadrunner on our SBML, SciPy's LSODA with our compiled rates.

Each returns, for a relative tolerance, trajectories (states, days, columns) and the seconds of CPU
that each column took. Absolute tolerances are rtol times the declared scale of each state, as ours.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from time import thread_time

import numpy as np
from numpy.typing import NDArray

from benchmarks.problem import DAYS, Problem
from exoburn.engine import Reference, compile_system
from exoburn.export.sbml import to_sbml

Floats = NDArray[np.float64]
Contestant = Callable[[float], tuple[Floats, Floats]]


def sbml(task: Problem) -> str:
    """The first column with its doses as SBML; other columns differ in parameters only."""
    return to_sbml(task.system, task.y0, task.p[:, 0], task.doses)


def roadrunner(task: Problem) -> Contestant:
    """libroadrunner (CVODE on machine code that it makes from SBML), one model, loaded once."""
    import roadrunner as rr

    rr.Logger.setLevel(rr.Logger.LOG_ERROR)
    machine = rr.RoadRunner(sbml(task))
    names = list(task.system.states)
    machine.timeCourseSelections = ["time", *names]
    machine.integrator.maximum_num_steps = 200_000
    count = len(machine.integrator.getAbsoluteToleranceVector())

    def run(rtol: float) -> tuple[Floats, Floats]:
        scales = task.system.scales
        if count != len(scales):
            raise SystemExit(f"libroadrunner integrates {count} states, not {len(scales)}")
        out, seconds = np.empty((len(names), len(DAYS), task.columns)), np.empty(task.columns)
        for c in range(task.columns):
            machine.resetToOrigin()
            machine.integrator.relative_tolerance = rtol
            machine.integrator.absolute_tolerance = (rtol * scales).tolist()
            for name, value in zip(task.system.parameters, task.p[:, c].tolist(), strict=True):
                machine[name] = value
            begin = thread_time()
            table = machine.simulate(DAYS[0], DAYS[-1], len(DAYS))
            seconds[c] = thread_time() - begin
            out[:, :, c] = np.asarray(table)[:, 1:].T
        return out, seconds

    return run


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

    def run(rtol: float) -> tuple[Floats, Floats]:
        out, seconds = np.empty((states, len(DAYS), task.columns)), np.empty(task.columns)
        for c in range(task.columns):
            begin = thread_time()
            out[:, :, c] = column(c, rtol)
            seconds[c] = thread_time() - begin
        return out, seconds

    return run
