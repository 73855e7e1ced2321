"""The terminal's table of a run: arms beside each other, the few outcomes people ask for first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from exoburn.cli import BANNER

_BURN = ("t95_days", "healed_by_21", "hts_probability", "infection_probability", "vss_12mo",
         "pain_rest_day3", "operations", "dressing_changes")  # fmt: skip
_SCAR = ("vss_3mo", "vss_6mo", "vss_12mo", "vss_24mo", "punctures", "sessions")


def print_table(summary: dict[str, Any], folder: Path) -> None:
    """Print banner, burn, flags, outcomes by arm, warnings and where the report is."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    console = Console(highlight=False, soft_wrap=False)
    console.print(BANNER, style="dim")
    console.print(f"\n[bold]{summary['case']['title']}[/bold]")
    burn = summary["burn"]
    if burn:
        console.print(
            f"{burn['depth_class'].replace('_', ' ')}, {100 * burn['depth_fraction']:.0f} % of the "
            f"dermis ({burn['depth_mm']:.2f} mm), {burn['tbsa_percent']:.1f} % of the body surface"
        )
    for flag in summary["flags"]:
        if flag.get("judged", True):
            console.print(f"! {flag['action']} ({flag['reason']})", markup=False)
    table = Table(box=box.SIMPLE_HEAD if unicode else box.ASCII)
    table.add_column("median (5 to 95 %)")
    arms = summary["arms"]
    for arm in arms:
        table.add_column(arm["name"], justify="right")
    from exoburn.outcome import registry

    for key in _SCAR if summary["burn"] is None else _BURN:
        row = registry()[key]
        unit = {"probability": "of 100", "day": "days"}.get(row.unit, row.unit)
        table.add_row(f"{row.label}, {unit}", *(_cell(arm["outcomes"][key], row) for arm in arms))
    console.print(table)
    for arm in arms:
        if arm.get("null_sentence"):
            console.print(f"{arm['name']}: {arm['null_sentence']}", markup=False)
    if any(arm["kind"] == "exosome" for arm in arms):
        console.print(summary["evidence_statement"], markup=False)
    for text in summary["warnings"][:6]:
        console.print(f"- {text}", markup=False)
    if len(summary["warnings"]) > 6:
        console.print(f"- and {len(summary['warnings']) - 6} more in the report")
    print(f"\nReport: {folder / 'report.html'}")


def _cell(entry: dict[str, Any], row: Any) -> str:
    if entry["status"] == "not_applicable":
        return "-"
    if row.type == "probability":
        return f"{100 * entry['mean']:.0f}" if entry["mean"] is not None else "-"
    if entry["median"] is None:
        return "not reached"
    low = _number(entry["p05"])
    high = "not reached" if entry["p95"] is None else _number(entry["p95"])
    middle = _number(entry["median"])
    return middle if low == high == middle else f"{middle} ({low} to {high})"


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.1f}"
