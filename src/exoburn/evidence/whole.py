"""Write a file that appears whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from exoburn.errors import InputError


def write_whole(target: Path, data: bytes, *, key: str) -> Path:
    """Write to a temporary name in the same folder, then rename; InputError names `key`."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=".", suffix=".part", dir=target.parent)
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", key=key,
                         given=str(target.parent)) from error
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(draft).chmod(0o644)
        Path(draft).replace(target)
    except OSError as error:
        raise InputError(f"cannot write here: {error.strerror}", key=key,
                         given=str(target)) from error
    finally:
        Path(draft).unlink(missing_ok=True)
    return target
