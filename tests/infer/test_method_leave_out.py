"""The short cut to a fit without a study lands where the full refit lands."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.errors import InputError
from exoburn.infer.method import leave_out, refit, smooth
from exoburn.infer.method.toys import toy


def test_straight_line_short_cut_is_the_refit() -> None:
    """Truth: with no bend and no study effects both are the same minimum, member by member."""
    made = toy("cross")
    fit = smooth(made.forward, made.prior, made.data, members=200)
    for rounds in (0, 1):
        short = leave_out(fit, made.forward, ["S2"], rounds=rounds)
        full = refit(fit, made.forward, ["S2"])
        assert short.z == pytest.approx(full.z, abs=1e-6)
        assert short.g == pytest.approx(full.g, abs=1e-6)


@pytest.mark.parametrize("study", ["S0", "S3", "S5"])
def test_bent_short_cut_is_near_the_refit(study: str) -> None:
    """Truth: the full refit. Measured against the width of what is left out, two rounds stay
    within a tenth of an SD in mean and 12 % in width, and nearer than the full fit was."""
    made = toy("cross", bend=0.3, tau=0.6, delta=0.4)
    fit = smooth(made.forward, made.prior, made.data, members=300)
    full = refit(fit, made.forward, [study]).predictive
    short = leave_out(fit, made.forward, [study], rounds=2)
    out = short.out
    assert out.sum() == 3
    shift = np.abs(short.predictive.mean - full.mean)[out] / full.sd[out]
    assert shift.max() < 0.10
    assert np.abs(short.predictive.sd / full.sd - 1)[out].max() < 0.12
    never = np.abs(fit.g.mean(axis=0) - full.mean)[out] / full.sd[out]
    assert shift.mean() < never.mean()


def test_left_out_study_is_not_seen() -> None:
    """Truth: whatever the left-out study reported, its prediction is the same."""
    made = toy("cross", bend=0.3, tau=0.6)
    wild = made.data.y.copy()
    wild[made.data.of_studies(["S2"])] += 2.0
    for fit_data in (made.data, made.data.with_y(wild)):
        fit = smooth(made.forward, made.prior, fit_data, members=300)
        found = refit(fit, made.forward, ["S2"])
        if fit_data is made.data:
            first = found
    assert np.array_equal(first.g, found.g)
    short = leave_out(fit, made.forward, ["S2"], rounds=3)
    gap = np.abs(short.predictive.mean - first.predictive.mean)[short.out]
    assert (gap / first.predictive.sd[short.out]).max() < 0.15


def test_unknown_study_and_missing_model_are_told() -> None:
    """Truth: a typing mistake must not leave out nothing."""
    made = toy("cross")
    fit = smooth(made.forward, made.prior, made.data, members=40)
    with pytest.raises(InputError, match="no such study"):
        leave_out(fit, made.forward, ["S22"])
    with pytest.raises(InputError, match="forward model is needed"):
        leave_out(fit, None, ["S2"])
