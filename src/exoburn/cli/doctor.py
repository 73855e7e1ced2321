"""`exoburn doctor`: is this installation fit, and what would make it better?"""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
) -> None:
    """Check Python, packages, processor, kernel cache, disk, pictures; compile and run a test."""
    from exoburn.cli.doctor_checks import examine
    from exoburn.engine import processor

    processor()  # a word that names no path is wrong input and no finding
    findings = examine()
    fit = all(finding.status != "bad" for finding in findings)
    if as_json:
        checks = [{"id": f.id, "status": f.status, "detail": f.detail} for f in findings]
        typer.echo(json.dumps({"schema": "exoburn.doctor/1", "ok": fit, "checks": checks}))
    else:
        _print([(f.id, f.status, f.detail) for f in findings])
        typer.echo("This installation is fit." if fit else "Something needs mending: see 'bad'.")
    if not fit:
        raise typer.Exit(1)


def _print(rows: list[tuple[str, str, str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    wide = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    table = Table(box=box.SQUARE if wide else box.ASCII)
    for head in ("check", "state", "found"):
        table.add_column(head)
    colours = {"ok": "green", "note": "yellow", "bad": "bold red"}
    for name, status, detail in rows:
        table.add_row(name, Text(status, colours[status]), Text(detail))
    Console(width=None if sys.stdout.isatty() else 100, highlight=False).print(table)
