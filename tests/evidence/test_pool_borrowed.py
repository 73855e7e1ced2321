"""Pooling against metafor 3.8-1: four data sets, twelve fits each, to 1e-6 and closer."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.evidence.pool import log_risk_ratio, mantel_haenszel, peto, pool
from exoburn.evidence.pool.distributions import chi2_quantile
from exoburn.evidence.pool.solve import solve
from tests.evidence.pool_truth import ABLAT, BCG, SETS, brent, scoring, truth

METHODS = ("FE", "DL", "REML", "ML", "PM", "EB", "SJ", "HE", "HS", "DL+HK", "REML+HK", "PM+HK")


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", SETS)
def test_every_fit(name: str, method: str) -> None:
    """metafor `rma` with tight thresholds: estimate, SE, interval, tau2; t, df, p with `knha`."""
    data = truth(name)
    assert set(data["fits"]) == set(METHODS)
    expected, (tau, _, adjusted) = data["fits"][method], method.partition("+")
    test = "knha" if adjusted else "z"
    found = pool(effect=data["yi"], variance=data["vi"], method=tau, test=test)
    assert found.estimate == near(expected["estimate"])
    assert found.se == near(expected["se"])
    assert found.ci == near((expected["ci_lb"], expected["ci_ub"]))
    assert found.tau2 == near(expected.get("tau2", found.tau2))
    if adjusted:
        told = (found.statistic, found.df, found.p)
        assert told == near((expected["t"], expected["df"], expected["p"]))


@pytest.mark.parametrize("name", SETS)
def test_heterogeneity_and_prediction(name: str) -> None:
    """metafor: Q, both I2, H2, prediction interval by normal and by t with k - 2."""
    data = truth(name)
    found = pool(effect=data["yi"], variance=data["vi"])
    reml = data["REML"]
    assert near(data["Q"]) == found.Q
    assert found.Q_p == pytest.approx(data["Q_p"], rel=1e-8)
    assert near(data["I2_Higgins_from_Q_percent"]) == found.I2_Q
    assert near((reml["I2_percent"], reml["H2"])) == (found.I2, found.H2)
    assert found.prediction == near(tuple(reml["PI_HTS_t_km2"]))
    normal = pool(effect=data["yi"], variance=data["vi"], prediction="normal")
    assert normal.prediction == near(tuple(reml["PI_normal"]))


@pytest.mark.parametrize("name", SETS)
def test_tau2_interval(name: str) -> None:
    """Q-profile: metafor's root finder stops within 1.2e-4; ours goes on to the root.

    With the same search and tolerance our Q gives metafor's numbers to 1e-9; with neither, Q at our
    ends is the chi-square quantile to 1e-9.
    """
    data = truth(name)
    found = pool(effect=data["yi"], variance=data["vi"])
    rows = found.rows.turned
    assert found.tau2_ci is not None
    early = np.finfo(float).eps ** 0.25
    top = max(100.0, 10 * found.tau2)
    pairs = zip(found.tau2_ci, data["REML"]["tau2_ci_Qprofile"], (0.975, 0.025), strict=True)
    for ours, theirs, share in pairs:
        target = chi2_quantile(share, rows.df)
        if theirs == 0:
            assert ours == 0
            continue

        def miss(tau2: float, target: float = target) -> float:
            return solve(rows, tau2).q - target

        assert brent(miss, 0.0, top, early) == near(theirs)
        assert miss(ours) == pytest.approx(0, abs=1e-9)
        assert ours == pytest.approx(theirs, abs=early / 2)


@pytest.mark.parametrize("name", SETS)
def test_funnel_tests(name: str) -> None:
    """metafor `regtest` (lm and rma) and `ranktest`."""
    data = truth(name)
    found = pool(effect=data["yi"], variance=data["vi"])
    line, random, ranks = found.egger(), found.egger(form="random"), found.begg()
    expected = data["egger_lm"]
    assert (line.statistic, line.df, line.p) == near((expected["t"], expected["df"], expected["p"]))
    expected = data["egger_rma_REML"]
    assert random.statistic == pytest.approx(expected["z"], abs=1e-7)
    assert random.p == pytest.approx(expected["p"], abs=1e-7)
    assert (ranks.slope, ranks.p) == near((data["begg_rank"]["tau"], data["begg_rank"]["p"]))


def test_bcg_from_its_tables() -> None:
    """Section 4.1 as printed, from the 2 x 2 tables on: no file needed."""
    bcg = log_risk_ratio(*BCG)
    found = pool(bcg, test="knha")
    assert (found.estimate, found.se) == pytest.approx((-0.714532, 0.180792), abs=1e-6)
    assert found.ci == pytest.approx((-1.108444, -0.320621), abs=1e-6)
    assert pytest.approx(152.2330, abs=1e-4) == found.Q
    plain = pool(bcg)
    assert plain.prediction == pytest.approx((-2.008376, 0.579311), abs=1e-6)
    assert plain.I2_ci == pytest.approx((81.92, 97.68), abs=0.01), "metafor confint, as printed"
    paule = pool(bcg, method="PM").tau2
    assert paule == pytest.approx(0.3180684522, abs=1e-9), "the root, not an early stop"


def test_bcg_latitude() -> None:
    """Meta-regression: metafor's scoring stops at steps of 1e-5; from its tau2 all its numbers."""
    bcg = log_risk_ratio(*BCG)
    x = np.column_stack([np.ones(13), ABLAT])
    start = pool(bcg, method="HE", moderators={"ablat": ABLAT}).tau2
    early = scoring(bcg.effect, bcg.variance, x, start, 1e-5)
    assert early == pytest.approx(0.076355, abs=1e-6)
    found = pool(bcg, moderators={"ablat": ABLAT}, tau2=early)
    mean, slope = found.coefficients
    assert mean.estimate == pytest.approx(0.251464, abs=1e-6)
    assert (slope.estimate, slope.se) == pytest.approx((-0.029102, 0.007196), abs=1e-6)
    assert found.explained is not None
    assert found.explained.qm == pytest.approx(16.3571, abs=1e-4)
    assert found.explained.r2 == pytest.approx(75.62, abs=0.01)
    ours = pool(bcg, moderators={"ablat": ABLAT})
    assert ours.tau2 == pytest.approx(scoring(bcg.effect, bcg.variance, x, early, 1e-13), abs=1e-10)
    assert ours.tau2 == pytest.approx(0.076355, abs=1e-5)


