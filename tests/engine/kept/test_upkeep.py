"""The kernel cache is kept small and free of what dead processes left; builders take turns."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from exoburn.engine import cache
from exoburn.engine.cache import cached
from tests.engine.kept.tools import KEY, never

LONG_AGO = 1e9


@pytest.fixture(autouse=True)
def few(monkeypatch) -> None:
    """Three entries are kept."""
    monkeypatch.setattr(cache, "KEPT", 3)


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


BUILDER = f"""
import sys
from exoburn.engine.cache import cached
from tests.engine.kept.tools import KEY, never
def make():
    print('building', flush=True)
    sys.stdin.readline()
    return b'theirs'
cached({KEY!r}, make)
"""


@pytest.fixture
def builder() -> Iterator[subprocess.Popen[bytes]]:
    """Another process that builds the kernel until it is given a line."""
    with subprocess.Popen(
        [sys.executable, "-c", BUILDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"building\n"
        yield process
        process.kill()


def test_one_process_builds_and_the_other_takes_it(folder, builder, caplog):
    """The second waits for the first, says so, and leaves no lock."""
    found = []
    with caplog.at_level(logging.INFO):
        waiting = threading.Thread(target=lambda: found.append(cached(KEY, never)))
        waiting.start()
        while not caplog.records:
            time.sleep(0.01)
        builder.communicate(b"\n")
        waiting.join()
    assert found == [(b"theirs", True)]
    assert [record.levelname for record in caplog.records] == ["INFO"]
    assert not list(folder.glob("*.lock"))


def test_threads_of_a_process_build_once(folder, caplog):
    """Nor does a thread speak of another run."""
    building, finish, found = threading.Event(), threading.Event(), []

    def slow() -> bytes:
        building.set()
        assert finish.wait(60)
        return b"slow"

    threads = [threading.Thread(target=lambda: found.append(cached(KEY, slow)))]
    threads[0].start()
    assert building.wait(60)
    threads += [threading.Thread(target=lambda: found.append(cached(KEY, never))) for _ in "abc"]
    with caplog.at_level(logging.INFO):
        for thread in threads[1:]:
            thread.start()
        finish.set()
        for thread in threads:
            thread.join()
    assert sorted(found) == [(b"slow", False)] + [(b"slow", True)] * 3
    assert not caplog.records
    assert not list(folder.glob("*.lock"))


def test_a_lock_that_is_held_too_long_costs_one_line(folder, builder, monkeypatch, caplog):
    """The kernel is built here too, and the other process ends as it would."""
    monkeypatch.setattr(cache, "WAIT_S", 0.0)
    with caplog.at_level(logging.WARNING):
        assert cached(KEY, lambda: b"ours") == (b"ours", False)
    assert len(caplog.records) == 1
    assert cached(KEY, never) == (b"ours", True)
    builder.communicate(b"\n")
    assert builder.returncode == 0
    assert cached(KEY, never) == (b"theirs", True)
    assert not list(folder.glob("*.lock"))


def test_a_builder_that_is_killed_leaves_no_lock_that_holds(folder, builder, caplog):
    """SIGKILL in the middle: the next one builds at once, and nothing half is found."""
    assert list(folder.glob("*.lock"))
    builder.send_signal(signal.SIGKILL)
    builder.wait()
    with caplog.at_level(logging.INFO):
        assert cached(KEY, lambda: b"code") == (b"code", False)
    assert not caplog.records  # it did not wait for the dead
    assert cached(KEY, never) == (b"code", True)
    assert not list(folder.glob("*.lock"))


def test_builders_that_fail_leave_nothing(folder):
    """An error while building is the caller's to see; no lock, no entry."""

    def fail() -> bytes:
        raise ValueError("no such rate")

    with pytest.raises(ValueError, match="no such rate"):
        cached(KEY, fail)
    assert list(folder.iterdir()) == []
