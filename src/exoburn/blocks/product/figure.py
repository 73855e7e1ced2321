"""The size distribution as a figure: bars by capture or pooled, D marks, the 30-150 nm band."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np

from exoburn.blocks.product.sizing import Sizing
from exoburn.errors import InputError
from exoburn.files import write_whole
from exoburn.letters import cleaned

_BARS, _MARKS, _CUMULATIVE, _BAND = "#0072B2", "#000000", "#D55E00", "#E69F00"  # Okabe-Ito
_FORMATS = {".svg": "svg", ".png": "png"}


def draw(sizing: Sizing, path: str | Path, *, title: str, footer: str) -> Path:
    """Write the figure to `path` (.svg or .png), whole or not at all.

    Errors: InputError for another ending or a folder that cannot be written.
    """
    path = Path(path)
    kind = _FORMATS.get(path.suffix.lower())
    if kind is None:
        raise InputError("unknown figure format", key="--figure", given=path.name,
                         allowed=[".svg", ".png"])  # fmt: skip
    return write_whole(path, _render(sizing, kind, title, footer), key="--figure",
                       parents=False)


def _render(sizing: Sizing, kind: str, title: str, footer: str) -> bytes:
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    pooled = sizing.pooled
    with rc_context({"svg.hashsalt": "exoburn", "svg.fonttype": "none", "font.size": 9}):
        figure = Figure(figsize=(7.2, 4.4), layout=None)
        FigureCanvasAgg(figure)
        axes = figure.add_axes((0.10, 0.22, 0.78, 0.66))
        shares = 100 * pooled.amounts / pooled.total / np.diff(pooled.edges)
        axes.axvspan(30, 150, color=_BAND, alpha=0.18, lw=0, label="30-150 nm")
        if len(sizing.captures) > 1:
            for each in sizing.captures:
                density = 100 * each.amounts / each.total / np.diff(each.edges)
                axes.stairs(density, each.edges, color=_BARS, alpha=0.35, lw=0.6)
        axes.stairs(shares, pooled.edges, fill=True, color=_BARS, alpha=0.55, label="by number")
        for percent, style in ((10, ":"), (50, "-"), (90, "--")):
            at = pooled.percentile(percent)
            axes.axvline(at, color=_MARKS, ls=style, lw=1.2, label=f"D{percent} {at:.1f} nm")
        right = axes.twinx()
        cumulative = 100 * np.cumsum(pooled.amounts) / pooled.total
        right.plot(pooled.centres, cumulative, color=_CUMULATIVE, lw=1.4, ls="-.")
        right.set_ylim(0, 102)
        right.set_ylabel("cumulative, % (dash-dotted)")
        last = min(float(pooled.edges[-1]), max(250.0, 1.25 * pooled.percentile(99)))
        axes.set_xlim(0, last)
        axes.set_ylim(bottom=0)
        axes.set_xlabel("diameter, nm")
        axes.set_ylabel("% of particles per nm")
        axes.legend(loc="center right", frameon=False, fontsize=8)
        inside = f"{pooled.share(30, 150):.0%} within 30-150 nm"
        axes.set_title(_escape(f"{title}: {inside}"), fontsize=10)
        beyond = 1 - pooled.share(0, last)
        note = f"{beyond:.1%} of particles lie beyond {last:.0f} nm. " if beyond > 5e-4 else ""
        words = _wrapped(note + footer)
        figure.text(0.02, 0.02, words, fontsize=6.5, va="bottom")
        out = io.BytesIO()
        meta = {"Title": cleaned(title), "Description": footer}
        figure.savefig(out, format=kind, dpi=150,
                       metadata={**meta, "Date": None} if kind == "svg" else meta)  # fmt: skip
    return out.getvalue()


def _escape(text: str) -> str:
    """Sample names may hold a dollar sign, which matplotlib would take for mathematics."""
    return cleaned(text).replace("$", r"\$")


def _wrapped(text: str, width: int = 130) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(_escape(text), width))
