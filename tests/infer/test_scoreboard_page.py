"""The pages of a trial in a browser: nothing runs over an edge, nothing is loaded."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exoburn.infer.left_out import KIND
from exoburn.infer.quality import by_observable
from exoburn.infer.scoreboard import Score
from exoburn.infer.target import shipped_targets
from exoburn.infer.trial import Trial
from exoburn.report.scoreboard import scoreboard_html
from exoburn.report.scoreboard_rows import caterpillars
from exoburn.report.scoreboard_scatter import errors, observed_predicted
from tests.infer.trial_tools import tiny_ensemble
from tests.report.test_browser import CHROMIUM, MISPLACED


def _scores(kind: str) -> tuple[Score, ...]:
    """Made-up predictions of the shipped numbers: near, wide, and some far off."""
    made = []
    for i, t in enumerate(shipped_targets()):
        off = (1.0, 1.3, 0.7, 2.5)[i % 4]
        middle = t.value * off + (0.4 if t.value == 0 else 0.0)
        half = 0.35 * abs(middle) + 0.01
        made.append(Score(t, kind, middle - half, middle, middle + half, middle - half / 3,
                          middle + half / 3, 1.645 * (t.value - middle) / half))
    return tuple(made)


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(tiny_ensemble(6), {"fitted": _scores("fitted"), KIND: _scores(KIND)},
                 tuple(shipped_targets()))


def test_every_number_is_drawn_and_listed(trial: Trial) -> None:
    """Truth: the board: each number has one row in the pictures of its observable."""
    scores = trial.boards[KIND]
    pictures = caterpillars(KIND, scores)
    assert len(pictures) == len(by_observable(scores))
    listed = [row[0] for picture in pictures for row in picture.rows]
    assert sorted(listed) == sorted(s.target.id for s in scores)
    inside = sum(s.inside for s in scores)
    assert f"{inside} of {len(scores)}" in observed_predicted(KIND, scores).summary
    assert errors([(KIND, scores)]).rows[0][1] == str(len(scores))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_page_fits_its_screen(browser: Any, tmp_path: Path, trial: Trial, width: int) -> None:
    """Truth: WCAG 1.4.10 at 320 px; the browser's measure of every text in every figure; at a
    desk the main column is wide enough to read."""
    file = tmp_path / "scoreboard.html"
    file.write_text(scoreboard_html(trial, []), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(MISPLACED) == []
    assert page.locator("main").bounding_box()["width"] > 0.6 * width
    assert len(asked) == 1
    page.close()
