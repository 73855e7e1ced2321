"""The format of a file of studies: every column, its kind and its limits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from exoburn.csvtable import read_table
from exoburn.data import table
from exoburn.errors import InputError
from exoburn.evidence.bias import bias_items, tool_of
from exoburn.evidence.effects import RATIOS, Effect
from exoburn.evidence.records import Read, Study
from exoburn.letters import unwanted

if TYPE_CHECKING:
    from exoburn.evidence.pool import Effects

_SOURCE = re.compile(
    r"10\.\d{4,9}/\S+|PMID:? ?\d+|PMC\d+|NCT\d{8}|https?://\S+\.\S+|ACTRN\d+|IRCT\d+\S*",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_MEANS = ("mean_treated", "sd_treated", "mean_control", "sd_control")
_EVENTS = ("events_treated", "events_control")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `kind` is name, text, word, number, whole or source; `allowed` limits it."""

    name: str
    needed: bool
    kind: str
    allowed: str
    meaning: str
    example: str


@cache
def columns() -> tuple[Column, ...]:
    """All columns of a file of studies, in order.

    >>> [column.name for column in columns() if column.needed][:4]
    ['study_id', 'source', 'species', 'wound']
    """
    return tuple(
        Column(
            row["column"], row["needed"] == "yes", row["kind"], row["allowed"], row["meaning"],
            row["example"],
        )
        for row in table("evidence_schema")
    )  # fmt: skip


def checked_rows(text: str, file: str) -> Iterator[dict[str, str]]:
    """Rows of a file whose every cell is allowed, with the line under "line"."""
    known = {column.name: column for column in columns()}
    table = read_table(text, known, file=file)
    header = list(table.header)
    for name in header:
        _check_signs(name, file, "line 1")
    _check_header(header, file, known)
    for number, cells in table:
        line = f"line {number}"
        if len(cells) != len(header):
            raise InputError("has another number of cells than the header", file=file, key=line,
                             given=len(cells), allowed=f"{len(header)} cells")
        row = dict.fromkeys(known, "") | dict(zip(header, cells, strict=True))
        for name, column in known.items():
            _check_signs(row[name], file, f"{line}, column {name}")
            _check(row[name], column, file, f"{line}, column {name}")
        yield row | {"line": line}


def _check_header(header: list[str], file: str, known: Mapping[str, Column]) -> None:
    for name in header:
        if name not in known:
            raise InputError("unknown column", file=file, key="line 1", given=name,
                             allowed=list(known))
        if header.count(name) > 1:
            raise InputError("a column stands twice", file=file, key="line 1", given=name)
    missing = [name for name, column in known.items() if column.needed and name not in header]
    if missing:
        raise InputError("a column is missing", file=file, key="line 1", given=", ".join(header),
                         allowed=f"also: {', '.join(missing)}")


def _check_signs(cell: str, file: str, where: str) -> None:
    sign = unwanted(cell)
    if sign is not None:
        raise InputError(f"holds a control character, {sign}", file=file, key=where, given=cell,
                         allowed="text on one line")


def _check(cell: str, column: Column, file: str, where: str) -> None:
    if not cell:
        if column.needed:
            raise InputError("is empty", file=file, key=where,
                             allowed=column.allowed.split() or column.meaning)
        return
    match column.kind:
        case "word" if cell not in column.allowed.split():
            raise InputError("no such word", file=file, key=where, given=cell,
                             allowed=column.allowed.split())
        case "source" if not _SOURCE.fullmatch(cell):
            raise InputError("is no source that can be looked up", file=file, key=where, given=cell,
                             allowed="10.xxxx/..., PMID 123, NCT01234567 or https://...")
        case "name" if not _NAME.fullmatch(cell):
            raise InputError("is no name", file=file, key=where, given=cell,
                             allowed="letters, digits, -, _ and .")
        case "number" | "whole":
            _check_number(cell, column, file, where)


def _check_number(cell: str, column: Column, file: str, where: str) -> None:
    try:
        value = int(cell) if column.kind == "whole" else float(cell)
    except ValueError as error:
        kind = "a whole number" if column.kind == "whole" else "a number (point, no comma)"
        raise InputError(f"is not {kind}", file=file, key=where, given=cell) from error
    if not math.isfinite(value):
        raise InputError("is not a finite number", file=file, key=where, given=cell)
    if column.allowed:
        low, high = (float(end) for end in column.allowed.split("-"))
        if not low <= value <= high:
            raise InputError("is out of range", file=file, key=where, given=cell,
                             allowed=f"{low:g} to {high:g}")


