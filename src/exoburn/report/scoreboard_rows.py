"""The caterpillar plot: every number of one kind with its interval, in its own unit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from exoburn.infer.scoreboard import Score, unit_of
from exoburn.infer.trial import describe
from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import tick_text
from exoburn.report.drawing.text import shorten
from exoburn.report.figures.frame import Frame, x_axis
from exoburn.report.scoreboard_scatter import log_ticks, look_of
from exoburn.report.wording import plain

_ROW, _HEAD, _FOOT = 15.0, 22.0, 44.0


def caterpillars(kind: str, scores: Sequence[Score]) -> list[Picture]:
    """One picture an observable: a panel each for plain numbers, spreads, differences, ratios."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        found.setdefault(one.target.observable.label, []).append(one)
    return [_picture(kind, label, group) for label, group in found.items()]


def _picture(kind: str, label: str, scores: Sequence[Score]) -> Picture:
    inside = sum(s.inside for s in scores)
    panels = _panels(scores)
    rows = tuple(
        (s.target.id, describe(s.target), s.target.statistic, plain(s.observed), plain(s.p50),
         plain(s.p05), plain(s.p95), f"{s.z:+.1f}", "yes" if s.inside else "no", s.target.source)
        for _, group in panels for s in group
    )
    return Picture(
        id=f"rows-{re.sub('[^a-z0-9]+', '-', label.lower())}",
        title=f"{label[0].upper()}{label[1:]}, {kind}",
        summary=f"{inside} of {len(scores)} numbers lie in their 90 % interval.",
        wide=_draw(panels, WIDE), narrow=_draw(panels, NARROW),
        columns=("Number", "Who", "Statistic", "Observed", "Predicted", "5 %", "95 %", "z",
                 "Inside", "Source"),
        rows=rows,
        note="Grey bar: 90 % interval of what a study of this size would publish; dark bar: the "
             "model alone; tick: median. Mark: published (blue circle inside, orange diamond "
             "outside).",
    )  # fmt: skip


def _panels(scores: Sequence[Score]) -> list[tuple[str, list[Score]]]:
    """Numbers on one axis together, lowest first."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        t = one.target
        special = {"sd": "SD between people", "difference": "difference between groups",
                   "ratio": "ratio of groups"}
        name = special.get(t.statistic, "value")
        unit = unit_of(t)
        found.setdefault(f"{name}, {unit}" if unit else name, []).append(one)
    return [(name, sorted(group, key=lambda s: s.observed)) for name, group in found.items()]


def _draw(panels: Sequence[tuple[str, Sequence[Score]]], width: float) -> Drawing:
    step = _ROW if width > 500 else 2 * _ROW
    height = sum(_HEAD + step * len(group) + _FOOT for _, group in panels)
    sheet = Drawing(width, height)
    y = 0.0
    for name, group in panels:
        _panel(sheet, name, group, y, width, step)
        y += _HEAD + step * len(group) + _FOOT
    return sheet


def _panel(
    sheet: Drawing, name: str, scores: Sequence[Score], y0: float, width: float, step: float
) -> None:
    narrow = width < 500
    left = 14.0 if narrow else 0.46 * width
    low, high, log = _axis(scores)
    scale = Scale(low, high, left, width - 18, log=log)
    top, base = y0 + _HEAD, y0 + _HEAD + step * len(scores)
    frame = Frame(scale, Scale(0, 1, base, top))
    ticks = log_ticks(scale) if log else nice_ticks(low, high, 6)
    x_axis(sheet, frame, ticks, texts=[tick_text(t) for t in ticks], label=name, grid=True)
    if low < 0 < high:
        sheet.line([(scale(0), top), (scale(0), base)], stroke="#333", width=1.2)
    for i, one in enumerate(scores):
        y = top + step * i + (step - 7 if narrow else step / 2)
        day = f", day {one.target.day:g}" if one.target.day is not None else ""
        text = f"{one.target.id} ({describe(one.target)}{day})"
        if narrow:
            sheet.text(0, y - 8, shorten(text, width, 9), size=9, fill=SOFT)
        else:
            sheet.text(0, y + 3.5, shorten(text, left - 10, 9.5), size=9.5)
        _row(sheet, one, scale, y)


def _row(sheet: Drawing, one: Score, scale: Scale, y: float) -> None:
    colour, shape = look_of(one)
    sheet.line([(scale.cut(one.p05), y), (scale.cut(one.p95), y)], stroke="#a8a8a8", width=3.4)
    sheet.line([(scale.cut(one.model_p05), y), (scale.cut(one.model_p95), y)], stroke="#555555",
               width=3.4)
    middle = scale.cut(one.p50)
    sheet.line([(middle, y - 4), (middle, y + 4)], stroke="#111", width=1.6)
    sheet.marker(scale.cut(one.observed), y, shape, size=3.8, fill=colour)


def _axis(scores: Sequence[Score]) -> tuple[float, float, bool]:
    """An axis that holds all; powers of ten where all ends are positive and far apart."""
    ends = [v for s in scores for v in (s.observed, s.p05, s.p50, s.p95) if math.isfinite(v)]
    low, high = min(ends), max(ends)
    scales = {s.target.observable.scale_of(s.target.statistic) for s in scores}
    if scales == {"log"} and low > 0 and high / low > 3:
        return low * 0.85, high * 1.15, True
    room = 0.05 * (high - low) or 1.0
    return low - room, high + room, False
