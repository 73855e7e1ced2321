"""The kernel cache runs only what this user's own runs wrote, and harms no file of others.

A cache entry is machine code, so each way in which a file could get there that we did not write is
acted out: the kernel is then built anew, and its numbers are those of a fresh one.
"""

from __future__ import annotations

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
from exoburn.engine.own_files import own_folder, write_own
from tests.engine.kept.tools import (
    KEY,
    NOBODY,
    never,
    posix,
    refused,
    root,
)


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


@posix
@pytest.mark.parametrize("state", ["short", "open", "pipe", "link"])
def test_a_secret_that_is_not_to_be_trusted_is_made_anew(entry, folder, state, caplog):
    """With it every entry that was sealed by it."""
    seal = folder / "seal"
    if state == "open":
        seal.chmod(0o644 | 0o022)
    else:
        data = seal.read_bytes()
        seal.unlink()
        if state == "short":
            write_own(seal, data[:5])
        elif state == "pipe":
            os.mkfifo(seal, 0o600)
        else:
            write_own(folder / "copy", data)
            seal.symlink_to(folder / "copy")
    assert refused(caplog)
    assert seal.lstat().st_mode & 0o777 == 0o600


def test_processes_that_begin_at_once_share_one_secret(tmp_path, folder):
    """Many different kernels, a fresh folder: each entry is good afterwards."""
    code = (
        "import sys, threading\n"
        "from exoburn.engine.cache import cached\n"
        "sys.stdin.readline()\n"
        "threads = [threading.Thread(target=cached, args=(f'{i:030x}' + sys.argv[1], "
        "lambda: b'code')) for i in range(6)]\n"
        "[thread.start() for thread in threads]\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, f"{i:02x}"], stdin=subprocess.PIPE)
        for i in range(4)
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"\n")
        process.stdin.flush()
    for process in running:
        process.communicate()
    names = [path.stem for path in folder.glob("*.o")]
    assert len(names) == 24
    assert [cached(name, never) for name in names] == [(b"code", True)] * 24


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
