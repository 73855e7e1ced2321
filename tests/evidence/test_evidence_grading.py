"""Certainty by GRADE: every step down is computed, and follows the data when they change."""

from dataclasses import replace

import pytest

from exoburn.data import table
from exoburn.errors import InputError
from exoburn.evidence.answer import answer, carried_over
from exoburn.evidence.bias import bias_items
from exoburn.evidence.body import body_of
from exoburn.evidence.effects import shipped_effects
from exoburn.evidence.grading import LEVELS, Rating, rate
from exoburn.evidence.plain import approximate_prediction
from exoburn.evidence.questions import PRODUCTS, Filter, questions
from exoburn.evidence.sentence import sentence

ANIMALS = Filter(species="animals")


def _own(count, *, step=0.0, n=200, items=("yes (computer)", "assessor")):
    """Made-up animal studies of closure, each about 10 + step x i points better, well reported."""
    like = next(e for e in shipped_effects() if e.study.id == "EV06_matar_rat_palate")
    jitter = (0.3, -0.3, -0.3, 0.3)
    return [
        replace(
            like, estimate=10 + step * i + jitter[i % 4], se=1.0 + 0.01 * i, n=(n, n),
            study=replace(like.study, id=f"T{i}", label=f"T{i}", n_per_arm=n, wound="excision",
                          bias=bias_items("SYRCLE", *items), own=False),
        )
        for i in range(count)
    ]  # fmt: skip


def test_ratings_agree_with_the_reviewers_by_hand():
    """Truth: the table of certainty that was rated by hand, before these rules were written."""
    by_hand = {r["topic"]: r for r in table("certainty") if r["kind"] == "exosome"}
    for topic in ("closure", "scar", "infection", "pain"):
        found = {part.rating.group: part.rating.level for part in answer(topic, own=False).parts}
        assert found["animals"] == by_hand[topic]["animals"], topic
        assert found["people with burns"] == by_hand[topic]["humans"], topic


def test_prp_in_burned_people_is_low_for_two_reasons():
    """Truth: open-label trials, and a double-blind trial that found nothing."""
    part = answer("closure", type="prp", own=False).part("people with burns")
    steps = {d.name: d.steps for d in part.rating.domains}
    assert part.rating.level == "low"
    assert steps["risk of bias"] == 1
    assert steps["inconsistency"] == 1


def test_pool_of_the_readable_studies():
    """Truth: two studies, 13.4 (2.86) and 17 (3.64), Q < 1, so tau2 is 0; t of 1 degree 12.706."""
    (pool,) = body_of("closure", Filter(), "animals").pools
    w1, w2 = 1 / (49 / 3 / 2), 1 / 13.25
    estimate = (13.4 * w1 + 17 * w2) / (w1 + w2)
    assert pool.result.estimate == pytest.approx(estimate, abs=1e-9)
    half = 12.7062 * (w1 + w2) ** -0.5
    assert pool.result.ci[1] == pytest.approx(estimate + half, rel=1e-5)
    assert pool.result.prediction is None
    assert {words for words, _ in pool.sensitivity} >= {"SDs as printed, though implausible"}


def test_many_large_well_reported_studies_are_high():
    """When nothing is wrong with the data nothing is rated down: the rules are not a constant."""
    wanted = replace(ANIMALS, type="other")
    own = [replace(e, type="other") for e in _own(12)]
    own = [replace(e, study=replace(e.study, type="other")) for e in own]
    rating = rate(body_of("closure", wanted, "animals", more=own))
    assert rating.level == "high", rating.why


@pytest.mark.parametrize(
    ("changes", "domain"),
    [
        ({"items": ("", "")}, "risk of bias"),
        ({"step": -3.0}, "inconsistency"),
        ({"n": 5}, "imprecision"),
    ],
)
def test_each_fault_costs_its_domain(changes, domain):
    """One thing made worse at a time brings its own domain down."""
    wanted = replace(ANIMALS, type="other")
    own = [
        replace(e, type="other", study=replace(e.study, type="other"))
        for e in _own(12, **changes)
    ]
    rating = rate(body_of("closure", wanted, "animals", more=own))
    assert {d.name: d.steps for d in rating.domains}[domain] > 0
    assert LEVELS.index(rating.level) < LEVELS.index("high")


def test_order_of_studies_does_not_matter():
    """The same studies in another order give the same rating and pool."""
    own = _own(6, step=1.0)
    first, second = (
        body_of("closure", Filter(), "animals", more=chosen) for chosen in (own, own[::-1])
    )
    assert rate(first).level == rate(second).level
    assert first.pools[0].result.estimate == pytest.approx(second.pools[0].result.estimate)


def test_nothing_carries_over_from_what_is_very_uncertain():
    """Two steps below the surest other group, and none at all from very low."""
    ratings = {level: Rating("animals", level, "high", (), "") for level in LEVELS}
    carried = [carried_over("people with burns", (ratings[level],)).level for level in LEVELS]
    assert carried == ["none", "very low", "very low", "low"]


def test_every_answer_has_a_sentence_with_its_certainty():
    """Each group's sentence holds GRADE's word, or says that nothing was found, with the month."""
    words = {"low": " may ", "moderate": "probably", "very low": "very uncertain"}
    for kind in PRODUCTS:
        for question in questions():
            for part in answer(question, type=kind, own=False).parts:
                level = part.rating.level
                if "only indirect evidence" in part.sentence:
                    assert f"{level} certainty" in part.sentence or level == "none"
                    assert "as of 20" in part.sentence
                    continue
                assert words.get(level, "no result was found") in part.sentence
                assert level == "none" or f"({level} certainty)" in part.sentence
                assert level != "none" or "as of 20" in part.sentence


def test_an_interval_with_no_effect_is_told_as_little_or_no_difference():
    """A sure null is not told as a benefit."""
    own = [
        replace(e, estimate=(-1.0) ** i * 0.2, study=replace(e.study, type="other"), type="other")
        for i, e in enumerate(_own(12))
    ]
    body = body_of("closure", replace(ANIMALS, type="other"), "animals", more=own)
    rating = replace(rate(body), level="low")
    told = sentence(questions()["closure"], "other", rating, body)
    assert "little or no difference" in told


def test_approximate_prediction_needs_every_number():
    """Wider than the interval of the mean; None without I2."""
    reviews = [r for p in answer("closure", own=False).parts for r in p.body.reviews]
    for review in reviews:
        reach = approximate_prediction(review)
        assert (reach is None) == (review.i2 is None or review.n_studies is None)
        if reach:
            assert reach[0] < review.low < review.high < reach[1]


def test_wrong_words_name_the_nearest():
    """A typing slip in any filter is one line with what is allowed."""
    for call in ({"question": "clousre"}, {"species": "ratt"}, {"wound": "burns"}, {"type": "evv"}):
        with pytest.raises(InputError) as failed:
            answer(**{"question": "closure", **call})
        assert failed.value.nearest
