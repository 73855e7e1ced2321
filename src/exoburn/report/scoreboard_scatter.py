"""Observed against predicted, and how the errors are spread: is the model right on the whole?"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoburn.infer.scoreboard import Score
from exoburn.infer.trial import describe
from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.canvas import FAINT, SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import tick_text
from exoburn.report.figures.frame import Frame, x_axis, y_axis
from exoburn.report.wording import plain

#: Blue circle inside, orange diamond outside: told apart without colour.
INSIDE, OUTSIDE = ("#0072B2", "circle"), ("#D55E00", "diamond")
_DECADES = tuple(m * 10.0**k for k in range(-3, 5) for m in (1, 2, 5))


def log_ticks(scale: Scale, apart: float = 34.0) -> list[float]:
    """1, 2, 5 in each power of ten, without those that would stand on their neighbours.

    >>> log_ticks(Scale(1, 100, 0, 300, log=True)), log_ticks(Scale(1, 100, 0, 60, log=True))
    ([1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0], [1.0, 20.0])
    """
    found: list[float] = []
    for value in _DECADES:
        if scale.holds(value) and (not found or abs(scale(value) - scale(found[-1])) >= apart):
            found.append(value)
    return found


def look_of(score: Score) -> tuple[str, str]:
    """Colour and marker of a number."""
    return INSIDE if score.inside else OUTSIDE


def observed_predicted(kind: str, scores: Sequence[Score]) -> Picture:
    """Times and counts on a log axis, percentages beside them; other units have rows of their own.

    Differences, ratios and spreads are left to the rows too.
    """
    logs = [s for s in scores if _is_plain(s) and s.target.observable.scale == "log"]
    shares = [s for s in scores if _is_plain(s) and s.target.observable.unit == "%"]
    panels = [p for p in (("times and counts", logs, True), ("percentages", shares, False)) if p[1]]
    inside = sum(s.inside for s in scores)
    rows = tuple(
        (s.target.id, describe(s.target), plain(s.observed), plain(s.p50), plain(s.p05),
         plain(s.p95), "yes" if s.inside else "no")
        for _, group, _ in panels for s in group
    )
    return Picture(
        id=f"scatter-{kind.replace(' ', '-')}",
        title=f"Observed against predicted, {kind}",
        summary=f"{inside} of {len(scores)} published numbers lie in their 90 % interval.",
        wide=_scatter(panels, WIDE), narrow=_scatter(panels, NARROW),
        columns=("Number", "Who", "Observed", "Predicted", "5 %", "95 %", "Inside"), rows=rows,
        note="Lines: 90 % intervals. Blue circles lie inside, orange diamonds outside. "
             "On the dotted line prediction and observation are equal.",
    )  # fmt: skip


def _is_plain(score: Score) -> bool:
    return score.target.statistic not in ("difference", "ratio", "sd")


def _scatter(panels: Sequence[tuple[str, Sequence[Score], bool]], width: float) -> Drawing:
    side_by_side = width > 500 and len(panels) > 1
    each = (width - 56) / 2 - 36 if side_by_side else width - 64
    tall = min(each, 330.0)
    step = tall + 76
    sheet = Drawing(width, step if side_by_side else step * max(len(panels), 1))
    for i, (title, scores, log) in enumerate(panels):
        x0 = 46.0 + (i * (each + 64) if side_by_side else 0)
        y0 = 30.0 + (0 if side_by_side else i * step)
        low, high = _range(scores, log)
        frame = Frame(Scale(low, high, x0, x0 + each, log=log),
                      Scale(low, high, y0 + tall, y0, log=log))
        sheet.text(x0, y0 - 12, f"Predicted, {title}", size=12.5, bold=True)
        ticks = log_ticks(frame.x, 30) if log else nice_ticks(low, high, 5)
        texts = [tick_text(t) for t in ticks]
        y_axis(sheet, frame, ticks, texts=texts)
        x_axis(sheet, frame, ticks, texts=texts, label="observed")
        sheet.line([(frame.x(low), frame.y(low)), (frame.x(high), frame.y(high))],
                   stroke=FAINT, width=1.2, dash=(2, 3))
        for one in sorted(scores, key=lambda s: s.inside, reverse=True):
            colour, shape = look_of(one)
            x = frame.x.cut(one.observed)
            sheet.line([(x, frame.y.cut(one.p05)), (x, frame.y.cut(one.p95))], stroke=colour,
                       width=0.9)
            sheet.marker(x, frame.y.cut(one.p50), shape, size=3.4, fill=colour)
    return sheet


def _range(scores: Sequence[Score], log: bool) -> tuple[float, float]:
    if not log:
        return 0.0, 100.0
    ends = [v for s in scores for v in (s.observed, s.p50) if v > 0]
    low, high = min(ends), max(ends)
    return 10 ** (math.log10(low) - 0.15), 10 ** (math.log10(high) + 0.15)


def errors(boards: Sequence[tuple[str, Sequence[Score]]]) -> Picture:
    """Histograms of z beside the normal curve, one panel a board."""
    rows = []
    for kind, scores in boards:
        z = np.array([s.z for s in scores])
        rows.append((kind, str(len(z)), plain(float(z.mean())), plain(float(z.std())),
                     f"{100 * float((abs(z) < 1.645).mean()):.0f} %",
                     f"{100 * float((z < -1.645).mean()):.0f} %",
                     f"{100 * float((z > 1.645).mean()):.0f} %"))
    return Picture(
        id="errors", title="Errors in units of what was predicted",
        summary=" ".join(f"{r[0]}: mean {r[2]}, SD {r[3]}, {r[4]} within the central 90 %."
                         for r in rows),
        wide=_histograms(boards, WIDE), narrow=_histograms(boards, NARROW),
        columns=("Numbers", "n", "Mean z", "SD of z", "Within 90 %", "Below", "Above"),
        rows=tuple(rows),
        note="Bars: numbers by their distance z from the prediction in its SDs. Line: what a model "
             "without error in its width would show. Bars beyond 4 are gathered at the ends.",
    )  # fmt: skip


def _histograms(boards: Sequence[tuple[str, Sequence[Score]]], width: float) -> Drawing:
    columns = 1 if width < 500 else max(len(boards), 1)
    each, tall = (width - 40 - 30 * (columns - 1)) / columns, 150.0
    rows = -(-len(boards) // columns)
    sheet = Drawing(width, rows * (tall + 76))
    edges = np.linspace(-4, 4, 17)
    for i, (kind, scores) in enumerate(boards):
        row, column = divmod(i, columns)
        x0, y0 = 34 + column * (each + 30), 30 + row * (tall + 76)
        z = np.clip([s.z for s in scores], -3.99, 3.99)
        count, _ = np.histogram(z, edges)
        normal = np.exp(-0.5 * np.linspace(-4, 4, 65) ** 2) / math.sqrt(2 * math.pi)
        normal = normal * len(z) * float(edges[1] - edges[0])
        top = max(float(count.max(initial=1)), float(normal.max())) * 1.08
        frame = Frame(Scale(-4, 4, x0, x0 + each - 6), Scale(0, top, y0 + tall, y0))
        sheet.text(x0, y0 - 10, f"{kind}, {len(z)} numbers", size=12, bold=True)
        y_axis(sheet, frame, nice_ticks(0, top, 4))
        for low, number in zip(edges[:-1].tolist(), count.tolist(), strict=True):
            colour = INSIDE[0] if -1.645 < low + 0.25 < 1.645 else OUTSIDE[0]
            left, right = frame.x(low), frame.x(low + 0.5)
            high = frame.y(number)
            sheet.rect(left + 1, high, right - left - 2, frame.y(0) - high, fill=colour,
                       opacity=0.75)
        sheet.line(frame.points(np.linspace(-4, 4, 65).tolist(), normal.tolist()), width=1.6,
                   stroke="#333")
        x_axis(sheet, frame, [-4, -2, 0, 2, 4], label="z")
    sheet.text(34, sheet.height - 4, "z above 0: more was observed than predicted", size=10.5,
               fill=SOFT)
    return sheet
