"""Known truth is found again with the stated probability, and a wrong method is caught."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.infer.method import Posterior, health, simulation_based_calibration, smooth
from exoburn.infer.method.problem import Data, Forward, Prior
from exoburn.infer.method.toys import Toy, toy

RUNS = 60


def _quick(forward: Forward, prior: Prior, data: Data, seed: int) -> Posterior:
    return smooth(forward, prior, data, members=120, seed=seed)


TOYS = [
    toy("line", parameters=6, data=12),
    toy("bent", parameters=6, data=12, bend=0.3),
    toy("studies", parameters=6, data=18, tau=0.6, delta=0.4),
]


@pytest.mark.parametrize("made", TOYS, ids=lambda made: made.name)
def test_coverage_is_what_it_says(made: Toy) -> None:
    """Truth: drawn from the prior, 60 times; ranks of a right method are uniform, so a central
    90 % interval holds 90 % of them. Four standard errors over runs are allowed."""
    found = simulation_based_calibration(made.forward, made.prior, made.data, runs=RUNS, fit=_quick)
    kinds = ["parameters", "predictions", "fresh"] + (
        ["tau", "delta"] if made.name == "studies" else []
    )
    for kind in kinds:
        for share in found.coverage(kind):
            half = (share.high - share.low) / 2 * 2 + 0.01
            assert abs(share.share - share.level) < half, (kind, share)
        inside, least = found.uniform(kind)
        assert inside >= 0.8, kind
        assert least > 1e-3, kind


def test_a_method_that_is_too_sure_is_caught() -> None:
    """Truth: the same fit with errors believed to be a third of what they are."""
    made = toy("line", parameters=6, data=12)

    def sure(forward: Forward, prior: Prior, data: Data, seed: int) -> Posterior:
        fewer = Data.of(data.ids, data.y, data.se / 3, study=data.study, group=data.group)
        return smooth(forward, prior, fewer, members=120, seed=seed)

    found = simulation_based_calibration(made.forward, made.prior, made.data, runs=40, fit=sure)
    assert found.coverage("parameters")[2].high < 0.90
    assert found.uniform("parameters")[0] < 0.8


def test_collapse_is_seen_by_the_health_check() -> None:
    """Truth: with 150 parameters and 60 data plain assimilation loses spread, the anchored
    smoother does not; the ratio to the prior where data say nothing tells which is which."""
    made = toy("wide", parameters=150, data=60, sparse=0.8)
    good = health(smooth(made.forward, made.prior, made.data, members=200))
    poor = health(smooth(made.forward, made.prior, made.data, members=200, method="mda"))
    assert good.spread_told == pytest.approx(1.0, abs=0.15)
    assert good.spread_untold == pytest.approx(1.0, abs=0.05)
    assert poor.spread_untold < 0.8
    assert good.failed == 0
    assert good.misfit < 1.0
    assert np.isfinite(poor.ess)
