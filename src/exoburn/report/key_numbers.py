"""The numbers a surgeon looks for first, one row an arm; and the same without surgery by policy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.outcome import registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.surgery import any_by_policy, contrast_without, outcomes_without
from exoburn.report.vehicle import gap_words
from exoburn.report.wording import count_of_100, measure, with_span

_BURN = (
    ("t95_days", "95 % closed, day"), ("healed_by_21", "Closed by day 21"),
    ("hts_probability", "Raised scar"), ("infection_probability", "Infected"),
    ("vss_12mo", "Scar score, 12 months"), ("operations", "Operated"),
)  # fmt: skip
_SCAR = (
    ("vss_3mo", "Scar score, 3 months"), ("vss_6mo", "6 months"), ("vss_12mo", "12 months"),
    ("redness_12mo", "Redness, 12 months"), ("sessions", "Sessions"), ("punctures", "Punctures"),
)  # fmt: skip


@dataclass(frozen=True)
class KeyRow:
    """An arm and its leading numbers, as (label, text)."""

    arm: ArmView
    cells: tuple[tuple[str, str], ...]


def key_rows(arms: Sequence[ArmView], horizon: float) -> list[KeyRow]:
    """One row an arm; columns that no arm has a number for are left out."""
    first = arms[0].outcome("t95_days")
    closed = first is None or first["status"] == "not_applicable"
    shown = [
        (id, label)
        for id, label in (_SCAR if closed else _BURN)
        if any((arm.outcome(id) or {}).get("status") in ("ok", "beyond_horizon") for arm in arms)
    ]
    lead = next((id for id in ("t95_days", "vss_12mo", "vss_6mo")
                 if any(arm.contrast(id) for arm in arms)), None)  # fmt: skip
    hidden = lead == "t95_days" and any_by_policy(arms)
    rows = []
    for arm in arms:
        cells = [(label, cell(id, arm.outcome(id), horizon)) for id, label in shown]
        if arm.statement.no_surgery:
            cells = [(k, f"open for {v}" if k == _BURN[0][1] and v[:1].isdigit() else v)
                     for k, v in cells]  # fmt: skip
        if lead is not None:
            gap = contrast_without(arm, arms[0], lead) if hidden else arm.contrast(lead)
            against = "\u2013" if gap is None else gap_words(lead, gap)
            title = "Against arm A" + (", nobody grafted" if hidden else "")
            cells.insert([id for id, _ in shown].index(lead) + 1, (title, against))
        rows.append(KeyRow(arm, tuple(cells)))
    return rows


def cell(id: str, entry: Data | None, horizon: float) -> str:
    """A number with its 90 % range, a count of 100, or why there is none."""
    if entry is None or entry["status"] == "not_applicable":
        return "\u2013"
    row = registry()[id]
    if entry["median"] is None:
        return f"not by day {horizon:g} ({count_of_100(entry['reached'] or 0.0)} are)"
    if row.type == "probability":
        return count_of_100(entry["mean"])
    if row.type == "count":
        return count_words(entry, once=id == "operations")
    middle, spread = with_span(entry["median"], entry["p05"], entry["p95"], row.unit)
    return f"{middle} ({spread})" if spread else middle


def count_words(entry: Data, *, once: bool) -> str:
    """A mean count; of what happens `once` at most, the people to whom it happens.

    >>> count_words({"mean": 0.1667, "p95": 1.0}, once=True)
    '17 of 100'
    >>> count_words({"mean": 4.4, "p95": 7.05}, once=False)
    '4'
    """
    if once and entry["p95"] <= 1:
        return count_of_100(min(entry["mean"], 1.0))
    return measure(entry["mean"], "count")


@dataclass(frozen=True)
class FreeRow:
    """An arm if nobody were operated on by policy: day of closure, scars, difference."""

    arm: ArmView
    t95: str
    by_21: str
    scar: str
    gap: str


def without_surgery(arms: Sequence[ArmView], horizon: float) -> list[FreeRow]:
    """A row for every arm that no plan grafts, if policy grafts any; empty without such a graft."""
    if not any_by_policy(arms):
        return []
    rows = []
    for arm in arms:
        found = outcomes_without(arm)
        if found is None:
            continue
        gap = contrast_without(arm, arms[0], "t95_days")
        rows.append(
            FreeRow(
                arm,
                t95=cell("t95_days", found.get("t95_days"), horizon),
                by_21=cell("healed_by_21", found.get("healed_by_21"), horizon),
                scar=cell("hts_probability", found.get("hts_probability"), horizon),
                gap="\u2013" if gap is None else gap_words("t95_days", gap),
            )
        )
    return rows
