"""Eligibility: the same rules as simulate's flags, referral first, and what is not stated."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exoburn.case import Case, load_case, with_run
from exoburn.case.rules import all_rules
from exoburn.data import table
from exoburn.errors import InputError
from exoburn.outcome.words import check_words
from exoburn.simulate import simulate
from exoburn.studies.access import eligibility
from exoburn.studies.access.eligibility import NEVER, ORDER, STATED

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))


@cache
def told(name: str) -> dict[str, Any]:
    """The rules of an example, judged once."""
    return eligibility(load_case(EXAMPLES / f"{name}.toml"), folder=EXAMPLES)


@pytest.mark.parametrize("name", NAMES)
def test_the_rules_are_those_of_simulate(name: str) -> None:
    """Truth: one rule engine; simulate shows the same flags for the same sets."""
    case = with_run(load_case(EXAMPLES / f"{name}.toml"), draws=10, days=30)
    flags = simulate(case, folder=EXAMPLES).summary["flags"]
    sets = told(name)["sets"]
    shown = {flag["id"] for flag in flags if flag["judged"] and flag["set"] in sets}
    assert {flag["id"] for flag in told(name)["flags"]} == shown


@pytest.mark.parametrize("name", NAMES)
def test_referral_comes_first_with_reason_and_source(name: str) -> None:
    """Truth: whom to call precedes everything else; each rule says why and from where."""
    flags = told(name)["flags"]
    ranks = [ORDER.index(flag["class"]) for flag in flags]
    assert ranks == sorted(ranks)
    assert all(flag["action"] and flag["reason"] and flag["source"] for flag in flags)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_says_that_someone_be_treated(name: str) -> None:
    """Truth: a rule refers, warns or excludes; no word of it recommends."""
    advice = re.compile(r"\b(eligible for|suitable|candidate|treat with|indicated)\b", re.I)
    for flag in told(name)["flags"]:
        assert not advice.search(f"{flag['action']} {flag['reason']}")
    assert check_words(str(told(name))) == []
    assert told(name)["never"] == NEVER


def test_every_published_rule_is_a_row_and_the_rest_is_listed_with_its_reason() -> None:
    """Borrowed truth: eligibility_rules.csv, row by row."""
    published = {row["rule"] for row in table("eligibility_rules")}
    assert published <= {row["literature"] for row in table("rules")}
    for row in table("rules_not_expressed"):
        assert row["literature"] in published
        assert row["part"]
        assert row["reason"]


def test_old_scars_and_open_wounds_have_their_own_sets() -> None:
    """Truth: an acute rule says nothing of a scar; a wound open on day 40 is chronic."""
    assert told("old-scar")["sets"] == ["scar", "product"]
    assert told("hand-scald")["sets"] == ["systemic", "acute", "product"]
    case = load_case(EXAMPLES / "hand-scald.toml").resolved()
    case["burn"]["day_assessed"] = 40
    late = eligibility(Case.model_validate(case), folder=EXAMPLES)
    assert "chronic" in late["sets"]
    assert {"stalled", "chronic_vesicles"} <= {flag["id"] for flag in late["flags"]}


def test_what_is_not_stated_is_named_with_the_rules_that_wait() -> None:
    """Truth: take one answer out of a case and it is asked for; state it and it is not."""
    case = load_case(EXAMPLES / "registered-trial.toml").resolved()
    full = eligibility(Case.model_validate(case), folder=EXAMPLES)
    assert "malignancy" not in {row["fact"] for row in full["not_stated"]}
    del case["patient"]["malignancy"]
    less = eligibility(Case.model_validate(case), folder=EXAMPLES)
    row = next(row for row in less["not_stated"] if row["fact"] == "malignancy")
    assert "malignancy" in {rule["id"] for rule in row["rules"]}


@pytest.mark.parametrize("fact", STATED)
def test_a_fact_that_no_file_holds_can_be_stated(fact: str) -> None:
    """Truth: each such fact, said yes, fires a rule or belongs to another set."""
    name = "old-scar" if fact in ("recent_isotretinoin", "photosensitiser") else "hand-scald"
    case = load_case(EXAMPLES / f"{name}.toml")
    found = eligibility(case, folder=EXAMPLES, more={fact: "yes"})
    asking = {rule.id for rule in all_rules() if fact in rule.condition}
    assert asking & {flag["id"] for flag in found["flags"]}


@pytest.mark.parametrize(
    ("more", "said"),
    [({"cardiac": "yes"}, "nearest: cardiac_disease"), ({"diabetes": "yes"}, "in the case file"),
     ({"no_consent": "maybe"}, "not a yes or no")],
)  # fmt: skip
def test_a_wrong_fact_is_refused(more: dict[str, str], said: str) -> None:
    """Truth: wrong input, fed on purpose."""
    with pytest.raises(InputError, match=said):
        eligibility(load_case(EXAMPLES / "old-scar.toml"), folder=EXAMPLES, more=more)
