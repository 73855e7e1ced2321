"""ZetaView text exports (Particle Metrix): header of `key: value`, then histograms.

Two traps, both in real files: several `key: value` pairs share one tab-separated line, and the
histogram in equal bins is followed, after a row of -1, by the same particles again in logarithmic
bins. Concentrations are per cm3 of the diluted sample.
"""

from __future__ import annotations

import numpy as np

from exoburn.blocks.product.cells import split_line, to_number, uses_decimal_comma
from exoburn.blocks.product.columns import Columns, find_columns
from exoburn.blocks.product.dilution import read_dilution
from exoburn.blocks.product.measurement import (
    Capture,
    Measurement,
    NoHistogram,
    check_bins,
    edges_from_centres,
)
from exoburn.errors import InputError

_REPORTED = {
    "median number (d50)": "d50_nm",
    "median concentration (d50)": "d50_by_concentration_nm",
    "median volume (d50)": "d50_by_volume_nm",
    "mean number": "mean_nm",
    "x10 number": "d10_nm",
    "x50 number": "d50_nm",
    "x90 number": "d90_nm",
    "number of traces": "traces",
    "detected particles": "detected_particles",
    "average number of particles": "particles_per_frame",
}


def is_zetaview(text: str) -> bool:
    """True if the first lines are those of a ZetaView export."""
    head = text[:6000].lower()
    return "zetaview" in head or ("size distribution" in head and "size / nm\tnumber" in head)


def read_zetaview(text: str, *, file: str) -> Measurement:
    """A measurement (one capture) from the text of a ZetaView export.

    Errors: InputError if there is no histogram, if it breaks off, or if a number is not one.
    """
    lines = text.split("\n")
    start, columns = _histogram_start(lines, file)
    facts = read_facts(lines[:start])
    rows, closed = _linear_rows(lines, start + 1, columns, file)
    centres, amounts, concentrations = rows[:, 0] * columns.scale, rows[:, 1], rows[:, 2]
    check_bins(centres, amounts, file=file, key="Size Distribution")
    traces = fact_number(facts, "number of traces")
    warnings = _warnings(facts)
    total = float(amounts.sum())
    by_count = bool(columns.counts)
    if by_count and traces and total < 0.98 * traces and not closed:
        raise InputError(
            f"the histogram breaks off at {centres[-1]:g} nm: it holds {total:g} of {traces:g} "
            "traces (truncated file?)",
            file=file,
            key="Size Distribution",
        )
    if by_count and traces and abs(total - traces) > 0.02 * traces:
        warnings.append(f"the histogram holds {total:g} particles, the header says {traces:g}")
    if by_count and total < 500:
        warnings.append(
            f"only {total:g} particles were tracked: the mode is loose, any share of p carries a "
            f"counting error of sqrt(p(1-p)/{total:g})"
        )
    dilution = read_dilution(facts.get("dilution") or facts.get("dilution factor", ""))
    warnings += [dilution.note] if dilution.note else []
    reported = {
        key: value
        for name, key in _REPORTED.items()
        if (value := fact_number(facts, name)) is not None
    }
    capture = Capture(
        label=facts.get("experiment", "") or facts.get("sample", ""),
        amounts=amounts,
        concentration_per_ml=float(concentrations.sum()) if columns.concentrations else None,
        counted=total if by_count else None,
    )
    return Measurement(
        format="ZetaView text",
        instrument=facts.get("software", "ZetaView"),
        sample=facts.get("sample", ""),
        centres=centres,
        edges=edges_from_centres(centres),
        captures=(capture,),
        dilution=dilution.factor,
        dilution_state="stated" if dilution.factor else "not recorded",
        dilution_question=dilution.question,
        read_as=f"one row one bin of sizes, {centres.size} rows of the histogram in equal bins; "
        f"amounts from {columns.labels[(columns.counts or columns.concentrations)[0]]!r}",
        instrument_reported=reported,
        warnings=tuple(warnings),
    )


def read_facts(lines: list[str]) -> dict[str, str]:
    """Header facts, keys in lower case; the first value of a repeated key counts.

    >>> line = "Number of Traces:\\t278\\t(at 0.09)\\tDilution::\\t5000.0"
    >>> facts = read_facts([line, "pH: 7\\tentered"])
    >>> facts["number of traces"], facts["dilution"], facts["ph"]
    ('278', '5000.0', '7')
    """
    facts: dict[str, str] = {}
    for line in lines:
        key = ""
        cut = next((sign for sign in "\t;," if sign in line), "\t")  # saved again as CSV: ; or ,
        for cell in (cell.strip() for cell in line.split(cut)):
            if not cell:
                continue
            name, colon, value = cell.partition(":")
            if cell.endswith(":") or (colon and value.startswith(" ")) or (colon and not key):
                key = name.strip().rstrip(":").lower()
                value = value.strip().lstrip(":").strip()
                if value:
                    facts.setdefault(key, value)
            elif key:
                facts.setdefault(key, cell)
    return facts


