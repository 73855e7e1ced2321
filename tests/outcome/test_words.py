"""Words: the registry's doors, banned words in all we ship, frequencies, milestones, sources."""

from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from exoburn.banner import BANNER
from exoburn.data import parameters, table
from exoburn.errors import EngineError
from exoburn.evidence import (
    LEVELS,
    assumptions_of,
    certainty,
    grade_phrase,
    not_modelled,
    sources_of,
    statement,
    statements,
)
from exoburn.outcome import (
    Contrast,
    Summary,
    check_words,
    difference_in_words,
    evaluate,
    milestones,
    registry,
)
from exoburn.outcome.words import quote_claim
from tests.outcome.courses import arm, reference_wound, wound

SHARED = Path(__file__).parents[3] / "shared"
OUR_TABLES = (
    "outcome_registry", "outcome_phrases", "parameters_outcome", "milestones",
    "certainty", "statements", "not_modelled",
)  # fmt: skip


def shared_text(path: str) -> str:
    """A file of the shared folder; without it the test is skipped, or fails in CI."""
    file = SHARED / path
    if not file.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{file} is missing")
        pytest.skip("the shared folder is absent")
    return file.read_text(encoding="utf-8")


def test_every_outcome_of_the_interface_is_registered() -> None:
    """Borrowed truth: the ids that interfaces.md freezes."""
    text = shared_text("interfaces.md")
    section = text[text.index("## Outcome registry") :].split("\n\n")[0]
    ids = set(re.findall(r"`([a-z0-9_]+)`", section))
    assert len(ids) >= 19
    assert not ids - set(registry())


def test_every_outcome_is_computed_and_every_row_is_filled() -> None:
    """A row without a function is an error of ours; every row names its source and direction."""
    found = evaluate(arm(reference_wound("deep_partial")))
    assert list(found) == list(registry())
    for row in registry().values():
        assert all(getattr(row, key) for key in row.__slots__)
        assert row.better in {"lower", "higher", "none"}
        assert row.type in {"time", "probability", "percent", "score", "count"}


def test_the_banner_is_the_one_of_the_conventions() -> None:
    """Borrowed truth: conventions.md prescribes the banner word for word."""
    assert BANNER in shared_text("conventions.md")


def test_banned_words_are_those_of_the_conventions() -> None:
    """Borrowed truth: conventions.md lists them; each is found, in any case and layout."""
    line = re.search(r"no output contains \(a test greps\): (.+)\.", shared_text("conventions.md"))
    assert line
    for word in line.group(1).split(", "):
        assert check_words(f"It is {word.upper()}, they say") == [word]
        assert check_words(word.replace(" ", "\n  ")) == [word]
        assert check_words(quote_claim(word)) == []


@pytest.mark.parametrize("text", ["safety first", "unproven", "will healthy skin", "you, shoulder"])
def test_other_words_are_allowed(text: str) -> None:
    """Whole words only."""
    assert check_words(text) == []


def test_words_hidden_in_markup_are_found_and_claims_are_skipped() -> None:
    """Tags and entities do not hide a word; a marked claim is somebody else's."""
    assert check_words("will&nbsp;<em>heal</em>") == ["will heal"]
    assert check_words('<p title="safe">x</p>') == ["safe"]
    page = 'Sold as <q class="claim">safe &amp; proven</q>, <i>proven</i> nowhere'
    assert check_words(page) == ["proven"]


@pytest.mark.parametrize("name", OUR_TABLES)
def test_our_tables_assert_no_banned_word(name: str) -> None:
    """What ships in these tables ends up in reports."""
    text = "\n".join(str(value) for row in table(name) for value in row.values())
    assert check_words(text) == []


