"""Where kernels are kept: only in a folder that is this user's alone, else in memory."""

from __future__ import annotations

import errno
import os
import subprocess
import sys

import pytest

from exoburn.engine import cache
from exoburn.engine.cache import cached
from exoburn.engine.own_files import Refused, own_folder, read_own, write_own
from tests.engine.kept.tools import (
    KEY,
    NOBODY,
    memory_only,
    never,
    posix,
    root,
)


@posix
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777, 0o1777])
def test_a_folder_that_others_can_write_is_not_used(entry, folder, mode, caplog):
    """Memory only, one line for the whole process, the entry unread."""
    folder.chmod(mode)
    assert memory_only(caplog)
    assert "others can write" in caplog.text


@root
def test_a_folder_of_another_user_is_not_used(entry, folder, caplog):
    """Whoever owns a folder can write there at any time."""
    os.chown(folder, NOBODY, NOBODY)
    assert memory_only(caplog)
    assert "belongs to another user" in caplog.text


@posix
def test_a_folder_above_that_others_can_write_is_safe_only_if_it_is_sticky(
    tmp_path, monkeypatch, caplog
):
    """Else they could put a folder of their own there; nothing is made in such a place."""
    above = tmp_path / "above"
    above.mkdir()
    monkeypatch.setenv("EXOBURN_CACHE", str(above / "deep" / "kernels"))
    above.chmod(0o777)
    assert memory_only(caplog)
    assert not list(above.iterdir())
    above.chmod(0o1777)
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert cached(KEY, never) == (b"code", True)


@root
def test_a_link_to_a_folder_is_judged_by_both_ends(tmp_path, monkeypatch, caplog):
    """The way there and the place itself."""
    (tmp_path / "theirs").mkdir()
    os.chown(tmp_path / "theirs", NOBODY, NOBODY)
    (tmp_path / "theirs" / "link").symlink_to(own_folder(tmp_path / "ours"))
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "theirs" / "link"))
    assert memory_only(caplog)
    (tmp_path / "way").symlink_to(tmp_path / "theirs")
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "way" / "kernels"))
    assert memory_only(caplog)
    (tmp_path / "fine").symlink_to(tmp_path / "ours")
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "fine"))
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert (tmp_path / "ours" / f"{KEY}.o").is_file()


@pytest.mark.parametrize("place", ["file", "file/kernels", "x" * 300])
def test_a_place_that_is_no_folder_costs_one_line(tmp_path, monkeypatch, place, caplog):
    """EXOBURN_CACHE names a file, something under a file, a name that no disk takes."""
    (tmp_path / "file").write_text("mine")
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / place))
    assert memory_only(caplog)
    assert (tmp_path / "file").read_text() == "mine"


def test_the_place_by_the_environment(tmp_path, monkeypatch, caplog):
    """Empty: as if not set; relative: from the folder of the run; no home: memory only."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EXOBURN_CACHE", "here")
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert (tmp_path / "here" / f"{KEY}.o").is_file()
    monkeypatch.setenv("EXOBURN_CACHE", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache.cache_folder() == tmp_path / "xdg" / "exoburn" / "kernels"
    for ignored in ("", "relative"):
        monkeypatch.setenv("XDG_CACHE_HOME", ignored)
        assert cache.cache_folder() == tmp_path / ".cache" / "exoburn" / "kernels"
    for home in ("", "relative"):
        monkeypatch.setenv("HOME", home)
        with pytest.raises(Refused):
            cache.cache_folder()
    assert memory_only(caplog)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_full_or_read_only_disk_leaves_no_half_file(folder, monkeypatch, code, caplog):
    """The write fails in the middle: memory only, one line, nothing left."""
    real = os.fdopen

    def half(handle, mode="r"):
        file = real(handle, mode)
        if mode == "wb":

            class Full:
                def __enter__(self):
                    return self

                def __exit__(self, *error):
                    file.close()

                def write(self, data):
                    file.write(data[: len(data) // 2])
                    raise OSError(code, os.strerror(code))

            return Full()
        return file

    monkeypatch.setattr(os, "fdopen", half)
    assert memory_only(caplog)
    assert os.strerror(code) in caplog.text
    assert list(folder.iterdir()) == []


def test_reading_never_waits_and_says_why(tmp_path):
    """Absent is None; a part can be read."""
    assert read_own(tmp_path / "absent", 10) is None
    write_own(tmp_path / "file", b"0123456789")
    assert read_own(tmp_path / "file", 10) == b"0123456789"
    assert read_own(tmp_path / "file", 10, first=3) == b"012"
    with pytest.raises(Refused, match="too large"):
        read_own(tmp_path / "file", 9)
    with pytest.raises(Refused):
        read_own(tmp_path, 10)


def test_a_user_sees_one_line(tmp_path):
    """On the stderr of a process that builds two kernels."""
    (tmp_path / "file").touch()
    code = (
        "from exoburn.cli import main\n"
        "import exoburn.cli.app as app\n"
        "from exoburn.engine import cache\n"
        "def two():\n"
        "    for key in ('a', 'b'): cache.cached(key * 32, lambda: b'code')\n"
        "app.COMMANDS['cite'] = 'two:two'\n"
        "import sys, types\n"
        "sys.modules['two'] = types.SimpleNamespace(two=two)\n"
        "main(['cite'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"EXOBURN_CACHE": str(tmp_path / "file")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.startswith("exoburn: kernel cache: ")
    assert done.stderr.count("\n") == 1
