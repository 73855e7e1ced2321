"""Measurements from tables with one row a bin of sizes: one sample, or several side by side."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from exoburn.blocks.product.columns import Columns, is_density, size_scale, value_scale
from exoburn.blocks.product.header import (
    dilution_applied,
    made_by,
    says_undiluted,
    stated_concentration,
    stated_dilution,
)
from exoburn.blocks.product.listed import other_size_note
from exoburn.blocks.product.measurement import (
    Capture,
    Floats,
    Measurement,
    check_bins,
    edges_from_centres,
    reported_statistics,
)
from exoburn.blocks.product.naming import arrangement, best_of_same
from exoburn.blocks.product.rows import Rows
from exoburn.errors import InputError

_BY = (
    (r"\bvol(ume|umen)?\b|\bmasse?\b|\bdv/d", 3, "volume"),
    (r"\barea\b|surface|fl(ä|ae)che|\bds/d", 2, "area"),
    (r"intens|\bdi/d", 6, "intensity"),
)


def binned(
    groups: list[tuple[str, Rows]], columns: Columns, facts: dict[str, str], text: str, file: str,
    *, together: bool,
) -> tuple[Measurement, ...]:  # fmt: skip
    """One measurement a sample: groups of rows, columns of amounts, or pairs of columns."""
    found: list[Measurement] = []
    empty: list[str] = []
    for label, rows in groups:
        lots = _lots(columns)
        for place, (name, lot) in enumerate(lots):
            several = len(lots) * len(groups) > 1
            if several and not together and not rows.numbers[:, list(lot.values)].any():
                empty.append(name or label)
                continue  # a blank among the samples
            sample = " ".join(part for part in (label, name) if part)
            found.append(_measurement(rows, lot, facts, text, file, sample,
                                      place if len(groups) == 1 else 0, len(lots)))  # fmt: skip
    if not found:
        raise InputError("no particles were counted", file=file)
    if empty:
        note = f"no particles in {', '.join(map(repr, empty))}: left out"
        found = [replace(m, warnings=(*m.warnings, note)) for m in found]
    if together and len(found) > 1:
        return (_as_captures(found, groups, file),)
    return tuple(found)


def _as_captures(
    found: list[Measurement], groups: list[tuple[str, Rows]], file: str
) -> Measurement:
    first = found[0]
    if any(not np.array_equal(m.centres, first.centres) for m in found):
        raise InputError("captures have different bins of sizes", file=file,
                         given=", ".join(label for label, _ in groups))
    labels = [label for label, _ in groups]
    captures = tuple(replace(m.captures[0], label=label)
                     for label, m in zip(labels, found, strict=False))  # fmt: skip
    return replace(first, captures=captures, sample="")


def _lots(columns: Columns) -> list[tuple[str, Columns]]:
    """Each sample's name and columns; one with an empty name if there is only one."""
    values = columns.values
    titles = [columns.labels[place] for place in values]
    sizes = (columns.size, *columns.other_sizes) if columns.size is not None else ()
    if len(values) > 1 and len(sizes) == len(values) and columns.lower is None:
        order = [p for pair in zip(sizes, values, strict=True) for p in pair]
        if order == sorted(order, key=int):  # size, amount, size, amount: a pair a sample
            return [
                (titles[i], _only(columns, (value,), size=size))
                for i, (size, value) in enumerate(zip(sizes, values, strict=True))
            ]
    if len(values) == 1:
        return [("", columns)]
    kind = arrangement(titles, bare=set(values) <= set(columns.unnamed))
    if kind == "samples":
        return [(title.strip(), _only(columns, (p,)))
                for title, p in zip(titles, values, strict=True)]  # fmt: skip
    if kind == "same":
        return [("", _only(columns, (values[best_of_same(titles)],)))]
    return [("", columns)]


def _only(columns: Columns, values: tuple[int, ...], *, size: int | None = None) -> Columns:
    """The same columns with some of the amounts, and with another size if one is given."""
    if size is not None:
        columns = replace(columns, size=size, scale=size_scale(columns.labels[size]),
                          other_sizes=())  # fmt: skip
    keep = set(values)
    return replace(
        columns,
        concentrations=tuple(p for p in columns.concentrations if p in keep),
        counts=tuple(p for p in columns.counts if p in keep),
        weights=tuple(p for p in columns.weights if p in keep),
    )


