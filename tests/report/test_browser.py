"""A browser against our pages: nothing runs over an edge or over its neighbour."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exoburn.report import write_report
from tests.report.fake import fake

CHROMIUM = shutil.which("chromium")

#: texts of figures that leave their figure or lie on one another, by the browser's own boxes
MISPLACED = """() => {
  const found = [];
  for (const svg of document.querySelectorAll('svg.figure')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const boxes = [...svg.querySelectorAll('text')].map(t => [t.textContent,
      t.getBoundingClientRect()]);
    boxes.forEach(([text, b], i) => {
      if (b.left < frame.left - 1 || b.right > frame.right + 1 || b.top < frame.top - 1 ||
          b.bottom > frame.bottom + 1) found.push(svg.id + ' outside: ' + text);
      for (const [other, c] of boxes.slice(i + 1)) {
        const wide = Math.min(b.right, c.right) - Math.max(b.left, c.left);
        const high = Math.min(b.bottom, c.bottom) - Math.max(b.top, c.top);
        if (wide > 2 && high > 4) found.push(svg.id + ' over: ' + text + ' | ' + other);
      }
    });
  }
  return found;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine")
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.mark.parametrize("name", ["hand-scald", "old-scar", "leg-flame", "child-scald-dressings"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_page_fits_its_screen(browser: Any, tmp_path: Path, name: str, width: int) -> None:
    """Truth: WCAG 1.4.10 at 320 px; the browser's measure of every text in every figure."""
    page = browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(write_report(fake(name), tmp_path)[0].as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(MISPLACED) == []
    assert len(asked) == 1  # the page itself and nothing else
    page.close()


def test_page_reads_without_script(browser: Any, tmp_path: Path) -> None:
    """Truth: with scripts off the answer is there and the numbers of a figure open by hand."""
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(write_report(fake("hand-scald"), tmp_path)[0].as_uri())
    assert "In 62 of 100 runs" in page.inner_text(".answer")
    numbers = page.locator("#figure-closure details")
    assert not numbers.locator("table").is_visible()
    numbers.locator("summary").click()
    assert numbers.locator("table").is_visible()


def test_phone_targets_are_large_enough(browser: Any, tmp_path: Path) -> None:
    """Truth: 44 px for what a finger must meet, by the browser's own boxes."""
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.goto(write_report(fake("hand-scald"), tmp_path)[0].as_uri())
    boxes = page.evaluate(
        "[...document.querySelectorAll('.contents a, summary')].filter(e => e.checkVisibility())"
        ".map(e => e.getBoundingClientRect().height)"
    )
    assert boxes
    assert min(boxes) >= 44
    page.close()
