"""`exoburn story` as typed: clean words, JSON alone on stdout, one line for a mistake, a page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exoburn.outcome.words import check_words
from tests.e2e.commands import EXAMPLES, Exoburn, caller
from tests.studies.readability import grade
from tests.studies.stories import GEL

SHIPPED = sorted((EXAMPLES / "stories").glob("*.toml"))


@pytest.fixture
def exoburn(capsys: pytest.CaptureFixture[str]) -> Exoburn:
    return caller(capsys)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_stories_answer(exoburn: Exoburn, path: Path) -> None:
    """Truth: the interface's three keys; a share lies in 0 to 1 within its range."""
    done = exoburn("story", path, "--json", "--draws", 20)
    assert done.code == 0
    found = json.loads(done.out)
    assert found["schema"] == "exoburn.story/1"
    for key, about in (("standard_care_share", found["standard_care"]),
                       ("treated_share", found["treated"]["default"])):  # fmt: skip
        assert 0 <= about["p05"] <= found[key] == about["share"] <= about["p95"] <= 1
    assert found["bayes_factor"] is None or found["bayes_factor"] > 0
    assert all(row["only_successes_told"] == 1 for row in found["telling"]["by_number"])
    text = "\n\n".join([found["short"], *found["paragraphs"]])
    assert check_words(text) == []
    assert grade(text) < 9


def test_the_page_shows_people_and_asserts_no_banned_word(
    exoburn: Exoburn, tmp_path: Path
) -> None:
    """Truth: conventions.md; icon arrays of 100 for four groups, nothing loaded from outside."""
    story = tmp_path / "story.toml"
    story.write_text(GEL, encoding="utf-8")
    done = exoburn("story", story, "--draws", 10, "--out", tmp_path / "out")
    assert done.code == 0
    assert check_words(done.out) == []
    page = (tmp_path / "out" / "story.html").read_text(encoding="utf-8")
    assert check_words(page) == []
    assert "src=" not in page
    for words in ("Standard care alone", "Research software", "No completed controlled"):
        assert words in page
    stored = json.loads((tmp_path / "out" / "story.json").read_text(encoding="utf-8"))
    assert stored["draws"] == 10


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [('kind = "healed"', 'kind = "heeled"', "outcome.kind", "nearest: healed"),
     ("day = 42", "", "outcome.day", "is missing"),
     ("day = 42", "day = 42\nat_least = 80", "outcome.at_least", "does not go with"),
     ('"healed"', '"vss"', "outcome.at_most", "is missing"),
     ('"superficial_partial"', '"second_degre"', "burn.depth", "nearest: second_degree"),
     ('"forearm", area', '"forarm", area', "burn.wounds[0].site", "nearest: forearm"),
     ("1e10 particles", "0 particles", "treatment.products", "gives no vesicles"),
     ("[outcome]", "[telling]\nstories = 5\ntreated = 3\n[outcome]", "telling.treated",
      "fewer than the stories"),
     ("[outcome]", "[teling]\nstories = 5\n[outcome]", "teling", "nearest: telling"),
     ("area_cm2 = 40", "area_cm2 = 4000", "burn.wounds[0].area_cm2", "more skin than"),
     ("from day 1", "from day x", "treatment.products[0]", "given"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_key(
    exoburn: Exoburn, tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    """Truth: conventions.md; file, key path, what was given, what is allowed, code 2."""
    assert old in GEL
    story = tmp_path / "story.toml"
    story.write_text(GEL.replace(old, new), encoding="utf-8")
    done = exoburn("story", story, "--draws", 5)
    assert done.code == 2
    assert done.out == ""
    assert done.err.strip().count("\n") == 0
    for words in (str(story), key, said):
        assert words in done.err


def test_options_and_files_that_cannot_be(exoburn: Exoburn, tmp_path: Path) -> None:
    """Truth: exit code 2 for wrong input."""
    story = tmp_path / "story.toml"
    story.write_text(GEL, encoding="utf-8")
    for words in (("nope.toml",), (story, "--draws", 0), (story, "--out", story),
                  (story, "--seed", -1), (story, "--jobs", "x")):  # fmt: skip
        done = exoburn("story", *words)
        assert (done.code, done.out) == (2, "")
