"""Scars: the score of reference courses, and old scars left to themselves."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.data import parameters
from exoburn.wound import (
    AS_SPECIFIED,
    burn_start,
    donor_start,
    hypertrophic_factors,
    old_scar_start,
    scar_score,
)
from tests.healing.support import course

SCORED = ("C", "V", "Y", "eps")


def score(at, days, **values) -> np.ndarray:
    return scar_score(**course(SCORED, at=at, days=np.asarray(days, float), **values))


@pytest.mark.parametrize(
    ("f", "three", "twelve"), [(0.2, 1.5, 1.2), (0.65, 4.2, 2.4), (1.0, 11.6, 5.5)]
)
def test_scores_of_the_reference_courses(f, three, twelve):
    """Borrowed truth: model section 6, VSS at 3 and 12 months of the three reference depths."""
    found = score(burn_start(f), [0, 91, 365], **AS_SPECIFIED)
    assert found[1] == pytest.approx(three, abs=0.15)
    assert found[2] == pytest.approx(twelve, abs=0.15)


def test_an_untreated_hypertrophic_scar_fades_slowly():
    """Borrowed truth: model section 6, 11.2 / 12.0 / 11.6 / 9.2 at 0 / 3 / 6 / 12 months."""
    rows = parameters()
    slow = {k: rows[k].value * float(v) for k, v in hypertrophic_factors().items()}
    found = score(old_scar_start(11.22), [0, 91, 183, 365], **slow)
    np.testing.assert_allclose(found, [11.2, 12.0, 11.6, 9.2], atol=0.25)


def test_ordinary_scars_fade_faster():
    """Law: the hypertrophic phenotype is never ahead of ordinary skin at a year."""
    rows = parameters()
    slow = {k: rows[k].value * float(v) for k, v in hypertrophic_factors().items()}
    at = old_scar_start(9.0)
    assert score(at, [0, 365])[1] < score(at, [0, 365], **slow)[1] - 1


def test_an_old_scar_is_closed():
    """Coverage is exactly 1 where the front is far past the edge."""
    at = old_scar_start(9.0)
    E = course(["E"], at=at, days=np.arange(0.0, 366.0, 30.0))["E"]
    assert (E == 1.0).all()


def test_a_donor_site_closes_on_its_day():
    """Borrowed truth: model section 5, donor site t95 12.4 d."""
    days = np.arange(0.0, 40.0, 0.1)
    E = course(["E"], at=donor_start(), days=days, **AS_SPECIFIED)["E"]
    assert float(np.interp(0.95, E, days)) == pytest.approx(12.4, abs=0.15)
