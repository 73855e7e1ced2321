"""Stories: equal hypotheses weigh nothing, shares follow the mark, telling obeys its laws."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.data import table
from exoburn.simulate.arm_run import Stage, run_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import injury_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, CohortKernels
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner
from exoburn.studies.story import read_story
from exoburn.studies.story.cases import TREATED, meanings
from exoburn.studies.story.seen import see
from exoburn.studies.story.shares import ByKnowledge, bayes_factor, knowledge_shares
from exoburn.studies.story.statement import ToldBurn
from exoburn.studies.story.telling import (
    believed,
    factor_of_counted,
    factor_of_stories,
    told_as_success,
)
from exoburn.studies.story.told import scar_readings
from exoburn.studies.story.watch import ANIMAL, DEFAULT, NO_EFFECT, NOBODY, Watched, watch
from tests.studies.stories import GEL

ARMS = [NOBODY, NO_EFFECT, DEFAULT, ANIMAL]
shares_of_people = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=6).map(np.array)


@pytest.fixture(scope="module")
def watched() -> Watched:
    return watch(read_story(GEL), draws=40)


def test_no_effect_is_the_sceptical_preset_bit_for_bit(watched: Watched) -> None:
    """Truth: model section 8; a product that never acts is its vehicle arm."""
    case = meanings(watched.story)[0].case
    runner = Runner(CohortKernels(), np.arange(watched.days + 1.0), rtol=COHORT_RTOL)
    stage = Stage(case, Path(), Knowledge(watched.draws, "sceptical"),
                  runner, [injury_of(case, arm) for arm in case.arms])  # fmt: skip
    seen = see(run_arm(stage, RunArm(case.arms[TREATED], TREATED))[1])
    nothing = watched.depths[0].arms[NO_EFFECT]
    assert (seen.closed == nothing.closed).all()
    assert (seen.score == nothing.score).all()


def test_equal_hypotheses_have_a_factor_of_one(watched: Watched) -> None:
    """Truth: P(E | H) / P(E | H) = 1, with a range of nothing."""
    found = bayes_factor(knowledge_shares(watched, watched.story.outcome, ARMS),
                         NO_EFFECT, NO_EFFECT)  # fmt: skip
    assert (found.value, found.p05, found.p95) == (1.0, 1.0, 1.0)


def test_a_later_day_is_an_easier_mark(watched: Watched) -> None:
    """Truth: whoever healed by a day had healed by every later one."""
    told = watched.story.outcome
    for arm in ARMS:
        shares = [
            knowledge_shares(watched, told.model_copy(update={"day": day}), ARMS).share(arm).share
            for day in (7.0, 10.0, 14.0, 18.0, 21.0, 30.0, 60.0)
        ]
        assert shares == sorted(shares)
        assert shares[0] < 0.3
        assert shares[-1] > 0.9


def test_a_graft_spoils_healing_without_one(watched: Watched) -> None:
    """Truth: the definition; grafted people healed, and not without a graft."""
    told = watched.story.outcome
    depth = watched.depths[0]
    grafted = replace(depth.arms[NOBODY], grafted=np.ones(40, bool))
    changed = replace(watched, depths=[replace(depth, arms={**depth.arms, NOBODY: grafted})])
    with_it = told.model_copy(update={"without_graft": False})
    assert knowledge_shares(changed, told, [NOBODY]).share(NOBODY).share == 0
    assert knowledge_shares(changed, with_it, [NOBODY]).share(NOBODY).share > 0.9


def test_an_inert_product_is_as_sterile_as_its_vial(watched: Watched) -> None:
    """Truth: the sceptical preset; odds of infection belong to the vial, effect or none."""
    told = watched.story.outcome.model_copy(update={"kind": "no_infection", "day": 60.0})
    odds = watched.depths[0].arms[DEFAULT].odds
    found = knowledge_shares(watched, told, ARMS)
    assert odds > 1
    assert found.share(NO_EFFECT).share == found.share(DEFAULT).share
    assert found.share(NO_EFFECT).share <= found.share(NOBODY).share


def test_the_worst_of_many_readings_flatters(watched: Watched) -> None:
    """Truth: regression to the mean; the maximum of noisy readings exceeds the true maximum."""
    seen = watched.depths[0].arms[NOBODY]
    looks, last = scar_readings(seen, watched, 365)
    true = seen.score[:, 30:366].max(axis=1)
    assert looks.max(axis=2).mean() > true.mean() + 0.5
    assert abs(last.mean() - seen.score[:, 365].mean()) < 0.5


def test_depth_words_are_those_of_the_table() -> None:
    """Truth: the table of story depths; each of its words can be told."""
    wounds = [{"site": "leg", "area_cm2": 20}]
    for row in table("story_depths"):
        told = {"cause": "scald", "depth": row["word"], "wounds": wounds}
        assert ToldBurn.model_validate(told).depth == row["word"]


@given(p1=shares_of_people, n=st.integers(1, 30))
def test_only_successes_told_say_nothing(p1: np.ndarray, n: int) -> None:
    """Truth: with f = 0 every told story is a success under both hypotheses."""
    assert factor_of_stories(p1, p1**2, n, failure=0.0) == 1.0


@given(p=st.floats(0.02, 0.98), q=st.floats(0.02, 0.98), f=st.floats(0.01, 0.99))
def test_silence_of_failures_moves_the_factor_towards_one(p: float, q: float, f: float) -> None:
    """Truth: s p/(s p + f(1-p)) rises to 1 as f falls, so that the ratio shrinks towards 1."""
    p1, p0 = np.array([max(p, q)]), np.array([min(p, q)])
    fair = factor_of_stories(p1, p0, 1)
    told = factor_of_stories(p1, p0, 1, failure=f)
    assert fair is not None
    assert told is not None
    assert 1.0 - 1e-12 <= told <= fair + 1e-12
    assert told_as_success(p0, 1.0, f)[0] >= p0[0]


@given(p1=shares_of_people, n=st.integers(1, 20))
def test_all_counted_and_all_successes_is_every_outcome_told(p1: np.ndarray, n: int) -> None:
    """Truth: n of n binomial is p^n."""
    p0 = p1[::-1] * 0.9
    assert factor_of_counted(p1, p0, n, n) == pytest.approx(factor_of_stories(p1, p0, n))


def test_binomial_by_hand() -> None:
    """Truth: (0.6/0.3)^3 (0.4/0.7)^7, and with half of the successes told, 0.3 and 0.15."""
    p1, p0 = np.array([0.6]), np.array([0.3])
    assert factor_of_counted(p1, p0, 3, 10) == pytest.approx(2**3 * (4 / 7) ** 7)
    half = factor_of_counted(p1, p0, 3, 10, success=0.5)
    assert half == pytest.approx(2**3 * (0.7 / 0.85) ** 7)
    assert believed(0.5, 3.0) == pytest.approx(0.75)


def test_shared_knowledge_makes_stories_hang_together() -> None:
    """Truth: mean(p^2)/mean(q^2) by hand; not the square of the factor of one story."""
    p1, p0 = np.array([0.2, 0.8]), np.array([0.4, 0.4])
    assert factor_of_stories(p1, p0, 1) == pytest.approx(1.25)
    assert factor_of_stories(p1, p0, 2) == pytest.approx(0.34 / 0.16)


def test_a_share_of_all_runs_is_not_certain() -> None:
    """Truth: the exact interval of a count; 40 of 40 leaves room for 7 of 100 failures
    (0.05^(1/40)), though equal runs show no spread."""
    every = {"a": np.ones(8)}
    found = ByKnowledge(every, every, {"a": 40.0}, 40)
    assert found.too_few("a")
    assert found.share("a").p05 == pytest.approx(0.05 ** (1 / 40))
    assert found.share("a").p95 == 1.0
