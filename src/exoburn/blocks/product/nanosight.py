"""NanoSight NTA summary files (Malvern): sections in [brackets], one column a capture."""

from __future__ import annotations

import re

import numpy as np

from exoburn.blocks.product.cells import split_line, to_number
from exoburn.blocks.product.columns import value_scale
from exoburn.blocks.product.dilution import Dilution, read_dilution
from exoburn.blocks.product.measurement import (
    Capture,
    Floats,
    Measurement,
    NoHistogram,
    check_bins,
    edges_from_centres,
)
from exoburn.errors import InputError

_STATISTICS = {
    "mean": "mean_nm",
    "mode": "mode_nm",
    "sd": "sd_nm",
    "d10": "d10_nm",
    "d50": "d50_nm",
    "d90": "d90_nm",
}
Rows = list[list[str]]


def is_nanosight(text: str) -> bool:
    """True if this is a summary file of the NanoSight NTA software."""
    head = text[:8000].lower()
    named = "nta experiment summary" in head or "nta single analysis summary" in head
    return named or ("created with nta" in head) or ("[size data]" in text.lower())


def read_nanosight(text: str, *, file: str) -> Measurement:
    """A measurement with all its captures from the text of a NanoSight summary.

    Errors: InputError if the number-weighted histogram is absent, ragged or breaks off.
    """
    lines = text.split("\n")
    delimiter = next((d for d in (",", ";", "\t") if any(d in line for line in lines[:60])), ",")
    comma = delimiter != ","
    rows = [split_line(line, delimiter) for line in lines]
    block, weighting = _size_block(rows, file)
    labels = _labels(block) or _labels(rows)
    warnings: list[str] = []
    centres, table = _graph(block, len(labels), file, comma)
    if not labels:
        labels = [f"capture {i + 1}" for i in range(table.shape[1])]
    if weighting not in ("number", ""):
        power = 3 if weighting == "volume" else 2
        table = table / centres[:, None] ** power
        warnings.append(f"weighted by {weighting}: turned into numbers by size^-{power}")
    order = np.argsort(centres, kind="stable")
    centres, table = centres[order], table[order]
    for place, label in enumerate(labels):
        check_bins(centres, table[:, place], file=file, key=label)
    stated = _stated(rows, len(labels), comma)
    captures = tuple(
        Capture(label, table[:, i], _concentration(stated, i, table, weighting))
        for i, label in enumerate(labels)
    )
    _check_complete(captures, block, weighting, file)
    dilution, state, note = _dilution(rows, len(labels), comma)
    if note:
        warnings.append(note)
    warnings += _instrument_warnings(rows, len(labels))
    return Measurement(
        format="NanoSight NTA summary",
        instrument=next((r[0] for r in rows if r and "created with" in r[0].lower()), "NTA"),
        sample=_text(rows, "sample name") or _text(rows, "experiment name"),
        centres=centres,
        edges=edges_from_centres(centres),
        captures=captures,
        dilution=dilution.factor,
        dilution_state=state,
        dilution_question=dilution.question,
        read_as=f"one row one bin of sizes, {centres.size} rows; amounts of "
        f"{len(captures)} captures, weighted by {weighting or 'number'}",
        instrument_reported=_reported(block, len(labels), comma),
        warnings=tuple(warnings),
    )


def _size_block(rows: Rows, file: str) -> tuple[Rows, str]:
    """The rows of the number-weighted size table (or of what other weighting there is)."""
    starts = [i for i, row in enumerate(rows) if row and row[0].lower() == "[size data]"]
    begin = starts[0] if starts else 0
    later = range(begin + 1, len(rows))
    end = next((i for i in later if rows[i] and rows[i][0].startswith("[")), len(rows))
    if not starts:
        end = len(rows)
    body = rows[begin:end]
    marks = [i for i, row in enumerate(body) if row and row[0].lower() == "weighting"]
    if not marks:
        return body, ""
    blocks = {
        (body[at][1].lower() if len(body[at]) > 1 else ""): body[at:after]
        for at, after in zip(marks, [*marks[1:], len(body)], strict=True)
    }
    for wanted in ("number", "volume", "surface area", "area"):
        for name, block in blocks.items():
            if name.startswith(wanted):
                return block, "number" if wanted == "number" else wanted
    raise InputError(
        "no size table by number", file=file, key="Weighting", given=", ".join(blocks),
        allowed=["Number", "Volume", "Surface Area"],
    )


def _labels(rows: Rows) -> list[str]:
    for row in rows:
        if row and row[0].lower().rstrip(":") in ("filename", "file name"):
            names = [cell for cell in row[1:] if cell]
            return [n for n in names if not re.match(r"(average|mean|standard error)", n, re.I)]
    return []


