"""Measurements from lists of single particles (tracks, pulses, events), one a sample."""

from __future__ import annotations

import numpy as np

from exoburn.blocks.product.columns import Columns, size_scale
from exoburn.blocks.product.events import bin_events, included_rows, particles_of
from exoburn.blocks.product.header import made_by, stated_concentration, stated_dilution
from exoburn.blocks.product.measurement import (
    Capture,
    Floats,
    Measurement,
    check_bins,
    reported_statistics,
)
from exoburn.blocks.product.rows import Rows
from exoburn.errors import InputError


def listed(
    groups: list[tuple[str, Rows]], columns: Columns, facts: dict[str, str], text: str, file: str,
    *, together: bool, every_row: bool,
) -> tuple[Measurement, ...]:  # fmt: skip
    """One measurement a group of rows, or one with the groups as captures if `together`."""
    read = [(label, *_particles(rows, columns, file, every_row)) for label, rows in groups]
    if together:
        return (_measurement([(label, sizes) for label, sizes, *_ in read], columns, facts, text,
                             _joined([said for *_, said in read]), _notes(groups, columns, file),
                             0, 1),)  # fmt: skip
    return tuple(
        _measurement([(label, sizes)], columns, facts, text, said,
                     _notes([groups[place]], columns, file), place, len(read))
        for place, (label, sizes, said) in enumerate(read)
    )  # fmt: skip


def _particles(
    rows: Rows, columns: Columns, file: str, every_row: bool
) -> tuple[Floats, str]:
    """Sizes of the particles that count, nm, and in words which rows they are."""
    sizes = rows.numbers[:, columns.size or 0] * columns.scale
    kept = np.ones(sizes.size, bool) if every_row else included_rows(columns, rows.texts, file)
    each, said = particles_of(columns, sizes, rows.texts, kept)
    if each.size < 2:
        raise InputError("fewer than two particles with a size", file=file, key=columns.title)
    check_bins(each, np.ones_like(each), file=file, key=columns.title)
    if columns.included is None:
        return each, f"{said}, all {sizes.size} rows"
    title = columns.labels[columns.included]
    if every_row:
        return each, f"{said}, all {sizes.size} rows (the marks in {title!r} are not used)"
    return each, f"{said}, {int(kept.sum())} of {sizes.size} rows included (by {title!r})"


def _measurement(
    parts: list[tuple[str, Floats]], columns: Columns, facts: dict[str, str], text: str,
    said: str, notes: list[str], place: int, samples: int,
) -> Measurement:  # fmt: skip
    centres, edges, _ = bin_events(np.concatenate([sizes for _, sizes in parts]))
    value, state, note = stated_concentration(facts)
    if samples > 1:
        value, note = None, ""  # one number above the table is not of each sample
    captures = tuple(
        Capture(label or facts.get("sample name", "particles"),
                np.histogram(sizes, bins=edges)[0].astype(np.float64), value,
                float(sizes.size), np.sort(sizes))
        for label, sizes in parts
    )  # fmt: skip
    dilution = stated_dilution(facts, place=place, of=samples)
    all_notes = [n for n in (note, dilution.note, *notes) if n]
    unsaid = dilution.factor is None and not dilution.question and not dilution.note
    if unsaid and value is not None and state != "undiluted":
        all_notes.append("no dilution factor in the file: concentration is as measured")
    form, instrument = made_by(facts, text)
    return Measurement(
        format=form,
        instrument=instrument,
        sample=(parts[0][0] if samples > 1 else "") or facts.get("sample", "")
        or facts.get("sample name", ""),
        centres=centres,
        edges=edges,
        captures=captures,
        dilution=dilution.factor,
        dilution_state=_state(dilution.factor, state),
        dilution_question=dilution.question,
        instrument_reported=reported_statistics(facts),
        warnings=tuple(all_notes),
        read_as=f"{said}; sizes from {columns.title!r}",
    )


def _notes(groups: list[tuple[str, Rows]], columns: Columns, file: str) -> list[str]:
    """Which of several columns of sizes was read, and what the others would give."""
    numbers = np.concatenate([rows.numbers for _, rows in groups])
    texts = [row for _, rows in groups for row in rows.texts]
    kept = included_rows(columns, texts, file) if columns.included is not None else slice(None)
    notes: list[str] = []
    for place in columns.other_sizes:
        other = numbers[kept, place] * size_scale(columns.labels[place])
        here = numbers[kept, columns.size or 0] * columns.scale
        if np.isfinite(other).any() and np.isfinite(here).any():
            notes += other_size_note(columns, place, float(np.nanmean(other)),
                                     float(np.nanmean(here)))  # fmt: skip
    return notes


def other_size_note(columns: Columns, place: int, mean: float, read: float) -> list[str]:
    """Words for a column of sizes that was not read, unless it says the same (a radius, say)."""
    if abs(mean - read) <= 1e-3 * read:
        return []
    return [
        f"several columns of sizes: {columns.title!r} is read (mean {read:.1f} nm); "
        f"{columns.labels[place]!r} would give a mean of {mean:.1f} nm (--column chooses)"
    ]


def _joined(said: list[str]) -> str:
    return said[0] if len(set(said)) == 1 else " | ".join(said)


def _state(dilution: float | None, state: str) -> str:
    if state == "undiluted":
        return "already applied"
    return "stated" if dilution else "not recorded"
