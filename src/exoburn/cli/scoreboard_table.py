"""The terminal's scoreboard: a line a number, then what they come to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from exoburn.banner import BANNER
from exoburn.infer.quality import by_observable, healing_errors, quality, scar_errors
from exoburn.infer.scoreboard import Score, unit_of
from exoburn.infer.trial import Trial, describe
from exoburn.report.wording import many

_TITLES = {
    "fitted": "Fitted numbers, as the ensemble gives them back",
    "left out": "The same numbers, each predicted by a fit that never saw its study",
    "checked": "Numbers that were never fitted",
    "new": "Your numbers, predicted without refitting",
}


def print_trial(trial: Trial) -> None:
    """Print every board: the numbers by what was measured, then coverage, scores and errors."""
    from rich import box
    from rich.console import Console

    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    width = None if sys.stdout.isatty() else 120  # a file or pipe has no edge to wrap at
    console = Console(highlight=False, soft_wrap=False, markup=False, emoji=False, width=width)
    console.print(BANNER, style="dim")
    console.print(f"\nEnsemble {trial.ensemble.tag}, {trial.ensemble.members} members")
    for kind, scores in trial.boards.items():
        console.print(f"\n{_TITLES[kind]}", style="bold")
        for label, group in by_observable(scores).items():
            console.print(_table(label, group, box.SIMPLE_HEAD if unicode else box.ASCII))
        for line in summary_lines(scores, trial):
            console.print(line)
    for target in trial.beyond:
        console.print(f"- {target.id}: no member reaches this within the run: one more outside, "
                      "beside the counts above")


def _table(label: str, scores: Sequence[Score], border: Any) -> Any:
    from rich.table import Table

    units = {unit_of(one.target) for one in scores}
    shown = f", {units.pop()}" if len(units) == 1 and units != {""} else ""
    table = Table(box=border, title=f"{label}{shown}", title_justify="left", title_style="")
    table.add_column("id", overflow="fold", max_width=34)
    table.add_column("who", overflow="fold", max_width=30)
    table.add_column("statistic")
    for name in ("observed", "predicted (5 to 95 %)", "inside", "z"):
        table.add_column(name, justify="right", no_wrap=True)
    for one in scores:
        table.add_row(
            one.target.id, describe(one.target), _statistic(one), short(one.observed),
            f"{short(one.p50)} ({short(one.p05)} to {short(one.p95)})",
            "yes" if one.inside else "NO", f"{one.z:+.1f}",
        )
    return table


def _statistic(score: Score) -> str:
    target = score.target
    day = f", day {target.day:g}" if target.day is not None else ""
    if target.bin_low is not None:
        high = "" if target.bin_high is None else f"{target.bin_high:g}"
        day += f", healed on day {target.bin_low:g} to {high}"
    return f"{target.statistic}{day}"


def summary_lines(scores: Sequence[Score], trial: Trial) -> list[str]:
    """Coverage, interval score, errors of healing times and of scars, in words."""
    found = quality(scores, trial.fitted)
    studies = len({one.target.study for one in scores})
    lines = []
    if scores:
        lines.append(f"Inside their 90 % interval: {found.covered} of {found.count} "
                     f"({100 * found.share:.0f} %), from {many(studies, 'study', 'studies')}")
    if found.compared:
        better = "better" if found.score < found.climatology else "WORSE"
        lines.append(
            f"Mean interval score, in units of the spread of each kind of number: "
            f"{found.score:.2f} against {found.climatology:.2f} of a band of mean and SD of the "
            f"fitted numbers of the kind: {better} (n {found.compared}; less is better)"
        )
    for error in healing_errors(scores):
        lines.append(
            f"Healing time, {error.depth.replace('_', ' ')}: median absolute error "
            f"{error.median_days:.1f} d, {error.median_percent:.0f} % (n {error.count}); "
            f"predicted {abs(error.bias_percent):.0f} % too "
            f"{'late' if error.bias_percent >= 0 else 'early'} in the middle"
        )
    scars = scar_errors(scores)
    if scars:
        worst = max(scars.items(), key=lambda item: abs(item[1]))
        close = sum(abs(points) <= 12 for points in scars.values())
        lines.append(
            f"Hypertrophic scars by healing time: {close} of {len(scars)} classes within 12 "
            f"points; farthest {worst[0]}, {worst[1]:+.0f} points"
        )
    return lines


def short(value: float) -> str:
    """Three digits at most, no needless zeros.

    >>> short(22.45), short(0.0312), short(1234.0), short(100.0)
    ('22.4', '0.0312', '1230', '100')
    """
    return f"{float(f'{value:.3g}'):g}"
