"""Start values: a burn by depth, a donor site, an old scar."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from exoburn.data import table
from exoburn.errors import EngineError, InputError
from exoburn.wound import (
    burn_start,
    donor_start,
    healing_system,
    old_scar_start,
    scar_score,
    state_array,
)
from exoburn.wound.anchors import ANCHORED, anchored


@pytest.mark.parametrize("name", ANCHORED)
def test_anchors_are_joined_as_scipy_joins_them(name):
    """Borrowed truth: SciPy's PchipInterpolator through the same anchors."""
    rows = table("anchors")
    curve = PchipInterpolator([float(r["f"]) for r in rows], [float(r[name]) for r in rows])
    f = np.linspace(0, 1, 401)
    np.testing.assert_allclose(anchored(f)[name], curve(f), rtol=1e-13, atol=1e-15)


def test_anchor_values_are_exact():
    """Model section 2: at an anchor depth the state is the anchor, and beyond 1 the last one."""
    for row in table("anchors"):
        at = burn_start(float(row["f"]))
        assert {n: float(at[n]) for n in ANCHORED} == {n: float(row[n]) for n in ANCHORED}
    np.testing.assert_array_equal(burn_start(1.2)["D"], burn_start(1.0)["D"])


@given(st.floats(0, 1.2), st.floats(0, 1.2))
def test_depth_takes_what_depth_takes(a, b):
    """Law: deeper means more necrosis, fewer islands, vessels, cells and less collagen."""
    shallow, deep = burn_start(min(a, b)), burn_start(max(a, b))
    assert deep["D"] >= shallow["D"]
    for name in ("na", "V", "O", "F", "C1", "C3"):
        assert deep[name] <= shallow[name], name


def test_signals_follow_depth():
    """Model section 2: P = 0.2 + 0.8 D, T = 0.35 (0.3 + V), B 1e-6 unless given."""
    at = burn_start(np.array([0.1, 0.5, 1.0]))
    np.testing.assert_allclose(at["P"], 0.2 + 0.8 * at["D"])
    np.testing.assert_allclose(at["T"], 0.35 * (0.3 + at["V"]))
    assert set(at["B"]) == {1e-6}
    assert {k: at[k][0] for k in ("G", "W", "M1", "M2", "X")} == {
        "G": 0.5, "W": 0.15, "M1": 0.02, "M2": 0.06, "X": 0.05,
    }  # fmt: skip


def test_inoculum_goes_by_person_across_columns():
    """An inoculum per draw (n, 1) is broadcast over the columns (n, k)."""
    at = burn_start(np.full((3, 5), 0.5), inoculum=np.array([[1e-7], [1e-6], [1e-4]]))
    assert at["B"].shape == (3, 5)
    assert at["B"][2].tolist() == [1e-4] * 5


def test_states_go_into_the_system_s_order():
    """Unnamed states are 0; a name that is no state is an error of ours."""
    system = healing_system()
    y = state_array(system, burn_start(np.array([0.2, 0.9])))
    names = list(system.states)
    assert y.shape == (23, 2)
    assert y[names.index("eps")].tolist() == [0, 0]
    assert y[names.index("D")][0] == 0.3
    with pytest.raises(EngineError, match="nonsense"):
        state_array(system, {"nonsense": 1.0})


def test_a_donor_site_is_clean_and_dense_with_islands():
    """Model section 5: the donor site's stated start."""
    at = {name: float(value) for name, value in donor_start().items()}
    assert (at["D"], at["Zs"], at["na"], at["C1"], at["C3"]) == (0.02, 0, 0.25, 0.70, 0.18)
    assert at["P"] == pytest.approx(0.2 + 0.8 * 0.02)


@given(st.floats(0, 12.5))
def test_an_old_scar_has_the_score_it_was_given(vss):
    """Round trip: start values of a scar of VSS x score x."""
    at = old_scar_start(vss)
    score = scar_score(at["C1"] + at["C3"], at["V"], at["Y"], at["eps"])
    assert float(score) == pytest.approx(vss, abs=1e-6)
    assert float(at["C1"]) == pytest.approx(4 * float(at["C3"]))


def test_the_typical_old_scar_is_the_stated_one():
    """Borrowed truth: model section 6, C 1.50 and V 1.40 at VSS 11.2 (rounded)."""
    at = old_scar_start(float(scar_score(1.5, 1.4, 0.35, 0.2)))
    assert float(at["C1"] + at["C3"]) == pytest.approx(1.5)
    assert float(at["V"]) == pytest.approx(1.4)
    assert float(at["Y"]) == 0.35


def test_a_score_beyond_the_scale_is_refused():
    """A score that no scar of the model has is the user's error, in one line."""
    with pytest.raises(InputError, match="vss"):
        old_scar_start(13.5)