def test_milestones_of_a_burn_and_of_a_scar() -> None:
    """The stages that product.md promises, with the numbers of the deep reference course."""
    stages = milestones(arm(reference_wound("deep_partial")))
    assert [stage.id for stage in stages] == [
        "days_1_3", "week_1", "weeks_2_4", "months_1_3", "months_12", "months_24",
    ]  # fmt: skip
    by_id = {stage.id: stage for stage in stages}
    assert by_id["weeks_2_4"].shown["healed"].median == pytest.approx(97.05, abs=0.01)
    assert by_id["months_1_3"].shown["scar"].median == pytest.approx(4.2, abs=0.05)
    assert not by_id["months_24"].reached
    assert all(stage.expect and stage.source for stage in stages)
    scar = milestones(arm(wound({"V": 1.4}, kind="scar", days=np.arange(0.0, 731.0))))
    assert len(scar) == 6
    assert all("healed" not in stage.shown for stage in scar)
    assert scar[-1].shown["vascularity"].median == pytest.approx(140)


def test_differences_are_absolute_with_their_baseline() -> None:
    """Counts of the same 100 people, or days with the baseline they start from."""
    gel = Summary(18.0, 12.0, 25.0, 18.2, "day", "ok", reached=1.0)
    care = Summary(20.0, 13.0, 27.0, 20.1, "day", "ok", reached=1.0)
    gap = Contrast(-1.3, -4.0, 0.5, 0.7, -1.4)
    assert difference_in_words("t95_days", "Gel", gel, "Care", care, gap) == (
        "Time to 95 % re-epithelialised: 1.3 days earlier with Gel than with Care (20 days); "
        "90 % of runs: 4 days earlier to 0.5 days later."
    )
    never = Summary(None, None, None, None, "day", "beyond_horizon", "fewer than half", 0.2)
    assert "no comparison" in difference_in_words("t95_days", "Gel", never, "Care", care, None)


def test_vesicles_never_borrow_a_grade_word() -> None:
    """Conventions: simulated vesicle outcomes in human burns are very low certainty; simulated."""
    for id in registry():
        assert certainty("exosome", id).words == "very low certainty; simulated"
        for kind in ("standard", "vehicle", "prp", "msc", "graft", "other"):
            row = certainty(kind, id)
            assert row.humans in LEVELS
            assert row.why
    assert statement("no_controlled_trial").endswith("as of 2026-11.")


def test_grade_words_are_those_of_the_conventions() -> None:
    """High reduces, moderate probably, low may, very low very uncertain."""
    levels = ("high", "moderate", "low", "very low")
    assert [grade_phrase(level, "reduce", "pain") for level in levels] == [
        "reduces pain",
        "probably reduces pain",
        "may reduce pain",
        "the evidence on pain is very uncertain",
    ]


def test_dated_facts_carry_their_date_and_gaps_their_reason() -> None:
    """Dated facts say as of when; each thing not modelled says why and what is known."""
    assert all(re.fullmatch(r"\d{4}-\d{2}", s.as_of) and s.source for s in statements().values())
    topics = {gap.topic for gap in not_modelled()}
    assert {"adverse_events", "itch", "contracture", "graft_loss", "length_of_stay"} <= topics
    assert all(gap.reason and gap.known and gap.source for gap in not_modelled())


def test_papers_of_a_run_are_merged_and_assumptions_stay_apart() -> None:
    """Cubison 2006 stands behind several rows and is listed once; an assumption is no paper."""
    papers = sources_of(["hts_intercept", "hts_earliest_day", "scar_vs_time_to_heal"])
    cubison = [paper for paper in papers if paper.id == "10.1016/j.burns.2006.02.007"]
    assert len(cubison) == 1
    assert cubison[0].used_by == ("hts_earliest_day", "hts_intercept", "scar_vs_time_to_heal")
    assert cubison[0].verified
    assumed = {row.id for row in assumptions_of(["hts_slope", "hts_matrix_slope"])}
    assert assumed == {"hts_matrix_slope"}
    with pytest.raises(EngineError):
        sources_of(["no_such_thing"])


def test_assumed_constants_have_a_range() -> None:
    """House rule: every assumed number states how far it might be off."""
    rows = parameters()
    for key in (row["id"] for row in table("parameters_outcome")):
        row = rows[key]
        assert row.low is not None
        assert row.high is not None
        assert row.low <= row.value <= row.high
