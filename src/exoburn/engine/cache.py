"""Compiled kernels kept between runs: machine code, so only what this user's runs wrote is loaded.

An entry is `<key>.o`, where the key is the hash of everything that shapes the code. It begins with
a mark, the version of this format and its key; then comes a checksum over key and code, keyed with
a random secret of the folder. So a damaged entry, one of another kernel under this name, and one
that comes from elsewhere are all refused and built anew. Where the folder is not this user's
alone, or cannot be written, the kernel lives in memory only, and one line says so.

`<key>.verdict`, what the self-test of an entry found, goes when its entry goes.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import os
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from exoburn.engine.own_files import DRAFT, PART, SAFELY, Refused, own_folder, read_own, write_own

LOG = logging.getLogger(__name__)

#: Most kernels in the cache, a quarter of a megabyte each.
KEPT = 100
#: Bytes beyond which a file is no kernel.
LARGEST = 1 << 26
#: Seconds to wait for another process that builds the same kernel.
WAIT_S = 60.0
#: Age in seconds at which a draft or a lock was left by a process that died.
STALE_S = 3600.0

#: How an entry begins; the last byte is the version of the format.
MARK = b"exoburn kernel\0\x01"
_SECRET = "seal"
_ENTRY = re.compile(r"[0-9a-f]{32}\.o")
_LEFT = re.compile(rf"{re.escape(DRAFT)}[0-9a-f]{{16}}{re.escape(PART)}|[0-9a-f]{{32}}\.lock")
_told: set[str] = set()
_held: dict[tuple[str, str], bytes] = {}
_turns: dict[str, threading.Lock] = {}


def cache_folder() -> Path:
    """Where kernels are kept: EXOBURN_CACHE, else the user's cache folder.

    Errors: Refused if there is neither.
    """
    named = os.environ.get("EXOBURN_CACHE")
    if named:
        return Path(named).absolute()
    base = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if not base.is_absolute():  # such a path is to be ignored, says the XDG specification
        try:
            base = Path.home() / ".cache"
        except RuntimeError:
            base = Path()
        if not base.is_absolute() or not os.environ.get("HOME", "/"):
            raise Refused("this user has no home folder (EXOBURN_CACHE names another place)")
    return base / "exoburn" / "kernels"


def cached(
    key: str, make: Callable[[], bytes], sound: Callable[[bytes], bool] = bool
) -> tuple[bytes, bool]:
    """The machine code kept under `key`, made anew if absent or refused; -> (code, was there).

    `sound` says whether bytes with a right checksum can be loaded at all.
    """
    with _turns.setdefault(key, threading.Lock()):  # threads; processes have a lock on a file
        try:
            folder = own_folder(cache_folder())
        except Refused as reason:
            return _memory_only(str(reason), key, make)
        except OSError as error:
            return _memory_only(f"{error.filename} cannot be made ({error.strerror})", key, make)
        return _from_folder(folder / f"{key}.o", make, sound)


def _from_folder(
    path: Path, make: Callable[[], bytes], sound: Callable[[bytes], bool]
) -> tuple[bytes, bool]:
    found = _read(path, sound)
    if found is not None:
        return found, True
    with _building(path.with_suffix(".lock")) as waited:
        found = _read(path, sound) if waited else None
        if found is not None:
            return found, True
        held = _held.get(_name(path.stem))
        if held is not None:
            return held, True
        code = make()
        try:
            _write(path, code)
        except OSError as error:
            reason = f"{path.parent} cannot be written ({error.strerror})"
            return _memory_only(reason, path.stem, lambda: code)
    return code, False


def _read(path: Path, sound: Callable[[bytes], bool]) -> bytes | None:
    """The code of an entry; None if there is none, or none to be trusted, which is said."""
    try:
        data = read_own(path, LARGEST)
        if data is None:
            return None
        head = len(MARK) + 32
        if not data.startswith(MARK):
            raise Refused("is damaged or not a kernel of this version")
        if data[len(MARK) : head] != path.stem.encode():
            raise Refused("holds another kernel")
        check, code = data[head : head + 32], data[head + 32 :]
        secret = _kept_secret(path.with_name(_SECRET))
        if secret is None or not hmac.compare_digest(check, _check(secret, path.stem, code)):
            raise Refused("is damaged or was not written here")
        if not sound(code):
            raise Refused("is no code for this machine")
    except Refused as reason:
        LOG.warning("kernel cache: %s %s; it is built anew", path.name, reason)
        return None
    return code


def _write(path: Path, code: bytes) -> None:
    secret = _secret(path.with_name(_SECRET))
    write_own(path, MARK + path.stem.encode() + _check(secret, path.stem, code) + code)
    _prune(path.parent)


def _check(secret: bytes, key: str, code: bytes) -> bytes:
    return hmac.new(secret, MARK + key.encode() + code, hashlib.sha256).digest()


def _secret(path: Path) -> bytes:
    """The folder's secret; a new one if there is none, or none to be trusted.

    Of several processes that make one at the same time the first one's holds.
    """
    made = secrets.token_bytes(32)
    found = _kept_secret(path)
    if found is None:
        try:
            write_own(path, made, first=True)
            return made
        except OSError:  # made meanwhile, not to be trusted, or a file system without links
            found = _kept_secret(path)
    if found is None:
        write_own(path, made)
        found = made
    return found


def _kept_secret(path: Path) -> bytes | None:
    with suppress(Refused):
        found = read_own(path, 32)
        return found if found is not None and len(found) == 32 else None
    return None


def _memory_only(reason: str, key: str, make: Callable[[], bytes]) -> tuple[bytes, bool]:
    """The code from this process's memory; why is said once, however many kernels it builds."""
    if reason not in _told:
        _told.add(reason)
        LOG.warning("kernel cache: %s; kernels stay in memory", reason)
    there = _name(key) in _held
    if not there:
        _held[_name(key)] = make()
    return _held[_name(key)], there