def fact_number(facts: dict[str, str], key: str) -> float | None:
    """A positive header number, or None if it is absent, `NaN` or not a number."""
    words = facts.get(key, "").split()
    value = to_number(words[0], decimal_comma=True) if words else None
    return value if value is not None and np.isfinite(value) and value > 0 else None


def _warnings(facts: dict[str, str]) -> list[str]:
    warnings: list[str] = []
    drift = facts.get("particle drift check result", "")
    if drift and drift.lower() not in {"good", "ok", "passed", "very good"}:
        warnings.append(f"the instrument's particle drift check says: {drift}")
    cell = facts.get("cell check result", "")
    if cell and cell.lower() not in {"good", "ok", "passed", "very good"}:
        warnings.append(f"the instrument's cell check says: {cell}")
    factor = fact_number(facts, "concentration correction factor")
    if factor and abs(factor - 1) > 1e-9:
        warnings.append(
            f"a concentration correction factor of {factor:g} is recorded; the file does not say "
            "whether the histogram already holds it; it was not applied here"
        )
    return warnings


def _histogram_start(lines: list[str], file: str) -> tuple[int, Columns]:
    for at, line in enumerate(lines):
        if "\t" not in line and ";" not in line and "," not in line:
            continue
        cells = split_line(line, "\t" if "\t" in line else ";" if ";" in line else ",")
        numeric = any(to_number(cell, decimal_comma=True) is not None for cell in cells)
        if len(cells) < 2 or numeric or cells[0].endswith(":"):
            continue
        columns = find_columns(cells)
        if columns and columns.size is not None and (columns.counts or columns.concentrations):
            return at, columns
    raise NoHistogram(
        "no histogram found (truncated file?)",
        file=file,
        key="Size Distribution",
        allowed="a row with Size / nm, Number, Concentration / cm-3",
    )


def _linear_rows(
    lines: list[str], start: int, columns: Columns, file: str
) -> tuple[np.ndarray, bool]:
    """Rows (size, number, concentration) of the first histogram; True if the file closed it."""
    size = columns.size or 0
    count = columns.counts[0] if columns.counts else columns.concentrations[0]
    conc = columns.concentrations[0] if columns.concentrations else count
    body = [line for line in lines[start : start + 50] if line.strip()]
    delimiter = next((d for d in ("\t", ";", ",") if any(d in line for line in body)), "\t")
    comma = uses_decimal_comma(body, delimiter)
    rows: list[tuple[float, float, float]] = []
    for at in range(start, len(lines)):
        if not lines[at].strip():
            continue
        cells = split_line(lines[at], delimiter)
        wanted = [cells[i] if i < len(cells) else "" for i in (size, count, conc)]
        numbers = [to_number(cell, decimal_comma=comma) for cell in wanted]
        if numbers[0] is not None and numbers[0] == -1 and numbers[1] in (-1, None):
            return _as_array(rows, file), True  # the logarithmic histogram begins
        if numbers[0] is None and rows and not any(c.isdigit() for c in cells[0]):
            return _as_array(rows, file), True  # another section begins
        if any(number is None for number in numbers):
            last = not any(line.strip() for line in lines[at + 1 :])
            why = "breaks off (truncated file?)" if last else "is not a row of numbers"
            raise InputError(f"line {at + 1} {why}", file=file, key="Size Distribution")
        row = (float(numbers[0] or 0), float(numbers[1] or 0), float(numbers[2] or 0))
        if rows and row[0] < rows[-1][0] and row[0] > 0:
            if row[0] < 0.5 * rows[-1][0] and len(rows) > 20:
                return _as_array(rows, file), True  # a second histogram without a row of -1
            raise InputError(f"line {at + 1}: sizes do not ascend", file=file, given=row[0])
        if rows and row[0] == rows[-1][0]:
            raise InputError(f"line {at + 1}: the same size twice", file=file, given=row[0])
        rows.append(row)
    return _as_array(rows, file), False


def _as_array(rows: list[tuple[float, float, float]], file: str) -> np.ndarray:
    if not rows:
        raise InputError("the histogram is empty", file=file, key="Size Distribution")
    return np.array(rows, np.float64)
