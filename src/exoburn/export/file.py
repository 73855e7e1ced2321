"""Write a file so that a crash leaves either the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from exoburn.errors import InputError


def write_whole(path: Path, text: str) -> None:
    """Write UTF-8 text under a temporary name beside `path` and rename it.

    A place that cannot be written to is an InputError.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write_whole(Path(folder) / "a.xml", "<a/>")
    ...     sorted(path.name for path in Path(folder).iterdir())
    ['a.xml']
    """
    draft = ""
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(draft).chmod(0o666 & ~umask)
        Path(draft).replace(path)
    except OSError as error:
        if draft:
            Path(draft).unlink(missing_ok=True)
        raise InputError(
            f"cannot write here: {error.strerror}", key="--out", given=str(path)
        ) from error
