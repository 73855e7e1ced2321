"""Plain tables of sizes: CSV in any common dialect, TRPS exports (Izon) and lists of single events.

A table of bins needs a size column (or lower and upper edges) and at least one column of
concentrations or counts; several such columns are captures. A table with a size column alone and
one row a particle, as resistive-pulse instruments write it, is a list of events.
"""

from __future__ import annotations

import re

import numpy as np

from exoburn.blocks.product.cells import (
    find_delimiter,
    split_line,
    to_number,
    uses_decimal_comma,
)
from exoburn.blocks.product.columns import Columns, find_columns, is_density, value_scale
from exoburn.blocks.product.events import bin_events, looks_binned
from exoburn.blocks.product.header import header_facts, stated_concentration, stated_dilution
from exoburn.blocks.product.measurement import (
    Capture,
    Floats,
    Measurement,
    check_bins,
    edges_from_centres,
)
from exoburn.errors import InputError

_ALLOWED = "a column named size_nm (or diameter, bin centre) and one named concentration or count"


def read_plain(text: str, *, file: str) -> Measurement:
    """A measurement from a plain table or a TRPS export.

    Errors: InputError if there is no size column, no amounts, or a row that is not numbers.
    """
    lines = text.split("\n")
    delimiter = find_delimiter([line for line in lines if line.strip()][:400])
    at, columns = _header(lines, delimiter, file)
    comma = uses_decimal_comma(lines[at + 1 :], delimiter)
    facts = header_facts(lines[: max(at, 0)])
    rows = _rows(lines, at, columns, delimiter, comma, file)
    if not columns.values and columns.lower is None:
        return _events(rows, columns, facts, text, file)
    return _bins(rows, columns, facts, text, file)


def _header(lines: list[str], delimiter: str | None, file: str) -> tuple[int, Columns]:
    """Line number of the header row (-1 if the numbers start at once) and its columns."""
    last: list[str] = []
    for at, line in enumerate(lines):
        cells = split_line(line, delimiter)
        filled = [c for c in cells if c]
        if not filled:
            continue
        numbers = [to_number(c, decimal_comma=delimiter != ",") for c in filled]
        if all(n is not None for n in numbers) and not last and len(filled) <= 2:
            return at - 1, _headerless(len(filled))
        if any(n is not None for n in numbers):
            continue  # a fact such as `Mean diameter (nm),120.3`, or a row of a table
        last = cells
        columns = find_columns(cells)
        if columns is None or not _numbers_follow(lines, at, columns, delimiter):
            continue
        return at, columns
    given = ", ".join(c for c in last if c)[:60] or None
    raise InputError("no table of particle sizes found", file=file, given=given, allowed=_ALLOWED)


def _headerless(width: int) -> Columns:
    counts = (1,) if width == 2 else ()
    return Columns(1.0, 0, None, None, (), counts, (), ("size_nm", "count")[:width])


def _numbers_follow(lines: list[str], at: int, columns: Columns, delimiter: str | None) -> bool:
    """True if a number stands under the size title in one of the next three filled lines."""
    place = columns.size if columns.size is not None else columns.lower or 0
    after = [line for line in lines[at + 1 : at + 12] if line.strip()][:3]
    comma = delimiter != ","
    for cells in (split_line(line, delimiter) for line in after):
        if place < len(cells) and to_number(cells[place], decimal_comma=comma) is not None:
            return True
    return not after  # a header with nothing below: the caller says that the table is empty


def _rows(
    lines: list[str], at: int, columns: Columns, delimiter: str | None, comma: bool, file: str
) -> Floats:
    """The table below the header; NaN where a cell is empty."""
    width = len(columns.labels)
    needed = [i for i in (columns.size, columns.lower, columns.upper, *columns.values)
              if i is not None]
    rows: list[list[float]] = []
    ended = 0
    for number, line in enumerate(lines[at + 1 :], start=at + 2):
        cells = split_line(line, delimiter)
        if not any(cells):
            continue
        cells += [""] * (width - len(cells))
        values = [to_number(cell, decimal_comma=comma) for cell in cells[:width]]
        texts = [cells[i] for i in needed if values[i] is None and cells[i]]
        if texts or values[needed[0]] is None:
            if not rows and len(rows) == 0 and ended == 0 and number <= at + 3:
                continue  # a row of units below the titles
            ended = ended or number
            continue
        if ended:
            raise InputError(f"line {ended} of the table is not numbers", file=file,
                             given=lines[ended - 1][:60])
        rows.append([np.nan if value is None else value for value in values])
    if not rows:
        raise InputError("the table of sizes is empty", file=file)
    return np.array(rows, np.float64)


def _events(
    rows: Floats, columns: Columns, facts: dict[str, str], text: str, file: str
) -> Measurement:
    sizes = rows[:, columns.size or 0] * columns.scale
    others = [c for i, c in enumerate(columns.labels) if i != columns.size and c]
    if looks_binned(sizes) or not columns.holds_events:
        raise InputError("sizes but no amounts", file=file, given=", ".join(others) or None,
                         allowed="a column named concentration or count")
    check_bins(sizes, np.ones_like(sizes), file=file)
    centres, edges, counts = bin_events(sizes)
    value, state, note = stated_concentration(facts)
    capture = Capture(facts.get("sample name", "events"), counts, value, float(sizes.size))
    return _measurement(text, facts, centres, edges, (capture,), state, [note] if note else [])


