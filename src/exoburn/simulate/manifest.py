"""The manifest: what a run was made of, enough to make it again."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from exoburn.simulate.folder import SCHEMA

PACKAGES = ("numpy", "scipy", "llvmlite", "xarray", "h5netcdf", "pydantic", "matplotlib", "jinja2")


def manifest_of(
    *,
    case: Mapping[str, object],
    options: Mapping[str, object],
    parameter_set: str,
    solver: Mapping[str, object],
    inputs: Mapping[str, str],
    warnings: list[str],
    failed_lanes: list[str],
    duration_s: float,
) -> dict[str, object]:
    """The manifest as plain data; `inputs` maps file names to their sha256."""
    return {
        "schema": SCHEMA,
        "version": version("exoburn"),
        "git": git_hash(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "packages": packages(),
        "case": dict(case),
        "options": dict(options),
        "parameter_set": parameter_set,
        "solver": dict(solver),
        "inputs": dict(inputs),
        "outputs": {},
        "warnings": warnings,
        "failed_lanes": failed_lanes,
        "duration_s": round(duration_s, 3),
    }


def packages() -> dict[str, str]:
    """Versions of the packages that touch numbers or pictures."""
    found: dict[str, str] = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def git_hash() -> str | None:
    """Commit of the checkout that runs, with a plus if it has changes; None outside a checkout."""
    here = Path(__file__).parents[3]
    if not (here / ".git").exists():
        return None
    try:
        head = _git(here, "rev-parse", "--short=12", "HEAD")
        dirty = _git(here, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return None
    return head + ("+" if dirty else "")


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=5
    )
    return done.stdout.strip()
