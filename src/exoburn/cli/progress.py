"""Progress on stderr: a bar on a terminal, a plain line every ten seconds elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

#: What long work calls: what it is doing, how much is done, of how much.
Progress = Callable[[str, float, float], None]

_EVERY_S = 10.0


@contextmanager
def progress_to_stderr() -> Iterator[Progress]:
    """A progress callback that fits where stderr goes."""
    if sys.stderr.isatty():
        with _bar() as callback:
            yield callback
    else:
        yield _lines()


def _lines() -> Progress:
    last = time.monotonic()

    def say(what: str, done: float, total: float) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_S:
            last = time.monotonic()
            share = f" {100 * done / total:.0f} %" if total else ""
            print(f"exoburn: {what}{share}", file=sys.stderr, flush=True)

    return say


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def say(what: str, done: float, total: float) -> None:
            bar.update(task, description=what, completed=done, total=total or None)

        yield say
