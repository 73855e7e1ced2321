"""`exoburn init [PATH]`: write a commented starting case."""

from __future__ import annotations

import os
import tempfile
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
    from exoburn.errors import InputError

    file = str(path)
    if path.suffix.lower() != ".toml":
        raise InputError("a starting case is TOML", file=file, allowed="a name that ends in .toml")
    text = starting_case(kind, file=file)
    try:
        if path.is_dir():
            raise InputError("is a folder", file=file, allowed="a file name")
        if path.exists() and not force:
            raise InputError("exists already", file=file, allowed="another name, or --force")
        write_whole(path, text)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be written: {reason}", file=file) from None
    typer.echo(f"{path}")
    typer.echo(f"Edit it, then: exoburn simulate {path}", err=True)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one, never half of one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
