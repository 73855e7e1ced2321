"""`exoburn calibrate`: fit the ensemble anew; a stopped run goes on where it was."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def calibrate(
    members: Annotated[
        int, typer.Option(help="Members of the ensemble, a multiple of four")
    ] = 240,
    seed: Annotated[int, typer.Option(help="Seed of all chance")] = 0,
    targets: Annotated[
        Path | None, typer.Option(help="CSV of targets to fit instead of the shipped ones")
    ] = None,
    resume: Annotated[
        Path, typer.Option(help="File that keeps the state between steps")
    ] = Path("exoburn-calibration.npz"),
    out: Annotated[
        Path, typer.Option(help="Ensemble to write; diagnostics and left_out.csv go beside it")
    ] = Path("exoburn-calibrated/calibrated.npz"),
    jobs: Annotated[str, typer.Option(help="Processes: a number or 'all'")] = "all",
    json: Annotated[bool, typer.Option("--json", help="Diagnostics on stdout")] = False,
) -> None:
    """Fit an ensemble of constants to published numbers, with diagnostics; stop it at any time."""
    os.environ["EXOBURN_ENSEMBLE"] = "prior"  # a fit starts from what was known before any

    from exoburn.cli.progress import progress_to_stderr
    from exoburn.cli.simulate import threads_of
    from exoburn.infer.account import account
    from exoburn.infer.calibrate import beside, run
    from exoburn.infer.own_file import read_own
    from exoburn.infer.target import shipped_targets
    from exoburn.report.calibration import write_calibration

    chosen = _checked(members)
    _can_be_written(out)
    processes = threads_of(jobs)
    numbers = shipped_targets() if targets is None else tuple(read_own(targets))
    if resume.exists():
        print(f"exoburn: going on from {resume}", file=sys.stderr)
    try:
        with progress_to_stderr() as progress:
            done = run(numbers, members=chosen, seed=seed, jobs=processes, resume=resume,
                       seen=_say_step, moved=_say_chain, progress=progress)
    except KeyboardInterrupt:
        print(f"exoburn: what was done is kept in {resume}; the same command goes on from it",
              file=sys.stderr)
        raise
    told = account(done)
    written = write_calibration(done, told, out)
    for state in (resume, beside(resume, "screen"), beside(resume, "chains")):
        if state is not None:
            state.unlink(missing_ok=True)  # the fit is finished: nothing is left to go on from
    if json:
        from exoburn.simulate.text import json_text

        sys.stdout.write(json_text(told, ascii=True) + "\n")
        return
    from exoburn.cli.calibration_table import print_account

    print_account(told)
    print("\nWritten: " + ", ".join(str(path) for path in written))


def _checked(members: int) -> int:
    from exoburn.errors import InputError

    if members < 20 or members > 10_000 or members % 4:
        raise InputError("not a number of members", key="--members", given=members,
                         allowed="a multiple of 4 from 20 to 10000")
    return members


def _can_be_written(out: Path) -> None:
    """Found out before hours of work, not after."""
    from exoburn.errors import InputError

    if out.suffix != ".npz" or out.is_dir():
        raise InputError("not a name for an ensemble", key="--out", given=str(out),
                         allowed="a file that ends in .npz")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", key="--out",
                         given=str(out.parent)) from None


def _say_step(step: int, beta: float, misfit: float) -> None:
    print(f"exoburn: step {step}: {100 * beta:.1f} % of the data taken in, "
          f"mean misfit {misfit:.2f} a number", file=sys.stderr, flush=True)


def _say_chain(sweep: int, accepted: float, length: float) -> None:
    print(f"exoburn: chain step {sweep}: {100 * accepted:.0f} % of the members moved",
          file=sys.stderr, flush=True)
