"""What `exoburn doctor` looks at, one function a check; each says what it found in one line.

A check is "ok", a "note" (works, but could be better) or "bad" (exoburn cannot work like this).
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module, metadata
from pathlib import Path

_NEEDS = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:>=\s*([\d.]+))?")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")
#: Room for packages, a kernel and some runs.
_DISK_BAD, _DISK_NOTE = 0.2, 2.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its id, "ok", "note" or "bad", and one line for a person."""

    id: str
    status: str
    detail: str


def examine() -> list[Finding]:
    """Run every check; one that breaks is itself a finding.

    >>> {finding.status for finding in examine()} <= {"ok", "note", "bad"}
    True
    """
    return [finding for check in CHECKS for finding in _run(check)]


def _run(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as error:  # a doctor reports what is broken, whatever it is
        return [Finding(check.__name__, "bad", f"{type(error).__name__}: {error}")]


def python() -> Iterator[Finding]:
    """The interpreter, against the version that the package asks for."""
    version = ".".join(map(str, sys.version_info[:3]))
    where = "in a virtual environment" if sys.prefix != sys.base_prefix else "outside one"
    fit = sys.version_info >= (3, 11)
    yield Finding("python", "ok" if fit else "bad", f"{version}, {where}; needs 3.11 or newer")


def packages() -> Iterator[Finding]:
    """Run-time packages: there, new enough by exoburn's own metadata, and loading."""
    found, wrong = [], []
    for line in metadata.requires("exoburn") or ():
        if _EXTRA.search(line):
            continue
        name, least = _needed(line)
        have = _installed(name)
        if have is None:
            wrong.append(f"{name} is missing")
        elif older(have, least):
            wrong.append(f"{name} {have} is older than {least}")
        elif trouble := _trouble(name):
            wrong.append(f"{name} {have} does not load ({trouble})")
        else:
            found.append(f"{name} {have}")
    yield Finding("exoburn", "ok", metadata.version("exoburn"))
    if wrong:
        yield Finding("packages", "bad", "; ".join(wrong))
    else:
        yield Finding("packages", "ok", ", ".join(found))


def extras() -> Iterator[Finding]:
    """Optional parts: there, or how to get them."""
    wanted: dict[str, list[str]] = {}
    for line in metadata.requires("exoburn") or ():
        extra = _EXTRA.search(line)
        if extra:
            wanted.setdefault(extra[1], []).append(_needed(line)[0])
    for extra, names in sorted(wanted.items()):
        absent = [name for name in names if _installed(name) is None]
        if absent:
            how = f"pip install 'exoburn[{extra}]' brings {', '.join(absent)}"
            yield Finding(f"extra {extra}", "note", how)
        else:
            yield Finding(f"extra {extra}", "ok", ", ".join(names))


def processor() -> Iterator[Finding]:
    """Which code the processor gets, how wide its registers are, and why not another."""
    from exoburn.engine import processor as look

    facts = look()
    slow = facts["path"] == "sse2" or facts["forced"]
    yield Finding("processor", "note" if slow else "ok", facts["text"])


def cache() -> Iterator[Finding]:
    """The folder where compiled kernels are kept."""
    from exoburn.engine.cache import cache_folder
    from exoburn.engine.own_files import Refused, own_folder

    trouble, found = "", ""
    try:
        folder = own_folder(cache_folder())
        size = sum(path.stat().st_size for path in folder.glob("*.o"))
        found = f"{folder}, {size / 1e6:.1f} MB"
        trouble = "" if writable(folder) else f"{folder} cannot be written"
    except (Refused, OSError) as reason:
        trouble = " ".join(str(reason).split())
    if trouble:
        detail = f"{trouble}: kernels are built anew in every run"
        yield Finding("kernel cache", "note", f"{detail} (EXOBURN_CACHE names another folder)")
    else:
        yield Finding("kernel cache", "ok", found)


def disk() -> Iterator[Finding]:
    """Free space where runs are written."""
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    status = "bad" if free < _DISK_BAD else "note" if free < _DISK_NOTE else "ok"
    yield Finding("disk", status, f"{free:.1f} GB free in this folder")


def pictures() -> Iterator[Finding]:
    """A figure can be drawn without a screen, with a font that has our signs."""
    import io

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import findfont

    figure = Figure(figsize=(1, 1))
    FigureCanvasAgg(figure).print_png(io.BytesIO())
    font = Path(findfont("DejaVu Sans", fallback_to_default=False)).name
    yield Finding("pictures", "ok", f"drawn without a screen, font {font}")


def output() -> Iterator[Finding]:
    """Whether this terminal shows more than ASCII."""
    encoding = (sys.stdout.encoding or "ascii").lower()
    plain = encoding.replace("-", "") != "utf8"
    detail = f"{encoding}: tables have ASCII borders" if plain else encoding
    yield Finding("terminal", "note" if plain else "ok", detail)


def tables() -> Iterator[Finding]:
    """The numbers that ship can be read."""
    from exoburn.data import parameters

    rows = parameters()
    yield Finding("parameters", "ok", f"{len(rows)} rows, set {rows.tag}")


def self_test() -> Iterator[Finding]:
    """Compile a small system, run it with a dose, and compare with the closed form."""
    from math import exp

    from exoburn.engine import Block, Event, Schedule, State, System, compile_system

    block = Block("decay", "x' = -k*x", states={"x": State()},
                  events={"dose": Event("add", "x = x + amount")})  # fmt: skip
    kernel = compile_system(System.compose("doctor", [block]), ["x"])
    doses = Schedule.of([(0, 1.0, kernel.event_code("dose"), 2.0)])
    run = kernel.run([1.0], [0.5], doses, [0.0, 3.0], rtol=1e-8)
    assert run.outputs is not None
    wanted = exp(-1.5) + 2 * exp(-1.0)
    error = abs(float(run.outputs[0, -1, 0]) / wanted - 1)
    status = "ok" if error < 1e-6 and not run.failed.size else "bad"
    yield Finding("self-test", status, f"a compiled kernel is off the closed form by {error:.0e}")


CHECKS = (
    python, packages, extras, tables, processor, cache, disk, pictures, output, self_test,
)  # fmt: skip


def older(have: str, least: str) -> bool:
    """Whether a version is below a lower bound; only the leading numbers count.

    >>> older("2.9", "2.10"), older("3.0rc1", "3"), older("1.2.3", "")
    (True, False, False)
    """
    return _numbers(have) < _numbers(least)


def writable(folder: Path) -> bool:
    """Whether a file can be made in a folder, or the folder itself made first."""
    import tempfile

    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _needed(line: str) -> tuple[str, str]:
    match = _NEEDS.match(line)
    assert match is not None, line
    return match[1], match[2] or ""


def _installed(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _trouble(name: str) -> str:
    """Why a package cannot be imported; empty if it can."""
    try:
        import_module(name.replace("-", "_"))
    except (ImportError, OSError) as error:
        return " ".join(str(error).split())[:120]
    return ""


def _numbers(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in re.match(r"[\d.]*", version)[0].split(".") if part]  # type: ignore[index]
    while parts and parts[-1] == 0:
        parts.pop()
    return tuple(parts)
