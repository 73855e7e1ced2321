"""Healthy skin stays healthy, under the default and under other sets of parameters."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.data import parameters
from exoburn.engine import Reference
from exoburn.errors import EngineError
from exoburn.streams import uniform
from exoburn.wound import healing_system, healthy_state, lane_parameters
from exoburn.wound.healthy import nominal_skin
from exoburn.wound.start import state_array

NAMES = list(healing_system().states)


def draws(n: int) -> dict[str, np.ndarray]:
    """n sets in which every network constant is drawn by its own distribution."""
    return {
        key: row.quantile(uniform(0, key, theta=np.arange(n)))
        for key, row in parameters().items()
        if key in healing_system().parameters
    }


def moved_in_a_year(state: np.ndarray, values: dict[str, float]) -> dict[str, float]:
    p = lane_parameters(healing_system(), radius_mm=20.0, values=values)
    course = Reference(healing_system()).solve(state, p, [0, 30, 120, 365], rtol=1e-9)
    return dict(zip(NAMES, np.abs(course - course[:, :1]).max(axis=1), strict=True))


def test_every_state_rests_for_a_year():
    """Law of model section 8: within 1e-4 for a year (but the front, which walks on unseen)."""
    moved = moved_in_a_year(healthy_state(parameters().values_by_id), {})
    assert max(v for name, v in moved.items() if name != "s") < 1e-8


def test_the_default_set_s_skin_is_healthy():
    """Law of model section 8: V, O, F and C within 0.95-1.05 at default."""
    at = dict(zip(NAMES, healthy_state(parameters().values_by_id), strict=True))
    for value in (at["V"], at["O"], at["F"], at["C1"] + at["C3"]):
        assert 0.95 < value < 1.05


def test_it_is_where_the_nominal_state_goes():
    """Independent: SciPy integrates the nominal state with E = 1 for 60 years to the same place."""
    values = parameters().values_by_id
    system = healing_system()
    start = state_array(system, nominal_skin(values))
    p = lane_parameters(system, radius_mm=20.0)
    end = Reference(system).solve(start, p, [22000.0], rtol=1e-9)[:, 0]
    rest = healthy_state(values)
    keep = [i for i, name in enumerate(NAMES) if name != "s"]
    np.testing.assert_allclose(end[keep], rest[keep], atol=1e-6)


def test_nominal_skin_drifts_as_stated():
    """Borrowed truth: model section 3, over a year M1 -25 %, M2 +17 %, V +3 % from nominal."""
    values = parameters().values_by_id
    system = healing_system()
    p = lane_parameters(system, radius_mm=20.0)
    start = state_array(system, nominal_skin(values))
    end = dict(zip(NAMES, Reference(system).solve(start, p, [365.0])[:, 0], strict=True))
    assert end["M1"] / 0.02 == pytest.approx(0.75, abs=0.01)
    assert end["M2"] / 0.06 == pytest.approx(1.17, abs=0.01)
    assert end["V"] == pytest.approx(1.03, abs=0.01)


def test_many_sets_at_once_equal_one_by_one():
    """Law: a set's healthy state does not depend on the sets beside it; every set rests."""
    values = draws(40)
    together = healthy_state(values)
    for lane in (0, 17, 39):
        alone = healthy_state({key: float(v[lane]) for key, v in values.items()})
        np.testing.assert_allclose(together[:, lane], alone, rtol=0, atol=1e-9)
    one = {key: float(v[17]) for key, v in values.items()}
    moved = moved_in_a_year(together[:, 17], one)
    assert max(v for name, v in moved.items() if name != "s") < 1e-4


def test_a_set_without_rest_is_an_error():
    """A set that cannot hold healthy skin is our error, told in one line."""
    with pytest.raises(EngineError, match="healthy state"):
        healthy_state(parameters().values_by_id | {"d_M2": -0.1})


def test_a_missing_parameter_is_an_error():
    """Half a set is no set."""
    with pytest.raises(EngineError, match=r"without a value: .*v0"):
        healthy_state({k: v for k, v in parameters().values_by_id.items() if k != "v0"})
