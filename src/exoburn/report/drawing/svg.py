"""Write a drawing as SVG: inside a page, or as a file of its own with the banner on it."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from itertools import chain

from exoburn.letters import cleaned
from exoburn.report.drawing.canvas import Drawing, Label, Path, Point
from exoburn.report.drawing.text import FONTS, wrap

_FOOT = 8.5
#: ground around a figure that stands alone
PAD = 12.0


def inline_svg(drawing: Drawing, *, id: str, title: str, summary: str) -> str:
    """The drawing for a page: a title and a description that a screen reader says instead.

    >>> d = Drawing(40, 20)
    >>> d.text(1, 10, "a < b")
    >>> 'aria-labelledby="x-t x-d"' in inline_svg(d, id="x", title="T", summary="S")
    True
    """
    return (
        f'<svg id="{id}" class="figure" viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" '
        f'width="{_n(drawing.width)}" height="{_n(drawing.height)}" role="img" '
        f'aria-labelledby="{id}-t {id}-d"><title id="{id}-t">{_escaped(title)}</title>'
        f'<desc id="{id}-d">{_escaped(summary)}</desc>{_marks(drawing)}</svg>'
    )


def svg_file(drawing: Drawing, *, title: str, summary: str, footer: str) -> str:
    """The drawing as a file: white ground, footer below, title and summary as metadata."""
    sheet, foot = with_footer(drawing, footer)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{_n(-PAD)} {_n(-PAD)} '
        f'{_n(sheet.width + 2 * PAD)} {_n(sheet.height + 2 * PAD)}" '
        f'width="{_n(sheet.width + 2 * PAD)}" height="{_n(sheet.height + 2 * PAD)}" '
        f'role="img" font-family="{html.escape(FONTS)}">'
        f"<title>{_escaped(title)}</title><desc>{_escaped(summary)}</desc>"
        f"<metadata>{_escaped(foot)}</metadata>"
        f"{_marks(sheet)}</svg>\n"
    )


def with_footer(drawing: Drawing, footer: str) -> tuple[Drawing, str]:
    """A taller copy on white ground with the footer in small print; -> it and the footer."""
    lines = wrap(footer, 0.96 * drawing.width, _FOOT)
    room = 1.25 * _FOOT * len(lines) + 4
    sheet = Drawing(drawing.width, drawing.height + room)
    sheet.rect(-PAD, -PAD, sheet.width + 2 * PAD, sheet.height + 2 * PAD, fill="#ffffff")
    sheet.marks += drawing.marks
    sheet.lines_of_text(0, drawing.height + _FOOT + 4, lines, size=_FOOT, fill="#595959")
    return sheet, footer


def _marks(drawing: Drawing) -> str:
    return "".join(_label(m) if isinstance(m, Label) else _path(m) for m in drawing.marks)


def _path(path: Path) -> str:
    parts = []
    for run in path.runs:
        parts.append("M" + _route(run) + ("Z" if path.closed else ""))
    found = f'<path d="{"".join(parts)}" fill="{path.fill}"'
    if path.opacity < 1:
        found += f' opacity="{path.opacity:g}"'
    if path.stroke != "none":
        found += f' stroke="{path.stroke}" stroke-width="{_n(path.width)}"'
        if not path.closed:
            found += ' stroke-linejoin="round"'
        if path.dash:
            found += f' stroke-dasharray="{" ".join(_n(d) for d in path.dash)}"'
    return found + "/>"


def _label(label: Label) -> str:
    found = f'<text x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}"'
    if label.anchor != "start":
        found += f' text-anchor="{label.anchor}"'
    found += f' fill="{label.fill}"'
    if label.bold:
        found += ' font-weight="600"'
    if label.italic:
        found += ' font-style="italic"'
    if label.turn:
        found += f' transform="rotate({_n(label.turn)} {_n(label.x)} {_n(label.y)})"'
    return f"{found}>{_escaped(label.text)}</text>"


def _escaped(text: str) -> str:
    return html.escape(cleaned(text), quote=False)


#: What `_n` takes away from a number, in a text of many.
_WHOLE, _MINUS_ZERO = re.compile(r"\.0(?!\d)"), re.compile(r"-0(?![\d.])")


def _route(run: Sequence[Point]) -> str:
    """The points of a line, each number as `_n` writes it, formatted all at once.

    >>> _route([(1.0, 2.25), (-0.01, -0.5), (10.0, 100.04)])
    '1 2.2L0 -0.5L10 100'
    """
    text = "L".join(["%.1f %.1f"] * len(run)) % tuple(chain.from_iterable(run))
    return _MINUS_ZERO.sub("0", _WHOLE.sub("", text))


def _n(value: float) -> str:
    """A pixel with one decimal at most, so that equal pictures are equal bytes."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
