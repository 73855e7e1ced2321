"""The small drawing: valid SVG, round numbers on axes, colours that can be told apart."""

from __future__ import annotations

import xml.etree.ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.report.drawing import Drawing, Scale, inline_svg, nice_ticks, text_width, wrap
from exoburn.report.drawing.canvas import INK, MARKERS, SOFT
from exoburn.report.styles import styles_of

KINDS = ("standard", "vehicle", "exosome", "prp", "msc", "graft", "other")


def contrast(colour: str, ground: str = "#ffffff") -> float:
    """Contrast ratio of WCAG 2.2."""

    def light(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(colour), light(ground)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_reaches_contrast_of_aa() -> None:
    """Truth: WCAG 1.4.3, 4.5 to 1; the ratio of black on white is 21 by definition."""
    assert contrast("#000000") == pytest.approx(21)
    assert contrast(INK) > 4.5
    assert contrast(SOFT) > 4.5
    assert contrast(SOFT, "#f4f2ee") > 4.5


def test_arms_are_told_apart_without_colour() -> None:
    """Truth: Okabe and Ito's colours by kind; dash and marker of no two arms are the same."""
    looks = styles_of([*KINDS, "exosome", "exosome", "standard"])
    assert [look.colour for look in looks[:4]] == ["#000000", "#56B4E9", "#0072B2", "#E69F00"]
    assert all(contrast(look.edge) > 3 for look in looks)  # WCAG 1.4.11
    same = [look for look in looks if look.colour == "#0072B2"]
    assert len({look.dash for look in same}) == len({look.marker for look in same}) == 3
    assert {look.marker for look in looks} <= set(MARKERS)
    assert len({look.letter for look in looks}) == len(looks)


@given(st.text(max_size=60))
def test_any_text_is_valid_svg(text: str) -> None:
    """Truth: an XML reader; whatever a case is called."""
    printable = "".join(c for c in text if c.isprintable())
    sheet = Drawing(100, 50)
    sheet.text(1, 20, printable, halo=True)
    drawn = Xml.fromstring(inline_svg(sheet, id="a", title=printable, summary=printable))
    assert (drawn.findtext("title") or "") == printable
    assert (drawn.findtext("text") or "") == printable


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_ticks_are_few_round_and_inside(low: float, span: float, most: int) -> None:
    """Truth: the definition of a nice axis."""
    ticks = nice_ticks(low, low + span, most)
    assert len(ticks) <= most + 1
    assert all(low - 1e-6 * span <= t <= low + span * (1 + 1e-6) for t in ticks)


def test_hatch_stays_within_its_rectangle() -> None:
    """Truth: geometry; no line of a hatch leaves the rectangle that it fills."""
    for lean in (1, -1):
        sheet = Drawing(100, 100)
        sheet.hatch(10, 20, 33, 17, lean=lean)
        points = [point for run in sheet.marks[0].runs for point in run]  # type: ignore[union-attr]
        assert points
        assert all(10 <= x <= 43 and 20 <= y <= 37 for x, y in points)


def test_scale_maps_its_ends_and_cuts_beyond() -> None:
    """Truth: a straight line through two points; tenfold steps are equal on a log axis."""
    line, powers = Scale(-1, 3, 40, 240), Scale(1, 1e4, 0, 80, log=True)
    assert [line(-1), line(1), line(3), line.cut(9)] == [40, 140, 240, 240]
    assert powers(100) - powers(10) == pytest.approx(powers(1000) - powers(100))


def test_wrapped_lines_fit_and_lose_no_word() -> None:
    """Truth: the words that went in come out, in order."""
    text = "Silver hydrofibre, changed every five days, and a graft by policy on day fourteen"
    lines = wrap(text, 120, 12)
    assert " ".join(lines) == text
    assert all(text_width(line, 12) <= 120 for line in lines)
