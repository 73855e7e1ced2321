"""The funnel plot: effect against standard error, with the ground that chance alone would fill."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.evidence.answer import Answer
from exoburn.evidence.body import Pool
from exoburn.evidence.stated import threshold
from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import wrap
from exoburn.report.evidence_panels import GROUPS, short
from exoburn.report.figures.frame import Frame, x_axis, y_axis

_TALL, _BLUE = 190.0, "#0072B2"


def funnel(answer: Answer) -> Picture:
    """Funnel plot of every pool of an answer; says when there are too few studies to read it."""
    pools = [(GROUPS[part.rating.group], pool) for part in answer.parts for pool in part.body.pools]
    rows = tuple(
        (effect.study.label, group, short(effect.estimate), short(effect.se or 0.0))
        for group, pool in pools
        for effect in pool.effects
    )
    return Picture(
        id="funnel",
        title=f"{answer.question.label}: funnel",
        summary=_summary(pools),
        wide=_draw(pools, WIDE),
        narrow=_draw(pools, NARROW),
        columns=("Study", "Group", "Effect (ratios as logarithm)", "Standard error"),
        rows=rows,
        note="Small studies lie low. Reviews are not drawn: only studies have a place here.",
    )


def _summary(pools: Sequence[tuple[str, Pool]]) -> str:
    if not pools:
        return "No study with a standard error was found."
    return " ".join(f"{group}, {pool.unit}: {_verdict(pool)}" for group, pool in pools)


def _verdict(pool: Pool) -> str:
    fewest = int(threshold("egger_k"))
    count = len(pool.effects)
    if count < fewest:
        return f"{count} of at least {fewest} studies: too few to tell asymmetry from chance."
    return f"{count} studies, Egger test p {pool.result.egger().p:.2g}."


def _draw(pools: Sequence[tuple[str, Pool]], width: float) -> Drawing:
    if not pools:
        sheet = Drawing(width, 40)
        sheet.text(0, 24, "No study with a standard error was found: nothing to plot.", size=13)
        return sheet
    each = _TALL + 100
    sheet = Drawing(width, each * len(pools))
    for i, (group, pool) in enumerate(pools):
        _funnel(sheet, group, pool, i * each, width)
    return sheet


def _funnel(sheet: Drawing, group: str, pool: Pool, y0: float, width: float) -> None:
    sheet.text(0, y0 + 14, f"{group}: {pool.unit}", size=13, bold=True)
    for i, text in enumerate(wrap(_verdict(pool), width, 10.5)):
        sheet.text(0, y0 + 30 + 13 * i, text, size=10.5, fill=SOFT)
    centre = pool.result.estimate
    errors = [effect.se or 0.0 for effect in pool.effects]
    worst = 1.25 * max(errors)
    reach = max([1.96 * worst, *(abs(e.estimate - centre) * 1.1 for e in pool.effects)])
    top, base = y0 + 56, y0 + 56 + _TALL
    x = Scale(centre - 1.15 * reach, centre + 1.15 * reach, 44, width - 10)
    frame = Frame(x, Scale(worst, 0.0, base, top))
    chance = [(x(centre), top), (x(centre - 1.96 * worst), base), (x(centre + 1.96 * worst), base)]
    sheet.area(chance, fill="#eef3f7")
    label = "effect" + (" (logarithm of the ratio)" if pool.ratio else f", {pool.unit}")
    x_axis(sheet, frame, nice_ticks(x.low, x.high, 6), label=label)
    y_axis(sheet, frame, [tick for tick in nice_ticks(0, worst, 4) if tick <= worst])
    sheet.text(14, (top + base) / 2, "standard error", size=11, anchor="middle", turn=-90)
    sheet.line([(x(centre), top), (x(centre), base)], stroke=_BLUE, width=1.4, dash=(5, 3))
    for effect, error in zip(pool.effects, errors, strict=True):
        at = frame.y(error)
        sheet.marker(x(effect.estimate), at, "circle", size=5, fill="#1a1a1a")
        if len(pool.effects) <= int(threshold("egger_k")):
            sheet.text(x(effect.estimate), at - 9, effect.study.label, size=10, anchor="middle",
                       halo=True)
