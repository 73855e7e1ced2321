"""What one number rests on is said: whose size, which spread, who was studied, what was counted."""

import math

import pytest

from exoburn.errors import InputError
from exoburn.evidence.answer import answer
from exoburn.evidence.counting import counts
from exoburn.evidence.effects import shipped_effects
from exoburn.evidence.grading import best_of
from exoburn.evidence.pool import pool
from exoburn.report.evidence_text import answer_text


def _part(question, group, **filters):
    return answer(question, own=False, **filters).part(group)


def test_no_burned_person_was_studied_is_told_in_the_same_words():
    """Truth: the tables hold no result of vesicles in burned people for any of these."""
    for question in ("closure", "scar", "vessels", "pain", "collagen"):
        part = _part(question, "people with burns")
        assert part.body.empty
        assert part.rating.level in ("none", "very low")
        assert "no result was found as of 20" in part.sentence
        assert "only indirect evidence bears on" in part.sentence
        assert part.rating.why.startswith("no result in burned people; only indirect evidence")
    assert "indirect" not in _part("infection", "people with burns").sentence


def test_a_spread_of_unknown_type_is_said_and_tried_both_ways():
    """Truth: Matar 2025 does not say SD or SEM; a SEM of 8 animals is an SD sqrt(8) as wide."""
    ses = {
        spread: next(e for e in shipped_effects(spread) if e.study.id.startswith("EV06")).se
        for spread in ("rule", "sem")
    }
    assert ses["sem"] == pytest.approx(math.sqrt(8) * ses["rule"])
    found = answer("closure", own=False)
    (pooled,) = found.part("animals").body.pools
    changed = dict(pooled.sensitivity)["spreads of a type that is not stated as standard errors"]
    assert changed.se > pooled.result.se
    text = " ".join(answer_text(found).split())
    assert "dispersion type not stated" in text
    assert "If spreads of a type that is not stated were standard errors" in text


def test_the_size_of_a_whole_review_is_not_that_of_an_outcome():
    """Truth: one review gives 43 studies and 530 animals beside each of its outcomes."""
    part = _part("scar", "animals")
    best = best_of(part.body)
    assert best.size == 530
    assert best.whole
    steps = {d.name: d.reason for d in part.rating.domains}
    assert "530 animals in the whole review" in steps["imprecision"]
    assert "of them from reviews, which share studies" in steps["inconsistency"]
    assert "of them from reviews, which share studies" in steps["publication bias"]


def test_trials_that_compared_no_groups_start_low_and_favour_nothing():
    """Truth: the harms of the three trials are counts; related events are not serious events."""
    found = answer("safety", own=False)
    part = found.part("people")
    assert part.rating.start == "low"
    assert part.rating.level == "very low"
    assert "favours" not in " ".join(domain.reason for domain in part.rating.domains)
    text = answer_text(found)
    assert "+ favours" not in text
    assert "    o Kwon" in text
    assert [(c.what, c.events, c.people) for c in counts("safety", "ev")] == [
        ("related events", 0, 7), ("serious events", 0, 53)]  # fmt: skip


def test_markers_are_not_a_scar():
    """Truth: the row QB08 reports alpha-SMA and TGF-b, no scar."""
    told = _part("scar", "animals").body.findings
    assert not any(one.study.startswith("QB08") for one in told)


def test_a_paired_trial_has_its_interval_by_t():
    """Truth: p = 0.01 of 25 pairs; the 99 % interval by t ends at zero, so the 95 % one is
    12.6 (1 -+ t24(0.975)/t24(0.995))."""
    (pooled,) = _part("scar", "people").body.pools
    half = 12.6 * 2.063899 / 2.796940
    assert pooled.result.ci == pytest.approx((12.6 - half, 12.6 + half), rel=1e-5)
    assert pooled.result.p == pytest.approx(0.01, rel=1e-6)


def test_equal_effects_are_said_to_tell_no_p():
    """Hartung-Knapp has no spread to go by; the guarded form keeps that of the studies."""
    same = {"effect": [1.0, 1.0, 1.0], "variance": [0.5, 0.5, 0.5]}
    assert any("effects are equal" in note for note in pool(**same, test="knha").notes)
    assert pool(**same, test="knha-guarded").p > 0


@pytest.mark.parametrize("missing", [math.nan, None])
def test_a_missing_label_is_refused(missing):
    """Two studies without a name are not one study."""
    with pytest.raises(InputError, match="label is missing"):
        pool(effect=[1.0, 2.0, 3.0], variance=[1.0, 1.0, 1.0], study=["a", missing, missing],
             within_correlation=0.5)  # fmt: skip
