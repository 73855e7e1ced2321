"""Vector functions of the vocabulary, against NumPy in extended precision."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import compile_system
from tests.engine.systems import one

X = np.concatenate([
    np.linspace(-30, 30, 4001), np.geomspace(1e-25, 600, 2000), -np.geomspace(1e-25, 600, 2000),
])  # fmt: skip


def values(expression: str, x: np.ndarray, dtype: str = "float64", **parameters) -> np.ndarray:
    """An expression of the state x, evaluated by a kernel at day 0."""
    system = one("f", f"x' = 0*x\nresult = {expression}", {"x": 1.0})
    made = compile_system(system, ["result"], dtype=dtype)
    y0 = np.asarray(x, dtype).astype(np.float64)[None, :]
    return made.run(y0, made.system.pack(parameters), None, [0.0]).outputs[0, 0]


def ulps(got: np.ndarray, truth: np.ndarray) -> float:
    """Largest distance in units of the last place."""
    return float(np.max(np.abs(got - truth) / np.spacing(np.abs(truth).astype(got.dtype))))


@pytest.mark.parametrize(("dtype", "limit"), [("float64", 2.0), ("float32", 2.0)])
def test_exp_and_log_are_good_to_two_units_in_the_last_place(dtype, limit):
    """NumPy's long double."""
    x = X[np.abs(X) < (600 if dtype == "float64" else 80)].astype(dtype)
    wide = x.astype(np.longdouble)
    assert ulps(values("exp(x)", x, dtype), np.exp(wide)) <= limit
    positive = x[x > 0]
    positive = np.concatenate([positive, 1 + x[np.abs(x) < 0.5]])
    positive = positive[positive > (0 if dtype == "float64" else 1e-24)]
    truth = np.log(positive.astype(np.longdouble))
    ok = truth != 0
    assert ulps(values("log(x)", positive, dtype)[ok], truth[ok]) <= limit


@pytest.mark.parametrize(("dtype", "limit"), [("float64", 4.0), ("float32", 4.0)])
def test_bernoulli_is_smooth_through_zero(dtype, limit):
    """x/expm1(x) in long double."""
    x = X[(np.abs(X) < (600 if dtype == "float64" else 80)) & (X != 0)].astype(dtype)
    wide = x.astype(np.longdouble)
    assert ulps(values("bern(x)", x, dtype), wide / np.expm1(wide)) <= limit
    assert values("bern(x)", np.array([0.0]), dtype)[0] == 1.0


def test_powers_hills_and_clips_follow_their_definitions():
    """NumPy, plain formulas."""
    x = np.abs(X[np.abs(X) < 100]) + 1e-6
    np.testing.assert_allclose(values("powr(x, 0.37)", x), x**0.37, rtol=1e-13)
    np.testing.assert_allclose(values("hill(x, k, 3)", x, k=2.0), x**3 / (8 + x**3), rtol=1e-14)
    np.testing.assert_allclose(values("x**-2", x), x**-2.0, rtol=1e-14)
    signed = np.linspace(-3, 3, 301)
    np.testing.assert_array_equal(values("pos(x)", signed), np.maximum(signed, 0))
    np.testing.assert_array_equal(values("min_(x, 1)", signed), np.minimum(signed, 1))
    np.testing.assert_array_equal(values("max_(x, 1)", signed), np.maximum(signed, 1))
    np.testing.assert_array_equal(values("step(x)", signed), (signed > 0).astype(float))


def test_functions_saturate_instead_of_overflowing():
    """exp beyond its range, log and powers at or below 0: finite numbers."""
    assert np.isfinite(values("exp(x)", np.array([1e4, -1e4]))).all()
    assert np.isfinite(values("log(x)", np.array([0.0, -1.0]))).all()
    assert values("powr(x, 0.5)", np.array([0.0]))[0] < 1e-14
