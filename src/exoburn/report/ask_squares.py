"""A hundred people as large squares, for somebody who reads on a phone."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.outcome.words import of_100
from exoburn.report.drawing import Drawing, Picture, wrap
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.styles import Style, styles_of
from exoburn.report.wording import count_of_100
from exoburn.studies.ask import Answer, Block

_SIDE, _STEP = 11.5, 15.0
_BLOCK = 10 * _STEP
_WIDTH, _GAP = 350.0, 40.0


def people_picture(answer: Answer) -> Picture:
    """One block of a hundred squares an arm, the count and its range below it.

    A count is never told by colour alone: filled squares are dark, the others are outlines, and
    the number stands below.
    """
    blocks = answer.blocks
    drawing = _draw(blocks, styles_of([block.kind for block in blocks]))
    counts = ", ".join(f"{of_100(block.share)} with {block.name}" for block in blocks)
    if not all(block.simulated for block in blocks):
        counts = ", ".join(f"{of_100(block.share)} ({block.name.lower()})" for block in blocks)
    counted = "computed by a model" if all(b.simulated for b in blocks) else "counted in trials"
    return Picture(
        id="of-100",
        title=f"{answer.label}: of 100 people",
        summary=f"Of 100 people, those who {answer.people_who}: {counts}.",
        wide=drawing,
        narrow=drawing,
        columns=("Who", "Of 100 people", "Range"),
        rows=tuple((b.name, of_100(b.share), _range(b.low, b.high)) for b in blocks),
        note=f"A filled square is one of 100 people; the counts are {counted}.",
    )


def _draw(blocks: Sequence[Block], styles: Sequence[Style]) -> Drawing:
    sheet = Drawing(_WIDTH, 0)
    bottom = 0.0
    for i, (block, style) in enumerate(zip(blocks, styles, strict=True)):
        x = i % 2 * (_BLOCK + _GAP)
        y = i // 2 * (_BLOCK + 96)
        for line in wrap(block.name, _BLOCK + 8, 13, bold=True)[:2]:
            y += 16
            sheet.text(x, y, line, size=13, bold=True)
        top = i // 2 * (_BLOCK + 96) + 40
        # from the bottom left upwards, so that equal counts look equal
        places = [(x + n % 10 * _STEP, top + (9 - n // 10) * _STEP) for n in range(100)]
        count = round(100 * block.share)
        sheet.squares(places[count:], _SIDE, fill="none", stroke="#767676")
        sheet.squares(places[:count], _SIDE, fill=style.edge, stroke=style.edge)
        sheet.text(x, top + _BLOCK + 17, of_100(block.share), size=16, bold=True)
        span = _range(block.low, block.high)
        if span != of_100(block.share):
            sheet.text(x, top + _BLOCK + 34, f"range: {span}", size=11.5, fill=SOFT)
        bottom = max(bottom, top + _BLOCK + 42)
    sheet.height = bottom
    return sheet


def _range(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "not known"
    ends = count_of_100(low), count_of_100(high)
    return ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix(' of 100')} to {ends[1]}"
