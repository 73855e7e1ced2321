"""The command line as a test calls it: in this process, with what it printed and returned."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from exoburn.cli import run

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = ("--draws", "10", "--days", "60", "--jobs", "1")


@dataclass(frozen=True)
class Done:
    """Exit code and the two streams of a command."""

    code: int
    out: str
    err: str


Exoburn = Callable[..., Done]


def caller(capsys: pytest.CaptureFixture[str]) -> Exoburn:
    """A function that runs the command line and catches what it says."""

    def exoburn(*words: object) -> Done:
        capsys.readouterr()
        code = run([str(word) for word in words])
        told = capsys.readouterr()
        return Done(code, told.out, told.err)

    return exoburn


def digests(folder: Path) -> dict[str, str]:
    """sha256 of every file in a folder, by relative name."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
