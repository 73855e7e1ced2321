"""The small version of what `tools/reliability.py` puts a release through."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools"
sys.path.insert(0, str(TOOLS))
from reliability_fuzz import fuzz, readers  # noqa: E402
from reliability_runs import can_mount, full_disk, kills, memory, start, writers  # noqa: E402

NAMES = ["case", "regimen sentence", "particle file", "lot", "evidence table", "targets table",
         "manifest", "story", "provider's answers"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_damaged_input_is_read_or_refused_in_one_line(name: str) -> None:
    """Promised: never a traceback, whatever a reader is given."""
    reader = next(one for one in readers() if one.name == name)
    ended = fuzz(reader, 300, seed=1)
    assert ended["read"] > 0
    assert ended["refused"] > 0


def test_every_reader_is_tried() -> None:
    """Truth: a reader that is added to the trial is tried here too."""
    assert [one.name for one in readers()] == NAMES


def test_runs_that_are_stopped(tmp_path: Path) -> None:
    """Promised: one line, code 128 + signal, no draft, no half folder; none after a kill either."""
    assert kills(tmp_path, 6, seed=1).total() == 6


def test_runs_into_one_folder(tmp_path: Path) -> None:
    """Promised: the folder is one of them, whole."""
    assert writers(tmp_path, 2) == 2


def test_little_memory(tmp_path: Path) -> None:
    """Promised: whole, or nothing."""
    assert memory(tmp_path, [200, 4000]).total() == 2


@pytest.mark.skipif(not can_mount(), reason="a small disk can be made by root only")
def test_full_disks(tmp_path: Path) -> None:
    """Promised: one line that names the place, nothing half written, no crash."""
    assert full_disk(tmp_path, [8])["one line, nothing left"] >= 8


@pytest.mark.parametrize("words", [("--help",), ("claims",), ("evidence", "closure", "--json")])
def test_a_reader_that_leaves_is_no_failure(words: tuple[str, ...]) -> None:
    """Promised: `exoburn ... | head -1` ends as 0 and says nothing."""
    import subprocess

    from reliability_runs import command

    run = subprocess.Popen(command(*words), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert run.stdout is not None
    assert run.stderr is not None
    run.stdout.close()
    assert run.stderr.read() == b""
    assert run.wait() == 0


def test_a_full_disk_under_stdout() -> None:
    """Truth: what could not be said is an error, in one line."""
    import subprocess

    from reliability_runs import command

    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("no /dev/full on this system")
    with full.open("wb") as stream:
        done = subprocess.run(command("claims"), stdout=stream, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    line = done.stderr.decode()
    assert line.startswith("exoburn: cannot ")
    assert line.endswith(": No space left on device\n")
    assert line.count("\n") == 1


def test_a_draft_of_a_live_run_is_left_alone(tmp_path: Path) -> None:
    """Truth: the lock goes with the process; only an unlocked draft is a dead one's."""
    from exoburn.files import draft_folder, remove_dead_drafts

    dead = tmp_path / ".run.0123456789ab.exoburn-draft"
    dead.mkdir()
    (dead / "half.txt").write_text("half", encoding="utf-8")
    other = tmp_path / ".mine-draft"
    other.mkdir()
    with draft_folder(tmp_path / "run") as draft:
        init = start("init", tmp_path / "case.toml")
        assert init.wait() == 0
        assert draft.is_dir()
        assert not dead.exists()
        assert other.is_dir()
    assert remove_dead_drafts(tmp_path) == []
    assert not draft.exists()
