"""The page as a whole: well formed, complete, readable without colour, script or network."""

from __future__ import annotations

import itertools
import re

import pytest

from exoburn.banner import BANNER
from exoburn.outcome import check_words
from exoburn.report import report_html
from tests.report.fake import FakeResult, fake
from tests.report.page import Page, read

CASES = {
    "five arms": ("hand-scald", 0), "one arm": ("hand-scald", 1), "old scar": ("old-scar", 0),
    "natural course": ("leg-flame", 0), "computed depth": ("toddler-scald", 0),
    "two doses": ("registered-trial", 0),
}  # fmt: skip


@pytest.fixture(params=list(CASES))
def result(request: pytest.FixtureRequest) -> FakeResult:
    name, arms = CASES[request.param]
    return fake(name, arms=arms)


@pytest.fixture
def html(result: FakeResult) -> str:
    return report_html(result)[0]


@pytest.fixture
def page(html: str) -> Page:
    return read(html)


def test_page_is_well_formed_and_ids_are_unique(page: Page) -> None:
    """Truth: HTML's own rules: every tag closes once, an id names one element."""
    assert page.faults == []
    assert len(page.ids) == len(set(page.ids))


def test_links_within_the_page_lead_somewhere(page: Page) -> None:
    """Truth: an address with # is an id of the page."""
    inner = [str(t.attributes["href"])[1:] for t in page.named("a")
             if str(t.attributes["href"]).startswith("#")]  # fmt: skip
    assert inner
    assert set(inner) <= set(page.ids)
    described = [str(t.attributes["aria-labelledby"]) for t in page.tags
                 if "aria-labelledby" in t.attributes]  # fmt: skip
    assert {id for ids in described for id in ids.split()} <= set(page.ids)


def test_nothing_is_loaded_from_elsewhere(html: str, page: Page) -> None:
    """Truth: the promise of a single file: no script, no image, no style from an address."""
    assert not page.named("script", "img", "link", "iframe", "object", "embed", "base")
    assert not re.search(r"(src|srcset|xlink:href)\s*=", html)
    assert not re.search(r"url\(|@import", html)
    assert not [t for t in page.tags if any(key.startswith("on") for key in t.attributes)]


def test_every_figure_says_in_words_and_numbers_what_it_shows(page: Page) -> None:
    """Truth: WCAG 1.1.1: a title, a description, a caption and a table for each picture."""
    figures = page.named("figure")
    assert len(figures) >= 5
    assert len(page.named("figcaption")) == len(figures)
    drawn = [t for t in page.named("svg") if t.attributes.get("role") == "img"]
    assert len(drawn) == 2 * len(figures)  # wide and narrow
    described = [t for t in page.named("desc") if len(t.text) > 30]
    assert len(described) == len(drawn)
    others = [t for t in page.named("svg") if t.attributes.get("role") != "img"]
    assert all(t.attributes.get("aria-hidden") == "true" for t in others)
    tables = [t for t in page.named("table") if "figure" in t.within]
    assert len(tables) == len(figures)


def test_tables_have_captions_and_headers_with_a_scope(page: Page) -> None:
    """Truth: WCAG 1.3.1: a header says whether it is of a column or a row."""
    tables = page.named("table")
    assert len(page.named("caption")) == len(tables)
    scopes = {t.attributes.get("scope") for t in page.named("th")}
    assert scopes <= {"col", "row", "rowgroup"}
    assert page.named("th")


def test_page_has_landmarks_and_one_title(page: Page) -> None:
    """Truth: WCAG 2.4.1 and 3.1.1: a language, a skip link, one main, levels without a gap."""
    assert page.named("html")[0].attributes["lang"] == "en"
    assert [len(page.named(name)) for name in ("main", "header", "footer", "nav", "h1")] == [1] * 5
    assert page.named("a")[0].attributes["href"] == "#main"
    levels = [int(t.name[1]) for t in page.named("h1", "h2", "h3", "h4")]
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))


def test_no_word_is_banned_and_the_banner_is_there(html: str, page: Page) -> None:
    """Truth: the house's list of words and its banner, at the head and at the foot."""
    assert check_words(html) == []
    assert BANNER in page.named("header")[0].text
    assert BANNER in page.named("footer")[0].text


def test_no_number_is_nan_and_nothing_is_left_of_python(page: Page) -> None:
    """Truth: a reader sees words: no nan, None, inf, or braces of a template."""
    text = page.named("body")[0].text
    assert not re.search(r"\b(nan|inf|None(?! of)|undefined|NaN)\b|\{\{|\}\}|\[\]|float64", text)


def test_every_arm_of_the_case_is_on_the_page(page: Page, result: FakeResult) -> None:
    """Truth: the case's own names."""
    main = page.named("main")[0].text
    assert all(arm.name in main for arm in result.case.arms)


def test_paper_and_phone_have_rules_of_their_own(html: str) -> None:
    """Truth: the promise of print and of 390 px: rules for both are in the style."""
    assert "@media print" in html
    assert "@page" in html
    assert "@media (max-width: 40rem)" in html
    assert "prefers-reduced-motion" in html
