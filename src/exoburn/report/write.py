"""Write a report: one HTML file and its figures, each to a temporary name and then renamed."""

from __future__ import annotations

from pathlib import Path

from exoburn.banner import BANNER
from exoburn.evidence import statement
from exoburn.files import write_whole
from exoburn.report.arms import Shown, arm_views
from exoburn.report.drawing import Picture, svg_file, write_png
from exoburn.report.page import report_html


def write_report(result: Shown, folder: Path, *, png: bool = False) -> list[Path]:
    """Write `report.html` and `figures/*.svg` (with `png` also `*.png`) into a folder.

    Equal results give equal bytes. -> the paths written, the report first. A folder that cannot
    be written is an InputError.
    """
    html, pictures = report_html(result)
    found = [write_whole(folder / "report.html", html)]
    footer = f"{result.case.title}. {BANNER}"
    if any(arm.gives_vesicles for arm in arm_views(result)):
        footer += f" {statement('no_controlled_trial')}"
    for picture in pictures.values():
        found += _figure(picture, folder / "figures", footer, png=png)
    return found


def _figure(picture: Picture, folder: Path, footer: str, *, png: bool) -> list[Path]:
    text = svg_file(picture.wide, title=picture.title, summary=picture.summary, footer=footer)
    found = [write_whole(folder / f"{picture.id}.svg", text)]
    if png:
        data = write_png(picture.wide, title=picture.title, footer=footer)
        found.append(write_whole(folder / f"{picture.id}.png", data))
    return found
