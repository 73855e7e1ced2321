"""The terminal's table of a run: arms beside each other, the few outcomes people ask for first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from exoburn.banner import BANNER
from exoburn.cli.say import say

#: outcome -> what the narrow first column calls it
_BURN = {
    "t95_days": "95 % healed, days", "healed_by_21": "healed by day 21, of 100",
    "hts_probability": "raised scar, of 100", "infection_probability": "infected, of 100",
    "vss_12mo": "scar score, 12 months", "pain_rest_day3": "pain at rest, day 3",
    "operations": "operations", "dressing_changes": "dressing changes",
}  # fmt: skip
_SCAR = {
    "vss_3mo": "scar score, 3 months", "vss_6mo": "scar score, 6 months",
    "vss_12mo": "scar score, 12 months", "vss_24mo": "scar score, 24 months",
    "punctures": "punctures", "sessions": "sessions",
}
#: Outcomes that surgery by policy changes most: shown without it too.
_UNGRAFTED = ("t95_days", "healed_by_21", "hts_probability")
_NARROWEST = 18
_MOST_WARNINGS = 6


def print_table(summary: dict[str, Any], folder: Path) -> None:
    """Print banner, burn, flags, outcomes by arm, warnings and where the report is."""
    from rich import box
    from rich.console import Console

    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    # names of a case are text, whatever brackets and colons they hold
    console = Console(highlight=False, soft_wrap=False, markup=False, emoji=False)
    console.print(BANNER, style="dim")
    console.print(f"\n{summary['case']['title']}", style="bold")
    burn = summary["burn"]
    if burn:
        console.print(
            f"{burn['depth_class'].replace('_', ' ')}, {100 * burn['depth_fraction']:.0f} % of the "
            f"dermis ({burn['depth_mm']:.2f} mm), {burn['tbsa_percent']:.1f} % of the body surface"
        )
    for line in _flags(summary["flags"]):
        console.print(line)
    arms = summary["arms"]
    for part in _pages(arms, console.width):
        console.print(_table(summary, part, box.SIMPLE_HEAD if unicode else box.ASCII))
    for arm in arms:
        if arm.get("null_sentence"):
            console.print(f"{arm['name']}: {arm['null_sentence']}")
    if any(arm["kind"] == "exosome" for arm in arms):
        console.print(summary["evidence_statement"])
    shown = summary["warnings"][:_MOST_WARNINGS]
    for text in shown:
        console.print(f"- {text}")
    if len(summary["warnings"]) > len(shown):
        console.print(f"- and {len(summary['warnings']) - len(shown)} more notes in the report")
    say(f"\nReport: {folder / 'report.html'}")


def _flags(flags: list[dict[str, Any]]) -> list[str]:
    """A line a flag, the most pressing first, and one line for all that is not stated.

    >>> _flags([{"class": "not_stated", "judged": False, "fired": {"inhalation": ["smoke"]}},
    ...         {"class": "refer", "judged": True, "action": "deep: refer", "reason": "why"}])
    ['! Refer: deep: refer (why)', 'not stated: inhalation injury']
    """
    from exoburn.case import CLASSES
    from exoburn.case.facts import FACTS

    judged = [flag for flag in flags if flag["judged"]]
    judged.sort(key=lambda flag: list(CLASSES).index(flag["class"]))
    lines = [f"! {CLASSES[one['class']]}: {one['action']} ({one['reason']})" for one in judged]
    asked = [fact for flag in flags if not flag["judged"] for fact in flag["fired"]]
    if asked:
        words = ", ".join(dict.fromkeys(FACTS.get(str(fact), str(fact)) for fact in asked))
        lines.append(f"not stated: {words}")
    return lines


def _pages(arms: list[dict[str, Any]], width: int) -> list[list[dict[str, Any]]]:
    """Arms that fit beside each other; the first arm leads every page."""
    beside = max(2, (width - 26) // _NARROWEST)
    rest, size = arms[1:], beside - 1
    return [[arms[0], *rest[i : i + size]] for i in range(0, max(len(rest), 1), size)]


def _table(summary: dict[str, Any], arms: list[dict[str, Any]], border: Any) -> Any:
    from rich.table import Table

    from exoburn.outcome import registry

    table = Table(box=border)
    table.add_column("median (5 to 95 %)", no_wrap=True)
    for arm in arms:
        table.add_column(arm["name"], justify="right")
    for key, label in (_SCAR if summary["burn"] is None else _BURN).items():
        table.add_row(label, *(_cell(arm["outcomes"][key], registry()[key]) for arm in arms))
        if key in _UNGRAFTED and any("without_surgery" in arm for arm in arms):
            table.add_row("  if nobody is grafted", *(_natural(arm, key) for arm in arms))
    return table


def _natural(arm: dict[str, Any], key: str) -> str:
    """The outcome without surgery: where nobody was operated on, that is the outcome itself."""
    from exoburn.outcome import registry

    if "without_surgery" in arm:
        return _cell(arm["without_surgery"]["outcomes"][key], registry()[key])
    if arm["outcomes"]["operations"]["mean"]:
        return "-"  # planned surgery: the arm has no course without it
    return _cell(arm["outcomes"][key], registry()[key])


def _cell(entry: dict[str, Any], row: Any) -> str:
    if entry["status"] == "not_applicable":
        return "-"
    if row.type == "probability":
        return f"{100 * entry['mean']:.0f}" if entry["mean"] is not None else "-"
    if entry["median"] is None:
        return "not reached" if row.type == "time" else "beyond the run"
    low = _number(entry["p05"])
    high = "never" if entry["p95"] is None else _number(entry["p95"])
    middle = _number(entry["median"])
    return middle if low == high == middle else f"{middle} ({low}-{high})"


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
