"""Compiling C for the benchmark, where a compiler is there."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).parent
OPTIMISED = ("-O3", "-march=native", "-fno-math-errno", "-fno-semantic-interposition")


def compiler() -> str | None:
    """The C compiler, or None if there is none."""
    return shutil.which("gcc") or shutil.which("cc")


def has_headers(text: str, flags: Sequence[str] = ()) -> bool:
    """Whether the includes in `text` can be found and pass its own #error lines."""
    found = compiler()
    if found is None:
        return False
    command = [found, "-E", *flags, "-x", "c", "-", "-o", "/dev/null"]
    return subprocess.run(command, input=text.encode(), capture_output=True).returncode == 0


def shared_library(
    text: str, flags: Sequence[str] = (), libraries: Sequence[str] = ()
) -> ctypes.CDLL:
    """C text -> a library that is loaded; a text that does not compile is an error."""
    found = compiler()
    if found is None:
        raise FileNotFoundError("no C compiler (gcc or cc) is installed")
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder) / "code.c", Path(folder) / "code.so"
        source.write_text(text)
        subprocess.run(
            [found, *OPTIMISED, "-shared", "-fPIC", *flags, f"-I{HERE}", str(source),
             "-o", str(library), *(f"-l{name}" for name in libraries), "-lm"],
            check=True,
        )  # fmt: skip
        return ctypes.CDLL(str(library))
