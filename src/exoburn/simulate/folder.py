"""A run's folder: written beside its place and moved in whole, so a crash leaves no half file."""

from __future__ import annotations

import hashlib
import json
import os
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
        above = next((p for p in folder.absolute().parents if p.exists()), None)
        if above is not None and not above.is_dir():
            raise InputError("lies under a file, not a folder", key="--out", given=str(folder))
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
    """A temporary folder that becomes `folder` when the block ends without an error.

    A new place gets it in one rename. In a place that exists, the manifest of an earlier run goes
    first, then the files that it lists, and the new manifest comes last: a folder with a manifest
    is complete, and what we did not write stays.
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
        if folder.exists():
            _clear(folder)
            _fill(folder, draft)
        else:
            umask = os.umask(0)
            os.umask(umask)
            draft.chmod(0o777 & ~umask)
            draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _clear(folder: Path) -> None:
    """Take away an earlier run: its manifest, then what it lists."""
    listed = _manifest(folder).get("outputs")
    (folder / MANIFEST).unlink(missing_ok=True)
    inside = folder.resolve()
    for name in listed if isinstance(listed, dict) else ():
        path = (inside / str(name)).resolve()
        if path.is_file() and path.is_relative_to(inside):
            path.unlink()


def _fill(folder: Path, draft: Path) -> None:
    files = sorted(p for p in draft.rglob("*") if p.is_file())
    for path in sorted(files, key=lambda p: p.name == MANIFEST):
        target = folder / path.relative_to(draft)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)


def sha256(path: Path) -> str:
    """Hex digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_ours(folder: Path) -> bool:
    return bool(_manifest(folder))


def _manifest(folder: Path) -> dict[str, object]:
    """The manifest of a run of ours; empty if there is none."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    ours = isinstance(manifest, dict) and manifest.get("schema") == SCHEMA
    return manifest if ours else {}