def test_counts_pooled_directly() -> None:
    """metafor `rma.mh` and `rma.peto`."""
    assert mantel_haenszel(*BCG).estimate == pytest.approx(-0.453710, abs=1e-6)
    assert mantel_haenszel(*BCG, "OR").estimate == pytest.approx(-0.473411, abs=1e-6)
    assert peto(*BCG).estimate == pytest.approx(-0.474446, abs=1e-6)


def test_trim_and_fill() -> None:
    """metafor `trimfill` (L0, REML): one study for BCG, seven for passive smoking."""
    filled = pool(log_risk_ratio(*BCG)).trim_and_fill()
    assert filled.missing == 1
    assert filled.side == "right"
    assert filled.pooled.estimate == pytest.approx(-0.657083, abs=1e-6)
    data = truth("hackshaw1998_logOR")
    assert pool(effect=data["yi"], variance=data["vi"]).trim_and_fill().missing == 7


def test_significance_flips_with_hartung_knapp() -> None:
    """Normand 1999, Hedges g: p 0.041 by DL and z, 0.124 with Hartung-Knapp."""
    data = truth("normand1999_SMD")
    plain = pool(effect=data["yi"], variance=data["vi"], method="DL")
    adjusted = pool(effect=data["yi"], variance=data["vi"], method="DL", test="knha")
    assert plain.p == pytest.approx(0.041, abs=5e-4)
    assert adjusted.p == pytest.approx(0.124, abs=5e-4)
