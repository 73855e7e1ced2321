"""The C that the benchmark's peer runs on says what the equations say."""

from __future__ import annotations

import ctypes
import doctest
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from benchmarks.c_build import compiler, shared_library
from benchmarks.cvode import cvode_klu, lacking
from benchmarks.problem import DAYS, DOSE, Problem, errors, problem

from benchmarks import c_code
from exoburn.engine import Reference, System
from exoburn.engine.model import Model, build
from tests.engine.systems import PHARMACOKINETICS, PK_VALUES, one

needs_c = pytest.mark.skipif(compiler() is None, reason="no C compiler (gcc or cc)")

#: Every word of the equations once, away from its kinks and on both sides of them.
VOCABULARY = one(
    "vocabulary",
    """
    k2 = exp(k)*k
    a' = hill(a, k2, 3) - pos(a - b) + step(b - a)*k2 + min_(a, k)
    b' = max_(a, b)*log(a + b) + sqrt(b)/(1 + k) - powr(a, h)
    c' = bern(c) + bern(a - 0.3) - 1e-3*c**-2
    d' = 2.5
    """,
    {"a": 1.0, "b": 1.0, "c": 1.0, "d": 1.0},
)
VALUES = np.array([0.7, 1.3])
AT = [np.array(y) for y in ([0.3, 0.8, 2.0, 0.0], [1.9, 0.2, -3.0, 1.0], [0.5, 0.7, 1e-3, 2.0])]


