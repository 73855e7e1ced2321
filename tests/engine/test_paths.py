"""Every path of the kernel against a tight run and SciPy, on kinks above all.

What a processor lacks is made up for, so that the logic of every path runs on every machine.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from exoburn.engine import Kernel, Reference, Schedule, System, compile_system
from exoburn.engine.processor import FORCED, PATHS, PATHS_AGREE
from exoburn.wound import system
from tests.engine import random_systems, wounds
from tests.engine.systems import one

DTYPES = ("float64", "float32")
#: Random systems: so many of them, with so many sets of numbers each.
SYSTEMS, SETS = 12, 16


@pytest.fixture(params=[(w, d) for w in PATHS for d in DTYPES], ids=lambda p: "-".join(p))
def path(request, monkeypatch) -> tuple[str, str]:
    """A forced path and a number format."""
    word, dtype = request.param
    monkeypatch.setenv(FORCED, word)
    return word, dtype


@cache
def made(word: str, whole: str, dtype: str) -> Kernel:
    """A kernel of the path that is forced as `word`, with every state as output."""
    chosen: System = {"wound": system, "random": lambda: random_systems.together(SYSTEMS)}[whole]()
    found = compile_system(chosen, list(chosen.states), dtype=dtype)
    assert found.path == word or not word
    return found


def scheduled(kernel: Kernel, rows) -> Schedule:
    """Events (lane, day, name, amount) as the kernel takes them."""
    return Schedule.of([(lane, d, kernel.event_code(e), a) for lane, d, e, a in rows])


def error(y: np.ndarray, truth: np.ndarray, floor: float) -> np.ndarray:
    """Model section 8 by state; nothing smaller than `floor` is resolved."""
    largest = np.abs(truth).max(axis=1, keepdims=True)
    size = np.abs(truth) + np.maximum(1e-3 * largest, floor)
    return (np.abs(y - truth) / size).max(axis=(1, 2))


@cache
def wound_truth(ensemble: str) -> np.ndarray:
    """This processor's own path in double precision at 1e-10."""
    y0, p, rows = wounds.lanes(ensemble)
    kernel = made("", "wound", "float64")
    run = kernel.run(y0, p, scheduled(kernel, rows), wounds.DAYS, rtol=1e-10)
    assert run.failed.size == 0
    return run.outputs


@cache
def wound_here(ensemble: str, dtype: str) -> np.ndarray:
    """This processor's own path at the default tolerance."""
    y0, p, rows = wounds.lanes(ensemble)
    kernel = made("", "wound", dtype)
    return kernel.run(y0, p, scheduled(kernel, rows), wounds.DAYS).outputs


@pytest.mark.parametrize("ensemble", ["prior", "shipped"])
def test_the_whole_wound_on_every_path(path, ensemble, monkeypatch):
    """Eight depths, eight arms, a year: no lane fails, every state close to a tight run and
    to this processor's own path."""
    word, dtype = path
    y0, p, rows = wounds.lanes(ensemble)
    kernel = made(word, "wound", dtype)
    run = kernel.run(y0, p, scheduled(kernel, rows), wounds.DAYS, rescue=False)
    monkeypatch.delenv(FORCED)
    assert run.failed.size == 0
    for truth in (wound_truth(ensemble), wound_here(ensemble, dtype)):
        found = error(run.outputs, truth, 1e-14)
        worst = dict(zip(kernel.states, found.tolist(), strict=True))
        assert {name: e for name, e in worst.items() if not e <= PATHS_AGREE[dtype]} == {}


RESTING = {
    "larger": ("x' = 0*k\nd' = max_(x, k) - d", max),
    "apart": ("x' = 0*k\nd' = pos(x - k) + pos(k - x) - d", lambda x, k: abs(x - k)),
    "switch": ("x' = 0*k\nd' = step(x - k) + step(k - x) + 1 - d", lambda x, k: 1 + (x != k)),
}


@pytest.mark.parametrize("gap", [0.0, 0.5, -0.5])
@pytest.mark.parametrize("value", [0.0, 1.0, -1.0, 1e-3])
@pytest.mark.parametrize("name", RESTING)
def test_a_difference_may_rest_at_both_ends_of_a_step(path, name, value, gap):
    """x - k stays what it is, 0 or not: its span is 0; truth: by hand."""
    _, dtype = path
    text, end = RESTING[name]
    kernel = compile_system(one("rest", text, {"x": 1.0, "d": 1.0}), ["x", "d"], dtype=dtype)
    days = np.linspace(0.0, 5.0, 6)
    run = kernel.run([value, 0.0], [value + gap], None, days, rescue=False)
    assert run.failed.size == 0
    assert run.steps[0] < 60
    np.testing.assert_allclose(run.outputs[0, :, 0], value, rtol=1e-6)
    truth = end(value, value + gap) * (1 - np.exp(-days))
    np.testing.assert_allclose(run.outputs[1, :, 0], truth, rtol=1e-3, atol=1e-4)


@cache
def random_truth() -> np.ndarray:
    """The host's own path at 1e-10."""
    y0, p, rows = random_systems.arrays(SYSTEMS, SETS)
    kernel = made("", "random", "float64")
    run = kernel.run(y0, p, scheduled(kernel, rows), random_systems.DAYS, rtol=1e-10)
    assert run.failed.size == 0
    return run.outputs


def test_random_systems_on_every_path(path, monkeypatch):
    """Kinks, switches and events in every mixture: the tight run."""
    word, dtype = path
    y0, p, rows = random_systems.arrays(SYSTEMS, SETS)
    kernel = made(word, "random", dtype)
    run = kernel.run(y0, p, scheduled(kernel, rows), random_systems.DAYS, rescue=False)
    monkeypatch.delenv(FORCED)
    assert run.failed.size == 0
    assert error(run.outputs, random_truth(), 1e-2).max() < 1e-2


@pytest.mark.parametrize("number", range(SYSTEMS))
def test_the_tight_run_of_a_random_system_is_scipy_s(number):
    """LSODA on the plain equations, one set of numbers of each system."""
    at = number * SETS + number % SETS
    lane = random_systems.lanes(SYSTEMS, SETS)[at]
    alone = lane.small.system
    truth = Reference(alone).solve(
        np.array(list(lane.start.values())), np.array(alone.pack(lane.values)),
        random_systems.DAYS, events=lane.events, rtol=1e-9, atol=1e-11,
    )  # fmt: skip
    names = list(random_systems.together(SYSTEMS).states)
    got = random_truth()[[names.index(state) for state in alone.states], :, at]
    assert (np.abs(got - truth) / (np.abs(truth) + 1e-2)).max() < 1e-5
