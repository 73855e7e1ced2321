"""An untreated infection: it escapes the leukocytes, costs weeks, and is resolved by the host."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.data import parameters
from exoburn.wound import AS_SPECIFIED, burn_start
from tests.healing.support import course, t95

DAYS = np.arange(0.0, 181.0, 0.5)
#: 10^6 CFU/g without any antimicrobial: well over the threshold at every depth.
INOCULUM = 1e-3


def last_day_over(f: float, **values: float) -> float:
    """Last day on which the burden is over 1e5 CFU/g."""
    at = burn_start(f, inoculum=INOCULUM)
    B = course(["B"], at=at, days=DAYS, k_anti=0.0, **values)["B"]
    return float(DAYS[np.flatnonzero(B > 1e-4)[-1]])


@pytest.mark.parametrize("f", [0.2, 0.55, 0.8, 1.0])
def test_an_untreated_infection_resolves_in_weeks(f):
    """Expected of a host of normal immunity: 2 to 6 weeks (assumed), in the rows' whole range."""
    rows = parameters()
    names = ("k_Im", "k_BI")
    slow, fast = ({k: float(rows[k].quantile(u)) for k in names} for u in (0.05, 0.95))
    quick, usual, late = (last_day_over(f, **v) for v in (fast, {}, slow))
    assert quick < usual < late
    assert quick > 9
    assert 14 < usual < 42
    assert late < 49


def test_without_adaptive_immunity_it_never_resolves():
    """Model section 3, known weak spot: with k_BI = 0 the burden stays for good."""
    assert last_day_over(0.55, **AS_SPECIFIED) == DAYS[-1]


@pytest.mark.parametrize("f", [0.2, 0.55, 0.8])
def test_an_infection_that_resolves_has_cost_weeks(f):
    """Law: an infection never shortens closure; one left to itself costs two weeks or more."""
    assert t95(f, k_anti=0.0) + 14 < t95(f, inoculum=INOCULUM, k_anti=0.0)
