"""Figures draw what they were given, to scale, and say the same in words."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from exoburn.report.drawing.canvas import Label, Path
from exoburn.report.figures import (
    ArmDays,
    Attributed,
    Chance,
    Gap,
    GapPanel,
    Profile,
    Section,
    Shares,
    calendar,
    closure,
    cross_section,
    differences,
    mechanisms,
    of_100,
    uncertainty,
)
from exoburn.report.figures.calendar import last_day
from exoburn.report.series import ArmCurve, sampled_days
from exoburn.report.styles import styles_of

A, B = styles_of(["standard", "exosome"])


def _curve(name: str, style, t95: float) -> ArmCurve:
    days = np.array(sampled_days(60, 730))
    healed = 100 * (1 - 0.05 ** ((days / t95) ** 3))
    return ArmCurve(name, style, days, np.stack([healed] * 5), doses=(1.0, 4.0))


def _paths(drawing) -> list[Path]:
    return [mark for mark in drawing.marks if isinstance(mark, Path)]


def test_closure_says_when_the_median_reaches_the_endpoint() -> None:
    """Truth: curves built to pass 95 % on day 20 and 24."""
    picture = closure([_curve("Care", A, 20.0), _curve("Gel", B, 24.0)])
    assert "Care: the median reaches 95 % on about day 20." in picture.summary
    assert "Gel: the median reaches 95 % on about day 24." in picture.summary
    assert picture.columns[1] == "Day 3"
    assert [row[0] for row in picture.rows] == ["Care", "Gel"]


def test_cross_section_has_one_scale_across_and_down() -> None:
    """Truth: geometry; the scale bar of 0.5 mm is as long as 0.5 mm on the depth axis."""
    section = Section("thigh", 0.08, 1.2, 0.7, 0.1, "deep partial thickness")
    for sheet in (cross_section(section).wide, cross_section(section).narrow):
        labels = {m.text: m for m in sheet.marks if isinstance(m, Label)}
        # ticks of the depth axis stand right-aligned left of the skin
        per_mm = labels["1"].y - labels["0"].y
        bar = next(p for p in _paths(sheet) if p.width == 2 and p.stroke == "#1a1a1a")
        (x0, _), (x1, _) = bar.runs[0]
        assert x1 - x0 == pytest.approx(0.5 * per_mm)


def test_depth_line_stands_at_the_depth_of_the_burn() -> None:
    """Truth: the depth that was given, on the axis of the picture."""
    sheet = cross_section(Section("thigh", 0.08, 1.2, 0.75, 0.1, "deep")).wide
    labels = {m.text: m for m in sheet.marks if isinstance(m, Label)}
    zero, one = labels["0"].y - 4, labels["1"].y - 4
    line = next(p for p in _paths(sheet) if p.stroke == "#B23A00")
    assert line.runs[0][0][1] == pytest.approx(zero + 0.75 * (one - zero))


def test_half_of_the_particles_lie_above_the_half_depth() -> None:
    """Truth: a closed form; of a uniform layer of 1 mm, half lies above 0.5 mm."""
    profile = Profile("Gel", B, np.array([0.0, 0.2, 1.0]), np.array([3.0, 3.0]), 2.0)
    assert profile.depth_of_share(0.5) == pytest.approx(0.5)
    assert profile.depth_of_share(0.95) == pytest.approx(0.95)


def test_a_hundred_people_are_a_hundred_squares() -> None:
    """Truth: counting; 31 filled and 69 empty for a chance of 0.31."""
    picture = of_100([Chance("Scar", "get a scar", (0.31,), ("",))], ["Care"], [A])
    runs = {p.fill: len(p.runs) for p in _paths(picture.wide) if len(p.runs) > 1}
    assert runs == {"none": 69, "#000000": 31}
    assert "31 of 100 with Care" in picture.summary


def test_bars_that_work_against_an_arm_lie_left_and_are_hatched() -> None:
    """Truth: the sign that was given; the hatch tells it without colour."""
    gain = {"inflammation": -0.5, "growth": 1.5, "vessels": 0.0, "scar": 0.0}
    arm = Attributed("Gel", B, "days", "days earlier", 1.0, gain, gain)
    picture = mechanisms([arm])
    outlined = [p for p in _paths(picture.wide) if p.stroke == "#B23A00" and p.closed]
    grown = [p for p in _paths(picture.wide) if p.fill == B.colour and p.closed]
    assert len(outlined) == 1
    left = [x for x, _ in outlined[0].runs[0]]
    right = [x for x, _ in grown[0].runs[0]]
    assert max(left) == pytest.approx(min(right))
    assert (max(right) - min(right)) / (max(left) - min(left)) == pytest.approx(3.0)
    assert "Inflammation works against the arm." in picture.summary


def test_an_unfinished_range_is_an_arrow_and_is_said() -> None:
    """Truth: a difference beyond the run is no number."""
    panel = GapPanel("Time", "days", "earlier", "later", (Gap("Gel", B, -1.0, -3.0, None),))
    picture = differences([panel], "Care")
    assert picture.rows[0][2] == "\u22123 to beyond"
    arrows = [p for p in _paths(picture.wide) if not p.closed and len(p.runs[0]) == 3]
    assert len(arrows) == 1


def test_calendar_is_not_stretched_by_a_natural_course() -> None:
    """Truth: the days that were given: the arms of care end by day 30."""
    cared = ArmDays("Graft", A, doses=(3.0,), closes=(10.0, 14.0, 30.0))
    natural = ArmDays("None", B, closes=(170.0, 270.0, None), natural=True)
    assert last_day([cared, natural]) == 35.0
    assert last_day([natural]) > 200
    picture = calendar([cared, natural], origin="the burn", closure="closure")
    assert any("from day 170" in m.text for m in picture.wide.marks if isinstance(m, Label))


def test_shares_fill_their_bar() -> None:
    """Truth: shares that add up to 1 fill the bar from end to end, each its part."""
    shares = {"people": 0.5, "knowledge": 0.25, "lot": 0.15, "model": 0.1}
    picture = uncertainty([Shares("Time: Care", shares)])
    bars = [p for p in _paths(picture.wide) if p.closed and p.stroke == "#1a1a1a"][:4]
    ends = sorted((min(x for x, _ in p.runs[0]), max(x for x, _ in p.runs[0])) for p in bars)
    whole = ends[-1][1] - ends[0][0]
    assert (ends[0][1] - ends[0][0]) / whole == pytest.approx(0.5)
    assert all(a[1] == pytest.approx(b[0]) for a, b in itertools.pairwise(ends))
