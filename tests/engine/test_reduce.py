"""Leaving out what a run cannot feel changes no number of what is left."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Block, Event, Schedule, State, System, compile_system, resting, without
from exoburn.errors import EngineError

DRUG = Block(
    "drug",
    """
    gut' = -ka*gut
    blood' = ka*gut - ke*blood
    cleared' = ke*blood
    """,
    states={"gut": State(), "blood": State(), "cleared": State()},
    events={
        "dose": Event("add", "gut = gut + amount"),
        "wash": Event("remove", "gut = gut*(1 - amount)"),
        "slow": Event("switch", "ke = amount"),
    },
)
EFFECT = Block(
    "effect", "size' = grow*(1 - size)*(1 + hill(blood, half, 2))", states={"size": State()}
)
WHOLE = System.compose("drug and effect", [DRUG, EFFECT])
DAYS = np.linspace(0, 20, 41)
VALUES = {"ka": 3.0, "ke": 0.4, "grow": 0.2, "half": 0.5}


def run(system: System, events: list[tuple[float, str, float]], start: dict[str, float], **how):
    kernel = compile_system(system, ["size", "blood"], **how)
    rows = [(0, day, kernel.event_code(name), amount) for day, name, amount in events]
    y0 = [start.get(name, 0.0) for name in system.states]
    p = [VALUES[name] for name in system.parameters]
    found = kernel.run(y0, p, Schedule.of(rows), DAYS, rtol=1e-9)
    assert not found.failed.size
    return found


def test_what_stays_at_zero_is_found_by_the_equations():
    """A dose wakes gut, blood and cleared; a wash or a switch wakes nothing."""
    names = list(WHOLE.states)
    assert resting(WHOLE, names, ["wash", "slow"]) == {"gut", "blood", "cleared"}
    assert resting(WHOLE, names, ["dose"]) == frozenset()
    assert resting(WHOLE, ["blood"], []) == frozenset()  # the gut may hold something


def test_a_system_is_not_changed_by_being_reduced():
    before = {name: id(tree) for name, tree in WHOLE.rates.items()}
    less = without(WHOLE, {"gut", "blood", "cleared"}, ["size"])
    assert list(less.states) == ["size"]
    assert less.parameters == ("grow",)
    assert {name: id(tree) for name, tree in WHOLE.rates.items()} == before
    assert run(WHOLE, [(1.0, "dose", 2.0)], {}).outputs is not None


def test_the_reduced_system_gives_the_same_numbers():
    """Truth: the whole system with those states at 0, and without the ledger nobody reads."""
    bare = without(WHOLE, {"gut", "blood", "cleared"}, ["size", "blood"])
    given = without(WHOLE, set(), ["size", "blood"])
    assert list(given.states) == ["gut", "blood", "size"]
    events = [(1.0, "dose", 2.0), (4.0, "wash", 0.9), (6.0, "slow", 0.1)]
    for less, happens in ((bare, []), (given, events)):
        whole, small = run(WHOLE, happens, {}), run(less, happens, {})
        np.testing.assert_allclose(small.outputs, whole.outputs, rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_removals_of_nothing_are_no_stops(dtype):
    """Daily washes of an empty gut cost no step; washes of a full one are all done."""
    washes = [(float(day) + 0.25, "wash", 0.5) for day in range(18)]
    calm = compile_system(WHOLE, ["size"], dtype=dtype)

    def steps(events):
        rows = [(0, day, calm.event_code(name), amount) for day, name, amount in events]
        y0, p = [0.0] * len(WHOLE.states), [VALUES[name] for name in WHOLE.parameters]
        return calm.run(y0, p, Schedule.of(rows), DAYS, rtol=1e-5)

    none, empty = steps([]), steps(washes)
    assert empty.steps[0] == none.steps[0]
    np.testing.assert_array_equal(empty.outputs, none.outputs)
    full = run(WHOLE, [(0.0, "dose", 2.0), (0.25, "wash", 0.5)], {})
    left = run(WHOLE, [(0.0, "dose", 2.0)], {})
    assert full.final[0, 0] == pytest.approx(left.final[0, 0] / 2, abs=1e-12)
    again = run(WHOLE, [*washes[:3], (3.0, "dose", 2.0), (3.25, "wash", 0.5)], {})
    once = run(WHOLE, [(3.0, "dose", 2.0), (3.25, "wash", 0.5)], {})
    np.testing.assert_allclose(again.outputs, once.outputs, atol=1e-7)


def test_a_removal_that_also_counts_is_no_trifle():
    """An event that does more than remove is never left out."""
    counted = Block(
        "counted", "x' = -x\nvisits' = 0*x", states={"x": State(), "visits": State()},
        events={"visit": Event("remove", "x = x*(1 - amount)\nvisits = visits + 1")},
    )
    kernel = compile_system(System.compose("counted", [counted]), ["visits"])
    rows = [(0, float(day), 0, 0.5) for day in range(1, 6)]
    found = kernel.run([0.0, 0.0], [], Schedule.of(rows), [0.0, 10.0])
    assert found.outputs is not None
    assert found.outputs[0, -1, 0] == 5.0


def test_more_kinds_of_events_than_the_loop_tells_apart_are_refused():
    """One line, instead of code that looks up a bit that is not there."""
    many = Block("many", "x' = -x", states={"x": State()},
                 events={f"e{i}": Event("add", "x = x + amount") for i in range(65)})  # fmt: skip
    with pytest.raises(EngineError, match="65 kinds of events"):
        compile_system(System.compose("many", [many]), ["x"])
