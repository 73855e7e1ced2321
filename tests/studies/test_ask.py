"""Questions people ask: every answer for every example, in plain words, with honest counts."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from exoburn.case import Case, load_case, read_case
from exoburn.errors import InputError
from exoburn.outcome.words import check_words
from exoburn.studies.ask import QUESTIONS, Answer, Numbers, ask, numbers_of
from exoburn.studies.ask.pair import pair_of
from exoburn.studies.ask.price_paid import bill_of
from tests.studies.readability import grade, syllables

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))
EVERY = [(name, question) for name in NAMES for question in QUESTIONS]


@cache
def numbers(name: str) -> Numbers:
    """A short run of an example, made once."""
    return numbers_of(load_case(EXAMPLES / f"{name}.toml"), folder=EXAMPLES, draws=30)


@cache
def answer(name: str, question: str) -> Answer:
    """An answer, written once."""
    return ask(question, numbers(name))


def test_the_grade_is_that_of_the_formula() -> None:
    """Borrowed truth: two textbook sentences whose words and syllables are counted by hand."""
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45, abs=0.01)
    platypus = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert sum(map(syllables, platypus.rstrip(".").split())) == 24
    assert grade(platypus) == pytest.approx(11.26, abs=0.02)
    hard = "Pharmacokinetic extrapolation necessitates methodological circumspection."
    assert grade(hard) > 12


@pytest.mark.parametrize(("name", "question"), EVERY)
def test_an_answer_is_read_at_eighth_grade_and_asserts_no_banned_word(
    name: str, question: str
) -> None:
    """Truth: an eighth-grade level, and the words of conventions.md that we never say."""
    found = answer(name, question)
    assert grade(found.text) <= 8
    assert all(grade(part) <= 10 for part in found.paragraphs)
    assert check_words(found.text) == []
    assert not re.search(r"\bnan\b|\binf\b|None", found.text)


@pytest.mark.parametrize(("name", "question"), EVERY)
def test_an_answer_counts_people_and_says_how_sure_it_is(name: str, question: str) -> None:
    """Truth: same denominator, a range that holds the count, certainty beside computed counts."""
    found = answer(name, question)
    assert found.blocks
    for block in found.blocks:
        assert 0 <= block.share <= 1
        assert block.low is not None
        assert block.high is not None
        assert block.low <= block.share <= block.high
    assert "of 100" in found.text
    assert "as of 2026-11" in found.text
    if all(block.simulated for block in found.blocks):
        assert "very low certainty; simulated" in found.text.lower()
    told = found.to_json()
    assert told["evidence_statement"].startswith("No completed controlled exosome trial in burns")
    assert told["run"]["draws"] == 30
    assert found.sources


@pytest.mark.parametrize("name", NAMES)
def test_a_referred_burn_is_sent_to_a_burn_team_before_any_answer(name: str) -> None:
    """Truth: the same rules as simulate's flags; referral comes first in each answer."""
    refer = any(f["class"] == "refer" for f in numbers(name).result.summary["flags"])
    for question in QUESTIONS:
        assert bool(answer(name, question).first) is refer


@pytest.mark.parametrize("name", NAMES)
def test_two_arms_differ_in_the_product_alone(name: str) -> None:
    """Truth: other care beside the product would pass for its effect."""
    chosen = numbers(name).pair.case
    apart = {"name": True, "kind": True, "products": True, "product": True}
    base, product = (arm.model_dump(exclude=apart) for arm in chosen.arms)  # type: ignore[arg-type]
    assert base == product
    assert not any(r.product_class == "vesicle" for r in chosen.arms[0].regimens)
    assert any(r.product_class == "vesicle" for r in chosen.arms[1].regimens)
    assert numbers(name).pair.made_up is (name in ("child-scald-dressings", "toddler-scald"))


def test_a_lone_product_arm_is_set_beside_the_same_care() -> None:
    """Truth: a case whose only plain arm has another laser still compares like with like."""
    case = read_case("""
        patient.age_years = 30
        scar = {months = 20, vss = 8, site = "forearm", area_cm2 = 30}
        [[arms]]
        name = "Nothing"
        [[arms]]
        name = "Laser and gel"
        laser = "fractional_co2"
        laser_days = [0, 30]
        products = ["1e10 particles/cm2 in hydrogel, laser-assisted, on days 0, 30"]
    """)
    pair = pair_of(case, draws=10, days=30)
    assert [arm.laser for arm in pair.case.arms] == ["fractional_co2", "fractional_co2"]
    assert pair.base == "The same care without it"


def test_a_product_that_does_nothing_changes_no_count() -> None:
    """Truth: under the sceptical preset vesicles never act, so nobody who pays gains."""
    case = load_case(EXAMPLES / "hand-scald.toml")
    sceptical = Case.model_validate(case.resolved() | {"run": {"preset": "sceptical"}})
    found = ask("cost", numbers_of(sceptical, folder=EXAMPLES, draws=20))
    assert found.blocks[0].share == 0
    assert "0 of 100" in found.text


def test_a_bill_is_the_price_times_the_days_of_the_plan() -> None:
    """Truth: four days of gel at the suggested 1,500 dollars are 6,000 (notes, section E)."""
    bill = bill_of(numbers("hand-scald"))
    assert (bill.sessions, bill.low, bill.middle, bill.high) == (4, 800, 6000, 24000)
    assert "6,000 US dollars" in answer("hand-scald", "cost").text


def test_surgery_that_would_hide_the_product_is_told_and_left_out() -> None:
    """Truth: most of these hands are grafted by policy (the README says so of this case)."""
    found = numbers("hand-scald")
    assert found.grafted > 0.5
    assert "skin graft" in answer("hand-scald", "results").text
    assert not found.values(found.base, "operations").any()


def test_a_question_that_nobody_answers_is_an_error_with_the_nearest() -> None:
    """Truth: wrong input, fed on purpose."""
    with pytest.raises(InputError, match="nearest: safety"):
        ask("safty", numbers("old-scar"))
