"""The kernel cache runs only what this user's own runs wrote, and harms no file of others.

A cache entry is machine code, so each way in which a file could get there that we did not write is
acted out: the kernel is then built anew, and its numbers are those of a fresh one.
"""

from __future__ import annotations

import errno
import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from exoburn.engine import Block, State, System, cache, compile_system
from exoburn.engine.cache import MARK, cached
from exoburn.engine.object_file import defines
from exoburn.engine.own_files import Refused, own_folder, read_own, write_own

KEY, OTHER = "0" * 31 + "a", "0" * 31 + "b"
NOBODY = 65534
posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files here")
root = pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away"
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """A cache of the test's own, and nothing said yet."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(cache, "_told", set())
    return tmp_path / "kernels"


@pytest.fixture
def entry(folder) -> Path:
    """A kept entry; its code is `code`."""
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert cached(KEY, never) == (b"code", True)
    return folder / f"{KEY}.o"


def never() -> bytes:
    raise AssertionError("built though it is kept")


def refused(caplog) -> bool:
    """Whether the entry is built anew, with one line, and kept from then on."""
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        anew = cached(KEY, lambda: b"anew") == (b"anew", False)
    return anew and len(caplog.records) == 1 and cached(KEY, never) == (b"anew", True)


def memory_only(caplog) -> bool:
    """Whether two kernels are built and one line said, as in a process of its own."""
    caplog.clear()
    cache._told.clear()
    with caplog.at_level(logging.WARNING):
        built = [cached(key, lambda: b"code") for key in (KEY, OTHER, KEY)]
    return built == [(b"code", False)] * 3 and len(caplog.records) == 1


@posix
def test_what_is_made_is_for_this_user_alone(entry, folder):
    """Folder 0700, files 0600, whatever the umask says."""
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    before = os.umask(0)
    try:
        assert own_folder(folder / "a" / "b").stat().st_mode & 0o777 == 0o700
        assert (folder / "a").stat().st_mode & 0o777 == 0o700
    finally:
        os.umask(before)


def decay(name: str, rate: str) -> System:
    return System.compose(name, [Block("decay", f"x' = {rate}", states={"x": State()})])


def test_a_kernel_in_the_place_of_another_is_refused(folder):
    """x' = x in the place of x' = -x would give e for 1/e without a word."""
    compile_system(decay("up", "k*x"), ["x"])
    (up,) = folder.glob("*.o")
    compile_system(decay("down", "-k*x"), ["x"])
    (down,) = set(folder.glob("*.o")) - {up}
    down.write_bytes(up.read_bytes())
    kernel = compile_system(decay("down", "-k*x"), ["x"])
    run = kernel.run([1.0], [1.0], None, [0.0, 1.0], rtol=1e-8)
    assert run.outputs is not None
    assert not kernel.from_cache
    assert float(run.outputs[0, -1, 0]) == pytest.approx(0.36788, abs=1e-5)


def test_junk_with_a_right_checksum_is_refused_and_does_not_end_the_process(folder):
    """Bytes that LLVM would abort on, sealed as an entry: no code of this machine."""
    compile_system(decay("down", "-k*x"), ["x"])
    (path,) = folder.glob("*.o")
    secret, whole = (folder / "seal").read_bytes(), path.read_bytes()[len(MARK) + 64 :]
    shifted = whole[:40] + bytes([0xFF] * 8) + whole[48:]  # sections far outside the file
    unnamed = whole.replace(b"integrate\0", b"integrale\0")
    for junk in (b"", b"junk", b"\x7fELF" * 50, whole[: len(whole) // 2], shifted, unnamed):
        sealed = cache._check(secret, path.stem, junk)
        path.write_bytes(MARK + path.stem.encode() + sealed + junk)
        kernel = compile_system(decay("down", "-k*x"), ["x"])
        assert not kernel.from_cache, junk[:20]
        assert not kernel.run([1.0], [1.0], None, [0.0, 1.0]).failed.size
    assert compile_system(decay("down", "-k*x"), ["x"]).from_cache
    assert defines(whole, ("integrate", "repeat"))
    assert not defines(whole, ("integrate", "no_such_function"))


def test_an_entry_from_another_folder_is_refused(entry, tmp_path, monkeypatch, caplog):
    """The checksum is keyed with a secret of the folder: no file from elsewhere is run."""
    data = entry.read_bytes()
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "another"))
    own_folder(tmp_path / "another")
    write_own(tmp_path / "another" / entry.name, data)
    assert refused(caplog)


def _fifo(path: Path) -> None:
    os.mkfifo(path, 0o600)


def _link(path: Path) -> None:
    path.with_name("elsewhere").write_bytes(b"what the link points to")
    path.symlink_to(path.with_name("elsewhere"))


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(here)


def _large(path: Path) -> None:
    path.touch(0o600)
    os.truncate(path, cache.LARGEST + 1)


@posix
@pytest.mark.parametrize("make", [_fifo, _link, _socket, _large])
def test_what_is_no_plain_file_of_kernel_size_is_refused(entry, make, caplog):
    """A pipe does not hang the run, a link is not followed, nor what it points to touched."""
    entry.unlink()
    make(entry)
    assert refused(caplog)
    if make is _link:
        assert entry.with_name("elsewhere").read_bytes() == b"what the link points to"


@posix
def test_a_folder_in_the_place_of_an_entry_is_left_and_the_kernel_stays_in_memory(entry, caplog):
    """Nothing of others is deleted to make room."""
    entry.unlink()
    (entry / "thesis").mkdir(parents=True)
    with caplog.at_level(logging.WARNING):
        assert cached(KEY, lambda: b"code") == (b"code", False)
    assert (entry / "thesis").is_dir()
    assert len(list(entry.parent.glob(".kernel-*"))) == 0


@posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_an_entry_that_others_can_write_is_refused(entry, mode, caplog):
    """And replaced by one that they cannot."""
    entry.chmod(mode)
    assert refused(caplog)
    assert entry.stat().st_mode & 0o777 == 0o600


@root
def test_an_entry_of_another_user_is_refused(entry, caplog):
    """Though its bytes are right."""
    os.chown(entry, NOBODY, NOBODY)
    assert refused(caplog)


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