def effect_of(row: Mapping[str, str], file: str) -> Effect:
    """The effect of one checked row."""
    estimate, se = _estimate(row, file)
    return Effect(
        _study(row), row["question"], row["type"], row["outcome"],
        float(row["day"]) if row["day"] else None, row["treated"], row["control"], row["measure"],
        row["unit"], row["better"], estimate, se, (int(row["n_treated"]), int(row["n_control"])),
        "counted", row["note"],
    )  # fmt: skip


def _estimate(row: Mapping[str, str], file: str) -> tuple[float, float]:
    where = row["line"]
    ratio = row["measure"] in RATIOS
    if row["effect"] or row["se"]:
        if not (row["effect"] and row["se"]):
            raise InputError("effect and se belong together", file=file, key=where)
        effect, se = float(row["effect"]), float(row["se"])
        if se <= 0 or (ratio and effect <= 0):
            raise InputError("must be above zero", file=file,
                             key=f"{where}, column {'effect' if se > 0 else 'se'}",
                             given=row["effect"] if se > 0 else row["se"])
        return (math.log(effect) if ratio else effect), se
    n = int(row["n_treated"]), int(row["n_control"])
    if row["measure"] == "OR":
        return _log_odds_ratio(row, n, file)
    missing = [name for name in _MEANS if not row[name]]
    if missing:
        raise InputError("needs means and SDs of both arms, or effect and se", file=file,
                         key=f"{where}, column {missing[0]}")
    m1, s1, m2, s2 = (float(row[name]) for name in _MEANS)
    if min(s1, s2) <= 0:
        column = "sd_treated" if s1 <= 0 else "sd_control"
        raise InputError("must be above zero", file=file, key=f"{where}, column {column}",
                         given=row[column])
    if ratio and min(m1, m2) <= 0:
        raise InputError("a ratio of means needs means above zero", file=file,
                         key=f"{where}, column mean_treated", given=row["mean_treated"])
    if sum(n) < 4:
        raise InputError("two arms need four animals or people", file=file,
                         key=f"{where}, column n_treated", given=n[0])
    from exoburn.evidence.pool import mean_difference, ratio_of_means, standardised_difference

    made = {"MD": mean_difference, "SMD": standardised_difference, "ROM": ratio_of_means}
    return _numbers(made[row["measure"]](m1, s1, n[0], m2, s2, n[1]))


def _numbers(found: Effects) -> tuple[float, float]:
    return found.effect.item(), math.sqrt(found.variance.item())


def _log_odds_ratio(
    row: Mapping[str, str], n: tuple[int, int], file: str
) -> tuple[float, float]:
    """Log odds ratio; half an event is added to every cell if one of them is empty."""
    where = row["line"]
    missing = [name for name in _EVENTS if not row[name]]
    if missing:
        raise InputError("needs the events of both arms, or effect and se", file=file,
                         key=f"{where}, column {missing[0]}")
    for name, size in zip(_EVENTS, n, strict=True):
        if int(row[name]) > size:
            raise InputError("more events than animals or people", file=file,
                             key=f"{where}, column {name}", given=int(row[name]),
                             allowed=f"0 to {size}")
    events = [int(row[name]) for name in _EVENTS]
    if sum(events) in (0, sum(n)):
        raise InputError("no odds ratio without an event, or with events only", file=file,
                         key=f"{where}, column {_EVENTS[0]}", given=events[0])
    from exoburn.evidence.pool import log_odds_ratio

    return _numbers(log_odds_ratio(events[0], n[0], events[1], n[1]))


def _study(row: Mapping[str, str]) -> Study:
    tool = tool_of(row["species"].lower())
    label = f"{row['author'] or row['study_id']} {row['year']}".strip()
    counts = [int(row[key]) for key in ("n_treated", "n_control")]
    return Study(
        row["study_id"], label, row["year"], row["species"].lower(), row["wound"],
        row["burn"] == "yes", row["type"], row["product"], row["dose"], row["route"],
        row["vehicle"], min(counts), float(row["followup_days"]) if row["followup_days"] else None,
        tool, bias_items(tool, row["randomised"], row["blinded"]), row["note"],
        Read(row["source"], row["location"], row["verified"] or "not stated"), own=False,
    )  # fmt: skip
