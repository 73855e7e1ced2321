"""The page that `exoburn product` prints: plain ASCII, for a laboratory notebook."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from exoburn.blocks.product.consequences import consequences
from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.misev import completeness, fields
from exoburn.blocks.product.overrides import (
    infection_odds,
    lot_parameters,
    potency_cv,
    source_row,
)
from exoburn.blocks.product.sizing import Sizing
from exoburn.blocks.product.units import (
    Band,
    cell_days_from_particles,
    offered_per_cell,
    picomolar_from_per_ml,
    ug_from_particles,
)
from exoburn.data import parameters

_ROWS = (
    ("mean_nm", "mean"), ("mode_nm", "mode"), ("d10_nm", "D10"), ("d50_nm", "D50"),
    ("d90_nm", "D90"), ("sd_nm", "SD"),
)  # fmt: skip
#: on which side of our percentiles a version of the NanoSight software has its own
_SIDE = {"3.2": "below", "3.3": "above", "3.4": "above"}
_MEANING = {
    "ppm_ug": "particles per ug protein",
    "f_EV": "share of particles that are vesicles",
    "p_act": "chance that the lot is active",
    "P_lot": "potency of an active lot",
    "f_store": "activity left after storage",
}


def size_lines(sizing: Sizing, *, file: str) -> list[str]:
    """Sample, sizes against the instrument's own, concentration and repeatability."""
    m, stats, other = sizing.measurement, sizing.statistics(), sizing.differences()
    counted = sum(c.counted or 0 for c in m.captures)
    particles = f", {counted:.0f} particles" if counted else ""
    lines = [
        f"File            {file}",
        f"Sample          {m.sample or 'not named'}",
        f"Instrument      {m.instrument} ({m.format}, {_plural(len(m.captures))}{particles})",
        *_said(m.read_as),
        "",
        "Size by number (nm)   pooled   mean of captures   instrument   difference",
    ]
    for key, name in _ROWS:
        pooled = stats[key]
        line = f"  {name:<18}{pooled:>8.1f}"
        if key in other:
            row = other[key]
            line += f"{row['ours']:>19.1f}{row['instrument']:>13.1f}{row['difference']:>+13.1f}"
        lines.append(line)
    lines += [
        f"  span              {_number(stats['span'], '8.2f')}   (D90 - D10)/D50",
        f"  within 30-150 nm  {_number(stats['share_30_150'], '8.1%')}",
        f"  D values are {sizing.as_dict()['percentiles']}.",
        *_half_bin(sizing),
        "",
    ]
    value = sizing.concentration_per_ml
    if value is None:
        lines.append("Concentration   not in the file")
    else:
        lines.append(f"Concentration   {value:.3g} particles/mL of the {sizing.basis}")
    if sizing.dilution is not None:
        lines.append(f"Dilution        {sizing.dilution:g}")
    if sizing.cv is not None:
        lines.append(f"Repeatability   CV {sizing.cv:.0%} between {len(m.captures)} captures")
    else:
        lines.append("Repeatability   not known (it needs several captures with a concentration)")
    between = parameters()["count_cv_between_labs"]
    lines.append(f"                CV {between.value:.0%} between laboratories ({between.source})")
    return lines


def sample_lines(sizings: Sequence[Sizing], at: int) -> list[str]:
    """All samples of a file side by side, if there are several; the one above is marked."""
    if len(sizings) < 2:
        return []
    titles = "".join(f"{name:>9}" for _, name in _ROWS[:5])
    lines = [
        "",
        f"The file holds {len(sizings)} samples, one lot each; this page is on the marked one",
        "(--sample NAME chooses another)",
        f"   {'sample':<27}{titles}{'30-150 nm':>11}{'particles/mL':>14}",
    ]
    for place, each in enumerate(sizings):
        stats, per_ml = each.statistics(), each.concentration_per_ml
        sizes = "".join(f"{stats[key]:>9.1f}" for key, _ in _ROWS[:5])
        mark = "*" if place == at else " "
        share = f"{stats['share_30_150']:>11.1%}"
        amount = "     not known" if per_ml is None else f"{per_ml:>14.3g}"
        lines.append(f" {mark} {each.measurement.sample[:26]:<27}{sizes}{share}{amount}")
    return lines


