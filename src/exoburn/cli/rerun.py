"""`exoburn rerun MANIFEST`: the same run again, with equal numbers."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from exoburn.case import Case


def rerun(
    manifest: Annotated[Path, typer.Argument(help="manifest.json of an earlier run")],
    out: Annotated[Path | None, typer.Option(help="Folder to write; default <run>-rerun")] = None,
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
    """Run a manifest's case again and say whether every number is the same."""
    from exoburn.blocks.product.place import reading_outside
    from exoburn.cli.progress import progress_to_stderr
    from exoburn.cli.simulate import threads_of
    from exoburn.cli.simulating import run_and_write
    from exoburn.simulate.folder import check_free

    recorded, case = read_manifest(manifest)
    folder = out if out is not None else manifest.parent.with_name(manifest.parent.name + "-rerun")
    check_free(folder, force=force)
    with reading_outside(allow_outside), progress_to_stderr() as progress:
        result = run_and_write(
            case, folder, source=manifest, threads=threads_of(jobs), png=png,
            full_precision=full_precision, progress=progress,
            options={},
        )
    _compare(recorded, result.manifest)
    if json:
        from exoburn.simulate.text import json_text

        sys.stdout.write(json_text(result.summary, ascii=True) + "\n")
    else:
        from exoburn.cli.table import print_table

        print_table(result.summary, folder)


def read_manifest(path: Path) -> tuple[dict[str, Any], Case]:
    """A manifest and the case that it holds; InputError for whatever is wrong with either."""
    from exoburn.case import read_case
    from exoburn.case.read import parse_text, text_of
    from exoburn.errors import InputError
    from exoburn.simulate.folder import SCHEMA

    data = parse_text(text_of(path, what="manifest"), str(path), ".json")
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        given = data.get("schema") if isinstance(data, dict) else type(data).__name__
        raise InputError("is not a manifest", file=str(path), key="schema", given=given,
                         allowed=SCHEMA)
    for key in ("case", "outputs"):
        if not isinstance(data.get(key), dict):
            raise InputError("is missing or no table", file=str(path), key=key)
    case = read_case(json_module.dumps(data["case"]), name=str(path), suffix=".json")
    return data, case


def _compare(before: dict, now: dict) -> None:
    """Say on stderr whether the numbers are those of the first run, and what may explain it."""
    same = before["outputs"].get("summary.csv") == now["outputs"].get("summary.csv")
    if same:
        print("exoburn: every number of the summary equals the first run's", file=sys.stderr)
        return
    changed = [
        f"{key} {before.get(key)} -> {now.get(key)}"
        for key in ("version", "git", "parameter_set", "machine", "packages", "solver")
        if before.get(key) != now.get(key)
    ]
    print(f"exoburn: numbers differ from the first run's; changed since: "
          f"{'; '.join(changed) or 'nothing that the manifest records'}", file=sys.stderr)
