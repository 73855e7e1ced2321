"""Icon arrays: the same hundred people in every arm, filled squares for those it happens to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.report.drawing import Drawing, Picture
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.text import shorten, wrap
from exoburn.report.styles import Style
from exoburn.report.wording import count_of_100

_SIDE, _STEP = 6.6, 8.4
_BLOCK = 10 * _STEP


@dataclass(frozen=True)
class Chance:
    """An outcome as shares of people, one an arm (None: not applicable), and who they are."""

    label: str
    people_who: str
    shares: tuple[float | None, ...]
    ranges: tuple[str, ...]


def of_100(chances: Sequence[Chance], names: Sequence[str], styles: Sequence[Style]) -> Picture:
    """One row of arrays an outcome, one array an arm."""
    rows = tuple(
        (f"{chance.label}: {name}", "not applicable" if share is None else count_of_100(share),
         spread)
        for chance in chances
        for name, share, spread in zip(names, chance.shares, chance.ranges, strict=True)
    )  # fmt: skip
    parts = []
    for chance in chances:
        counts = ", ".join(
            f"{count_of_100(share)} with {name}"
            for name, share in zip(names, chance.shares, strict=True)
            if share is not None
        )
        parts.append(f"Of 100 people, those who {chance.people_who}: {counts}.")
    return Picture(
        id="of-100",
        title="Of 100 people like this one",
        summary=" ".join(parts),
        wide=_draw(chances, names, styles, WIDE),
        narrow=_draw(chances, names, styles, NARROW),
        columns=("Outcome and arm", "Of 100 people", "Range over what is not known"),
        rows=rows,
        note="A filled square is one of 100 people to whom it happens; all arms count 100 people.",
    )


def _draw(
    chances: Sequence[Chance], names: Sequence[str], styles: Sequence[Style], width: float
) -> Drawing:
    gap = 22.0 if width < 500 else 34.0
    columns = max(1, min(len(names), int((width + gap) // (_BLOCK + gap))))
    across = min(_BLOCK + gap + 24, (width + gap) / columns)
    sheet = Drawing(width, 0)
    y = 4.0
    for chance in chances:
        for text in wrap(f"{chance.label}: people who {chance.people_who}", width, 12.5, bold=True):
            y += 15
            sheet.text(0, y, text, size=12.5, bold=True)
        for start in range(0, len(names), columns):
            chosen = range(start, min(start + columns, len(names)))
            for place, i in enumerate(chosen):
                x = place * across
                room = across - 14
                sheet.text(x, y + 19, shorten(f"{styles[i].letter}  {names[i]}", room, 11.5),
                           size=11.5)
                _block(sheet, x, y + 27, chance.shares[i], styles[i])
            y += 27 + _BLOCK + 22
        y += 10
    sheet.height = y
    return sheet


def _block(sheet: Drawing, x: float, y: float, share: float | None, style: Style) -> None:
    if share is None:
        sheet.text(x, y + 16, "not applicable", size=11, fill=SOFT, italic=True)
        return
    count = round(100 * share)
    # filled from the bottom left upwards, so that equal counts look equal
    places = [(x + (i % 10) * _STEP, y + (9 - i // 10) * _STEP) for i in range(100)]
    sheet.squares(places[count:], _SIDE, fill="none", stroke="#9a9a9a")
    sheet.squares(places[:count], _SIDE, fill=style.colour, stroke=style.edge)
    sheet.text(x, y + _BLOCK + 13, count_of_100(share), size=12, bold=True)
