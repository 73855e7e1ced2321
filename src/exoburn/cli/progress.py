"""Progress on stderr: a bar on a terminal, plain lines elsewhere, and never a long silence.

What exoburn logs (a compilation, say) is told before it begins. Whatever is being done is told,
with the seconds since the start, when nothing was said for `BEAT_S`; so a short command and a
mistake in the input are told in no line more than they need.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

#: What long work calls: what it is doing, how much is done, of how much (0: that is not known).
Progress = Callable[[str, float, float], None]

#: Seconds of silence after which a line says that work goes on: nothing is silent for 3 s.
BEAT_S = 2.5


class Teller(logging.Handler):
    """Tells on stderr what is being done; also takes what exoburn logs while it runs.

    >>> import io
    >>> moments = iter([0.0, 2.0, 3.0, 3.0])
    >>> teller = Teller(clock=lambda: next(moments), stream=io.StringIO())
    >>> teller("simulating Gel", 1, 4)
    >>> teller.beat(), teller.beat()
    (None, None)
    >>> teller.stream.getvalue()
    'exoburn: simulating Gel 25 %, 3 s\\n'
    """

    def __init__(
        self, *, clock: Callable[[], float] = time.monotonic, stream: TextIO | None = None
    ) -> None:
        super().__init__(logging.INFO)
        self.stream = stream
        self.bar: Progress | None = None
        self.asleep = False
        self._clock = clock
        self._began = self._last = clock()
        self._what, self._share = "working", ""

    def __call__(self, what: str, done: float, total: float) -> None:
        """Take note of what is being done, and how much of it."""
        self._what, self._share = what, f" {100 * done / total:.0f} %" if total else ""
        if self.bar:
            self.bar(what, done, total)

    def tell(self, text: str) -> None:
        """Print one line."""
        self._last = self._clock()
        print(f"exoburn: {text}", file=self.stream or sys.stderr, flush=True)

    def beat(self) -> None:
        """Print what is being done if nothing was said for a while."""
        now = self._clock()
        if self.bar is None and not self.asleep and now - self._last >= BEAT_S:
            self.tell(f"{self._what}{self._share}, {now - self._began:.0f} s")

    def emit(self, record: logging.LogRecord) -> None:
        """A line of the log, told at once; information is also what is being done."""
        text = record.getMessage()
        information = record.levelno < logging.WARNING
        if information:
            self(text, 0, 0)
        if not (information and self.bar):
            self.tell(text)


_now: Teller | None = None


@contextmanager
def watched(teller: Teller | None = None) -> Iterator[Teller]:
    """Around a whole command of a user: what it does, and what it logs, is told until it ends."""
    global _now
    teller = teller or Teller()
    log = logging.getLogger("exoburn")
    level, before = log.level, _now
    over = threading.Event()

    def beats() -> None:
        while not over.wait(0.1):
            try:
                teller.beat()
            except (OSError, ValueError):  # nobody reads stderr any more
                return

    thread = threading.Thread(target=beats, name="progress", daemon=True)
    log.addHandler(teller)
    log.setLevel(logging.INFO)
    _now = teller
    thread.start()
    try:
        yield teller
    finally:
        _now = before
        over.set()
        thread.join()
        log.removeHandler(teller)
        log.setLevel(level)


@contextmanager
def waiting_for_the_user() -> Iterator[None]:
    """Around a question at the terminal, where work does not go on."""
    teller = _now or Teller()
    teller.asleep = True
    try:
        yield
    finally:
        teller.asleep = False


@contextmanager
def progress_to_stderr() -> Iterator[Progress]:
    """A progress callback that fits where stderr goes; it is silent where nobody watches."""
    if _now is None:
        yield lambda what, done, total: None
    elif sys.stderr.isatty():
        with _bar() as bar:
            _now.bar = bar
            try:
                yield _now
            finally:
                _now.bar = None
    else:
        yield _now


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
