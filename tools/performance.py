"""Measure what commands and the engine cost, and write docs/performance.md between its markers.

    python tools/performance.py                     measure, store, write the page
    python tools/performance.py --against FOLDER    by turns with another checkout of exoburn
    python tools/performance.py --no-engine         keep the engine's numbers, measure the commands
    python tools/performance.py --page              write the page anew from the stored numbers

A command is a fresh process: user and system seconds of it and of what it starts, as the operating
system counts them. A small run comes first, unmeasured (kernels and modules are then compiled);
then commands run by turns in both checkouts. FOLDER is another checkout, such as
`git worktree add --detach FOLDER COMMIT` makes. Takes three to five minutes on two quiet cores.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from exoburn.engine import processor

ROOT = Path(__file__).parent.parent
STORED, PAGE = ROOT / "docs" / "performance.json", ROOT / "docs" / "performance.md"
HAND = "examples/hand-scald.toml"
SMALL = ("--draws", "5", "--days", "30")
#: name of the folder that a run writes; replaced by a temporary one
_OUT = "OUT"
COMMANDS = {
    "simulate": ("simulate", HAND, "--out", _OUT, "--force"),
    "eligible": ("eligible", HAND),
    "ask pain": ("ask", "pain", HAND),
    "ask safety": ("ask", "safety"),
    "story": ("story", "examples/stories/hands-gel.toml"),
    "claims": ("claims",),
    "evidence": ("evidence",),
}
NONE = "Not measured yet: run `python tools/performance.py`.\n"


def main() -> None:
    """Measure what is asked for, store it, write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--against", type=Path, help="another checkout, run by turns with this one")
    parser.add_argument("--repeats", type=int, default=1, help="measured runs a command")
    parser.add_argument("--no-engine", action="store_true", help="keep the engine's numbers")
    parser.add_argument("--page", action="store_true", help="measure nothing")
    options = parser.parse_args()
    found = stored()
    if not options.page:
        found["commands"] = commands(options.against, options.repeats)
        found["machine"] = {"bits": processor()["vector_bits"], "cores": os.cpu_count()}
        if not options.no_engine:
            found["engine"] = engine()
        STORED.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")


def stored() -> dict[str, Any]:
    """The numbers that the page is written from; none before the first measurement."""
    return json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}


def commands(against: Path | None, repeats: int) -> dict[str, Any]:
    """CPU seconds of each command here and there, and what the run of a case made."""
    places = {"here": ROOT} | ({} if against is None else {"there": against.resolve()})
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for root in places.values():
            compileall.compile_dir(root / "src", quiet=1)
            cpu(root, ["simulate", HAND, *SMALL, "--out", str(Path(folder) / "small"), "--force"])
        for name, words in COMMANDS.items():
            spent: dict[str, list[float]] = {place: [] for place in places}
            for _ in range(repeats):
                for place, root in places.items():
                    out = str(Path(folder) / place)
                    spent[place].append(cpu(root, [out if w == _OUT else w for w in words]))
            found[name] = {place: round(median(each), 2) for place, each in spent.items()}
            print(name, found[name], flush=True)
        found["simulate"]["made"] = {place: _made(Path(folder) / place) for place in places}
    if against is not None:
        found["simulate"]["commit"] = _commit(against)
    return found


def cpu(root: Path, words: list[str]) -> float:
    """User and system seconds of one command of a checkout, children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    settings = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(
        [sys.executable, "-m", "exoburn", *words], cwd=root, check=True,
        env=settings | {"PYTHONPATH": str(root / "src")},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _made(folder: Path) -> dict[str, Any]:
    """Lanes that a run integrated, and the size of its data."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    size = (folder / "results.nc").stat().st_size
    return {"lanes": manifest["solver"]["lanes"], "megabytes": round(size / 1e6, 2)}


def _commit(root: Path) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "--short=12", "HEAD"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def engine() -> dict[str, Any]:
    """The engine beside others, from `benchmarks/run`."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "engine.json"
        subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "run"), "--json", str(path),
             "--repeats", "3"], check=True,
        )  # fmt: skip
        return json.loads(path.read_text(encoding="utf-8"))


def page(text: str, found: dict[str, Any]) -> str:
    """The page with its generated parts written anew."""
    for name, part in parts(found).items():
        pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
        place = re.search(pattern, text, re.DOTALL)
        if place is None:
            raise SystemExit(f"docs/performance.md: no marker for {name}")
        text = text[: place.end(1)] + part + text[place.start(2) :]
    return text


def parts(found: dict[str, Any]) -> dict[str, str]:
    """Every generated part by its marker."""
    return {
        "commands": _commands(found) if "commands" in found else NONE,
        "engine": _engine(found["engine"]) if "engine" in found else NONE,
    }


def _commands(found: dict[str, Any]) -> str:
    told, machine = found["commands"], found["machine"]
    paired = all("there" in row for row in told.values())
    commit = told["simulate"].get("commit")
    lines = [f"{machine['cores']} cores, {machine['bits']}-bit registers"
             + (f"; beside commit `{commit}`." if paired else "."), ""]
    head = ["command", "CPU s"] + (["CPU s before", "times less"] if paired else [])
    lines += [_row(head), _row(["---"] * len(head))]
    for name, row in told.items():
        cells = [f"`exoburn {' '.join(_shown(name))}`", f"{row['here']:.1f}"]
        if paired:
            cells += [f"{row['there']:.1f}", f"{row['there'] / row['here']:.1f}"]
        lines.append(_row(cells))
    made = told["simulate"]["made"]
    for place, when in (("here", ""), ("there", " before")):
        if place in made:
            one = made[place]
            lines += ["", f"The run of the case integrates {one['lanes']:,} columns{when}; "
                      f"`results.nc` has {one['megabytes']:.1f} MB{when}."]
    return "\n".join(lines) + "\n"


def _shown(name: str) -> tuple[str, ...]:
    return tuple(word for word in COMMANDS[name] if word not in ("--out", _OUT, "--force"))


def _engine(numbers: dict[str, Any]) -> str:
    bits = numbers["processor"]["vector_bits"]
    lines = [
        f"{numbers['states']} states, {numbers['columns']} columns, one core, {bits}-bit "
        "registers.", "",
        "| integrator | us a column | largest error | relative tolerance |", "|---|---|---|---|",
    ]  # fmt: skip
    for name, row in numbers["contestants"].items():
        ours = f"exoburn, {name}" if name in ("float32", "float64") else name
        lines.append(_row(
            [ours, f"{row['us_per_column']:,.0f}", f"{row['error']:.1e}", f"{row['rtol']:.0e}"]
        ))  # fmt: skip
    lines += ["", "| ratio | times |", "|---|---|"]
    lines += [_row([name, f"{value:.1f}"]) for name, value in numbers["ratios"].items()]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