def lot_lines(lot: Lot) -> list[str]:
    """Source, purity, units, completeness, parameters and what is missing."""
    source, score, rows = source_row(lot.source), completeness(lot), fields()
    lines = ["", f"Lot             {lot.name or 'not named'}: {lot.label}",
             f"Source          {source['label']}: {source['caveat']}"]  # fmt: skip
    lines += _purity_lines(lot)
    if lot.particles_per_ml:
        lines += _unit_lines(lot, lot.particles_per_ml)
    lines += [
        "",
        f"MISEV2023 completeness {score.score:.0%}: {len(score.known)} of {len(rows)} fields "
        f"(weights are ours), {len(score.essential_missing)} essential ones missing",
        "",
        "What the model takes for this lot",
    ]
    for key, row in lot_parameters(lot).items():
        band = f"{row.value:>9.3g} ({row.low:.2g} to {row.high:.2g})"
        lines.append(f"  {key:<9}{band}  {_MEANING[key]}")
        lines.append(f"           {row.why}")
    odds = infection_odds(lot)
    lines.append(f"  infection odds x {odds.value:g} ({odds.low:g} to {odds.high:g})  {odds.why}")
    lines += ["", "What is missing, and what it does to the bands"]
    items = consequences(lot)
    for item in (i for i in items if not i.only_completeness):
        mark = "*" if item.essential else " "
        lines += [f" {mark}{item.field}: {item.now}", f"    if known: {item.if_known}"]
    rest = [i.field + "*" * i.essential for i in items if i.only_completeness]
    if rest:
        names = frozenset(i.field for i in items if i.only_completeness)
        then = potency_cv(lot, score=completeness(lot, also=names).score)
        lines += textwrap.wrap("  the spread of potency also counts: " + ", ".join(rest), 96,
                               subsequent_indent="    ")  # fmt: skip
        lines.append(f"    if all were known: CV of potency {potency_cv(lot):.0%} -> {then:.0%}")
    lines.append("  (* essential)")
    return lines


def note_lines(sizing: Sizing, lot: Lot) -> list[str]:
    """Warnings, one a line; empty if there is nothing to say."""
    notes = [*sizing.warnings, *lot.notes]
    return ["", "Take note"] + [f"  - {note}" for note in notes] if notes else []


def _purity_lines(lot: Lot) -> list[str]:
    found = lot.purity
    if found is None:
        return ["Purity          not known (no protein: --protein-ug-ml states it)"]
    return [
        f"Purity          {found.particles_per_ug:.3g} particles/ug protein "
        f"({found.low:.2g} to {found.high:.2g}): {found.label}",
        f"                limits: {found.source}",
    ]


def _unit_lines(lot: Lot, per_ml: float) -> list[str]:
    mass = ug_from_particles(per_ml)
    if found := lot.purity:
        ratio = (found.particles_per_ug, found.high, found.low)
        mass = Band(*(per_ml / r for r in ratio), unit="ug")
    per_cm2 = 0.1 * per_ml
    return [
        f"In other units  {picomolar_from_per_ml(per_ml):.3g} pM; 1 mL holds {mass} protein",
        f"                1 mL is what {cell_days_from_particles(per_ml)} secrete",
        f"                0.1 mL/cm2 brings {per_cm2:.2g} particles/cm2, "
        f"{offered_per_cell(per_cm2):.2g} offered per cell of the upper 0.5 mm before any loss",
    ]


def _said(read_as: str) -> list[str]:
    return textwrap.wrap(f"Read as         {read_as}", 110, subsequent_indent=" " * 16)


def _half_bin(sizing: Sizing) -> list[str]:
    half = sizing.pooled.half_bin_nm(50)
    if half is None:
        return []
    lines = [f"  half a bin at D50 is {half:.2g} nm."]
    version = re.search(r"\bNTA (\d+\.\d+)", sizing.measurement.instrument)
    side = _SIDE.get(version[1]) if version else None
    if version and side:
        lines.append(f"  NTA {version[1]} quotes D values half a bin {side} ours.")
    return lines


def _plural(captures: int) -> str:
    return f"{captures} capture{'s' * (captures != 1)}"


def _number(value: float | None, form: str) -> str:
    return " not known" if value is None else format(value, form)
