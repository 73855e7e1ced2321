"""Law, insurance, providers: every row dated and sourced, what is old is marked, errors help."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from exoburn.data import table
from exoburn.errors import InputError
from exoburn.outcome.words import check_words
from exoburn.studies.access import Asked, access, country_of, questions, read_answers, score
from exoburn.studies.access.countries import countries
from exoburn.studies.access.dates import age_of
from exoburn.studies.access.law import insurance_of, law_of

TODAY = date(2026, 11, 22)


def test_every_row_of_the_law_table_is_shown_somewhere() -> None:
    """Borrowed truth: regulation.csv; the payer rows are those of insurance.csv."""
    shown = {(rule.jurisdiction, rule.scope, rule.age.text) for rule in law_of(None, TODAY)}
    payers = {row["literature"] for row in table("insurance")}
    for row in table("regulation"):
        here = (row["jurisdiction"], row["product_scope"], row["date"])
        assert here in shown or f"{here[0]}|{here[1]}" in payers


@pytest.mark.parametrize("country", [country.name for country in countries()])
def test_a_country_has_law_and_payer_with_date_and_source(country: str) -> None:
    """Truth: dated facts with their source, for every country that is offered."""
    told = access(Asked(today=TODAY, country=country_of(country)))
    assert told["law"]
    assert told["insurance"]
    for row in (*told["law"], *told["insurance"]):
        assert row["date"]
        assert row["source"].strip()
        assert row["older_than_a_year"] == ("older" in row["warning"])
    assert check_words(str(told)) == []


@pytest.mark.parametrize(
    ("text", "stale", "words"),
    [("2025-11-22", False, ""), ("2025-11-21", True, "older than a year"),
     ("2019-12-06", True, ": older than a year"), ("2025", True, "may be older"),
     ("2024", True, ": older than a year"), ("2026", False, ""),
     ("2021 / 2018", True, ": older than a year"), ("2026-03; 2020", False, ""),
     ("2027-01-01", False, "later than the date of this run")],
)  # fmt: skip
def test_the_age_of_a_date(text: str, stale: bool, words: str) -> None:
    """Truth: counted on a calendar; a bare year is taken from its first day, and says 'may be'."""
    age = age_of(text, TODAY)
    assert age.stale is stale
    assert words in age.warning


@pytest.mark.parametrize(
    ("typed", "nearest"), [("Germny", "Germany"), ("Untied States", "United States"),
                           ("Koria", "Korea"), ("Atlantis", None)],
)  # fmt: skip
def test_an_unknown_country_is_an_error_with_the_nearest(typed: str, nearest: str | None) -> None:
    """Truth: wrong input, fed on purpose."""
    with pytest.raises(InputError) as caught:
        country_of(typed)
    assert nearest is None or nearest in str(caught.value)
    assert "United States" in str(caught.value)


def test_names_of_countries_are_told_apart() -> None:
    """Truth: one name, one country."""
    names = [n.lower() for c in countries() for n in (c.id, c.name, *c.aliases)]
    extra = [name for name in names if names.count(name) > 1]
    assert extra == []


def test_an_exosome_is_nowhere_insured_and_prp_is_for_diabetic_sores() -> None:
    """Borrowed truth: regulation.csv, rows 'global' and 'US-Medicare'."""
    rows = insurance_of(country_of("US"), "exosome", TODAY)
    assert any("no payer that covers exosomes was found" in row.status for row in rows)
    prp = insurance_of(country_of("US"), "prp", TODAY)
    assert any("diabetic" in row.status and "burns" in row.status for row in prp)


def test_every_question_of_the_checklist_is_asked_with_its_weight() -> None:
    """Borrowed truth: provider_checklist.csv, question by question."""
    known = {row["question_to_provider"]: row for row in table("provider_checklist")}
    rows = table("provider_questions")
    assert {row["literature"] for row in rows} == set(known)
    for row in rows:
        assert row["weight"] == known[row["literature"]]["weight_hint"]
        assert row["source"] == known[row["literature"]]["source"]
        assert row["verified"] == known[row["literature"]]["verified"]
    assert questions()[0].points > questions()[-1].points


def test_a_score_rises_with_good_answers_and_silence_earns_nothing() -> None:
    """Truth: who answers nothing is no better than who answers badly, and red flags are told."""
    ids = [one.id for one in questions()]
    assert score({}).points == score(dict.fromkeys(ids, "unclear")).points == 0
    best = score(dict.fromkeys(ids, "good"))
    assert best.points == best.most
    assert best.must_have_good == best.must_have == 9
    worse = score(dict.fromkeys(ids, "good") | {"donors": "red"})
    assert worse.points < best.points
    assert [one.id for one in worse.red_flags] == ["donors"]
    assert "falls short" in worse.words
    for verdict in ("good", "red", "unclear"):
        assert check_words(score(dict.fromkeys(ids, verdict)).words) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [('donor = "good"', "nearest: donors"), ('donors = "yes"', "no such verdict"),
     ("donors = 1", "no such verdict"), ("", "holds no answers"), ("donors =", "not TOML"),
     ("answers = 3", "holds no answers")],
)  # fmt: skip
def test_wrong_answers_are_refused(tmp_path: Path, text: str, said: str) -> None:
    """Truth: wrong input, fed on purpose."""
    path = tmp_path / "answers.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        read_answers(path)


def test_answers_are_read_from_either_format(tmp_path: Path) -> None:
    """Truth: the same answers in TOML, in TOML under [answers] and in JSON."""
    for name, text in (("a.toml", 'donors = "red"'), ("b.toml", '[answers]\ndonors = "red"'),
                       ("c.json", '{"answers": {"donors": "red"}}')):  # fmt: skip
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert read_answers(path) == {"donors": "red"}
