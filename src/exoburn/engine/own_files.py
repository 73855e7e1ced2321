"""Files that nobody but this user can have written: the only ones that may be run as code.

A file is read through one open descriptor, which is looked at before its content is: it must be a
regular file of this user that nobody else can write. Its folder must be one that only this user can
write, and nobody else may be able to put another folder in its place.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

#: How names of drafts begin and end; one that a crash left is known by them.
DRAFT, PART = ".kernel-", ".part"

#: Flags of every opening: no link followed, no waiting, nothing handed to child processes.
SAFELY = (
    getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)  # fmt: skip
_OTHERS = stat.S_IWGRP | stat.S_IWOTH


class Refused(Exception):
    """What lies there is not to be trusted; the text says why."""


def own_folder(path: Path) -> Path:
    """The folder, made with mode 0700 if it is absent, once it is known to be this user's alone.

    Errors: Refused if others could write there or swap it; OSError if it cannot be made.
    """
    path = path.absolute()
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    above = path.parents[max(0, len(missing) - 1)] if missing else path.parent
    real = Path(os.path.realpath(above))
    for folder in dict.fromkeys((real, *real.parents, above, *above.parents)):
        _check(folder)
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)  # those above it too, whatever the umask says
    real = Path(os.path.realpath(path))
    for folder in real.parents:  # others than above if the folder itself is a link
        _check(folder)
    _check(real, leaf=True)
    return real


def _check(folder: Path, *, leaf: bool = False) -> None:
    """Refuse a folder (`leaf`: that of the files themselves) whose content others could swap."""
    status = folder.stat()
    if not stat.S_ISDIR(status.st_mode):
        raise Refused(f"{folder} is not a folder")
    if not hasattr(os, "getuid"):  # no owners and modes: the profile's own folder is private
        return
    owners = (os.getuid(),) if leaf else (0, os.getuid())
    if status.st_uid not in owners:
        raise Refused(f"{folder} belongs to another user")
    if not status.st_mode & _OTHERS:
        return
    if leaf:
        raise Refused(f"others can write to {folder} (chmod go-w mends that)")
    # in a sticky folder such as /tmp only the owner of what lies there can rename it
    sticky = status.st_mode & stat.S_ISVTX
    if not (sticky or (not status.st_mode & stat.S_IWOTH and _private(status.st_gid))):
        raise Refused(f"others can write to {folder}, above the kernels")


def _private(group: int) -> bool:
    """Whether a group is the private one of this user, as systems with umask 002 make them."""
    import grp
    import pwd

    try:
        user, found = pwd.getpwuid(os.getuid()), grp.getgrgid(group)
    except KeyError:
        return False
    private = group == user.pw_gid and found.gr_name == user.pw_name and group != 0
    return private and set(found.gr_mem) <= {user.pw_name}


def read_own(path: Path, most: int, *, first: int | None = None) -> bytes | None:
    """The bytes of a file of this user, None if it is absent; never waits, follows no link.

    With `first` only so many of them.

    Errors: Refused if it is no regular file, not this user's alone, or larger than `most`.
    """
    try:
        handle = os.open(path, os.O_RDONLY | SAFELY)
    except FileNotFoundError:
        return None
    except OSError as error:  # a link, a socket, a file that this user may not read
        raise Refused(f"cannot be opened ({error.strerror})") from None
    try:
        _look_at(os.fstat(handle), most)
        with os.fdopen(handle, "rb", closefd=False) as file:
            data = file.read(most + 1 if first is None else first)
    except OSError as error:
        raise Refused(f"cannot be read ({error.strerror})") from None
    finally:
        os.close(handle)
    if len(data) > most:  # it grew meanwhile
        raise Refused("is too large")
    return data


def _look_at(status: os.stat_result, most: int) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise Refused("is not a regular file")
    if hasattr(os, "getuid"):
        if status.st_uid != os.getuid():
            raise Refused("belongs to another user")
        if status.st_mode & _OTHERS:
            raise Refused("can be written by others")
    if status.st_size > most:
        raise Refused("is too large")


def write_own(path: Path, data: bytes, *, first: bool = False) -> None:
    """Write a file (mode 0600) that appears whole or not at all; OSError if it cannot be.

    With `first` a file that is there already stays, and the error is FileExistsError.
    """
    draft = path.with_name(f"{DRAFT}{secrets.token_hex(8)}{PART}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | SAFELY, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if first:
            path.hardlink_to(draft)
            draft.unlink()
        else:
            draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
