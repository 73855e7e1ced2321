"""CVODE's BDF with KLU and the analytic sparse Jacobian, all in C: the strongest peer we know of.

Its rates, Jacobian and events are written from the same graph as our kernel's (c_code.py), so that
the two differ in method and machine code only. It is built for the benchmark from SUNDIALS 6 as
Debian has it (libsundials-dev, libsuitesparse-dev).

Debian compiles SUNDIALS without optimisation, which more than doubles its time here. `own_loops`
puts optimised loops over the states and the matrix in place of the library's (cvode_loops.h).
"""

from __future__ import annotations

import ctypes

import numpy as np
from numpy.typing import NDArray

from benchmarks.c_build import HERE, compiler, has_headers, shared_library
from benchmarks.c_code import c_code
from benchmarks.contestants import Contestant, Floats, column_by_column
from benchmarks.problem import DAYS, Problem
from exoburn.engine.model import build

_HEADERS = """
#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <sundials/sundials_config.h>
#include <sunlinsol/sunlinsol_klu.h>
#if SUNDIALS_VERSION_MAJOR != 6
#error another SUNDIALS
#endif
"""
_INCLUDE = ("-I/usr/include/suitesparse",)
_LIBRARIES = (
    "sundials_cvode", "sundials_nvecserial", "sundials_sunlinsolklu", "sundials_sunmatrixsparse",
    "klu",
)  # fmt: skip
#: What `integrate` counts.
COUNTS = ("steps", "right_hand_sides", "jacobians", "factorisations", "refused")


def lacking() -> str | None:
    """Why CVODE with KLU cannot take part, or None if it can."""
    if compiler() is None:
        return "no C compiler"
    if not has_headers(_HEADERS, _INCLUDE):
        return "no SUNDIALS 6 with KLU to build with (Debian: libsundials-dev, libsuitesparse-dev)"
    return None


def cvode_klu(task: Problem, *, own_loops: bool = False) -> Contestant:
    """CVODE on the problem's columns; a column that it cannot integrate is no number."""
    model = build(task.system, [])
    flags = [*_INCLUDE, *(["-DOWN_LOOPS"] if own_loops else [])]
    library = shared_library(c_code(model) + (HERE / "cvode.c").read_text(), flags, _LIBRARIES)
    if library.open_solver():
        raise SystemExit("CVODE's solver cannot be set up")
    doses = [dose for dose in task.doses if dose[0] <= DAYS[-1]]
    codes = [list(model.events).index(name) for _, name, _ in doses]
    days, amounts = (np.array([dose[i] for dose in doses]) for i in (0, 2))
    events = np.array(codes, np.intc)
    scales = np.ascontiguousarray(task.system.scales)
    p = np.ascontiguousarray(task.p.T)
    counts = np.zeros(len(COUNTS), ctypes.c_long)

    def column(c: int, rtol: float) -> Floats:
        out = np.empty((len(DAYS), len(model.states)))
        failed = library.integrate(
            _at(task.y0), _at(p[c]), _at(scales), ctypes.c_double(rtol), len(doses), _at(days),
            _at(events), _at(amounts), len(DAYS), _at(DAYS), _at(out), _at(counts),
        )  # fmt: skip
        return np.full(out.shape, np.nan).T if failed else out.T

    def steps(columns: NDArray[np.int64], rtol: float) -> dict[str, float]:
        counts[:] = 0
        for c in columns.tolist():
            column(c, rtol)
        return dict(zip(COUNTS, (counts / columns.size).tolist(), strict=True))

    return Contestant(column_by_column(column), counts=steps)


def _at(array: NDArray) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
