"""Write a drawing as PNG with matplotlib, mark by mark; only when PNG is asked for."""

from __future__ import annotations

from io import BytesIO

from exoburn.report.drawing.canvas import Drawing, Label, Path
from exoburn.report.drawing.svg import PAD, with_footer

_DPI = 100  # one pixel of the drawing; saved at twice that
#: families and how much smaller each is set to be as wide as the first
_FAMILIES = {"Liberation Sans": 1.0, "Arial": 1.0, "Helvetica": 1.0, "DejaVu Sans": 0.87}


def write_png(drawing: Drawing, *, title: str, footer: str) -> bytes:
    """The drawing with its footer as the bytes of a PNG file, two pixels for each of ours."""
    from matplotlib import font_manager
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    sheet, foot = with_footer(drawing, footer)
    known = {font.name for font in font_manager.fontManager.ttflist}
    family = next(name for name in _FAMILIES if name in known)
    shape = ((sheet.width + 2 * PAD) / _DPI, (sheet.height + 2 * PAD) / _DPI)
    figure = Figure(figsize=shape, dpi=_DPI)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(-PAD, sheet.width + PAD)
    axes.set_ylim(sheet.height + PAD, -PAD)
    for mark in sheet.marks:
        if isinstance(mark, Label):
            _write(axes, mark, family)
        else:
            axes.add_patch(_patch(mark))
    held = BytesIO()
    figure.savefig(
        held, format="png", dpi=2 * _DPI,
        metadata={"Title": title, "Description": foot, "Software": "exoburn"},
    )
    return held.getvalue()


def _patch(path: Path):
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Outline

    points: list[tuple[float, float]] = []
    codes: list[int] = []
    for run in path.runs:
        points += run
        codes += [int(Outline.MOVETO)] + [int(Outline.LINETO)] * (len(run) - 1)
        if path.closed:
            points.append(run[0])
            codes.append(int(Outline.CLOSEPOLY))
    width = path.width * 72 / _DPI
    return PathPatch(
        Outline(points, codes),
        facecolor=path.fill, edgecolor=path.stroke, linewidth=width if path.stroke != "none" else 0,
        alpha=path.opacity if path.opacity < 1 else None, fill=path.fill != "none",
        linestyle=(0, tuple(d / path.width for d in path.dash)) if path.dash else "solid",
        joinstyle="round", capstyle="butt",
    )  # fmt: skip


def _write(axes, label: Label, family: str) -> None:
    sides = {"start": "left", "middle": "center", "end": "right"}
    axes.text(
        label.x, label.y, label.text.replace("$", r"\$"),
        fontsize=label.size * _FAMILIES[family] * 72 / _DPI,
        family=family, ha=sides[label.anchor], va="baseline", color=label.fill,
        weight="bold" if label.bold else "normal", style="italic" if label.italic else "normal",
        rotation=-label.turn, rotation_mode="anchor",
    )  # fmt: skip
