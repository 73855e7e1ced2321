"""Outcomes side by side: one row an outcome, one cell an arm, absolute differences below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoburn.evidence import certainty
from exoburn.outcome import Outcome, registry
from exoburn.report.arms import ArmView, Data
from exoburn.report.matters import TOO_SMALL, too_small
from exoburn.report.wording import count_of_100, directed, gap_range, rounded, with_span

#: outcomes of the main table; the others are folded below it
LEADING = frozenset((
    "t95_days", "t100_days", "fda_closure_days", "healed_by_21", "hts_probability", "vss_12mo",
    "contraction_percent", "infection_probability", "pain_rest_day3", "pain_procedure_day3",
    "punctures", "operations", "dressing_changes", "sessions", "donor_t95_days",
))  # fmt: skip

#: groups of the table, and the outcome whose certainty words stand for the group ("": counts)
GROUPS = (
    ("Closure", "t95_days", (
        "t95_days", "t100_days", "fda_closure_days", "confirmed_on_days", "healed_by_14",
        "healed_by_21", "percent_healed_day14", "percent_area_reduction_day14")),
    ("Scar", "hts_probability", (
        "hts_probability", "hts_probability_matrix", "hts_persistent_18mo", "vss_3mo", "vss_6mo",
        "vss_12mo", "vss_24mo", "redness_12mo", "elasticity_12mo", "contraction_percent")),
    ("Infection", "infection_probability", ("infection_probability",)),
    ("Pain", "pain_rest_day3", ("pain_rest_day3", "pain_procedure_day3")),
    ("What it takes", "", ("punctures", "operations", "dressing_changes", "sessions")),
    ("Donor site", "", ("donor_t95_days", "donor_pain_day3", "donor_vss_12mo")),
    ("At the cell", "", ("occupancy_peak", "particles_per_cell_peak")),
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One arm's number: value, range, difference from the first arm, how often better."""

    value: str
    spread: str = ""
    change: str = ""
    better: str = ""


@dataclass(frozen=True)
class Row:
    """An outcome over all arms."""

    id: str
    label: str
    definition: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Group:
    """Outcomes of one topic, with the certainty words of each arm where there are any."""

    title: str
    certainty: tuple[str, ...]
    rows: tuple[Row, ...]


def outcome_groups(arms: Sequence[ArmView], *, leading: bool) -> list[Group]:
    """Groups with at least one number: the leading outcomes, or all the others."""
    found = []
    known = {id for _, _, ids in GROUPS for id in ids}
    rest = tuple(id for id in registry() if id not in known)
    for title, stands, ids in (*GROUPS, ("Other", "", rest)):
        chosen = [id for id in ids if id in registry() and (id in LEADING) == leading]
        shown = [id for id in chosen if _any(id, arms)]
        rows = tuple(_row(registry()[id], arms) for id in shown)
        if rows:
            words = tuple(certainty_words(arm, stands) for arm in arms) if stands else ()
            found.append(Group(title, words, rows))
    return found


def left_out(arms: Sequence[ArmView]) -> list[str]:
    """Outcomes without a number in any arm, each with the reason of the first arm."""
    found: dict[str, list[str]] = {}
    for id, row in registry().items():
        if not _any(id, arms):
            entry = arms[0].outcome(id) or {}
            reason = entry.get("reason") or "not computed"
            found.setdefault(reason, []).append(row.label)
    return [f"{', '.join(labels)}: {reason}." for reason, labels in found.items()]


def certainty_words(arm: ArmView, id: str) -> str:
    """GRADE words for an arm and outcome: the run's own if it carries them, else the tables'."""
    if arm.statement.no_surgery:
        return "natural course; not a trial arm"
    told = arm.data.get("certainty")
    if isinstance(told, dict) and id in told:
        entry = told[id]
        return entry["words"] if isinstance(entry, dict) else str(entry)
    return certainty(arm.kind, id).words


def _any(id: str, arms: Sequence[ArmView]) -> bool:
    return any(
        entry["median"] is not None or entry["status"] == "beyond_horizon"
        for arm in arms
        if (entry := arm.outcome(id)) is not None
    )


def _row(row: Outcome, arms: Sequence[ArmView]) -> Row:
    first = arms[0].outcome(row.id)
    cells = tuple(_cell(row, arm, first if arm.number else None) for arm in arms)
    label = row.label if row.type in ("probability", "count") else f"{row.label}, {unit_of(row)}"
    return Row(row.id, label, row.definition, cells)


def unit_of(row: Outcome) -> str:
    """The unit in the plural."""
    return "days" if row.unit == "day" else row.unit


def _cell(row: Outcome, arm: ArmView, first: Data | None) -> Cell:
    entry = arm.outcome(row.id)
    if entry is None or entry["status"] == "not_applicable":
        return Cell("\u2013", spread=(entry or {}).get("reason") or "not applicable")
    if entry["median"] is None:
        reached = entry["reached"]
        share = f"reached in {count_of_100(reached)} runs" if reached is not None else ""
        return Cell("not reached", spread=share)
    if row.type == "probability":
        value = count_of_100(entry["mean"])
        low, high = round(100 * entry["p05"]), round(100 * entry["p95"])
        spread = "" if low == high else f"{low}\u2013{high}"
    elif row.id == "operations" and entry["p95"] <= 1:
        value, spread = f"{count_of_100(entry['mean'])} operated", ""
    else:
        value, spread = with_span(entry["median"], entry["p05"], entry["p95"], row.unit)
    change, better = _change(row, arm, entry, first)
    if arm.statement.no_surgery:  # nobody chooses it, so it is not better at anything
        better = ""
    return Cell(value, spread, change, better)


def _change(row: Outcome, arm: ArmView, entry: Data, first: Data | None) -> tuple[str, str]:
    gap = arm.contrast(row.id)
    if first is None or gap is None or row.better == "none":
        return "", ""
    if row.type == "probability" or (row.id == "operations" and entry["p95"] <= 1):
        if first["mean"] is None:
            return "", ""
        number = round(100 * entry["mean"]) - round(100 * first["mean"])
        if number == 0:
            return "same count", ""
        words = f"{abs(number)} {'more' if number > 0 else 'fewer'} of 100"
        return words, "" if row.type == "count" else _better(row, gap, number)
    if gap["median"] is None:
        return "no finite difference", ""
    unit = "d" if row.type == "time" else row.unit
    ends = [rounded(gap[k], unit) if gap[k] is not None else None for k in ("p05", "p95")]
    if rounded(gap["median"], unit) == 0 and ends == [0, 0]:
        return "no difference", ""
    less, more = ("earlier", "later") if row.type == "time" else ("less", "more")
    words = directed(gap["median"], unit, less, more)
    if row.type != "time":
        words = words.replace(f" {unit}", "")
    told = row.type != "count" and rounded(gap["median"], unit) != 0
    better = _better(row, gap, gap["median"]) if told else ""
    if ends[0] == ends[1]:
        return words, better
    return f"{words} ({gap_range(gap['p05'], gap['p95'], unit)})", better


def _better(row: Outcome, gap: Data, size: float) -> str:
    """How often an arm is better, if the difference is one that matters."""
    if too_small(row, size):
        return TOO_SMALL
    chance = gap.get("probability_better")
    return "" if chance is None else f"better in {count_of_100(chance)} runs"
