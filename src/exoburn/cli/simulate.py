"""`exoburn simulate CASE`: arms side by side, with report, figures, data and manifest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def simulate(
    case: Annotated[Path, typer.Argument(help="Case file (.toml or .json); see: exoburn init")],
    out: Annotated[
        Path | None, typer.Option(help="Folder to write; default ./exoburn-out/<case name>")
    ] = None,
    draws: Annotated[int | None, typer.Option(help="Joint samples (default 200)")] = None,
    days: Annotated[int | None, typer.Option(help="Horizon in days (default 730)")] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance (default 0)")] = None,
    preset: Annotated[
        str | None, typer.Option(help="Prior for vesicles: sceptical, default or animal")
    ] = None,
    jobs: Annotated[str, typer.Option(help="Threads: a number or 'all'")] = "all",
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
    png: Annotated[bool, typer.Option("--png", help="Figures as PNG too")] = False,
    full_precision: Annotated[
        bool, typer.Option("--full-precision", help="Every bit in results.nc, not thousandths")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Write into a folder that is not ours")
    ] = False,
    allow_outside: Annotated[
        bool, typer.Option("--allow-outside", help="The case may name files of other folders")
    ] = False,
) -> None:
    """Simulate the arms of a case side by side and write a report."""
    from exoburn.blocks.product.place import reading_outside
    from exoburn.case import load_case
    from exoburn.case.read import is_stream
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.cli.simulating import run_and_write
    from exoburn.simulate.folder import check_free

    statement = load_case(case)
    name = "stdin" if is_stream(case) else case.stem
    folder = out if out is not None else Path("exoburn-out") / name
    check_free(folder, force=force)
    with reading_outside(allow_outside), progress_to_stderr() as progress:
        result = run_and_write(
            statement, folder, source=case, threads=threads_of(jobs), png=png,
            full_precision=full_precision, progress=progress,
            options={"draws": draws, "days": days, "seed": seed, "preset": preset},
        )
    if json:
        from exoburn.simulate.text import json_text

        sys.stdout.write(json_text(result.summary, ascii=True) + "\n")
    else:
        from exoburn.cli.table import print_table

        print_table(result.summary, folder)


def threads_of(jobs: str) -> int:
    """Number of threads from `--jobs`."""
    import os

    from exoburn.errors import InputError

    if jobs == "all":
        return os.cpu_count() or 1
    if not jobs.isdecimal() or not 1 <= int(jobs) <= 1024:
        raise InputError("not a number of threads", key="--jobs", given=jobs,
                         allowed="all, or 1 to 1024")
    return int(jobs)
