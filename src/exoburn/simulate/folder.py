"""A run's folder: written beside its place and moved in whole, so a crash leaves no half file."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exoburn.errors import InputError

MANIFEST = "manifest.json"
SCHEMA = "exoburn.manifest/1"


def check_free(folder: Path, *, force: bool = False) -> None:
    """Refuse a place that exists and is not a run of ours (unless `force`)."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise InputError("this is a file, not a folder", key="--out", given=str(folder))
    if force or not any(folder.iterdir()) or _is_ours(folder):
        return
    raise InputError(
        "the folder exists and holds something that exoburn did not write",
        key="--out", given=str(folder), allowed="another folder, or --force to write into it",
    )


@contextmanager
def moved_in_whole(folder: Path) -> Iterator[Path]:
    """A temporary folder whose files move into `folder` when the block ends without an error.

    The manifest moves last: a folder with a manifest is complete.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as error:
        raise InputError(
            f"cannot write here: {error.strerror}", key="--out", given=str(folder)
        ) from error
    try:
        yield draft
        folder.mkdir(exist_ok=True)
        files = sorted(p for p in draft.rglob("*") if p.is_file())
        for path in sorted(files, key=lambda p: p.name == MANIFEST):
            target = folder / path.relative_to(draft)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.replace(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_ours(folder: Path) -> bool:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("schema") == SCHEMA
