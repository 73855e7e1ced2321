"""access, eligible and ask as typed: clean output, JSON alone on stdout, one line for a mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exoburn.outcome.words import check_words
from exoburn.studies.access.countries import countries
from tests.e2e.commands import EXAMPLES, Exoburn, caller

NAMES = sorted(path.stem for path in EXAMPLES.glob("*.toml"))


@pytest.fixture
def exoburn(capsys: pytest.CaptureFixture[str]) -> Exoburn:
    return caller(capsys)


def test_access_prints_no_banned_word_for_any_country(exoburn: Exoburn) -> None:
    """Truth: the banned words test covers every output."""
    for country in (*(one.name for one in countries()), None):
        place = ("--country", country) if country else ()
        done = exoburn("access", *place, "--schedule")
        assert done.code == 0
        assert done.err == ""
        assert check_words(done.out) == []
        for part in ("WHAT IT COSTS", "WHO PAYS", "WHAT THE LAW SAYS", "QUESTIONS"):
            assert part in done.out


def test_access_says_what_is_old(exoburn: Exoburn) -> None:
    """Truth: a fact older than a year is marked from the day that is given."""
    before = exoburn("access", "--country", "Canada", "--today", "2025-09-01")
    after = exoburn("access", "--country", "Canada", "--today", "2026-11-22")
    assert before.out.count("OVER A YEAR") < after.out.count("OVER A YEAR")
    assert "look for a newer" in after.out


def test_access_json_is_one_object(exoburn: Exoburn) -> None:
    """Truth: arithmetic by hand, 4 x 1,500 at 20 % over 12 months."""
    done = exoburn("access", "--price", 1500, "--sessions", 4, "--months", 12, "--apr", 20,
                   "--insurance", 0, "--json")  # fmt: skip
    told = json.loads(done.out)
    assert told["schema"] == "exoburn.access/1"
    assert told["courses"][0]["cost"]["middle"] == 6000
    assert told["plan"]["monthly"] == 555.81
    assert told["plan"]["assumed"] == []
    assert len(told["plan"]["schedule"]) == 12


def test_access_counts_the_sessions_of_a_case(exoburn: Exoburn) -> None:
    """Truth: the example gives gel on four days, platelets on three, cells on two."""
    done = exoburn("access", EXAMPLES / "hand-scald.toml", "--country", "us", "--json")
    courses = json.loads(done.out)["courses"]
    assert [(c["product"], c["sessions"]) for c in courses] == [
        ("exosome", 4), ("prp", 3), ("msc", 2)]  # fmt: skip
    assert courses[0]["price"]["country"] == "US"


def test_nothing_is_exchanged(exoburn: Exoburn) -> None:
    """Truth: a price in won and a laser in dollars are not added up."""
    done = exoburn("access", EXAMPLES / "old-scar.toml", "--country", "Korea", "--json")
    course = json.loads(done.out)["courses"][0]
    assert course["cost"]["currency"] == "KRW"
    assert any("left out" in note for note in course["notes"])
    dollars = exoburn("access", EXAMPLES / "old-scar.toml", "--country", "US", "--json")
    assert len(json.loads(dollars.out)["courses"][0]["cost"]["lines"]) == 2


def test_an_insurer_that_pays_all_leaves_no_plan(exoburn: Exoburn) -> None:
    """Truth: nothing owed bears no interest."""
    done = exoburn("access", "--insurance", 100)
    assert done.code == 0
    assert "nothing is left to pay" in done.out


def test_answers_are_scored_from_a_file(exoburn: Exoburn, tmp_path: Path) -> None:
    """Truth: a red flag on a must-have is told first."""
    path = tmp_path / "answers.toml"
    path.write_text('trial_number = "red"\ndonors = "good"\n', encoding="utf-8")
    done = exoburn("access", "--answers", path)
    assert "falls short of what a trial has to show" in done.out
    assert check_words(done.out) == []


def test_answers_are_asked_for(exoburn: Exoburn, monkeypatch: pytest.MonkeyPatch) -> None:
    """Truth: one letter an answer, a slip is asked again, an empty line leaves it open."""
    from io import StringIO

    monkeypatch.setattr("sys.stdin", StringIO("g\nx\nr\n" + "\n" * 14))
    done = exoburn("access", "--ask", "--json")
    assert done.code == 0
    verdicts = list(json.loads(done.out)["score"]["answers"].values())
    assert verdicts == ["good", "red"] + ["unasked"] * 14


@pytest.mark.parametrize("name", NAMES)
def test_eligible_prints_rules_and_no_banned_word(exoburn: Exoburn, name: str) -> None:
    """Truth: the banned words test covers every output; what was asked is what is printed."""
    done = exoburn("eligible", EXAMPLES / f"{name}.toml")
    assert done.code == 0
    assert check_words(done.out) == []
    assert "No rule here says that someone be given a product" in " ".join(done.out.split())


@pytest.mark.parametrize("question", ["pain", "safety"])
def test_ask_writes_a_page_and_json(exoburn: Exoburn, tmp_path: Path, question: str) -> None:
    """Truth: the page holds what stdout says, and both are clean."""
    page = tmp_path / "answer.html"
    done = exoburn("ask", question, EXAMPLES / "toddler-scald.toml", "--draws", 10,
                   "--html", page, "--json")  # fmt: skip
    told = json.loads(done.out)
    assert told["schema"] == "exoburn.ask/1"
    html = page.read_text(encoding="utf-8")
    assert told["short"].split("(")[0] in html
    assert check_words(html) == []
    plain = exoburn("ask", question, EXAMPLES / "toddler-scald.toml", "--draws", 10)
    assert check_words(plain.out) == []
    assert "No completed controlled exosome trial" in plain.out


def test_ask_without_a_case_uses_the_starting_case(exoburn: Exoburn) -> None:
    """Truth: a scar question is answered for the starting scar."""
    done = exoburn("ask", "old scars", "--draws", 10, "--json")
    assert json.loads(done.out)["title"] == "My scar case"


@pytest.mark.parametrize(
    ("words", "said"),
    [(("access", "--country", "Germny"), "nearest: Germany"),
     (("access", "--price", "-3"), "--price"),
     (("access", "--price", "nan"), "--price"),
     (("access", "--sessions", "0"), "--sessions"),
     (("access", "--sessions", "2", "--regimen", "x"), "--sessions or --regimen"),
     (("access", "--regimen", "x"), "--regimen"),
     (("access", "--months", "0"), "--months"),
     (("access", "--apr", "-1"), "--apr"),
     (("access", "--insurance", "120"), "--insurance"),
     (("access", "--extra", "travel"), "NAME=AMOUNT"),
     (("access", "--extra", "travel=-5"), "travel"),
     (("access", "--currency", "XYZ", "--price", "3"), "--currency"),
     (("access", "--currency", "EUR"), "nothing is exchanged"),
     (("access", "--product", "exosom"), "nearest: exosome"),
     (("access", "--today", "tomorrow"), "--today"),
     (("access", "--answers", "nope.toml"), "no such file"),
     (("access", "nope.toml"), "no such file"),
     (("eligible", "nope.toml"), "no such file"),
     (("ask", "pian"), "nearest: pain"),
     (("ask", "pain", "nope.toml"), "no such file"),
     (("ask", "pain", "--html", "a.txt"), ".html"),
     (("ask", "pain", "--html", "no/such/folder/a.html"), "no such folder"),
     (("ask", "pain", "--draws", "0"), "--draws")],
)  # fmt: skip
def test_a_mistake_is_one_line_and_code_2(
    exoburn: Exoburn, words: tuple[str, ...], said: str
) -> None:
    """Truth: conventions.md; wrong input fed on purpose."""
    done = exoburn(*words)
    assert done.code == 2
    assert done.out == ""
    assert said in done.err
    assert done.err.count("\n") == 1
