"""A run's folder: written beside its place and moved in whole, so a crash leaves no half file."""

from __future__ import annotations

import errno
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exoburn.errors import InputError
from exoburn.files import alone_in, draft_folder, give_usual_mode, write_whole

MANIFEST = "manifest.json"
SCHEMA = "exoburn.manifest/1"
#: What is ours while files are moved into a folder that exists.
_MOVING = ".exoburn-moving.json"


def check_free(folder: Path, *, force: bool = False) -> None:
    """Refuse a place that exists and is not a run of ours (unless `force`)."""
    if not folder.exists():
        above = next((p for p in folder.absolute().parents if p.exists()), None)
        if above is not None and not above.is_dir():
            raise InputError("lies under a file, not a folder", key="--out", given=str(folder))
        return
    if not folder.is_dir():
        raise InputError("this is a file, not a folder", key="--out", given=str(folder))
    try:
        with alone_in(folder):
            if force or not any(folder.iterdir()) or _is_ours(folder):
                return
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", key="--out", given=str(folder)
        ) from error
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
    with draft_folder(folder) as draft:
        yield draft
        if not _taken_at_once(folder, draft):
            with alone_in(folder):
                _mark(folder, draft)
                _clear(folder)
                _fill(folder, draft)
                (folder / _MOVING).unlink()


def _taken_at_once(folder: Path, draft: Path) -> bool:
    """Rename the draft to its place; False if something is there, or another run came first."""
    if folder.exists():
        return False
    give_usual_mode(draft)
    try:
        draft.rename(folder)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            return False
        raise
    return True


def _mark(folder: Path, draft: Path) -> None:
    """Say what is ours before it is touched: a run that is killed while it moves leaves this."""
    listed = _manifest(folder).get("outputs")
    names = [str(path.relative_to(draft)) for path in draft.rglob("*") if path.is_file()]
    names += list(listed) if isinstance(listed, dict) else []
    text = json.dumps({"schema": SCHEMA, "outputs": dict.fromkeys(names, "")})
    write_whole(folder / _MOVING, text)


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
    """The manifest of a run of ours, or what a run left that was killed while it moved in."""
    for name in (MANIFEST, _MOVING):
        try:
            manifest = json.loads((folder / name).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(manifest, dict) and manifest.get("schema") == SCHEMA:
            return manifest
    return {}