def _bins(
    rows: Floats, columns: Columns, facts: dict[str, str], text: str, file: str
) -> Measurement:
    if not columns.values:
        raise InputError("sizes but no amounts", file=file, given=", ".join(columns.labels),
                         allowed="a column named concentration or count")
    notes: list[str] = []
    centres, edges, order = _bin_places(rows, columns, file)
    rows = rows[order]
    captures: list[Capture] = []
    stated, state, note = stated_concentration(facts)
    for place in columns.values:
        title = columns.labels[place]
        raw = rows[:, place] * (value_scale(title) if place in columns.concentrations else 1.0)
        if np.isnan(raw).any():
            raise InputError("an amount is missing or not a number", file=file, key=title)
        amounts = _number_weighted(raw, title, centres, edges)
        if place in columns.other_weights:
            notes.append(f"column {title!r} is not weighted by number: turned into numbers")
        centres_ok, amounts_ok = centres, amounts
        check_bins(centres_ok, amounts_ok, file=file, key=title)
        total = float(amounts.sum())
        is_conc = place in columns.concentrations
        whole = bool(np.all(amounts == np.round(amounts))) and place in columns.counts
        captures.append(Capture(title, amounts, total if is_conc else None,
                                total if whole and "%" not in title else None))
    if not columns.concentrations and stated is not None:
        captures = [Capture(c.label, c.amounts, stated, c.counted) for c in captures]
        notes += [note] if note else []
    elif not (stated and captures[0].concentration_per_ml
              and abs(captures[0].concentration_per_ml / stated - 1) < 0.05):  # fmt: skip
        state = "measured"  # what the header says is not of this column
    return _measurement(text, facts, centres, edges, tuple(captures), state, notes)


def _bin_places(rows: Floats, columns: Columns, file: str) -> tuple[Floats, Floats, np.ndarray]:
    """Centres, edges and the order of the rows by size."""
    if columns.lower is not None and columns.upper is not None:
        low = rows[:, columns.lower] * columns.scale
        high = rows[:, columns.upper] * columns.scale
        order = np.argsort(low, kind="stable")
        low, high = low[order], high[order]
        if not (np.isfinite(low).all() and np.isfinite(high).all()) or (low < 0).any():
            raise InputError("a bin edge is negative or not finite", file=file)
        if (high <= low).any() or (np.abs(low[1:] - high[:-1]) > 1e-6 * high[:-1]).any():
            raise InputError("bins overlap or leave gaps", file=file)
        return 0.5 * (low + high), np.append(low, high[-1]), order
    sizes = rows[:, columns.size or 0] * columns.scale
    order = np.argsort(sizes, kind="stable")
    centres = sizes[order]
    check_bins(centres, np.ones_like(centres), file=file, key=columns.labels[columns.size or 0])
    if (np.diff(centres) <= 0).any():
        twice = float(centres[1:][np.diff(centres) <= 0][0])
        raise InputError("the same size twice", file=file, given=twice)
    return centres, edges_from_centres(centres), order


def _number_weighted(amounts: Floats, title: str, centres: Floats, edges: Floats) -> Floats:
    density = is_density(title)
    if density == "nm":
        amounts = amounts * np.diff(edges)
    elif density == "log":
        amounts = amounts * np.diff(np.log10(np.maximum(edges, 1e-3)))
    if re.search(r"vol|mass", title, re.I):
        return amounts / centres**3
    if re.search(r"area|surface|fl(ä|ae)che", title, re.I):
        return amounts / centres**2
    if re.search(r"intens", title, re.I):
        return amounts / centres**6
    return amounts


def _measurement(
    text: str, facts: dict[str, str], centres: Floats, edges: Floats,
    captures: tuple[Capture, ...], state: str, notes: list[str],
) -> Measurement:  # fmt: skip
    trps = re.search(r"\bizon\b|qnano|exoid|\btrps\b|nanopore|blockade", text[:20000], re.I)
    dilution = stated_dilution(facts)
    known = any(c.concentration_per_ml is not None for c in captures)
    if dilution is None and known:
        notes.append("no dilution factor in the file: concentration is as measured")
    applied = "already applied" if state == "undiluted" else "stated"
    return Measurement(
        format="TRPS table" if trps else "plain table",
        instrument=facts.get("instrument", "") or ("TRPS" if trps else "not stated"),
        sample=facts.get("sample", "") or facts.get("sample name", ""),
        centres=centres,
        edges=edges,
        captures=captures,
        dilution=dilution,
        dilution_state=applied if dilution or state == "undiluted" else "not recorded",
        instrument_reported=_reported(facts),
        warnings=tuple(notes),
    )


def _reported(facts: dict[str, str]) -> dict[str, float]:
    names = {"mean": "mean_nm", "mode": "mode_nm", "d10": "d10_nm", "d50": "d50_nm",
             "d90": "d90_nm", "median": "d50_nm"}
    found: dict[str, float] = {}
    for key, text in facts.items():
        first = re.split(r"[ (/_]", key)[0]
        value = to_number(text.split()[0] if text.split() else "", decimal_comma=True)
        if first in names and value is not None and np.isfinite(value) and value > 0:
            found.setdefault(names[first], value)
    return found
