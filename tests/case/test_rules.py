"""Rules: every one fires and rests where it ought to, has a source, and asks what matters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exoburn.case import Case, evaluate, facts_of, load_case, words_of
from exoburn.case.condition import judge, names_in
from exoburn.case.facts import FACTS
from exoburn.case.rules import CLASSES, SETS, all_rules
from exoburn.data import table
from exoburn.errors import EngineError

from .rule_cases import CASES

EXAMPLES = Path(__file__).parents[2] / "examples"
RULES = {rule.id: rule for rule in all_rules()}


def fired(facts: dict[str, object]) -> list[str]:
    """Ids of the rules that fire on these facts, in order."""
    return [flag.id for flag in evaluate(facts) if flag.judged]


def test_every_rule_has_facts_that_fire_it_and_facts_that_do_not() -> None:
    """Truth: a rule without both is a rule that nobody has tried."""
    assert set(CASES) == set(RULES)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_rule_fires_and_rests(rule: str) -> None:
    """Truth: the thresholds of eligibility_rules.csv and model.md section 5, at their edge."""
    firing, resting = CASES[rule]
    assert rule in fired(firing)
    assert rule not in fired(resting)


@pytest.mark.parametrize("rule", sorted(CASES))
def test_a_fired_flag_shows_the_values_behind_it(rule: str) -> None:
    """Truth: each answer with its rule and its source (product.md row 7)."""
    facts, _ = CASES[rule]
    flag = next(flag for flag in evaluate(facts) if flag.id == rule)
    assert dict(flag.fired).items() <= facts.items()
    assert flag.fired
    assert flag.source
    assert set(flag.to_json()) >= {"id", "action", "reason", "source", "class", "order"}
    assert "{" not in flag.action


def test_every_literature_rule_is_a_row() -> None:
    """Borrowed truth: eligibility_rules.csv; each of its rows is judged, or waits for its fact."""
    covered = {row["literature"] for row in table("rules")}
    assert {row["rule"] for row in table("eligibility_rules")} <= covered


def test_rows_of_the_literature_keep_their_source() -> None:
    """Borrowed truth: a copied rule cites what the table cites, and is no surer than it."""
    known = {row["rule"]: row for row in table("eligibility_rules")}
    for row in table("rules"):
        if row["literature"]:
            assert row["source"] == known[row["literature"]]["source"]
            assert row["verified"] == known[row["literature"]]["verified"]


def test_rules_name_known_facts_and_sets_and_have_sources() -> None:
    """Truth: a misspelt fact would never be stated, so its rule would sleep for ever."""
    for rule in all_rules():
        assert rule.set in SETS
        assert rule.flag_class in CLASSES
        assert rule.source.strip()
        assert rule.action.strip()
        for text in (rule.condition, rule.ask_if):
            assert text == "" or set(names_in(text)) <= set(FACTS), rule.id


def test_no_rule_says_that_a_product_be_given() -> None:
    """Truth: conventions.md; and a rule only refers, warns or excludes."""
    banned = re.compile(
        r"\b(recommended dose|you should|will heal|proven|safe|clinically validated|eligible|"
        r"treat with|suitable|indicated)\b",
        re.IGNORECASE,
    )
    for rule in all_rules():
        assert not banned.search(f"{rule.action} {rule.reason}"), rule.id


def test_flags_come_stamp_first_then_do_not_then_refer() -> None:
    """Truth: a surgeon's order: what voids the numbers, what not to give, whom to call."""
    facts = {"depths": ("full_thickness",), "smoker": True, "experimental": True,
             "tbsa_percent": 30.0, "dressings": ("silver_sulfadiazine",),
             "sulfa_allergy": True}  # fmt: skip
    flags = evaluate(facts)
    assert [flag.id for flag in flags if flag.judged] == [
        "systemic_not_modelled", "ssd_sulfa", "full_thickness", "tbsa_partial_10",
        "tbsa_over_20", "tbsa_over_10", "smoker"]  # fmt: skip
    ranks = [list(CLASSES).index(flag.to_json()["class"]) for flag in flags]
    assert ranks == sorted(ranks)
    assert [flag.judged for flag in flags] == [flag.flag_class != "not_stated" for flag in flags]


def test_a_flag_names_its_trigger_with_its_value() -> None:
    """Truth: 'later than allowed' says nothing; the day that was planned does."""
    late = evaluate({"open_wound": True, "first_vesicle_day": 4.0}, sets=("product",))[0]
    assert late.action.startswith("first vesicles on day 4:")
    smoker = evaluate({"experimental": True, "smoker": True}, sets=("product",))[0]
    assert "smoke" in smoker.action


