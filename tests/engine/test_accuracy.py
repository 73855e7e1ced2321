"""Order of convergence, error below what the tolerance promises, stability of the methods."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import Reference, compile_system
from exoburn.engine.method import METHODS
from tests.engine.systems import (
    VAN_DER_POL,
    error,
    kernel,
    network_lanes,
    network_schedule,
    one,
)

NAMES = sorted(METHODS)


def fixed_steps(method, steps: int) -> np.ndarray:
    """Van der Pol at t = 1 with equal steps, in NumPy, from the coefficients alone."""
    rhs, p = Reference(VAN_DER_POL).rhs, np.array([1.5])
    y, h = np.array([2.0, 0.3]), 1.0 / steps
    for _ in range(steps):
        x, v = y
        slope = np.array([[0.0, 1.0], [-2 * p[0] * x * v - 1, p[0] * (1 - x * x)]])
        matrix = np.linalg.inv(np.eye(2) / (method.gamma * h) - slope)
        k: list[np.ndarray] = []
        for a, c in zip(method.a, method.c, strict=True):
            u = y + sum((w * q for w, q in zip(a, k, strict=True)), np.zeros(2))
            g = sum((w / h * q for w, q in zip(c, k, strict=True)), np.zeros(2))
            k.append(matrix @ (rhs(u, p) + g))
        y = u + k[-1]
    return y


@pytest.mark.parametrize("name", NAMES)
def test_methods_have_the_order_they_claim(name):
    """Halving the step divides the error by 2^order; truth from SciPy."""
    method = METHODS[name]
    truth = Reference(VAN_DER_POL).solve(
        np.array([2.0, 0.3]), np.array([1.5]), [1.0], rtol=1e-13, atol=1e-15, method="DOP853"
    )[:, 0]
    errors = [np.abs(fixed_steps(method, n) - truth).max() for n in (20, 40, 80)]
    observed = np.log2(np.array(errors[:-1]) / np.array(errors[1:]))
    assert observed.min() > method.order - 0.35


@pytest.mark.parametrize("name", NAMES)
def test_methods_are_l_stable(name):
    """On y' = z y the factor is at most 1 left of the axis and vanishes far out."""
    method = METHODS[name]

    def factor(z: complex) -> complex:
        k: list[complex] = []
        for a, c in zip(method.a, method.c, strict=True):
            u = 1 + sum(w * q for w, q in zip(a, k, strict=True))
            g = sum(w * q for w, q in zip(c, k, strict=True))
            k.append((z * u + g) / (1 / method.gamma - z))
        return u + k[-1]

    assert abs(factor(-1e10)) < 1e-6
    axis = [abs(factor(1j * w)) for w in np.geomspace(1e-3, 1e4, 400)]
    assert max(axis) < 1 + 1e-9


@pytest.mark.parametrize("name", NAMES)
def test_dense_output_meets_the_steps_between_output_days(name):
    """Interpolated values differ from integrated ones by no more than the tolerance allows."""
    made = kernel("network", method=name)
    _, y0, p = network_lanes(8)
    schedule = network_schedule(made, 8)
    days = np.linspace(0.0, 12.0, 97)
    dense = made.run(y0, p, schedule, days, rtol=1e-5).outputs
    truth = made.run(y0, p, schedule, days, rtol=1e-11).outputs
    assert error(dense, truth).max() < 5e-3


@pytest.mark.parametrize("name", NAMES)
def test_error_falls_with_the_tolerance(name):
    """Every factor of ten in tolerance takes its share of the error."""
    made = kernel("network", method=name)
    _, y0, p = network_lanes(16)
    schedule = network_schedule(made, 16)
    days = np.linspace(0.0, 12.0, 13)
    truth = made.run(y0, p, schedule, days, rtol=1e-12).outputs
    errors = [error(made.run(y0, p, schedule, days, rtol=r).outputs, truth).max()
              for r in (1e-4, 1e-6, 1e-8)]  # fmt: skip
    assert errors[0] < 1e-2
    assert errors[1] < errors[0] / 10
    assert errors[2] < errors[1] / 10


def test_the_kernel_s_tight_answer_is_scipy_s():
    """LSODA and Rodas5P share the equations and nothing else."""
    made = kernel("network")
    system, y0, p = network_lanes(3)
    schedule = network_schedule(made, 3)
    days = np.linspace(0.0, 12.0, 25)
    got = made.run(y0, p, schedule, days, rtol=1e-11).outputs
    names = list(system.events)
    for lane in range(3):
        mine = np.flatnonzero(np.asarray(schedule.lane) == lane)
        events = [(schedule.day[i], names[schedule.event[i]], schedule.amount[i]) for i in mine]
        truth = Reference(system).solve(
            y0[:, lane], p[:, lane], days, events=events, rtol=1e-11, atol=1e-20
        )
        assert error(got[:, :, lane], truth).max() < 1e-6


def test_float32_follows_float64():
    """Sixteen lanes of short numbers stay within their tolerance."""
    _, y0, p = network_lanes(32)
    days = np.linspace(0.0, 12.0, 25)
    short, long = kernel("network", dtype="float32"), kernel("network")
    schedule = network_schedule(long, 32)
    truth = long.run(y0, p, schedule, days, rtol=1e-10).outputs
    run = short.run(y0, p, schedule, days, rtol=1e-4)
    assert run.outputs.dtype == np.float32
    assert error(run.outputs, truth).max() < 1e-2


def test_a_kink_inside_a_long_step_does_not_spoil_what_lies_between():
    """x = t crosses 1, where y starts to follow it with a lag of 1/k: solved by hand."""
    system = one("kink", "x' = 1\ny' = k*(pos(x - 1) - y)", {"x": 0.01, "y": 1e-3})
    made = compile_system(system, ["y"])
    days = np.linspace(0.0, 3.0, 301)
    got = made.run([0.0, 0.0], system.pack({"k": 4.0}), None, days).outputs[0, :, 0]
    late = np.maximum(days - 1, 0)
    truth = late - (1 - np.exp(-4.0 * late)) / 4.0
    np.testing.assert_allclose(got, truth, atol=2e-6)