def _graph(block: Rows, captures: int, file: str, comma: bool) -> tuple[Floats, Floats]:
    """Bin centres (n,) and amounts (n, captures) of the `Graph Data` table."""
    titles = (i for i, r in enumerate(block) if r and r[0].lower().startswith("bin cent"))
    start = next(titles, None)
    if start is None:
        raise NoHistogram("no histogram (truncated file?)", file=file, key="Graph Data",
                         allowed="a row that begins with Bin centre (nm)")
    if not captures:
        captures = sum(1 for c in block[start][1:] if re.search(r"conc", c, re.I)
                       and not re.search(r"average|error", c, re.I)) or 1
    scales = [value_scale(c) for c in block[start][1 : captures + 1]]
    scales += [1.0] * (captures - len(scales))
    centres: list[float] = []
    table: list[list[float]] = []
    for at in range(start + 1, len(block)):
        row = block[at]
        if not row or not row[0]:
            break
        size = to_number(row[0], decimal_comma=comma)
        if size is None:
            if row[0].lower().startswith(("percentile", "[", "weighting", "size")):
                break
            raise InputError("not a bin centre", file=file, key="Graph Data", given=row[0])
        cells = [to_number(c, decimal_comma=comma) for c in row[1 : captures + 1]]
        if len(cells) < captures or any(cell is None for cell in cells):
            raise InputError(
                f"the row of {size:g} nm has no number for each of {captures} captures "
                "(truncated file?)", file=file, key="Graph Data",
            )
        centres.append(size)
        table.append([(cell or 0.0) * s for cell, s in zip(cells, scales, strict=True)])
    if len(centres) < 2:
        raise InputError("the histogram is empty (truncated file?)", file=file, key="Graph Data")
    if len(set(centres)) < len(centres):
        raise InputError("a bin centre occurs twice", file=file, key="Graph Data")
    return np.array(centres, np.float64), np.array(table, np.float64)


def _stated(rows: Rows, captures: int, comma: bool) -> list[float | None]:
    """Concentration of each capture from the row that states it, particles/mL."""
    for row in rows:
        if row and row[0].lower().startswith("concentration") and "/" in row[0]:
            scale = value_scale(row[0])
            cells = [to_number(c, decimal_comma=comma) for c in row[1 : captures + 1]]
            if any(cell is not None for cell in cells):
                return [None if c is None or not np.isfinite(c) else c * scale for c in cells]
    return []


def _concentration(
    stated: list[float | None], i: int, table: Floats, weighting: str
) -> float | None:
    value = stated[i] if i < len(stated) else None
    if value is not None and value > 0:
        return value
    return float(table[:, i].sum()) if weighting in ("number", "") else None


def _check_complete(captures: tuple[Capture, ...], block: Rows, weighting: str, file: str) -> None:
    """A histogram that ends early holds less than the stated concentration."""
    has_end = any(row and row[0].lower().startswith("percentile") for row in block)
    if weighting not in ("number", "") or has_end:
        return
    for capture in captures:
        held = float(capture.amounts.sum())
        if capture.concentration_per_ml and held < 0.9 * capture.concentration_per_ml:
            raise InputError(
                f"the histogram holds {held:.3g} of the stated "
                f"{capture.concentration_per_ml:.3g} particles/mL (truncated file?)",
                file=file, key=capture.label,
            )


def _dilution(rows: Rows, captures: int, comma: bool) -> tuple[Dilution, str, str]:
    """The factor, whether the concentrations hold it already, and what to say of it."""
    row = next((r for r in rows if r and r[0].lower().startswith("dilution")), None)
    if row is None:
        return Dilution(), "not recorded", (
            "no dilution factor in the file: concentration is as measured"
        )
    read = [read_dilution(cell, decimal_comma=comma) for cell in row[1 : captures + 1]]
    asked = next((each for each in read if each.question), None)
    if asked is not None:
        return asked, "not recorded", ""
    values = [each.factor for each in read if each.factor is not None]
    if not values:
        return Dilution(), "not recorded", next((each.note for each in read if each.note), (
            "the dilution factor was not recorded: the concentration is that of the measured liquid"
        ))
    notes = [] if min(values) == max(values) else ["captures have different dilution factors"]
    notes += dict.fromkeys(each.note for each in read if each.note)
    if "adjusted" not in row[0].lower():
        notes.append(
            "the file does not say whether concentrations hold the dilution; taken as adjusted"
        )
    return Dilution(float(np.median(values))), "already applied", "; ".join(notes)


def _instrument_warnings(rows: Rows, captures: int) -> list[str]:
    begin = next((i for i, r in enumerate(rows) if r and r[0] == "[Concentration Warnings]"), None)
    if begin is None:
        return []
    found: list[str] = []
    for row in rows[begin + 1 :]:
        if not row or row[0].startswith("["):
            break
        bad = sorted({c for c in row[1 : captures + 1] if c and c.lower() not in ("ok", "no")})
        if bad:
            found.append(f"the instrument says of {row[0].lower()}: {', '.join(bad)}")
    return found


def _reported(block: Rows, captures: int, comma: bool) -> dict[str, float]:
    """Mean over captures of what the instrument prints for each."""
    reported: dict[str, float] = {}
    for row in block:
        key = _STATISTICS.get(row[0].lower()) if row else None
        if key and key not in reported:
            numbers = [to_number(c, decimal_comma=comma) for c in row[1 : captures + 1]]
            values = [v for v in numbers if v is not None and np.isfinite(v)]
            if values:
                reported[key] = float(np.mean(values))
    return reported


def _text(rows: Rows, key: str) -> str:
    return next((r[1] for r in rows if len(r) > 1 and r[0].lower().rstrip(":") == key and r[1]), "")
