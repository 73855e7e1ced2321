"""What a release is put through: damaged files, kills, crowds, short memory, full disks.

python tools/reliability.py                     tries everything and rewrites docs/reliability.md
python tools/reliability.py --files 300 --kills 6 --writers 3 --no-write       in minutes
"""

from __future__ import annotations

import argparse
import platform
import tempfile
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from reliability_fuzz import fuzz, readers
from reliability_runs import can_mount, full_disk, kills, memory, writers

PAGE = Path(__file__).parents[1] / "docs" / "reliability.md"
BEGIN, END = "<!-- figures begin -->", "<!-- figures end -->"
MEMORY_MB = (150, 250, 400, 600, 900, 1400, 2000, 4000)
DISKS_KB = (8, 120, 400)


def main() -> None:
    """Try, and write what was found between the marks of the page."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    ask.add_argument("--files", type=int, default=10_000, help="damaged inputs a reader")
    ask.add_argument("--kills", type=int, default=60, help="runs that are stopped")
    ask.add_argument("--writers", type=int, default=8, help="runs into one folder at once")
    ask.add_argument("--seed", type=int, default=0)
    ask.add_argument("--no-write", action="store_true", help="leave the page as it is")
    given = ask.parse_args()
    lines = list(figures(given.files, given.kills, given.writers, given.seed))
    if given.no_write:
        return
    text = PAGE.read_text(encoding="utf-8")
    before, after = text[: text.index(BEGIN)], text[text.index(END) :]
    PAGE.write_text("\n".join([before + BEGIN, "", *lines, "", after]), encoding="utf-8")


def figures(files: int, stopped: int, crowd: int, seed: int) -> Iterator[str]:
    """Lines of the page, each said as soon as it is known; the first failure ends the trial."""
    lines = [
        f"exoburn {version('exoburn')}, Python {platform.python_version()}, {platform.system()} "
        f"{platform.machine()}, seed {seed}.", "",
        "| damaged input | tried | read | refused in one line | anything else |",
        "|---|---|---|---|---|",
    ]
    yield from _said(lines)
    for reader in readers():
        found = fuzz(reader, files, seed)
        counts = f"{files} | {found['read']} | {found['refused']} | 0"
        yield from _said([f"| {reader.name} | {counts} |"])
    yield from _said(["", "| whole runs | tried | ended |", "|---|---|---|"])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield from _said([_row("stopped at a random moment", kills(folder, stopped, seed))])
        several = Counter({"whole, one of them": writers(folder, crowd)})
        yield from _said([_row("into one folder at once", several)])
        confined = memory(folder, MEMORY_MB)
        label = f"address space of {MEMORY_MB[0]} to {MEMORY_MB[-1]} MB"
        yield from _said([_row(label, confined)])
        if can_mount():
            label = f"every command that writes, on disks of {DISKS_KB[0]} to {DISKS_KB[-1]} kB"
            yield from _said([_row(label, full_disk(folder, DISKS_KB))])
        else:
            yield from _said(["| full disk | 0 | not tried: a small disk cannot be made here |"])


def _row(label: str, found: Counter[str]) -> str:
    ends = "; ".join(f"{count} {words}" for words, count in sorted(found.items()))
    return f"| {label} | {found.total()} | {ends} |"


def _said(lines: list[str]) -> Iterator[str]:
    for line in lines:
        print(line, flush=True)
        yield line


if __name__ == "__main__":
    main()
