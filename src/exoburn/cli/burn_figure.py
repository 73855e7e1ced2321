"""The picture of `exoburn burn`: temperature and damage by depth, the layers to scale."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exoburn.banner import BANNER
from exoburn.errors import InputError

if TYPE_CHECKING:
    from exoburn.blocks.injury import Burning


def draw(burning: Burning | None, path: Path) -> None:
    """Write the picture as SVG; it appears whole or not at all."""
    if burning is None:
        raise InputError("a picture needs an exposure to heat", key="--figure", given=str(path))
    if path.suffix.lower() != ".svg":
        raise InputError("the picture is an SVG file", key="--figure", given=str(path),
                         allowed="a name that ends in .svg")
    from exoburn.files import write_whole

    write_whole(path, _svg(burning), key="--figure", parents=False)


def _svg(burning: Burning) -> bytes:
    from io import BytesIO

    import matplotlib as mpl
    import numpy as np
    from cmcrameri import cm as maps
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    skin, course = burning.skin, burning.course
    shades = maps.cmaps["lajolla"]
    z = course.z * 1e3
    base = skin.epidermis_mm + skin.dermis_mm
    with mpl.rc_context({"svg.hashsalt": "exoburn", "svg.fonttype": "none"}):
        figure = Figure(figsize=(8.0, 4.6), layout="constrained")
        FigureCanvasSVG(figure)
        heat, dead = figure.subplots(1, 2, sharey=True)
        end = float(course.times[-1])
        marks = [0.1, 0.5, 1.0, 1.5, 3.0, 10.0]
        times = [t for t in (burning.what.duration_s * m for m in marks) if t <= end]
        for number, t in enumerate(times):
            colour = shades(0.15 + 0.7 * number / max(1, len(times) - 1))
            heat.plot(course.at(t)[0], z, color=colour, label=f"{t:.3g} s")
        heat.set(xlabel="temperature, degC", ylabel="depth, mm", ylim=(1.35 * base, 0))
        heat.legend(title="time", frameon=False, fontsize=8)
        damage = np.maximum(course.damage[-1], 1e-6)
        dead.plot(damage, z, color="black")
        dead.axvline(1.0, color="black", linewidth=0.8, linestyle=":")
        dead.set(xscale="log", xlabel="damage at the end (1 = dead)", xlim=(1e-4, 1e6))
        if burning.depth_mm > 0:
            dead.axhline(burning.depth_mm, color="#D55E00", linestyle="--")
            dead.annotate(f"{burning.depth_mm:.2f} mm", (2e-4, burning.depth_mm),
                          textcoords="offset points", xytext=(0, 4), color="#D55E00", fontsize=9)
        for axes in (heat, dead):
            axes.axhspan(0, skin.epidermis_mm, color="0.80", linewidth=0)
            axes.axhspan(skin.epidermis_mm, base, color="0.93", linewidth=0)
        dead.text(0.98, base - 0.02 * base, "dermis", ha="right", va="bottom", fontsize=8,
                  transform=dead.get_yaxis_transform())
        dead.text(0.98, 1.3 * base, "fat", ha="right", va="bottom", fontsize=8,
                  transform=dead.get_yaxis_transform())
        figure.suptitle(f"{burning.what.medium}, {burning.what.duration_s:g} s: heat and damage by "
                        f"depth (law {burning.law.name})", fontsize=10)
        figure.text(0.5, -0.01, BANNER, ha="center", va="top", fontsize=5.5)
        content = BytesIO()
        figure.savefig(content, format="svg", bbox_inches="tight",
                       metadata={"Date": None, "Description": BANNER})
        return content.getvalue()
