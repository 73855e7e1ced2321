"""The page of an answer: closes its tags, says its picture in words, fits a phone, has contrast."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exoburn.banner import BANNER
from exoburn.outcome.words import check_words
from exoburn.report.ask_page import ask_html
from exoburn.report.ask_squares import people_picture
from exoburn.studies.ask import QUESTIONS, Answer, Block
from tests.report.page import read

CHROMIUM = shutil.which("chromium")

#: contrast of every text with what lies behind it, by the formula of WCAG 2
CONTRAST = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const lum = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((s, v, i) => s + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = e => { for (; e; e = e.parentElement) {
    const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length === 3 || c[3] > 0) return c; } return [255, 255, 255]; };
  const low = [];
  for (const e of document.querySelectorAll('p, h1, h2, li, a, figcaption, b, summary, text')) {
    if (!e.checkVisibility() || !e.textContent.trim()) continue;
    const style = getComputedStyle(e);
    const ink = parse(e.tagName === 'text' ? style.fill : style.color);
    const [a, b] = [lum(ink), lum(behind(e.parentElement && e.tagName === 'text'
      ? e.parentElement : e))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${e.tagName} ${ratio.toFixed(1)} ${e.textContent.slice(0, 30)}`);
  }
  return low;
}"""


def made(question: str = "results", first: str = "See a burn team first.") -> Answer:
    """An answer whose numbers mean nothing; names hold what a page must escape."""
    return Answer(
        question=question, asks=QUESTIONS[question], title="A <b>case</b> & more", first=first,
        short="Weeks.", paragraphs=("One & two.", "Three < four."), label="Closed by day 21",
        people_who="have closed skin by day 21",
        blocks=(Block("Usual <care>", "standard", 0.31, 0.2, 0.4),
                Block("A gel with a rather long name for one line", "exosome", 0.004, 0.0, 0.02)),
        sources=("10.1016/j.burns.2006.02.007", "https://example.org/" + "long-name-" * 12),
        about="gel beside care", certainty="very low certainty; simulated",
        run={"parameter_set": "p", "draws": 9, "days": 9, "seed": 0, "preset": "default"},
    )  # fmt: skip


@pytest.mark.parametrize("question", list(QUESTIONS))
def test_the_page_closes_what_it_opens_and_escapes_names(question: str) -> None:
    """Truth: HTML's own rules, read by a parser; no address is loaded from anywhere."""
    html = ask_html(made(question))
    page = read(html)
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))
    assert [tag.text for tag in page.named("h1")] == [QUESTIONS[question]]
    assert "<care>" not in html
    assert not page.named("script", "link", "img")
    assert check_words(html) == []
    assert BANNER in html
    assert page.named("html")[0].attributes["lang"] == "en"


def test_the_picture_is_said_in_words() -> None:
    """Truth: each drawing has a title and a description, and a table with the same numbers."""
    page = read(ask_html(made()))
    figures = [tag for tag in page.named("svg") if tag.attributes.get("role") == "img"]
    assert figures
    for figure in figures:
        named = str(figure.attributes["aria-labelledby"]).split()
        assert set(named) <= set(page.ids)
    assert "31 of 100 with Usual" in page.named("desc")[0].text
    assert any("31 of 100" in cell.text for cell in page.named("td"))


def test_a_filled_square_is_one_of_a_hundred() -> None:
    """Truth: as many filled squares as the count says, a hundred in all, in each block."""
    marks = people_picture(made()).wide.marks
    squares = [mark for mark in marks if hasattr(mark, "runs")]
    counts = [len(mark.runs) for mark in squares]  # type: ignore[union-attr]
    assert counts == [69, 31, 100]
    texts = [mark.text for mark in marks if hasattr(mark, "text")]  # type: ignore[union-attr]
    assert "31 of 100" in texts
    assert "fewer than 1 of 100" in texts


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
def test_the_page_fits_and_can_be_read(browser: Any, tmp_path: Path, width: int) -> None:
    """Truth: WCAG 1.4.10 at 320 px and 1.4.3 at 4.5 to 1, by the browser's own colours."""
    path = tmp_path / "answer.html"
    path.write_text(ask_html(made()), encoding="utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CONTRAST) == []
    assert len(asked) == 1
    page.close()
