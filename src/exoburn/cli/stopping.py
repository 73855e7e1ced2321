"""A command that is asked to stop: one line, no draft left, and the exit code of the signal.

Python runs a signal's handler in the main thread, and only between two steps of Python; a kernel
that integrates or a compiler that compiles can keep it waiting. A thread of ours hears of the
signal at once, gives the main thread a moment to end by itself, and otherwise ends the process.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

#: What asks a command to stop; each ends it with 128 + its number.
SIGNALS = tuple(
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
)
#: Seconds in which the main thread may end by itself.
_PATIENCE = 1.5
_LINUX_PARENT_DEATH = 1

_asked: list[int] = []
_ended = threading.Event()


def listen() -> None:
    """Hear of signals from now on. What a shell has set to be ignored stays ignored."""
    heard = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    for number in heard:
        signal.signal(number, _stop)
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    threading.Thread(
        target=_watch, args=(reading, [int(number) for number in heard]), daemon=True
    ).start()
    os.register_at_fork(after_in_child=_in_child)


def asked_to_stop() -> int | None:
    """Exit code of the signal that asked this command to stop; None if none did."""
    return 128 + _asked[0] if _asked else None


def end_listening() -> None:
    """The command has ended: what comes now comes too late to matter."""
    _ended.set()
    for number in SIGNALS:
        if signal.getsignal(number) == _stop:
            signal.signal(number, signal.SIG_IGN)


def _stop(number: int, _frame: object) -> None:
    if not _asked:
        _asked.append(number)
        sys.unraisablehook = lambda _: None  # one that strikes in a callback is heard all the same
        raise KeyboardInterrupt


def _watch(reading: int, heard: list[int]) -> None:
    while True:
        number = os.read(reading, 1)[0]
        if number in heard:
            break
    if not _ended.wait(_PATIENCE):
        _end_at_once(number)


def _end_at_once(number: int) -> None:
    """Take drafts and worker processes along; the line goes past buffers that others may hold."""
    from exoburn.files import remove_open_drafts

    processes = sys.modules.get("multiprocessing")
    for child in processes.active_children() if processes else ():
        child.kill()
    remove_open_drafts()
    os.write(2, b"exoburn: stopped\n")
    os._exit(128 + number)


def _in_child() -> None:
    """A worker process hears from its parent only, and ends with it."""
    signal.set_wakeup_fd(-1)
    for number in SIGNALS:
        if signal.getsignal(number) == _stop:
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal's goes to every process of a command
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_LINUX_PARENT_DEATH, int(signal.SIGTERM), 0, 0, 0)
