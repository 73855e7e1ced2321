"""Whole commands under a bad star: killed, crowded, short of memory, on a disk that is full."""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
CASE = ROOT / "examples" / "toddler-scald.toml"
SMALL = ("--draws", "10", "--days", "40", "--jobs", "2")
#: What a shell may have set to be ignored is heard again, so that every signal strikes.
_START = (
    "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "from exoburn.cli import main; main()"
)
_WORDS = {signal.SIGTERM: "SIGTERM", signal.SIGINT: "SIGINT", signal.SIGKILL: "SIGKILL"}


def command(*words: object) -> list[str]:
    """The command line that runs `exoburn` with these words."""
    return [sys.executable, "-c", _START, *(str(word) for word in words)]


def start(*words: object, cache: Path | None = None) -> subprocess.Popen[str]:
    """Start `exoburn` with these words, its output caught."""
    env = os.environ | ({"EXOBURN_CACHE": str(cache)} if cache else {})
    return subprocess.Popen(
        command(*words), env=env, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def kills(folder: Path, count: int, seed: int, *, longest_s: float | None = None) -> Counter[str]:
    """Runs stopped at random moments: while modules load, a kernel compiles or runs, files move.

    One in three starts without a kernel in its cache, one in three writes over an earlier run.
    Raises AssertionError for a traceback, a wrong exit code, a draft that stays, or a folder with a
    manifest in which a file is missing or other than listed.
    """
    rng = random.Random(seed)
    cache = folder / "cache"
    place = folder / "runs"
    began = time.monotonic()
    first = start("simulate", CASE, "--out", place / "run", *SMALL, cache=cache)
    assert first.wait() == 0, first.communicate()[1]
    whole = time.monotonic() - began
    shutil.copytree(place / "run", folder / "earlier")
    ended: Counter[str] = Counter()
    for number in range(count):
        sent = (signal.SIGTERM, signal.SIGINT, signal.SIGKILL)[number % 3]
        fresh = number // 3 % 3 == 0
        over = number // 3 % 3 == 1
        shutil.rmtree(place / "run", ignore_errors=True)
        if over:
            shutil.copytree(folder / "earlier", place / "run")
        own = folder / f"cache-{number}" if fresh else cache
        run = start("simulate", CASE, "--out", place / "run", *SMALL, cache=own)
        longest = longest_s or (whole if fresh else 0.6 * whole)
        time.sleep(rng.uniform(0.02, longest))
        run.send_signal(sent)
        told = run.communicate()[1]
        shutil.rmtree(own, ignore_errors=True) if fresh else None
        ended[_ending(sent, run.returncode, told)] += 1
        assert "Traceback" not in told, told
        if sent != signal.SIGKILL and run.returncode > 0:
            assert drafts(place) == [], (number, told, drafts(place))
        _check_whole(place / "run")
        after = start("init", place / "next.toml", "--force")
        assert after.wait() == 0, after.communicate()[1]
        assert drafts(place) == [], f"drafts stay after a {_WORDS[sent]}: {drafts(place)}"
    return ended


def _ending(sent: signal.Signals, code: int, told: str) -> str:
    """How a run ended, in words; an ending that is not allowed is an AssertionError."""
    if code == 0:
        return "had ended before"
    if code == -sent:
        assert sent == signal.SIGKILL or not told, told
        return f"{_WORDS[sent]}: ended by the signal"
    assert code == 128 + sent, f"{_WORDS[sent]} gave exit code {code}: {told}"
    lines = [line for line in told.splitlines() if "stopped" in line]
    assert lines == ["exoburn: stopped"], told
    return f"{_WORDS[sent]}: one line, code {code}"


def drafts(place: Path) -> list[str]:
    """Names of drafts in a folder."""
    return [path.name for path in place.glob(".*") if ".exoburn-" in path.name]


def _check_whole(folder: Path) -> None:
    manifest = folder / "manifest.json"
    if not manifest.exists():
        return
    for name, digest in json.loads(manifest.read_text(encoding="utf-8"))["outputs"].items():
        found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        assert found == digest, f"{name} is not what the manifest lists"


def writers(folder: Path, count: int) -> int:
    """Runs of other seeds into one folder at once; all end well, and the folder is one of them."""
    out = folder / "crowded" / "run"
    runs = [start("simulate", CASE, "--out", out, "--seed", seed, *SMALL) for seed in range(count)]
    for run in runs:
        told = run.communicate()[1]
        assert run.returncode == 0, told
    _check_whole(out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    names = {str(p.relative_to(out)) for p in out.rglob("*") if p.is_file()}
    assert names == {*manifest["outputs"], "manifest.json"}, names
    assert drafts(out.parent) == []
    assert drafts(out) == []
    return count


def memory(folder: Path, limits_mb: Sequence[int]) -> Counter[str]:
    """Runs under limits of address space: each is whole, or one line and no folder."""
    ended: Counter[str] = Counter()
    for limit in limits_mb:
        out = folder / "memory" / str(limit)

        def confine(size: int = limit * 2**20) -> None:
            resource.setrlimit(resource.RLIMIT_AS, (size, size))

        done = subprocess.run(
            command("simulate", CASE, "--out", out, *SMALL), preexec_fn=confine, text=True,
            capture_output=True, check=False,
        )  # fmt: skip
        left = [path.name for path in out.parent.glob("*")] if out.parent.exists() else []
        if done.returncode == 0:
            _check_whole(out)
            ended["whole"] += 1
            continue
        assert left == [], (limit, left)
        one = done.returncode == 1 and len(done.stderr.strip().splitlines()) == 1
        ended["one line, code 1" if one else f"code {done.returncode}, said by others"] += 1
    return ended


def full_disk(folder: Path, sizes_kb: Sequence[int]) -> Counter[str]:
    """Commands that write to a small disk (a tmpfs, so root only): one line, nothing half."""
    ended: Counter[str] = Counter()
    disk = folder / "disk"
    disk.mkdir()
    for size in sizes_kb:
        for words in _writing(disk):
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}k", "tmpfs", str(disk)],
                           check=True)  # fmt: skip
            try:
                done = subprocess.run(command(*words), text=True, capture_output=True, check=False)
                left = [path for path in disk.rglob("*") if path.is_file()]
                told = done.stderr.strip().splitlines()
                if done.returncode == 0:
                    ended["whole"] += 1
                    continue
                assert done.returncode == 2, (words, done.stderr)
                assert "No space left on device" in told[-1], done.stderr
                assert left == [], left
                ended["one line, nothing left"] += 1
            finally:
                subprocess.run(["umount", str(disk)], check=True)
    return ended


def can_mount() -> bool:
    """True where a small disk can be made."""
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") is not None


def _writing(disk: Path) -> list[tuple[object, ...]]:
    """Every command that writes, at its smallest."""
    sizes = disk.with_name("sizes.csv")
    sizes.write_text("size_nm,count\n90,10\n100,40\n110,20\n", encoding="utf-8")
    story = ROOT / "examples" / "stories" / "hands-gel.toml"
    return [
        ("simulate", CASE, "--out", disk / "run", *SMALL),
        ("burn", "--medium", "immersion", "--temperature", 70, "--duration", 3, "--figure",
         disk / "burn.svg"),
        ("product", sizes, "--figure", disk / "sizes.svg"),
        ("product", sizes, "--figure", disk / "sizes.png"),
        ("evidence", "closure", "--out", disk / "evidence"),
        ("export", CASE, "--out", disk / "column.xml"),
        ("init", disk / "case.toml"),
        ("story", story, "--draws", 10, "--out", disk / "story"),
        ("ask", "pain", CASE, "--draws", 10, "--html", disk / "ask.html"),
    ]  # fmt: skip
