"""One schema over the literature tables, with nothing invented and nothing counted twice."""

import math

import pytest

from exoburn.data import table
from exoburn.evidence.base import shipped
from exoburn.evidence.bias import ROB2, SYRCLE
from exoburn.evidence.body import body_of
from exoburn.evidence.effects import one_per_study, shipped_effects
from exoburn.evidence.questions import Filter, questions
from exoburn.evidence.stated import counted_as, duplicates


def _effect(study, treated, spread="rule", measure="MD"):
    return next(
        e for e in shipped_effects(spread)
        if e.study.id == study and e.treated == treated and e.measure == measure
    )  # fmt: skip


def test_every_row_of_the_tables_is_a_record_with_source_and_verdict_on_checking():
    """Truth: the tables themselves; a record for each row, each says whether it was checked."""
    base = shipped()
    pairs = {
        "studies": base.studies, "outcomes": base.outcomes, "human_trials": base.trials,
        "comparator_effects": base.comparators, "costs": base.costs, "utilities": base.utilities,
        "regulation": base.regulations, "eligibility_rules": base.rules,
        "provider_checklist": base.provider_questions,
    }  # fmt: skip
    for name, records in pairs.items():
        assert len(records) == len(table(name)), name
        assert all(record.read.verified for record in records), name
    assert len(base.reviews) == len(table("meta_analyses")) + len(table("evidence_more_reviews"))


def test_risk_of_bias_lists_are_the_published_ones():
    """Truth: SYRCLE has ten items, RoB 2 five domains."""
    assert len(set(SYRCLE)) == 10
    assert len(set(ROB2)) == 5


def test_no_item_is_answered_that_the_table_does_not_answer():
    """A study whose columns are empty has every item 'not reported'."""
    empty = {r["study_id"] for r in table("studies") if not r["randomised"] and not r["blinded"]}
    assert len(empty) > 50
    for study in shipped().studies:
        answers = {answer for _, answer in study.bias}
        if study.id in empty:
            assert answers == {"not reported"}
        assert len(study.bias) == (5 if study.species == "human" else 10)


def test_hand_computed_effects():
    """Truth: arithmetic on the printed numbers, 35 (9) against 18 (5) in eight each."""
    palate = _effect("EV06_matar_rat_palate", "ADSC-exo in Tisseel")
    assert palate.estimate == 17
    assert palate.se == pytest.approx(math.sqrt(81 / 8 + 25 / 8))
    acne = _effect("HU03_kwon_acne", "ASC exosome gel + laser")
    assert acne.estimate == pytest.approx(12.6)
    assert acne.se == pytest.approx(12.6 / 2.79694, rel=1e-5)  # t of 24 degrees at p 0.01
    assert acne.size == 25  # split faces: everyone is in both arms


def test_two_wounds_of_one_mouse_are_not_two_mice():
    """Truth: the variance grows by 1 + (2 - 1) x 0.5, the stated correlation."""
    prf = _effect("CO01_ding_mouse", "PRF")
    assert prf.variance == pytest.approx(1.5 * (3.2**2 / 12 + 8.1**2 / 12))


def test_spreads_that_cannot_be_between_animals_are_replaced_and_told():
    """Truth: the notes give 5 to 9 points; an SD of 0.4 would decide alone."""
    rule, printed = (
        _effect("EV02_chenyq_mouse", "hUCMSC-sEV injection", spread)
        for spread in ("rule", "printed")
    )
    assert rule.se == pytest.approx(math.sqrt(2 * 49 / 6))
    assert printed.se == pytest.approx(math.sqrt(2 * 0.16 / 6))
    assert "7 used instead" in rule.spread_note
    low, high = (
        _effect("EV02_chenyq_mouse", "hUCMSC-sEV injection", s).se for s in ("low", "high")
    )
    assert low < rule.se < high


def test_no_contrast_is_read_at_the_ceiling():
    """At 100 % closure nothing can differ: gel against gel with vesicles is read on day 4."""
    gel = _effect("EV02_chenyq_mouse", "GelMA+hUCMSC-sEV")
    assert gel.day == 4
    assert gel.estimate == pytest.approx(80.2 - 65.4)
    assert _effect("EV02_chenyq_mouse", "hUCMSC-sEV injection").day == 8


def test_a_study_enters_a_pool_once():
    """Two contrasts of one study become one, by inverse variance."""
    both = [e for e in shipped_effects() if e.study.id == "EV02_chenyq_mouse" and e.type == "ev"]
    (one,) = one_per_study(both)
    assert one.estimate == pytest.approx((12.0 + 14.8) / 2)
    assert one.variance == pytest.approx(both[0].variance / 2)
    pool = body_of("closure", Filter(), "animals").pools[0]
    names = [effect.study.id for effect in pool.effects]
    assert len(names) == len(set(names))


def test_duplicates_are_linked_and_counted_once():
    """Truth: both reviews report 43 publications and 530 animals; only one of them counts."""
    used = {r.read.source: r.use for r in shipped().reviews if r.question == "closure"}
    assert used["10.7150/thno.73436"] != "counted"
    assert used["10.1007/s00403-024-02992-4"] == "counted"
    for link in duplicates():
        assert counted_as(link.also) == counted_as(link.kept) == link.kept


def test_same_doi_in_two_tables_is_linked():
    """A study that stands in studies and in trials under one DOI has a link, so it counts once."""
    studies = {row["doi"]: row["study_id"] for row in table("studies") if row["doi"]}
    trials = {row["doi_or_url"] for row in table("human_trials") if row["doi_or_url"]}
    shared = [doi for doi in trials if doi in studies]
    assert shared
    assert all(counted_as(doi) == studies[doi] for doi in shared)


def test_implausible_rows_stay_visible_with_a_reason():
    """The claim of 15 trials and 800 patients is in the base, excluded, with the reason."""
    suspect = [r for r in shipped().reviews if "15 trials and 800 patients" in r.why]
    assert [r.use for r in suspect] == ["excluded"]
    for review in shipped().reviews:
        assert review.use == "counted" or review.why
    for effect in shipped_effects():
        assert effect.use == "counted" or effect.why


def test_animals_and_people_never_share_a_pool():
    """Over every question and type, a body holds one group only."""
    for question in questions():
        for kind in ("ev", "prp", "cells", "secretome"):
            for group in ("animals", "people"):
                body = body_of(question, Filter(type=kind), group)
                assert {e.study.group for e in body.effects} <= {group}
                assert {r.group for r in body.reviews} <= {group}
                assert {f.group for f in body.findings} <= {group}
