"""Draws are addressed, not dealt: more of them, other threads or another order change none."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.simulate import simulate
from exoburn.simulate.arm_run import Stage, run_arm
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner
from tests.simulate.cases import FOLDER, arm, assert_same_arm, case_of, result_of


@pytest.mark.parametrize("name", ["hand-scald", "leg-flame", "old-scar"])
def test_few_draws_are_the_first_of_many(name):
    """Architecture: patient 7 is the same among 10 or 40, in every outcome and curve."""
    few, many = result_of(name), result_of(name, draws=40)
    for one in few.findings.arms:
        assert_same_arm(one, arm(many, one.arm.name), first=10)


@pytest.mark.parametrize("name", ["registered-trial", "toddler-scald"])
def test_threads_change_no_bit(name):
    """Law: same seed, same bits on 1 or 3 threads (enough draws for several chunks)."""
    one = result_of(name, draws=60)
    three = simulate(case_of(name, draws=60), folder=FOLDER, threads=3)
    for found in one.findings.arms:
        assert_same_arm(found, arm(three, found.arm.name))
    drop = ("version",)
    assert {k: v for k, v in one.summary.items() if k not in drop} == {
        k: v for k, v in three.summary.items() if k not in drop
    }


def test_the_same_run_twice():
    """Law: same seed, same bits, the summary and the arrays included."""
    one, two = result_of("hand-scald"), simulate(case_of("hand-scald"), folder=FOLDER)
    assert one.summary == two.summary
    assert one.summary_csv() == two.summary_csv()
    assert one.dataset.identical(two.dataset)


def test_another_seed_is_another_sample():
    """Seeds differ in every person, and the outcomes differ with them."""
    one, two = result_of("hand-scald"), result_of("hand-scald", seed=1)
    key = "t95_days"
    for a, b in zip(one.findings.arms, two.findings.arms, strict=True):
        assert (a.outcomes[key].values != b.outcomes[key].values).all()


def test_the_horizon_does_not_decide_care():
    """Policy looks at a forecast, so a short run operates on the same people as a long one.

    Times agree to what the daily read-out and the solver can tell apart.
    """
    for days in (21, 30):
        short, long = result_of("hand-scald", days=days), result_of("hand-scald")
        for one in short.findings.arms:
            other = arm(long, one.arm.name)
            for wound, theirs in zip(one.course.wounds, other.course.wounds, strict=True):
                np.testing.assert_array_equal(wound.grafted_on, theirs.grafted_on)
            mine, full = (x.outcomes["t95_days"].values for x in (one, other))
            reached = np.isfinite(mine)
            np.testing.assert_allclose(mine[reached], full[reached], atol=0.02)
            assert (full[~reached] > days - 0.02).all()


def test_nothing_after_the_horizon_is_counted():
    """A run of ten days has not grafted on day 14: no operation, no donor site's outcome."""
    for one in result_of("hand-scald", days=10).findings.arms:
        assert one.outcomes["operations"].values.max() == 0
        assert one.outcomes["sessions"].values.max() <= 4
        donor = one.outcomes["donor_t95_days"]
        assert not donor.ok or np.isinf(donor.values).all()


def test_twenty_draws_are_the_first_of_any_number():
    """Every number that is drawn of a product or a network, by preset: a prefix of longer runs."""
    from exoburn.wound import system

    for preset in ("default", "animal"):
        few, *more = (Knowledge(Draws(n, 7), preset) for n in (20, 200, 1000))
        for many in more:
            for key, values in few.values(system()).items():
                theirs = many.values(system())[key]
                if np.ndim(values):
                    np.testing.assert_array_equal(values, np.asarray(theirs)[:20], err_msg=key)
            for kind in ("vesicle", "msc", "prp"):
                np.testing.assert_array_equal(few.acts(kind), many.acts(kind)[:20])
            np.testing.assert_array_equal(few.contact, many.contact[:20])
            np.testing.assert_array_equal(few.clear_off, many.clear_off[:20])


@pytest.mark.parametrize("name", ["leg-flame", "hand-scald"])
def test_a_part_of_the_draws_is_that_part(name):
    """Patients 10 to 19 run alone, as on another worker, are patients 10 to 19 of the whole."""
    from exoburn.outcome import evaluate

    found = result_of(name, draws=20).findings
    part = Knowledge(Draws(20, 0).part(10, 10), "default")
    runner = Runner(found.runner.kernel, found.runner.days, rtol=found.runner.rtol)
    stage = Stage(found.case, FOLDER, part, runner, found.injuries)
    for one in found.arms[:3]:
        alone = evaluate(run_arm(stage, one.arm)[1])
        for key, values in alone.items():
            whole = one.outcomes[key]
            if whole.applies is None and whole.ok and values.ok:
                np.testing.assert_array_equal(values.values, whole.values[10:], err_msg=key)