@pytest.mark.parametrize("cause", ["contact", "scald", "flame", "chemical"])
def test_any_burn_of_a_child_asks_how_it_happened(cause: str) -> None:
    """Truth: abused children are burned by contact too (RCPCH review), not by scalds alone."""
    assert {"non_accidental", "toxic_shock"} <= set(
        fired({"cause": cause, "age_years": 1, "open_wound": True})
    )


@pytest.mark.parametrize(("site", "asked"), [
    ("forearm", True), ("finger", True), ("palm", True), ("neck", True), ("chest", True),
    ("back", True), ("foot_dorsum", True), ("face", False), ("buttock", False),
])  # fmt: skip
def test_any_deep_ring_that_could_be_is_asked_for(site: str, asked: bool) -> None:
    """Truth: a deep burn round a limb, digit, neck or trunk can strangle it; a cheek cannot."""
    case = Case.model_validate({
        "patient": {"age_years": 30}, "arms": [{"name": "Care"}],
        "burn": {"cause": "scald", "depth": "deep_partial",
                 "wounds": [{"site": site, "area_cm2": 40}]}})  # fmt: skip
    questions = [flag for flag in evaluate(facts_of(case), sets=("acute",)) if not flag.judged]
    assert any("circumferential" in flag.fired for flag in questions) is asked


def test_an_open_question_cites_the_sources_of_the_rules_that_wait() -> None:
    """Truth: a source is a paper or a guideline, never the name of our own rule."""
    flag = evaluate({"tbsa_percent": 3.0}, sets=("acute",))[-1]
    assert flag.source == RULES["tetanus"].source
    assert words_of(flag) == ("tetanus cover",)


def test_a_fact_that_is_not_stated_is_asked_for_only_where_it_matters() -> None:
    """Truth: G6PD matters with silver sulfadiazine, pregnancy not in a man."""
    ssd = {"dressings": ("silver_sulfadiazine",), "sex": "male", "age_years": 30}
    open_question = next(flag for flag in evaluate(ssd, sets=("acute",)) if not flag.judged)
    assert set(open_question.fired) == {"sulfa_allergy", "g6pd_deficiency"}
    assert "G6PD deficiency" in open_question.action
    woman = evaluate(ssd | {"sex": "female"}, sets=("acute",))
    assert "pregnant" in next(flag for flag in woman if not flag.judged).fired
    foam = {"dressings": ("silver_foam",), "sex": "male", "age_years": 30}
    assert evaluate(foam, sets=("acute",)) == []


def test_the_toddler_is_referred_and_asked_about() -> None:
    """Truth: model.md section 5, non-accidental injury in any child scald."""
    case = load_case(EXAMPLES / "toddler-scald.toml")
    flags = evaluate(facts_of(case, tbsa_percent=2, depth_classes=["deep_partial"]))
    ids = [flag.id for flag in flags]
    assert {"child", "non_accidental", "partial_any_depth"} <= set(ids)
    assert "no_trial_number" not in ids


def test_the_leg_is_referred_first() -> None:
    """Truth: full thickness needs a surgeon; before that only what must not be done at all."""
    case = load_case(EXAMPLES / "leg-flame.toml")
    flags = evaluate(facts_of(case, tbsa_percent=0.7))
    first = next(flag for flag in flags if flag.flag_class != "do_not")
    assert first.id == "full_thickness"
    assert {"no_surgery_full", "injected_outside_trial"} <= {flag.id for flag in flags}


def test_a_cosmetic_gel_on_lasered_skin_is_flagged() -> None:
    """Truth: cosmetics are for intact skin (eligibility_rules.csv)."""
    case = load_case(EXAMPLES / "old-scar.toml")
    ids = {flag.id for flag in evaluate(facts_of(case))}
    assert {"cosmetic_open_wound", "scar_outside_trial"} <= ids


def test_three_valued_logic() -> None:
    """Truth: Kleene's tables: unknown or true is true, unknown and false is false."""
    assert judge("a or b", {"a": True}).value is True
    assert judge("a and b", {"a": False}).value is False
    assert judge("a and b", {"a": True}).value is None
    assert judge("not a", {}).value is None
    assert judge("1 < x <= 3", {"x": 3}).value is True
    assert judge("1 < x <= 3", {"x": 4}).value is False
    assert judge("x in (1, 2)", {}).missing == ("x",)


@pytest.mark.parametrize(
    "code",
    ["__import__('os')", "a.b", "a[0]", "(lambda: 1)()", "[x for x in a]", "1 +", "a + 1 > 2",
     "a", "'b' < 3", "f'{a}'", "a is b", "a if b else c", "-a > 1", "3"],
)  # fmt: skip
def test_a_condition_cannot_run_code(code: str) -> None:
    """Truth: only the listed nodes are a condition; anything else is our own mistake."""
    with pytest.raises(EngineError):
        judge(code, {"a": 3, "b": 2, "c": 1})
