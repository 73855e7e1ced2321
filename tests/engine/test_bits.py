"""A lane's bits depend on nothing but its own start, parameters and events."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Schedule
from tests.engine.systems import kernel, network_lanes, network_schedule

DAYS = np.linspace(0, 12, 25)
LANES = 37


def run(lanes=LANES, order=None, width=None, dtype="float64", rtol=1e-5, **options):
    """Outputs (states, days, lanes) of the small network, lanes in another order if given."""
    made = kernel("network", dtype=dtype, width=width)
    _, y0, p = network_lanes(lanes)
    schedule = network_schedule(made, lanes)
    if order is not None:
        place = np.argsort(order)
        y0, p = y0[:, order], p[:, order]
        schedule = Schedule(place[schedule.lane], schedule.day, schedule.event, schedule.amount)
    return made.run(y0, p, schedule, DAYS, rtol=rtol, **options)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_a_lane_alone_has_the_bits_it_has_in_company(dtype):
    """Every lane run by itself."""
    together = run(dtype=dtype)
    made = kernel("network", dtype=dtype)
    _, y0, p = network_lanes(LANES)
    schedule = network_schedule(made, LANES)
    for lane in (0, 1, 17, 36):
        mine = schedule.lane == lane
        alone = Schedule(schedule.lane[mine] * 0, schedule.day[mine], schedule.event[mine],
                         schedule.amount[mine])  # fmt: skip
        single = made.run(y0[:, lane], p[:, lane], alone, DAYS, rtol=1e-5)
        assert single.outputs[:, :, 0].tobytes() == together.outputs[:, :, lane].tobytes()
        assert single.steps[0] == together.steps[lane]


def test_permuting_lanes_permutes_results():
    """A fixed shuffle, bit for bit."""
    order = (np.arange(LANES) * 11 + 5) % LANES
    plain, shuffled = run(), run(order=order)
    assert plain.outputs[:, :, order].tobytes() == shuffled.outputs.tobytes()
    assert plain.final[:, order].tobytes() == shuffled.final.tobytes()


@pytest.mark.parametrize("chunk", [1, 8, 13, 1000])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_chunks_and_threads_change_no_bit(chunk, threads):
    """The same numbers from any division of the work."""
    plain, divided = run(), run(chunk=chunk, threads=threads)
    assert plain.outputs.tobytes() == divided.outputs.tobytes()
    assert plain.steps.tolist() == divided.steps.tolist()


@pytest.mark.parametrize(
    ("dtype", "width"), [("float64", 2), ("float64", 4), ("float32", 4), ("float32", 8)]
)
def test_the_width_of_a_register_changes_no_bit(dtype, width):
    """Two or four lanes a register against the processor's own."""
    assert run(dtype=dtype).outputs.tobytes() == run(dtype=dtype, width=width).outputs.tobytes()


def test_output_days_do_not_change_the_path():
    """Steps are chosen without regard to where output is asked for."""
    made = kernel("network")
    _, y0, p = network_lanes(5)
    schedule = network_schedule(made, 5)
    few = made.run(y0, p, schedule, [6.0, 12.0])
    many = made.run(y0, p, schedule, np.linspace(0, 12, 121))
    assert few.final.tobytes() == many.final.tobytes()
    assert few.outputs[:, 0].tobytes() == many.outputs[:, 60].tobytes()


def test_reduce_sees_the_same_numbers_in_order():
    """Chunks handed to `reduce` put together are the outputs of a run that keeps them."""
    parts, firsts = [], []

    def keep(chunk, first):
        parts.append(chunk.copy())
        firsts.append(first)

    streamed = run(chunk=8, threads=2, reduce=keep)
    assert streamed.outputs is None
    assert firsts == sorted(firsts)
    assert np.concatenate(parts, axis=2).tobytes() == run().outputs.tobytes()
