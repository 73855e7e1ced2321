"""Standard output and error whose reader may leave: what is said after that goes nowhere."""

from __future__ import annotations

import io
import os
import sys
from typing import cast


class _Pipe(io.FileIO):
    """A stream that goes on into the void once nobody reads it."""

    def write(self, data: bytes | bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            return super().write(data)
        except BrokenPipeError:
            to_nowhere(self.fileno())
            return len(data)


def to_nowhere(handle: int) -> None:
    """Let an open file of this number swallow what is written to it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, handle)
    os.close(nowhere)


def outlive_readers() -> None:
    """Make stdout and stderr such streams; a letter that a terminal lacks is no failure either."""
    sys.stdout = _outliving(sys.stdout)
    sys.stderr = _outliving(sys.stderr)


def _outliving(stream: object) -> io.TextIOWrapper:
    """The same stream, its reader free to leave; one that is closed from the start says nothing."""
    if not isinstance(stream, io.TextIOWrapper):
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
    stream.flush()
    raw = _Pipe(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(cast(io.RawIOBase, raw)), encoding=stream.encoding, errors="replace",
        line_buffering=stream.line_buffering or raw.isatty(),
    )  # fmt: skip