def _name(key: str) -> tuple[str, str]:
    """What a kernel is held by in memory: the cache that it could not go to, and its key."""
    return os.environ.get("EXOBURN_CACHE", ""), key


@contextmanager
def _building(path: Path) -> Iterator[bool]:
    """Hold the lock on a file while a kernel is built; -> whether another process had it first.

    The system frees the lock of a process that dies. Where there are no locks, or the other process
    takes too long, nothing is lost but the time of building twice: entries appear whole.
    """
    try:
        import fcntl
    except ImportError:
        yield False
        return
    waited, until, handle = False, time.monotonic() + WAIT_S, -1
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | SAFELY, 0o600)
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _same(handle, path):
                break
        except BlockingIOError:
            if not waited:
                LOG.info("waiting for another run that builds the same kernel")
        except OSError:  # no locks here, or a full disk: go on without
            break
        os.close(handle)  # held by another, or removed by it before it was ours
        handle, waited = -1, True
        if time.monotonic() > until:
            LOG.warning("kernel cache: another run has held %s for %.0f s; the kernel is built "
                        "here too", path.name, WAIT_S)  # fmt: skip
            break
        time.sleep(0.05)
    try:
        yield waited
    finally:
        if handle >= 0:
            with suppress(OSError):
                if _same(handle, path):
                    path.unlink()
            os.close(handle)


def _same(handle: int, path: Path) -> bool:
    """Whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(handle), path.lstat())
    except FileNotFoundError:
        return False


def _prune(folder: Path) -> None:
    """Forget our oldest entries beyond `KEPT`, and what processes that died left; nothing else."""
    entries: list[tuple[float, Path]] = []
    now = time.time()
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process prunes too
            if _ENTRY.fullmatch(path.name):
                if _marked(path):
                    entries.append((path.lstat().st_mtime, path))
            elif _LEFT.fullmatch(path.name) and now - path.lstat().st_mtime > STALE_S:
                path.unlink()
    for _, path in sorted(entries, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)
        path.with_suffix(".verdict").unlink(missing_ok=True)


def _marked(path: Path) -> bool:
    """Whether a file bears our mark."""
    try:
        return read_own(path, LARGEST, first=len(MARK)) == MARK
    except Refused:
        return False
