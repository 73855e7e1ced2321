"""Read a CSV table that ships with the package."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from exoburn.errors import EngineError

FOLDERS = tuple(Path(__file__).parent / name for name in ("rows", "literature"))


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """All rows of a shipped table as mappings of text; our own rows come before the literature's.

    >>> table("lund_browder")[0]["region"]
    'head'
    """
    for folder in FOLDERS:
        path = folder / f"{name}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as handle:
                return tuple(csv.DictReader(handle))
    raise EngineError(f"no table named {name!r} is shipped")


def number(text: str, default: float | None = None) -> float:
    """The number in a cell; `default` if the cell is empty.

    >>> number("1e-3"), number("", 2.0)
    (0.001, 2.0)
    """
    if text.strip() == "" and default is not None:
        return default
    return float(text)
