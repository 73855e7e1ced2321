"""Laws of delivery: superposition, time shift, monotone and subadditive, no dose no effect."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.delivery.bench import Bench

DAYS = (0.0, 1.0, 2.0, 3.0, 4.0, 5.0)
UPTAKE = ["taken", *(f"Xc_{i}" for i in range(1, 6))]
BENCH = Bench(A_ref=1e11)
LINEAR = Bench(A_ref=1e11, K_sat=np.inf)


def course(bench, events, days=DAYS, **settings):
    """Uptake (names, days) after some topical doses."""
    got = bench.run(events, days, **settings)
    return np.array([got[name] for name in UPTAKE])


def test_uptake_superposes_without_saturation():
    """Borrows linearity: doses on days 0 and 2 give the sum of what each gives alone."""
    a, b = (0.0, "topical", 1e11), (2.0, "inject", 3e10)
    bench = Bench(A_ref=1e11, K_sat=np.inf).inject_to(0.8)
    both = course(bench, [a, b])
    np.testing.assert_allclose(both, course(bench, [a]) + course(bench, [b]), rtol=2e-7, atol=1e-12)


def test_uptake_shifts_with_the_schedule():
    """Borrows autonomy at constant permeability and no outflow: two days later, the same course."""
    bench = Bench(A_ref=1e11, K_sat=np.inf, v_out=0.0)
    early = course(bench, [(0.0, "topical", 1e11)], (0.0, 1.0, 2.0, 3.0))
    late = course(bench, [(2.0, "topical", 1e11)], (2.0, 3.0, 4.0, 5.0))
    np.testing.assert_allclose(late, early, rtol=2e-7, atol=1e-12)


@settings(max_examples=8, deadline=None)
@given(
    first=st.floats(1e8, 1e12), second=st.floats(1e8, 1e12), day=st.sampled_from([0.0, 1.0, 3.0])
)
def test_uptake_rises_with_dose_and_is_subadditive(first, second, day):
    """Borrows saturation: more gives more, and two doses together no more than each alone."""
    a, b = (0.0, "topical", first), (day, "topical", second)
    loose = {"rtol": 1e-8, "atol": 1e-12}
    alone, other = (course(BENCH, [one], (0.0, 5.0), **loose)[0, -1] for one in (a, b))
    together = course(BENCH, [a, b], (0.0, 5.0), **loose)[0, -1]
    assert together >= max(alone, other) * (1 - 1e-6)
    assert together <= (alone + other) * (1 + 1e-6)


def test_saturation_bites_at_high_dose():
    """The subadditive law above is not met by a linear model: 3e12 gives less than 30 x 1e11."""
    bench = Bench(A_ref=1e11).inject_to(1.0)
    low, high = (course(bench, [(0.0, "inject", dose)])[0, -1] for dose in (1e11, 3e12))
    assert high < 29 * low


@settings(max_examples=6, deadline=None)
@given(parts=st.lists(st.floats(0.05, 1.0), min_size=2, max_size=5))
def test_a_split_bolus_is_the_same_bolus(parts):
    """Borrows the event law: parts given at one instant equal the whole beyond rounding."""
    whole = [(1.0, "topical", sum(parts) * 1e10)]
    split = [(1.0, "topical", part * 1e10) for part in parts]
    np.testing.assert_allclose(
        course(BENCH, split, (0.0, 3.0)), course(BENCH, whole, (0.0, 3.0)), rtol=1e-9, atol=1e-13
    )


def test_no_dose_is_exactly_no_effect():
    """Borrows model section 8, bit for bit: every delivery state and effect is 0 without a dose."""
    for hill in (0.8, 1.0, 2.0):
        bench = Bench(hill_ev=hill)
        got = bench.run([(1.0, "dressing_change", 0.2), (2.0, "channels", 1.0)], (0.0, 3.0, 9.0))
        for name, values in got.items():
            if name not in ("ch", "fresh"):
                assert not values.any(), name
        for port in ("e_front", "e_clear", "e_myo", "e_vessel", "in_G", "occupancy"):
            assert not bench.output(port).any(), port


def test_a_failed_lot_is_exactly_no_effect():
    """Potency 0: vesicles arrive and are taken up, and no effect moves in its last bit."""
    bench = Bench(A_ref=3e11, potency=0.0)
    got = bench.run([(0.0, "topical", 3e11)], (0.0, 2.0, 7.0))
    assert got["taken"][-1] > 0.05
    assert not any(got[f"Q_{g}"].any() for g in ("inflammation", "epithelium", "scar"))
    assert bench.output("occupancy")[-1] > 0.01  # physical: potency 1


def test_the_effect_lags_by_its_tau():
    """Borrows first-order lag: at constant occupancy Q reaches 1 - 1/e of it after tau."""
    bench = Bench(A_ref=1e11, contact=1.0, CL_up=1e-30, k_lym=0.0, k_deg=0.0, D_eff=1e-9, v_out=0.0)
    bench.inject_to(1.5)
    got = bench.run([(0.0, "inject", 1e13)], (0.0, 0.5, 4.0))
    level = bench.output("q_inflammation")[0]
    assert got["Q_inflammation"][1] == pytest.approx(level * (1 - np.exp(-1)), rel=1e-3)
    assert got["Q_scar"][2] == pytest.approx(level * (1 - np.exp(-1)), rel=1e-3)


@settings(max_examples=6, deadline=None)
@given(
    day=st.integers(0, 24).map(lambda k: k / 8),
    removed=st.floats(0.05, 1.0),
    dose=st.floats(1e7, 1e12),
)
def test_taking_the_dressing_off_never_raises_uptake(day, removed, dose):
    """Borrows mass balance: what leaves with a dressing cannot be taken up."""
    on = course(BENCH, [(0.0, "topical", dose)], (0.0, 5.0), rtol=1e-8)
    off = [(0.0, "topical", dose), (day, "dressing_change", removed)]
    assert course(BENCH, off, (0.0, 5.0), rtol=1e-8)[0, -1] <= on[0, -1] * (1 + 1e-6)
