"""Files and folders that appear whole or not at all, and what a run that was killed left behind.

Everything is written under a name of ours beside its place and renamed there. Each such draft is
locked as long as its run lives; the lock goes with the process, however it dies. So a draft of
ours that nobody holds is one that a kill left, and the next run into the same folder removes it;
the draft of a live run, on this machine or on another that shares the disk, is never touched.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from exoburn.errors import InputError

try:
    import fcntl
except ImportError:  # no such locks on this system: drafts of the dead then stay
    fcntl = None

#: How names of drafts end: a folder, a file.
FOLDER, FILE = ".exoburn-draft", ".exoburn-part"
_TRIES = 20
_CLOSING = getattr(os, "O_CLOEXEC", 0)
#: Drafts of this process that are being written.
_open: set[Path] = set()


def write_whole(
    path: Path, content: str | bytes, *, key: str = "--out", parents: bool = True
) -> Path:
    """Write a file under a temporary name beside its place, then rename it; text as UTF-8.

    Folders above it are made if `parents`. A place that cannot be written to, or a full disk, is
    an InputError that names `key`, and nothing is left of the file.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = write_whole(Path(folder) / "new" / "a.txt", "a")
    ...     path.read_text(), [other.name for other in path.parent.iterdir()]
    ('a', ['a.txt'])
    """
    return write_together({path: content}, key=key, parents=parents)[0]


def write_together(
    contents: Mapping[Path, str | bytes], *, key: str = "--out", parents: bool = True
) -> list[Path]:
    """Write files that belong together: none takes its place before all of them are on disk.

    They take it in the order of the mapping, so what comes last says that the others are there.
    """
    drafts: dict[Path, Path] = {}
    path = Path()
    with contextlib.ExitStack() as held:
        try:
            for path, content in contents.items():
                if parents:
                    path.parent.mkdir(parents=True, exist_ok=True)
                remove_dead_drafts(path.parent)
                handle, drafts[path] = _locked_file(path)
                held.callback(_forget, drafts[path])
                stream = held.enter_context(os.fdopen(handle, "wb", buffering=0))
                _write(stream, content.encode() if isinstance(content, str) else content)
                drafts[path].chmod(0o666 & ~_umask())
            for path, draft in drafts.items():
                draft.replace(path)
        except (OSError, ValueError) as error:
            raise _refused(error, key, path) from error
    return list(drafts)


@contextlib.contextmanager
def draft_folder(place: Path, *, key: str = "--out") -> Iterator[Path]:
    """A locked folder beside `place` to write into; it goes when the block ends, moved or not.

    An OSError inside, a full disk for one, is an InputError that names `key`.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        remove_dead_drafts(place.parent)
        handle, draft = _locked_folder(place)
    except (OSError, ValueError) as error:
        raise _refused(error, key, place) from error
    try:
        yield draft
    except OSError as error:
        raise _refused(error, key, place) from error
    finally:
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        _open.discard(draft)
        if handle is not None:
            os.close(handle)


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Wait until no other run of ours moves files into `folder`, and keep others out meanwhile."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a disk without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def give_usual_mode(folder: Path) -> None:
    """The mode of a folder that was made in the usual way; drafts are for their owner alone."""
    folder.chmod(0o777 & ~_umask())


def remove_dead_drafts(folder: Path) -> list[Path]:
    """Remove drafts of ours in a folder whose run is dead; -> those that were removed."""
    if fcntl is None:
        return []
    found = []
    for path in list(folder.iterdir()):
        if path.name.startswith(".") and path.name.endswith((FOLDER, FILE)):
            with contextlib.suppress(OSError):  # it went meanwhile, or is another user's
                found += [path] if _removed_if_dead(path) else []
    return found


def remove_open_drafts() -> None:
    """Remove what this process is writing, where it has to end at once."""
    for draft in list(_open):
        if draft.is_dir():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _removed_if_dead(path: Path) -> bool:
    if path.is_symlink() or path in _open:
        return False
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if _lock(handle) != "locked":
            return False
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
        return True
    finally:
        os.close(handle)


def _write(stream: io.RawIOBase, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[stream.write(rest) or 0 :]


def _forget(draft: Path) -> None:
    draft.unlink(missing_ok=True)
    _open.discard(draft)


def _lock(handle: int) -> Literal["locked", "held", "no locks"]:
    """Lock it if nobody else does; some disks know no locks."""
    if fcntl is None:
        return "no locks"
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return "held"
    except OSError:
        return "no locks"
    return "locked"


def _locked_file(path: Path) -> tuple[int, Path]:
    for _ in range(_TRIES):
        draft = _beside(path, FILE)
        handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL | _CLOSING, 0o600)
        if _is_ours(handle, draft):
            return handle, draft
        os.close(handle)
        _open.discard(draft)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _locked_folder(place: Path) -> tuple[int | None, Path]:
    for _ in range(_TRIES):
        draft = _beside(place, FOLDER)
        draft.mkdir(mode=0o700)
        if fcntl is None:
            return None, draft
        with contextlib.suppress(OSError):
            handle = os.open(draft, os.O_RDONLY)
            if _is_ours(handle, draft):
                return handle, draft
            os.close(handle)
        _open.discard(draft)
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))


def _beside(path: Path, end: str) -> Path:
    """A name that nobody has, known as ours before it is there: a signal may strike any time."""
    draft = path.with_name(f".{path.name[:40]}.{secrets.token_hex(6)}{end}")
    _open.add(draft)
    return draft


def _is_ours(handle: int, draft: Path) -> bool:
    """False if a cleaner took the draft for dead in the moment before it was locked."""
    if _lock(handle) == "held":
        return False
    try:
        return os.path.samestat(os.fstat(handle), draft.lstat())
    except OSError:
        return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _refused(error: OSError | ValueError, key: str, path: Path) -> InputError:
    reason = getattr(error, "strerror", None) or str(error)
    return InputError(f"cannot write here: {reason}", key=key, given=str(path))
