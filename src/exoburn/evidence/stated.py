"""Rules that the evidence base follows, as rows: thresholds, reasons, duplicates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError


@dataclass(frozen=True, slots=True)
class Threshold:
    """One number of a rule with the rule in words and its source."""

    id: str
    kind: str
    value: float
    unit: str
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two entries that stand for one study: `kept` is counted, `also` is not counted again."""

    kept: str
    also: str
    rule: str
    reason: str


@cache
def thresholds() -> Mapping[str, Threshold]:
    """Every stated threshold by id.

    >>> thresholds()["ceiling"].value
    95.0
    """
    return {
        row["id"]: Threshold(
            row["id"], row["kind"], float(row["value"]), row["unit"], row["words"], row["source"]
        )
        for row in table("evidence_rules")
    }


def threshold(id: str) -> float:
    """The value of one threshold."""
    return thresholds()[id].value


def left_out(rule: str) -> str:
    """Why a rule leaves a row out of the count, in words; empty for no rule.

    >>> left_out("no_spread")
    'no spread, so that it cannot be weighed'
    """
    if not rule:
        return ""
    for row in table("evidence_excluding"):
        if row["id"] == rule:
            return row["words"]
    raise EngineError(f"evidence_excluding.csv has no rule {rule!r}")


@cache
def duplicates() -> tuple[Duplicate, ...]:
    """Stated links between entries that are one study.

    >>> [one.also for one in duplicates() if one.kept == "HU03_kwon_acne"]
    ['10.2340/00015555-3666']
    """
    return tuple(Duplicate(**row) for row in table("evidence_duplicates"))


def counted_as(*names: str) -> str:
    """The one entry under which any of these names is counted; the first name if none is linked.

    >>> counted_as("NCT04664738"), counted_as("", "10.9999/else")
    ('HU02_pep_donor', '10.9999/else')
    """
    given = [name for name in names if name]
    for link in duplicates():
        if link.also in given or link.kept in given:
            return link.kept
    return given[0] if given else ""
