"""Draws from a calibrated ensemble: joint, with the structure of their fit, spread out."""

from dataclasses import replace

import numpy as np
import pytest

from exoburn.data import Ensemble, parameters, prior_parameters
from exoburn.data.parameters import calibrated
from exoburn.errors import InputError
from exoburn.simulate.draws import STRUCTURES, Draws

MADE = Ensemble(
    "made", {"v0": np.linspace(0.1, 0.3, 240), "k_12": np.linspace(2.0, 1.0, 240)}, prior="p")


def drawn(count: int = 200, **options) -> Draws:
    return Draws(count, seed=3, ensemble=MADE, **options)


def test_constants_of_a_member_stay_together():
    draws, rows = drawn(), parameters()
    v0, k_12 = draws.known(rows["v0"]), draws.known(rows["k_12"])
    assert np.allclose(k_12, 2.0 - (v0 - 0.1) * 5.0)


def test_a_member_comes_with_the_structure_it_was_fitted_under():
    draws = drawn()
    assert (draws.member % STRUCTURES == draws.theta % STRUCTURES).all()
    contact, no_clearing = draws.pair(0), draws.pair(1)
    assert (contact == (draws.member % 2 == 1)).all()
    assert (no_clearing == (draws.member // 2 % 2 == 1)).all()


def test_a_run_sees_fast_and_slow_members_in_proportion():
    v0 = drawn().known(parameters()["v0"])[::5]
    assert len(np.unique(v0)) >= 38
    assert np.mean(v0) == pytest.approx(0.2, abs=0.006)


def test_frozen_knowledge_is_the_median_and_the_rest_keeps_its_own_range():
    draws, rows = drawn(), parameters()
    assert replace(draws, frozen=frozenset({"knowledge"})).known(rows["v0"]) == pytest.approx(0.2)
    other = draws.known(rows["k_eps"])
    assert np.array_equal(other, Draws(200, seed=3, ensemble=None).known(rows["k_eps"]))


def test_draws_do_not_depend_on_how_many_there_are():
    row = parameters()["v0"]
    assert np.array_equal(drawn(1000).known(row)[:200], drawn(200).known(row))
    assert np.array_equal(drawn(200).part(50, 20).known(row), drawn(200).known(row)[50:70])


def test_the_set_takes_medians_and_ranges_and_another_name():
    prior = prior_parameters()
    found = calibrated(prior, MADE)
    assert found["v0"].value == pytest.approx(0.2)
    assert found["v0"].low < found["v0"].value < found["v0"].high
    assert found["k_eps"] == prior["k_eps"]
    assert found.tag != prior.tag
    assert found.parent == prior.tag


def test_a_file_that_is_no_ensemble_is_refused():
    with pytest.raises(InputError, match="not an ensemble"):
        Ensemble.read_bytes(b"nothing", file="x.npz")


def test_crossed_people_are_the_same_under_every_member_and_evenly_spread():
    draws = Draws(40, ensemble=MADE, persons=10, crossed=True)
    z = draws.people("speed").reshape(4, 10)
    assert np.ptp(z, axis=0).max() == 0
    assert np.std(z[0]) == pytest.approx(1.0)
    assert abs(np.mean(z[0])) < 1e-9