def _measurement(
    rows: Rows, columns: Columns, facts: dict[str, str], text: str, file: str, sample: str,
    place: int, samples: int,
) -> Measurement:  # fmt: skip
    notes: list[str] = []
    centres, edges, order = _bin_places(rows.numbers, columns, file)
    numbers = rows.numbers[order]
    captures = [_capture(numbers, p, columns, centres, edges, notes, file) for p in columns.values]
    stated, state, note = stated_concentration(facts)
    if not columns.concentrations and stated is not None and samples == 1:
        captures = [replace(c, concentration_per_ml=stated) for c in captures]
        notes += [note] if note else []
    elif columns.concentrations and dilution_applied(facts):
        state = "undiluted"
    elif any(says_undiluted(columns.labels[p]) for p in columns.concentrations):
        state = "undiluted"
        notes.append(f"the title {columns.labels[columns.values[0]]!r} says that the dilution is "
                     "applied already")  # fmt: skip
    elif not (stated and captures[0].concentration_per_ml
              and abs(captures[0].concentration_per_ml / stated - 1) < 0.05):  # fmt: skip
        state = "measured"  # what the header says is not of this column
    for p in columns.other_sizes:
        other = numbers[:, p] * size_scale(columns.labels[p])
        if np.isfinite(other).all():
            mean = float((captures[0].amounts * other).sum() / captures[0].amounts.sum())
            here = float((captures[0].amounts * centres).sum() / captures[0].amounts.sum())
            notes += other_size_note(columns, p, mean, here)
    dilution = stated_dilution(facts, place=place, of=samples)
    known = any(c.concentration_per_ml is not None for c in captures)
    if dilution.note:
        notes.append(dilution.note)
    if columns.included is not None:
        notes.append(f"the marks in {columns.labels[columns.included]!r} are not used: a row is a "
                     "bin of sizes")  # fmt: skip
    unsaid = dilution.factor is None and not dilution.question and not dilution.note
    if unsaid and known and state != "undiluted":
        notes.append("no dilution factor in the file: concentration is as measured")
    if set(columns.values) <= set(columns.unnamed):
        notes.append("the amounts have no unit: they are taken as relative numbers of particles, "
                     "without a concentration")  # fmt: skip
    applied = "already applied" if state == "undiluted" else "stated"
    form, instrument = made_by(facts, text)
    return Measurement(
        format=form,
        instrument=instrument,
        sample=sample or facts.get("sample", "") or facts.get("sample name", ""),
        centres=centres,
        edges=edges,
        captures=tuple(captures),
        dilution=dilution.factor,
        dilution_state=applied if dilution.factor or state == "undiluted" else "not recorded",
        dilution_question=dilution.question,
        instrument_reported=reported_statistics(facts),
        warnings=tuple(notes),
        read_as=_said(rows, columns),
    )


def _capture(
    numbers: Floats, place: int, columns: Columns, centres: Floats, edges: Floats,
    notes: list[str], file: str,
) -> Capture:  # fmt: skip
    title = columns.labels[place]
    is_conc = place in columns.concentrations
    raw = numbers[:, place] * (value_scale(title) if is_conc else 1.0)
    if np.isnan(raw).any():
        raise InputError("an amount is missing or not a number", file=file, key=title)
    power, by = next(((p, w) for rule, p, w in _BY if re.search(rule, title, re.I)), (0, ""))
    if place not in columns.weights:
        power = 0
    amounts = _per_bin(raw, title, edges) / centres**power
    if power:
        notes.append(f"column {title!r} is weighted by {by}, not by number: turned into numbers by "
                     f"size^-{power}" + _CAUTION * (power == 6))  # fmt: skip
    check_bins(centres, amounts, file=file, key=title)
    total = float(amounts.sum())
    whole = bool(np.all(amounts == np.round(amounts))) and place in columns.counts
    counted = whole and "%" not in title and place not in columns.unnamed
    return Capture(title, amounts, total if is_conc else None, total if counted else None)


_CAUTION = (
    ", which holds for sizes well below the wavelength and magnifies the noise of the small ones; "
    "light scattering does not count particles"
)


def _per_bin(amounts: Floats, title: str, edges: Floats) -> Floats:
    density = is_density(title)
    if density == "nm":
        return amounts * np.diff(edges)
    if density == "log":
        return amounts * np.diff(np.log10(np.maximum(edges, 1e-3)))
    return amounts


def _bin_places(numbers: Floats, columns: Columns, file: str) -> tuple[Floats, Floats, np.ndarray]:
    """Centres, edges and the order of the rows by size."""
    if columns.lower is not None and columns.upper is not None:
        low = numbers[:, columns.lower] * columns.scale
        high = numbers[:, columns.upper] * columns.scale
        order = np.argsort(low, kind="stable")
        low, high = low[order], high[order]
        if not (np.isfinite(low).all() and np.isfinite(high).all()) or (low < 0).any():
            raise InputError("a bin edge is negative or not finite", file=file)
        if (high <= low).any() or (np.abs(low[1:] - high[:-1]) > 1e-6 * high[:-1]).any():
            raise InputError("bins overlap or leave gaps", file=file)
        return 0.5 * (low + high), np.append(low, high[-1]), order
    sizes = numbers[:, columns.size or 0] * columns.scale
    order = np.argsort(sizes, kind="stable")
    centres = sizes[order]
    check_bins(centres, np.ones_like(centres), file=file, key=columns.title)
    if (np.diff(centres) <= 0).any():
        twice = float(centres[1:][np.diff(centres) <= 0][0])
        raise InputError("the same size twice", file=file, given=twice)
    return centres, edges_from_centres(centres), order


def _said(rows: Rows, columns: Columns) -> str:
    titles = ", ".join(repr(columns.labels[p]) for p in columns.values)
    sizes = repr(columns.title)
    if columns.lower is not None and columns.upper is not None:
        sizes = f"{columns.labels[columns.lower]!r} and {columns.labels[columns.upper]!r}"
    return (f"one row one bin of sizes, {len(rows.texts)} rows; sizes from {sizes}, amounts from "
            f"{titles}")  # fmt: skip
