"""Marks on a sheet, in pixels from the top left corner, in the order they are painted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from exoburn.report.drawing.text import text_width

Point = tuple[float, float]

INK, SOFT, FAINT, GRID = "#1a1a1a", "#595959", "#8c8c8c", "#dcdcdc"


@dataclass(frozen=True, slots=True)
class Path:
    """Open or closed runs of points, stroked, filled or both; `dash` are lengths on and off."""

    runs: tuple[tuple[Point, ...], ...]
    closed: bool = False
    fill: str = "none"
    opacity: float = 1.0
    stroke: str = "none"
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text; `anchor` start, middle or end; `y` is its base line; `turn` in degrees."""

    x: float
    y: float
    text: str
    size: float = 12.0
    anchor: str = "start"
    fill: str = INK
    bold: bool = False
    italic: bool = False
    turn: float = 0.0


Mark = Path | Label

#: corners of markers about the origin for a half width of 1; a circle is many corners
_SHAPES: dict[str, tuple[Point, ...]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "diamond": ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
    "up": ((0, -1.15), (1.1, 0.85), (-1.1, 0.85)),
    "down": ((0, 1.15), (1.1, -0.85), (-1.1, -0.85)),
    "circle": tuple(
        (round(x, 3), round(y, 3))
        for x, y in (
            (1, 0), (0.924, 0.383), (0.707, 0.707), (0.383, 0.924), (0, 1), (-0.383, 0.924),
            (-0.707, 0.707), (-0.924, 0.383), (-1, 0), (-0.924, -0.383), (-0.707, -0.707),
            (-0.383, -0.924), (0, -1), (0.383, -0.924), (0.707, -0.707), (0.924, -0.383),
        )
    ),
    "plus": (
        (-0.35, -1.1), (0.35, -1.1), (0.35, -0.35), (1.1, -0.35), (1.1, 0.35), (0.35, 0.35),
        (0.35, 1.1), (-0.35, 1.1), (-0.35, 0.35), (-1.1, 0.35), (-1.1, -0.35), (-0.35, -0.35),
    ),
}  # fmt: skip
MARKERS = tuple(_SHAPES)


@dataclass
class Drawing:
    """A sheet of `width` x `height` pixels and what is painted on it."""

    width: float
    height: float
    marks: list[Mark] = field(default_factory=list)

    def line(
        self, points: Iterable[Point], *, stroke: str = INK, width: float = 1.5,
        dash: Sequence[float] = (), casing: str | None = None,
    ) -> None:  # fmt: skip
        """A line; `casing` is a darker colour under it, for colours that are pale on white."""
        run = tuple(points)
        if len(run) < 2:
            return
        if casing is not None and casing != stroke:
            self.marks.append(Path((run,), stroke=casing, width=width + 1.4, dash=tuple(dash)))
        self.marks.append(Path((run,), stroke=stroke, width=width, dash=tuple(dash)))

    def area(self, points: Iterable[Point], *, fill: str, opacity: float = 1.0) -> None:
        """A filled shape without a border."""
        self.marks.append(Path((tuple(points),), closed=True, fill=fill, opacity=opacity))

    def rect(
        self, x: float, y: float, width: float, height: float, *, fill: str = "none",
        stroke: str = "none", line: float = 1.0, opacity: float = 1.0, dash: Sequence[float] = (),
    ) -> None:  # fmt: skip
        """A rectangle from its top left corner."""
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.marks.append(
            Path((corners,), True, fill, opacity, stroke, line, tuple(dash))
        )

    def squares(self, corners: Iterable[Point], side: float, *, fill: str, stroke: str) -> None:
        """Many equal squares as one mark."""
        runs = tuple(
            ((x, y), (x + side, y), (x + side, y + side), (x, y + side)) for x, y in corners
        )
        if runs:
            self.marks.append(Path(runs, closed=True, fill=fill, stroke=stroke, width=0.8))

    def dots(self, centres: Iterable[Point], radius: float, *, fill: str) -> None:
        """Many equal dots as one mark."""
        shape = _SHAPES["circle"][::2]
        runs = tuple(
            tuple((x + radius * a, y + radius * b) for a, b in shape) for x, y in centres
        )
        if runs:
            self.marks.append(Path(runs, closed=True, fill=fill))

    def hatch(
        self, x: float, y: float, width: float, height: float, *, stroke: str = INK,
        step: float = 6.0, line: float = 0.9, lean: int = 1,
    ) -> None:  # fmt: skip
        """Slanted lines within a rectangle; `lean` 1 rises to the right, -1 falls."""
        runs: list[tuple[Point, ...]] = []
        offset = step / 2
        while offset < width + height:
            x0, y0 = max(0.0, offset - height), min(height, offset)
            x1, y1 = min(width, offset), max(0.0, offset - width)
            if lean > 0:
                runs.append(((x + x0, y + y0), (x + x1, y + y1)))
            else:
                runs.append(((x + width - x0, y + y0), (x + width - x1, y + y1)))
            offset += step
        if runs:
            self.marks.append(Path(tuple(runs), stroke=stroke, width=line))

    def marker(
        self, x: float, y: float, shape: str, *, size: float = 5.0, fill: str = INK,
        edge: str = "#ffffff", line: float = 1.0,
    ) -> None:  # fmt: skip
        """A marker of half width `size`."""
        run = tuple((x + size * a, y + size * b) for a, b in _SHAPES[shape])
        self.marks.append(Path((run,), True, fill, 1.0, edge, line))

    def text(
        self, x: float, y: float, text: str, *, size: float = 12.0, anchor: str = "start",
        fill: str = INK, bold: bool = False, italic: bool = False, turn: float = 0.0,
        halo: bool = False,
    ) -> None:  # fmt: skip
        """A line of text; `halo` clears the ground behind it."""
        if halo:
            width = text_width(text, size, bold=bold)
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            self.rect(left - 2, y - 0.85 * size, width + 4, 1.1 * size, fill="#fff", opacity=0.85)
        self.marks.append(Label(x, y, text, size, anchor, fill, bold, italic, turn))

    def lines_of_text(
        self, x: float, y: float, lines: Sequence[str], *, size: float = 12.0,
        anchor: str = "start", fill: str = INK, bold: bool = False,
    ) -> float:  # fmt: skip
        """Several lines below each other; -> the base line after the last."""
        for text in lines:
            self.text(x, y, text, size=size, anchor=anchor, fill=fill, bold=bold)
            y += 1.25 * size
        return y
