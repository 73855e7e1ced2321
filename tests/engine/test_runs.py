"""What a run takes, gives and refuses."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Schedule, compile_system
from exoburn.errors import EngineError
from tests.engine.systems import VAN_DER_POL, kernel, network_lanes, network_schedule, one

BLOW_UP = one("blow", "x' = k*x*x\nw' = -x", {"x": 1.0, "w": 1.0})


def test_one_start_serves_many_lanes_and_the_reverse():
    """(states,) with (parameters, lanes), and (states, lanes) with (parameters,)."""
    made = kernel("vdp")
    mu = np.array([[1.0, 2.0, 3.0]])
    wide = made.run([2.0, 0.0], mu, None, [1.0]).outputs
    full = made.run(np.repeat([[2.0], [0.0]], 3, axis=1), mu, None, [1.0]).outputs
    assert wide.tobytes() == full.tobytes()
    starts = np.array([[1.0, 2.0], [0.0, 0.0]])
    assert made.run(starts, [1.0], None, [1.0]).outputs.shape == (2, 1, 2)


def test_arrays_need_not_be_contiguous():
    """Strided and transposed views give the same bits."""
    made = kernel("network")
    _, y0, p = network_lanes(10)
    plain = made.run(y0, p, None, [1.0, 2.0]).outputs
    strided = made.run(np.asfortranarray(y0), np.repeat(p, 2, axis=1)[:, ::2], None, [1.0, 2.0])
    assert strided.outputs.tobytes() == plain.tobytes()


def test_a_lane_that_fails_is_listed_and_is_no_nan():
    """x' = x^2 runs away at day 1; its neighbours are not disturbed."""
    made = compile_system(BLOW_UP, ["x", "w"])
    y0 = np.array([[1.0, 0.1, 1.0, 0.2], [0.0] * 4])
    run = made.run(y0, [1.0], None, [0.5, 2.0], max_steps=3000)
    assert run.failed.tolist() == [0, 2]
    assert np.isfinite(run.outputs).all()
    assert (run.outputs[:, :, [0, 2]] == 0).all()
    np.testing.assert_allclose(run.outputs[0, 1, [1, 3]], [0.125, 1 / 3], rtol=1e-3)
    alone = made.run(y0[:, 1], [1.0], None, [0.5, 2.0])
    assert alone.outputs[:, :, 0].tobytes() == run.outputs[:, :, 1].tobytes()


def test_a_lane_out_of_steps_is_tried_again_tighter_and_then_listed():
    """Too few steps for anybody: every lane is listed, with all the steps that were spent."""
    run = kernel("vdp").run([2.0, 0.0], [50.0], None, [100.0], max_steps=20, rescue=False)
    assert run.failed.tolist() == [0]
    assert run.steps[0] == 60


def test_clipping_takes_off_what_is_below_zero_and_says_how_much():
    """Only the outputs that are named."""
    made = kernel("vdp")
    days = np.linspace(0, 10, 21)
    plain = made.run([2.0, 0.0], [1.0], None, days)
    cut = made.run([2.0, 0.0], [1.0], None, days, clip=["x"])
    assert cut.outputs[0].min() == 0.0
    assert cut.outputs[1].tobytes() == plain.outputs[1].tobytes()
    below = np.minimum(plain.outputs[0], 0).sum()
    assert cut.clipped.tolist() == [pytest.approx(-below), 0.0]


def test_named_sub_expressions_and_parameters_alone_can_be_outputs():
    """By hand; a switch shows in an output made of parameters."""
    from exoburn.engine import Event

    system = one(
        "named", "twice = 2*k\nflux = twice*x\nx' = -flux", {"x": 1.0},
        {"set": Event("switch", "k = amount")},
    )  # fmt: skip
    made = compile_system(system, ["flux", "twice", "x"])
    out = made.run([1.0], [0.5], Schedule([0], [1.0], [0], [2.0]), [0.0, 0.5, 1.0]).outputs[:, :, 0]
    assert out[1].tolist() == [1.0, 1.0, 4.0]
    np.testing.assert_allclose(out[0], out[1] * out[2], rtol=1e-15)


def test_progress_counts_lanes():
    """Chunk by chunk, to the end."""
    seen: list[tuple[int, int]] = []
    kernel("vdp").run(np.ones((2, 20)), [1.0], None, [1.0], chunk=8,
                      progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    assert seen == [(8, 20), (16, 20), (20, 20)]


def test_steps_are_counted():
    """A tighter run takes more steps; rejected ones are among them."""
    made = kernel("network")
    _, y0, p = network_lanes(6)
    schedule = network_schedule(made, 6)
    loose, tight = (made.run(y0, p, schedule, [12.0], rtol=r) for r in (1e-4, 1e-8))
    assert (tight.steps > loose.steps).all()
    assert (loose.rejected < loose.steps).all()


@pytest.mark.parametrize(
    ("y0", "p", "days", "rtol"),
    [
        ([1.0], [1.0], [1.0], None),
        ([1.0, 0.0], [1.0, 2.0], [1.0], None),
        ([1.0, np.nan], [1.0], [1.0], None),
        ([1.0, 0.0], [np.nan], [1.0], None),
        ([1.0, 0.0], [1.0], [2.0, 1.0], None),
        ([1.0, 0.0], [1.0], [-1.0], None),
        ([1.0, 0.0], [1.0], [], None),
        ([1.0, 0.0], [1.0], [1.0], 2.0),
        ([1.0, 0.0], [1.0], [1.0], 1e-16),
        (np.ones((2, 3)), np.ones((1, 2)), [1.0], None),
    ],
)
def test_input_that_makes_no_sense_is_refused(y0, p, days, rtol):
    """Shapes, numbers, days and tolerances."""
    with pytest.raises(EngineError):
        kernel("vdp").run(y0, p, None, days, rtol=rtol)


def test_names_that_nobody_knows_are_refused():
    """Outputs, events, number formats."""
    with pytest.raises(EngineError, match="no state or sub-expression named z"):
        compile_system(VAN_DER_POL, ["x", "z"])
    with pytest.raises(EngineError, match="no event named dose"):
        kernel("vdp").event_code("dose")
    with pytest.raises(EngineError, match="dtype"):
        compile_system(VAN_DER_POL, ["x"], dtype="float16")
    with pytest.raises(EngineError, match="out of reach"):
        kernel("vdp", dtype="float32").run([1.0, 0.0], [1.0], None, [1.0], rtol=1e-8)


def test_a_bare_step_can_be_timed():
    """The floor of the benchmark: some time, more than none."""
    made = kernel("vdp")
    assert made.bare_step([2.0, 0.0], [1.0], times=10) > 0


def test_rates_equal_numpy_s():
    """The plain reading of the network, 19 lanes at once: 1e-13."""
    from exoburn.engine import Reference

    made = kernel("network")
    system, y0, p = network_lanes(19)
    y = y0 + 0.1 + 0.05 * np.sin(np.arange(y0.size)).reshape(y0.shape)
    wanted = Reference(system).rhs(y, p)
    np.testing.assert_allclose(made.rates(y, p), wanted, rtol=1e-12, atol=1e-13)
    assert made.rates(y[:, 3], p[:, 3])[:, 0].tolist() == made.rates(y, p)[:, 3].tolist()
