"""`exoburn init [PATH]`: write a commented starting case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def init(
    path: Annotated[Path, typer.Argument(help="File to write")] = Path("case.toml"),
    kind: Annotated[str, typer.Option(help="burn, or scar for an old scar")] = "burn",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists")] = False,
) -> None:
    """Write a commented starting case and say what to do next."""
    from exoburn.case.starting import starting_case
    from exoburn.cli.say import say
    from exoburn.errors import InputError
    from exoburn.files import write_whole
    from exoburn.letters import cleaned

    file = str(path)
    if path.suffix.lower() != ".toml":
        raise InputError("a starting case is TOML", file=file, allowed="a name that ends in .toml")
    text = starting_case(kind, file=file)
    if path.is_dir():
        raise InputError("is a folder", file=file, allowed="a file name")
    if path.exists() and not force:
        raise InputError("exists already", file=file, allowed="another name, or --force")
    write_whole(path, text, key="PATH", parents=False)
    say(f"{path}")
    typer.echo(cleaned(f"Edit it, then: exoburn simulate {path}"), err=True)
