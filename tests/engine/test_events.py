"""The order of events at one instant (model section 8) and what output sees of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.engine import Block, Event, Reference, Schedule, State, System, compile_system
from exoburn.engine.schedule import agenda
from exoburn.errors import EngineError
from tests.engine.systems import PK_VALUES, kernel

POOL = System.compose(
    "pool",
    [
        Block(
            "pool",
            "x' = -k*x + flow\ny' = x - y",
            states={"x": State(0.1), "y": State(0.1)},
            events={
                "give": Event("add", "x = x + amount"),
                "wash": Event("remove", "x = x*(1 - amount)\ny = y*(1 - amount)"),
                "set": Event("assign", "x = amount\ny = x"),
                "tap": Event("switch", "flow = amount"),
            },
        )
    ],
)
MADE = compile_system(POOL, ["x", "y"])
EVENTS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 1.0, 2.5, 4.0]),
        st.sampled_from(["give", "wash", "tap"]),
        st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    ),
    max_size=12,
)


def course(events, days, rtol=1e-9):
    schedule = Schedule.of([(0, day, MADE.event_code(e), a) for day, e, a in events])
    return MADE.run([1.0, 0.5], POOL.pack({"k": 0.7, "flow": 0.0}), schedule, days, rtol=rtol)


def test_remove_assign_switch_add_is_the_order():
    """By hand: wash halves, set puts x = 3 (and y = the x before it), then 2 is added."""
    events = [(0, "give", 2.0), (0, "tap", 1.0), (0, "set", 3.0), (0, "wash", 0.5)]
    run = course(events, [0.0])
    assert run.outputs[:, 0, 0].tolist() == [5.0, 0.5]


def test_output_is_right_continuous():
    """On the day of an event the value is the one after it, at the last day too."""
    run = course([(2.0, "give", 10.0), (4.0, "give", 10.0)], [2.0, 4.0])
    before = np.exp(-0.7 * 2.0)
    assert run.outputs[0, 0, 0] == pytest.approx(before + 10.0, rel=1e-8)
    assert run.outputs[0, 1, 0] == pytest.approx((before + 10.0) * before + 10.0, rel=1e-8)
    assert run.final[0, 0] == run.outputs[0, 1, 0]


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_any_schedule_gives_what_scipy_gives(events):
    """SciPy between the instants, events by the plain reading of the system."""
    days = [0.0, 0.5, 1.0, 2.5, 3.3, 4.0, 6.0]
    p = np.array(POOL.pack({"k": 0.7, "flow": 0.0}))
    reference = Reference(POOL).solve(np.array([1.0, 0.5]), p, days, events=events, rtol=1e-11)
    got = course(events, days).outputs[:, :, 0]
    np.testing.assert_allclose(got, reference, rtol=1e-6, atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_a_schedule_does_not_matter(events, random):
    """Shuffled additions, removals and distinct switches give the same bits."""
    events = list({(day, e): (day, e, a) for day, e, a in events}.values())
    shuffled = list(events)
    random.shuffle(shuffled)
    one, two = course(events, [3.0, 5.0]), course(shuffled, [3.0, 5.0])
    assert one.outputs.tobytes() == two.outputs.tobytes()


def test_splitting_a_bolus_changes_nothing_beyond_rounding():
    """Ten tenths at one instant are one dose."""
    whole = course([(1.0, "give", 3.0)], [1.0, 2.0, 9.0]).outputs
    parts = course([(1.0, "give", 0.3)] * 10, [1.0, 2.0, 9.0]).outputs
    np.testing.assert_allclose(parts, whole, rtol=1e-12)


def test_a_dose_of_nothing_is_no_event():
    """Zero-amount additions are dropped: the same bits and the same number of steps."""
    nothing, none = course([(1.7, "give", 0.0)], [5.0]), course([], [5.0])
    assert nothing.outputs.tobytes() == none.outputs.tobytes()
    assert nothing.steps.tolist() == none.steps.tolist()


def test_an_infinitesimal_dose_changes_infinitesimally():
    """A restart of the step alone stays within the tolerance."""
    tiny = course([(1.7, "give", 1e-15)], [5.0]).outputs
    np.testing.assert_allclose(tiny, course([], [5.0]).outputs, rtol=1e-7)


def test_events_after_the_last_day_are_left_out():
    """The run ends before them."""
    late = course([(7.0, "give", 5.0)], [1.0, 6.0])
    assert late.outputs.tobytes() == course([], [1.0, 6.0]).outputs.tobytes()


def test_an_event_may_set_a_parameter_of_one_lane_only():
    """Two lanes, a switch in the second."""
    made = kernel("pk")
    schedule = Schedule([1], [0.0], [made.event_code("infuse")], [100.0])
    p = np.repeat(np.array(made.system.pack(PK_VALUES))[:, None], 2, axis=1)
    out = made.run(np.zeros(7), p, schedule, [1.0]).outputs
    assert out[0, 0, 0] == 0.0
    assert out[0, 0, 1] > 40.0


def test_the_agenda_sums_equal_additions_and_keeps_the_order_of_the_rest():
    """By hand."""
    codes = {name: i for i, name in enumerate(POOL.events)}
    rows = [(1, 2.0, "tap", 1.0), (0, 3.0, "give", 1.0), (0, 3.0, "give", 2.0),
            (0, 3.0, "set", 9.0), (0, 3.0, "set", 8.0), (0, 1.0, "give", 0.0)]  # fmt: skip
    plan = agenda(Schedule.of([(x, d, codes[e], a) for x, d, e, a in rows]), POOL, 2)
    assert plan.start.tolist() == [0, 3, 4]
    assert plan.amount.tolist() == [9.0, 8.0, 3.0, 1.0]


@pytest.mark.parametrize(
    "rows",
    [[(5, 0.0, 0, 1.0)], [(0, -1.0, 0, 1.0)], [(0, 0.0, 9, 1.0)], [(0, 0.0, 0, np.nan)]],
)
def test_a_schedule_that_makes_no_sense_is_refused(rows):
    """Unknown lane, day before 0, unknown code, no number."""
    with pytest.raises(EngineError):
        agenda(Schedule.of(rows), POOL, 2)
