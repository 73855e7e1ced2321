"""No divisor of the wound is 0, denormal or infinite where runs go, and none by luck alone."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from exoburn.engine import Schedule, compile_system
from exoburn.engine.model import Model, build
from exoburn.wound import outputs, system
from tests.engine.evaluate import evaluate, reads
from tests.engine.wounds import lanes, scar_lanes

#: Days on which states are looked at: the starts (exact zeros), right after events, late.
DAYS = [0.0, 0.5, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14, 16, 20, 28, 30, 40, 60, 100, 200, 365]
#: 1/h of steps from a second to a year.
STEPS = np.geomspace(1 / 365, 86400, 12)
#: A divisor keeps this far from 0 and from infinity, in units of the model: hundreds of times
#: nearer than any comes, and where its square is still a normal number in single precision.
LEAST, MOST = 1e-12, 1e15


@cache
def model() -> Model:
    """The whole system with everything that can be recorded."""
    return build(system(), list(outputs()))


@cache
def visited(ensemble: str, kind: str) -> tuple[np.ndarray, np.ndarray]:
    """States along real runs and their parameters, (rows, columns) each."""
    whole = system()
    made = compile_system(whole, list(whole.states))
    y0, p, rows = (lanes if kind == "burns" else scar_lanes)(ensemble)
    schedule = Schedule.of([(lane, d, made.event_code(e), a) for lane, d, e, a in rows])
    run = made.run(y0, p, schedule, DAYS)
    assert run.failed.size == 0
    y = np.concatenate([y0, run.outputs.reshape(len(y0), -1)], axis=1)
    below = y - 1e-3 * whole.scales[:, None]  # a step may end a little below 0
    p = np.repeat(p[:, None, :], len(DAYS) + 1, axis=1).reshape(len(p), -1)
    return np.concatenate([y, below], axis=1), np.concatenate([p, p], axis=1)


def faults(model: Model, roots, inputs, dtype: str) -> list[str]:
    """Divisors out of range and numbers that are none, as text."""
    found = []
    for node, value, values in evaluate(model, roots, inputs, dtype):
        if model.graph.nodes[node][0] == "recip":
            divisor = np.abs(values[model.graph.args(node)[0]])
            if not ((divisor >= LEAST) & (divisor <= MOST)).all():
                found.append(f"{reads(model, node)}: {divisor.min():.3g} to {divisor.max():.3g}")
        if not np.isfinite(value).all():
            found.append(f"{reads(model, node)} is not finite")
    return found


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("kind", ["burns", "scars"])
@pytest.mark.parametrize("ensemble", ["prior", "shipped"])
def test_no_divisor_of_the_wound_vanishes(ensemble, kind, dtype):
    """Rates, Jacobian, elimination, kinks and outputs, at steps of every size."""
    y, p = visited(ensemble, kind)
    whole = model()
    shift = STEPS[np.arange(y.shape[1]) % len(STEPS)][None, :]
    roots = [*whole.rates, *whole.jacobian.values(), *whole.factor.values(), *whole.outputs]
    roots += [node for pair in whole.kinks for node in pair]
    inputs = {"y": y, "p": p, "shift": 4.7 * shift, "inverse_step": shift}
    assert faults(whole, roots, inputs, dtype) == []


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("kind", ["burns", "scars"])
def test_no_event_divides_by_zero(kind, dtype):
    """Every event at every state that a run meets, whether or not care would think of it."""
    y, p = visited("shipped", kind)
    for name, lines in model().events.items():
        for amount in (0.0, 0.2, 1.0):
            inputs = {"y": y, "p": p, "amount": np.full((1, y.shape[1]), amount)}
            found = faults(model(), [node for _, _, node in lines], inputs, dtype)
            assert found == [], name


def test_a_divisor_that_vanishes_is_found():
    """The check itself: x in x' = 1/x at a start of 0, and its square in single precision."""
    from tests.engine.systems import one

    bad = build(one("bad", "x' = 1/x\nz' = hill(x, k, 8)", {"x": 1.0, "z": 1.0}), ["x"])
    inputs = {"y": np.array([[0.0], [1.0]]), "p": np.array([[1e-5]]), "shift": np.ones((1, 1))}
    assert any("recip(x)" in text for text in faults(bad, bad.rates, inputs, "float64"))
    assert len(faults(bad, bad.rates, inputs, "float32")) > 1
