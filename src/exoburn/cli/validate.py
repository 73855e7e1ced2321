"""`exoburn validate`: every published number against its prediction, and how good that is."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def validate(
    targets: Annotated[
        Path | None,
        typer.Option(help="CSV of numbers to predict without refitting (docs/targets-format.md)"),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
    out: Annotated[
        Path | None, typer.Option(help="Folder for scoreboard.html, .csv and .json")
    ] = None,
    jobs: Annotated[str, typer.Option(help="Processes: a number or 'all'")] = "all",
) -> None:
    """Put the calibrated model on trial: fitted, left-out or your own numbers, each predicted."""
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.cli.simulate import threads_of
    from exoburn.infer.own_file import read_own
    from exoburn.infer.trial import try_new, try_shipped

    processes = threads_of(jobs)
    own = None if targets is None else read_own(targets)
    with progress_to_stderr() as progress:
        if own is None:
            trial = try_shipped(jobs=processes, progress=progress)
        else:
            trial = try_new(own, jobs=processes, progress=progress)
        checks = []
        if out is not None:
            from exoburn.infer.vpc import visual_checks

            checks = visual_checks(own or trial.fitted, trial.ensemble, jobs=processes,
                                   progress=progress)
    if out is not None:
        from exoburn.report.scoreboard import write_scoreboard

        write_scoreboard(trial, checks, out)
    if json:
        from exoburn.simulate.text import json_text

        sys.stdout.write(json_text(trial.to_json(), ascii=True) + "\n")
        return
    from exoburn.cli.say import say
    from exoburn.cli.scoreboard_table import print_trial

    print_trial(trial)
    if out is not None:
        say(f"\nWritten: {out / 'scoreboard.html'}")
