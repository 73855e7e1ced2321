"""The kernel cache is kept small and free of what dead processes left; builders take turns."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from exoburn.engine import cache
from exoburn.engine.cache import cached

KEY = "0" * 31 + "a"
LONG_AGO = 1e9


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """A cache of the test's own that keeps three entries."""
    monkeypatch.setenv("EXOBURN_CACHE", str(tmp_path / "kernels"))
    monkeypatch.setattr(cache, "_told", set())
    monkeypatch.setattr(cache, "KEPT", 3)
    return tmp_path / "kernels"


def keep(*numbers: int) -> None:
    for number in numbers:
        cached(f"{number:032x}", lambda: b"code")
        path = cache.cache_folder() / f"{number:032x}.o"
        os.utime(path, (LONG_AGO + number, LONG_AGO + number))


def test_only_our_own_oldest_entries_are_forgotten(folder):
    """Foreign files stay, however many and old, ours by name only among them."""
    keep(1)
    foreign = {
        "thesis.txt": b"x", "notes.o": b"x", "1" * 32 + ".o": b"an object of another program",
        "2" * 32 + ".verdict": b"of no entry of ours", ".hidden.part": b"x", "3" * 33 + ".o": b"x",
        **{f"photo-{i}.jpg": b"x" for i in range(120)},
    }  # fmt: skip
    for name, data in foreign.items():
        (folder / name).write_bytes(data)
        os.utime(folder / name, (0, 0))
    (folder / "album").mkdir()
    (folder / ("4" * 32 + ".o")).symlink_to(folder / "thesis.txt")
    keep(2, 3, 4, 5)
    left = {path.name for path in folder.iterdir()}
    assert foreign.keys() | {"album", "4" * 32 + ".o"} <= left
    ours = left - foreign.keys() - {"album", "4" * 32 + ".o", "seal"}
    assert ours == {f"{number:032x}.o" for number in (3, 4, 5)}


def test_the_verdict_of_an_entry_goes_with_it(folder):
    """And stays as long as its entry does."""
    keep(1, 2, 3)
    for number in (1, 2, 3):
        (folder / f"{number:032x}.verdict").write_text("passed")
    keep(4)
    assert sorted(path.name for path in folder.glob("*.verdict")) == [
        f"{number:032x}.verdict" for number in (2, 3)
    ]


def test_what_dead_processes_left_is_removed_after_an_hour(folder):
    """Drafts and locks of our own name pattern; younger ones may still be in use."""
    keep(1)
    old = [".kernel-0123456789abcdef.part", "5" * 32 + ".lock"]
    young = [".kernel-fedcba9876543210.part", "6" * 32 + ".lock"]
    foreign = [".kernel-mine.part", "tmp.part", "my.lock", "tmpabc123.tmp"]
    for name in old + young + foreign:
        (folder / name).touch()
    for name in old + foreign:
        os.utime(folder / name, (0, 0))
    keep(2)
    left = {path.name for path in folder.iterdir()}
    assert not left & set(old)
    assert set(young + foreign) <= left


def test_one_of_two_builders_builds_and_the_other_takes_it(folder):
    """The second waits for the first; no lock is left."""
    building, finish, found = threading.Event(), threading.Event(), []

    def slow() -> bytes:
        building.set()
        assert finish.wait(60)
        return b"slow"

    def second() -> bytes:
        raise AssertionError("built twice")

    first = threading.Thread(target=lambda: found.append(cached(KEY, slow)))
    first.start()
    assert building.wait(60)
    other = threading.Thread(target=lambda: found.append(cached(KEY, second)))
    other.start()
    finish.set()
    first.join()
    other.join()
    assert found == [(b"slow", False), (b"slow", True)]
    assert not list(folder.glob("*.lock"))


def test_a_lock_that_is_held_too_long_costs_one_line(folder, monkeypatch, caplog):
    """The kernel is built here too, and the lock left to its holder."""
    monkeypatch.setattr(cache, "WAIT_S", 0.0)

    def outer() -> bytes:
        with caplog.at_level(logging.WARNING):
            assert cached(KEY, lambda: b"inner") == (b"inner", False)
        return b"outer"

    assert cached(KEY, outer) == (b"outer", False)
    assert len(caplog.records) == 1
    assert not list(folder.glob("*.lock"))


def test_a_builder_that_is_killed_leaves_no_lock_that_holds(folder):
    """SIGKILL in the middle: the next one builds at once, and nothing half is found."""
    code = (
        "import sys, time\n"
        "from exoburn.engine.cache import cached\n"
        "def make():\n"
        "    print('building', flush=True)\n"
        "    time.sleep(600)\n"
        f"cached({KEY!r}, make)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"building\n"
        assert list(folder.glob("*.lock"))
        process.send_signal(signal.SIGKILL)
    began = time.monotonic()
    assert cached(KEY, lambda: b"code") == (b"code", False)
    assert time.monotonic() - began < cache.WAIT_S  # it did not wait for the dead
    assert cached(KEY, lambda: b"") == (b"code", True)
    assert not list(folder.glob("*.lock"))


def test_builders_that_fail_leave_nothing(folder):
    """An error while building is the caller's to see; no lock, no entry."""

    def fail() -> bytes:
        raise ValueError("no such rate")

    with pytest.raises(ValueError, match="no such rate"):
        cached(KEY, fail)
    assert list(folder.iterdir()) == []