class InC:
    """The functions of a system's C text on NumPy arrays."""

    def __init__(self, system: System) -> None:
        self.model: Model = build(system, [])
        self._library = shared_library(c_code.c_code(self.model))
        self._kept = np.zeros(10_000)

    def _call(self, name: str, *arguments: object) -> None:
        getattr(self._library, name)(
            *(ctypes.c_void_p(a.ctypes.data) if isinstance(a, np.ndarray) else a
              for a in arguments)
        )  # fmt: skip

    def rates(self, y: np.ndarray, p: np.ndarray) -> np.ndarray:
        found = np.empty(len(self.model.states))
        self._call("fix", p, self._kept)
        self._call("rates", y, p, self._kept, found)
        return found

    def slopes(self, y: np.ndarray, p: np.ndarray) -> np.ndarray:
        """The Jacobian, dense."""
        size = len(self.model.states)
        start = (ctypes.c_int * (size + 1)).in_dll(self._library, "COLUMN_START")
        row = (ctypes.c_int * start[size]).in_dll(self._library, "ROW")
        values, dense = np.empty(start[size]), np.zeros((size, size))
        self._call("fix", p, self._kept)
        self._call("slopes", y, p, self._kept, values)
        for j in range(size):
            rows = row[start[j] : start[j + 1]]
            assert rows == sorted(set(rows))
            assert j in rows
            dense[rows, j] = values[start[j] : start[j + 1]]
        return dense

    def happen(
        self, event: str, amount: float, y: np.ndarray, p: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        y, p = y.copy(), p.copy()
        code = list(self.model.events).index(event)
        self._call("fix", p, self._kept)
        self._call("happen", code, ctypes.c_double(amount), y, p, self._kept)
        return y, p


@cache
def in_c(which: Callable[[], System]) -> InC:
    return InC(which())


def wound() -> System:
    return problem(1).system


def pharmacokinetics() -> System:
    return PHARMACOKINETICS


def vocabulary() -> System:
    return VOCABULARY


@cache
def courses() -> tuple[Problem, np.ndarray]:
    """A few columns of the benchmark and their course in double precision."""
    task = problem(3)
    kernel = task.kernel("float64", outputs=tuple(task.system.states))
    found = task.run(kernel, 1e-9).outputs
    assert found is not None
    return task, found


def slope(
    f: Callable[[np.ndarray], np.ndarray], y: np.ndarray, j: int, scale: float
) -> np.ndarray:
    """Central difference of fourth order in state j."""
    h = 1e-4 * max(abs(y[j]), 1e-2 * scale)
    at = [y.copy() for _ in range(4)]
    for k, step in enumerate((-2, -1, 1, 2)):
        at[k][j] += step * h
    a, b, c, d = map(f, at)
    return (a - d + 8 * (c - b)) / (12 * h)


def test_its_doctest():
    """The benchmarks are not collected with the sources."""
    found = doctest.testmod(c_code)
    assert (found.failed, found.attempted > 0) == (0, True)


@needs_c
def test_every_word():
    """Each function, a rate that is a constant, one that nothing reads; and their slopes."""
    plain = Reference(VOCABULARY)
    for y in AT:
        found = in_c(vocabulary)
        np.testing.assert_allclose(found.rates(y, VALUES), plain.rhs(y, VALUES), rtol=1e-13)
        dense = found.slopes(y, VALUES)
        for j in range(len(y)):
            truth = slope(lambda x: plain.rhs(x, VALUES), y, j, 1.0)
            np.testing.assert_allclose(dense[:, j], truth, rtol=1e-5, atol=1e-7)


@needs_c
def test_the_wound_along_its_course():
    """All states of three columns on several days, before, between and after doses."""
    task, found = courses()
    plain = Reference(task.system)
    scales = task.system.scales
    for c in range(task.columns):
        p = np.ascontiguousarray(task.p[:, c])
        for day in (0, 1, 3, 8, 20, 60, 180):
            y = np.ascontiguousarray(found[:, day, c])
            truth = plain.rhs(y, p)
            np.testing.assert_allclose(
                in_c(wound).rates(y, p) / scales, truth / scales, rtol=1e-9, atol=1e-11
            )


@needs_c
def test_the_jacobian_of_the_wound():
    """Entry by entry against differences, every state well above 0, where many rates bend."""
    task, found = courses()
    plain, scales = Reference(task.system), task.system.scales
    p, y = np.ascontiguousarray(task.p[:, 0]), found[:, 5, 0] + scales
    dense = in_c(wound).slopes(y, p)
    for j in range(len(y)):
        truth = slope(lambda x: plain.rhs(x, p), y, j, scales[j])
        size = np.abs(truth).max() + scales / scales[j] * 1e-6
        np.testing.assert_allclose((dense[:, j] - truth) / size, 0.0, atol=1e-4, err_msg=str(j))


@needs_c
@pytest.mark.parametrize("event", list(PHARMACOKINETICS.events))
def test_events_of_every_rank(event):
    """States and parameters after the event; all its lines read what was before it."""
    p = np.array(PHARMACOKINETICS.pack(PK_VALUES))
    y = np.linspace(0.5, 2.0, len(PHARMACOKINETICS.states))
    truth = Reference(PHARMACOKINETICS).apply(event, y, p, 0.25)
    for mine, plain in zip(in_c(pharmacokinetics).happen(event, 0.25, y, p), truth, strict=True):
        np.testing.assert_allclose(mine, plain, rtol=1e-14)


@needs_c
def test_every_event_of_the_wound():
    """Surgery, doses, dressings, settings: all that the model lists."""
    task, found = courses()
    p, y = np.ascontiguousarray(task.p[:, 0]), np.ascontiguousarray(found[:, 4, 0])
    plain = Reference(task.system)
    for event in task.system.events:
        amount = DOSE if event in ("topical", "topical_free", "inject", "needles") else 0.4
        truth = plain.apply(event, y, p, amount)
        for mine, plainly in zip(in_c(wound).happen(event, amount, y, p), truth, strict=True):
            np.testing.assert_allclose(mine, plainly, rtol=1e-12, err_msg=event)


@pytest.mark.skipif(lacking() is not None, reason=str(lacking()))
@pytest.mark.parametrize("own_loops", [False, True])
def test_cvode_finds_the_same_course(own_loops):
    """Two methods, two codes, one truth: all states of three columns, doses included."""
    task, found = courses()
    peer = cvode_klu(task, own_loops=own_loops)
    y, seconds = peer.run(np.arange(task.columns), 1e-9)
    assert y.shape == (len(task.system.states), len(DAYS), task.columns)
    assert seconds > 0
    assert errors(y, found).max() < 2e-5
