"""Where a file that a case names may lie: beside the case, unless its reader is told otherwise.

A case file comes from somebody, and what it names is read and copied into a run's folder. So a
name that leads out of the case's own folder is refused before the file is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from exoburn.errors import InputError

_outside: ContextVar[bool] = ContextVar("outside", default=False)


@contextmanager
def reading_outside(allowed: bool) -> Iterator[None]:
    """Files may lie anywhere while the block runs, if `allowed`."""
    before = _outside.set(allowed)
    try:
        yield
    finally:
        _outside.reset(before)


def measurement_path(name: str, folder: str | Path, *, key: str = "product.file") -> Path:
    """The path of a file that a statement in `folder` names; links are followed first.

    >>> measurement_path("/etc/passwd", ".")
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: product.file: lies outside the folder of the case (given \
'/etc/passwd'; allowed: a file in that folder or below it, or --allow-outside)
    """
    path = Path(folder) / name
    if _outside.get():
        return path
    try:
        inside = path.resolve().is_relative_to(Path(folder).resolve())
    except (OSError, ValueError, RuntimeError):  # a NUL, a name too long, a ring of links
        inside = False
    if not inside:
        raise InputError(
            "lies outside the folder of the case", key=key, given=name,
            allowed="a file in that folder or below it, or --allow-outside",
        )
    return path


def is_outside(path: Path, folder: str | Path) -> bool:
    """True for a file that is read from elsewhere: what it holds is nobody's to quote."""
    return not path.resolve().is_relative_to(Path(folder).resolve())
