"""The burn in cross-section, to scale: layers, depth line, and how deep the particles get."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from exoburn.report.drawing import Drawing, Picture, Scale, nice_ticks, text_width, wrap
from exoburn.report.drawing.canvas import SOFT
from exoburn.report.drawing.picture import NARROW, WIDE
from exoburn.report.drawing.scale import tick_text
from exoburn.report.figures.frame import arm_line
from exoburn.report.figures.section import Profile, Section
from exoburn.report.wording import plain, scientific

#: zones whose cells a product must reach, by how deep they lie
ZONES = (
    ("new skin", 0.0, 0.1), ("inflammation", 0.0, 0.5), ("scar cells", 0.0, 0.7),
    ("vessels", 0.2, 1.0), ("stunned tissue", 0.3, 1.0),
)  # fmt: skip
_LAYERS = (("epidermis", "#d9bfa0"), ("dermis", "#f3ded3"), ("fat", "#f8f0cf"))
_GOLDEN = 0.6180339887498949


def cross_section(section: Section) -> Picture:
    """Layers and burn to scale (one scale across and down), particles as dots and as curves."""
    rows = [
        ("Epidermis", f"0 to {plain(section.epidermis_mm)} mm"),
        ("Dermis", f"{plain(section.epidermis_mm)} to {plain(section.base_mm)} mm"),
    ]
    if section.depth_mm is not None:
        spread = f" (SD {plain(section.depth_sd_mm)})" if section.depth_sd_mm else ""
        rows.append(("Burn depth", f"{plain(section.depth_mm)} mm{spread}"))
    rows += [
        (f"Half of the particles in the tissue, {p.name}, day {p.day:g}",
         f"in the upper {_depth(p.depth_of_share(0.5))}; 95 % in {_depth(p.depth_of_share(0.95))}")
        for p in section.profiles
    ]  # fmt: skip
    if section.excised_day is not None:
        rows.append((f"Bed after excision on day {section.excised_day:g}",
                     f"{plain(section.bed_mm)} mm; particles and cells are below it"))  # fmt: skip
    if section.profiles:
        rows += [(f"Cells to reach: {n}", f"{a:g} to {b:g} mm") for n, a, b in ZONES]
    what = "burn" if section.depth_mm is not None else "scar"
    return Picture(
        id="cross-section",
        title=f"The {what} in cross-section, to scale",
        summary=_summary(section),
        wide=_draw(section, WIDE),
        narrow=_draw(section, NARROW),
        columns=("What", f"Depth from the {_top(section)}"),
        rows=tuple(rows),
        note=_note(section),
    )


def _draw(section: Section, width: float) -> Drawing:
    phone = width < 500
    below = max((b for _, _, b in ZONES), default=0.0) if section.bed_mm else 0.0
    deepest = max(1.28 * section.base_mm, (section.depth_mm or 0) + 0.25, 1.1,
                  section.bed_mm + below)  # fmt: skip
    left, skin = (30.0, 128.0) if phone else (38.0, 330.0)
    if not section.profiles:  # nothing that has cells to reach
        skin = width - left - 14
    zone = 15.0 if phone else 21.0
    tall = (300.0 if phone else 255.0) + (90.0 if section.bed_mm else 0.0)
    top = 46.0
    sheet = Drawing(width, top + tall + (74 if section.profiles else 40))
    y = Scale(0, deepest, top, top + tall)
    # the same pixels, with depth counted from where the particles start
    bed = Scale(-section.bed_mm, deepest - section.bed_mm, top, top + tall)
    _layers(sheet, section, y, left, skin)
    _depth_ground(sheet, section, y, left, skin)
    if section.profiles:
        _dots(sheet, section.profiles[0], bed, left, skin)
    _layer_names(sheet, section, y, left, skin, phone)
    if section.profiles:
        zones_at = left + skin + (10 if phone else 18)
        _zones(sheet, bed, zones_at, zone, deepest - section.bed_mm)
        start = zones_at + zone * len(ZONES) + (12 if phone else 26)
        _profiles(sheet, section.profiles, bed, start, width - 12, phone)
    _depth_line(sheet, section, y, left, skin)
    for tick in nice_ticks(0, deepest, 6):
        sheet.line([(left - 4, y(tick)), (left, y(tick))], stroke="#8c8c8c", width=1)
        sheet.text(left - 6, y(tick) + 4, tick_text(tick), size=11, anchor="end", fill=SOFT)
    sheet.text(0, top - 26, "depth, mm", size=11, fill=SOFT)
    _scale_bar(sheet, left, top + tall + 16, y(1) - y(0), deepest)
    return sheet


def _faces(section: Section, y: Scale) -> list[tuple[str, str, float, float]]:
    """Name, colour, upper and lower depth of each layer shown."""
    faces = (0.0, section.epidermis_mm, section.base_mm, y.high)
    pairs = pairwise(faces)
    return [(*layer, a, b) for layer, (a, b) in zip(_LAYERS, pairs, strict=True)]


def _layers(sheet: Drawing, section: Section, y: Scale, left: float, skin: float) -> None:
    for _, fill, above, below in _faces(section, y):
        sheet.rect(left, y(above), skin, y(below) - y(above), fill=fill, stroke="#8a7a68", line=0.7)


def _layer_names(
    sheet: Drawing, section: Section, y: Scale, left: float, skin: float, phone: bool
) -> None:
    right, size = left + skin, 11 if phone else 11.5
    for name, _, above, below in _faces(section, y):
        words = name if name == "fat" else f"{name} {plain(below - above)} mm"
        if y(below) - y(above) < 30:  # too thin for its name: say it above the skin
            sheet.text(right, y(0) - 7, words, size=size, anchor="end", fill=SOFT)
        else:
            sheet.text(right - 6, y(below) - 6, words, size=size, anchor="end", halo=True)


def _depth_ground(
    sheet: Drawing, section: Section, y: Scale, left: float, skin: float
) -> None:
    if section.depth_mm is None:
        return
    at = y.cut(section.depth_mm)
    if section.excised_day is not None:  # cut away before any particle came
        sheet.rect(left, y(0), skin, at - y(0), fill="#ffffff", opacity=0.78)
        sheet.text(left + 6, y(0) + 20, f"excised on day {section.excised_day:g}", size=12,
                   fill=SOFT, italic=True)  # fmt: skip
        return
    sheet.rect(left, y(0), skin, at - y(0), fill="#5a2d0c", opacity=0.16)
    sheet.hatch(left, y(0), skin, at - y(0), stroke="#b79a86", step=11, line=0.6)


def _depth_line(sheet: Drawing, section: Section, y: Scale, left: float, skin: float) -> None:
    if section.depth_mm is None:
        return
    at = y.cut(section.depth_mm)
    if section.depth_sd_mm > 0:
        high, low = (y.cut(max(0, section.depth_mm + k * section.depth_sd_mm)) for k in (-1, 1))
        sheet.rect(left, high, skin, low - high, fill="#D55E00", opacity=0.16)
    sheet.line([(left - 4, at), (left + skin + 6, at)], stroke="#B23A00", width=2.4, dash=(8, 4))
    lines = wrap(f"burn depth {plain(section.depth_mm)} mm", skin - 12, 12, bold=True)
    for i, text in enumerate(reversed(lines)):
        sheet.text(left + 6, at - 7 - 15 * i, text, size=12, bold=True, fill="#8f2e00", halo=True)


def _zones(sheet: Drawing, y: Scale, x: float, wide: float, deepest: float) -> None:
    middle = x + wide * len(ZONES) / 2
    sheet.text(middle, y.start - 26, "cells to", size=11, anchor="middle", fill=SOFT)
    sheet.text(middle, y.start - 13, "reach", size=11, anchor="middle", fill=SOFT)
    for i, (name, above, below) in enumerate(ZONES):
        here = x + i * wide
        below = min(below, deepest)
        tall = y(below) - y(above)
        sheet.rect(here + 2, y(above), wide - 4, tall, fill="#e8e8e8", stroke="#8c8c8c", line=0.7)
        room = text_width(name, 10.5)
        base = y(above) + (tall + room) / 2 if tall > room + 4 else y(below) + room + 5
        sheet.text(here + wide / 2 + 3.6, base, name, size=10.5, turn=-90)


def _dots(sheet: Drawing, profile: Profile, y: Scale, left: float, skin: float) -> None:
    """Dots at the depths of equal shares of the particles, spread evenly across."""
    count = 260 if skin > 200 else 130
    depths = [profile.depth_of_share((i + 0.5) / count) for i in range(count)]
    centres = [
        (left + 3 + (skin - 6) * ((0.5 + i * _GOLDEN) % 1.0), y.cut(max(d, 0.004)))
        for i, d in enumerate(depths)
    ]
    sheet.dots(centres, 1.5, fill=profile.style.colour)


def _profiles(
    sheet: Drawing, profiles: Sequence[Profile], y: Scale, x0: float, x1: float, phone: bool
) -> None:
    most = max(float(p.concentration.max()) for p in profiles)
    high = math.ceil(math.log10(most) + 0.15)  # some room beyond the largest
    x = Scale(10.0 ** (high - (4 if phone else 6)), 10.0**high, x0, x1, log=True)
    sheet.rect(x0, y.start, x1 - x0, y.end - y.start, fill="#fff", stroke="#b5b5b5", line=0.8)
    for power in range(high - (4 if phone else 6), high + 1, 2):
        at = x(10.0**power)
        sheet.line([(at, y.start), (at, y.end)], stroke="#e6e6e6", width=0.8)
        text = scientific(10.0**power) if abs(power) > 2 else plain(10.0**power)
        sheet.text(at, y.end + 15, text, size=10.5, anchor="middle", fill=SOFT)
    sheet.text((x0 + x1) / 2, y.end + 31, "particles/mL", size=11, anchor="middle", fill=SOFT)
    words = "in the tissue, peak day" if phone else "particles in the tissue, on their peak day"
    lines = wrap(words, x1 - x0, 11)
    sheet.lines_of_text(x0, y.start - 13 - 13.75 * (len(lines) - 1), lines, size=11, fill=SOFT)
    for i, profile in enumerate(profiles):
        points = []
        pairs = zip(profile.faces_mm, profile.faces_mm[1:], profile.concentration, strict=False)
        for above, below, value in pairs:
            at = x.cut(float(value))
            points += [(at, y.cut(float(above))), (at, y.cut(float(below)))]
        arm_line(sheet, points, profile.style, width=2)
        name = f"{profile.style.letter}  {profile.name}"
        for k, text in enumerate(wrap(name, x1 - x0 - 12, 11)):
            # on a bed the room is above the curves, else below them
            base = y.start + 20 + 30 * i if y.low < 0 else y.end - 12 - 30 * (len(profiles) - 1 - i)
            sheet.text(x1 - 6, base + 13 * k, text, size=11,
                       anchor="end", fill=profile.style.edge, halo=True)


def _scale_bar(sheet: Drawing, x: float, y: float, per_mm: float, deepest: float) -> None:
    mm = 0.5 if deepest < 2.5 else 1.0
    sheet.line([(x, y), (x + mm * per_mm, y)], stroke="#1a1a1a", width=2)
    for end in (x, x + mm * per_mm):
        sheet.line([(end, y - 4), (end, y + 4)], stroke="#1a1a1a", width=1.4)
    sheet.text(x, y + 17, f"{mm:g} mm", size=11)


def _top(section: Section) -> str:
    return "surface of the skin (particles: from the bed)" if section.bed_mm else "surface"


def _depth(mm: float) -> str:
    return f"{1000 * mm:.0f} um" if mm < 0.2 else f"{plain(mm)} mm"


def _note(section: Section) -> str:
    words = "Same scale across and down."
    if section.excised_day is not None:
        words += (
            f" The burn was cut away on day {section.excised_day:g}, before the particles came: "
            "particles and cells to reach lie below the bed that was left. No graft is drawn."
        )
    if section.excised_arms:
        words += (
            f" With {' and '.join(section.excised_arms)} the burn was cut away before the "
            "particles came; their depth counts from the bed that was left, not from the skin."
        )
    if section.profiles:
        p = section.profiles[0]
        words += (
            f" Dots: equal shares of the particles in the tissue, {p.name}, day {p.day:g} of the "
            f"median run; half of them lie in the upper {_depth(p.depth_of_share(0.5))}."
        )
    return words


def _summary(section: Section) -> str:
    words = (
        f"Skin of the {section.site}: epidermis {plain(section.epidermis_mm)} mm, dermis to "
        f"{plain(section.base_mm)} mm."
    )
    if section.depth_mm is not None:
        words += f" The burn reaches {plain(section.depth_mm)} mm: {section.depth_words}."
    if section.excised_day is not None:
        words += f" It was cut away on day {section.excised_day:g}; depths below are from the bed."
    for p in section.profiles:
        words += (
            f" With {p.name}, half of the particles in the tissue lie in the upper "
            f"{_depth(p.depth_of_share(0.5))}, 95 % in the upper {_depth(p.depth_of_share(0.95))}."
        )
    return words
