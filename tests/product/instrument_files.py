"""Instrument files for the tests: real ones from ../shared, and small ones written here."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / "shared" / "checks" / "nta"


def real_file(name: str) -> Path:
    """A real export; skips without the shared folder, but fails where CI=true."""
    path = SHARED / name
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"../shared/checks/nta/{name} is missing and CI=true")
        pytest.skip("../shared is not here: real instrument files are skipped")
    return path


def zetaview_text(
    counts: dict[float, int], *, header: str = "", per_count: float = 2.84e5, log_part: bool = True
) -> str:
    """A ZetaView-like export with bins of 5 nm; the log part repeats the same particles."""
    lines = [
        "Original File:\tC:\\sample.avi\tSection:\t0.1 [0]",
        "Software:\tZetaView (version 8.04.02)\tAnalyze:\t8.04.02",
        "Sample:\tsynthetic",
        *header.splitlines(),
        "Size Distribution",
        "Size / nm\tNumber\tConcentration / cm-3\tVolume / nm^3\tArea / nm^2",
    ]
    lines += [f"{s:.3E}\t{n:.3E}\t{n * per_count:.3E}\t0.0\t0.0" for s, n in counts.items()]
    if log_part:
        lines.append("-1.000E+0\t-1.000E+0\t-1.000E+0\t-1.000E+0\t0.000E+0")
        lines += [f"{s:.3E}\t{n:.3E}\t{n * per_count:.3E}\t0.0\t0.0" for s, n in counts.items()]
    return "\n".join(lines) + "\n"


def nanosight_text(
    captures: list[list[float]],
    *,
    dilution: str = "Not recorded",
    weighting: str = "Number",
    first: float = 50.5,
    unit: str = "Concentration (particles / ml)",
    per_ml: list[float] | None = None,
) -> str:
    """A NanoSight-like experiment summary with bins of 1 nm from `first`."""
    names = [f"run_{i:02d}" for i in range(len(captures))]
    totals = per_ml or [sum(c) for c in captures]
    rows = [
        ["NTA Experiment Summary File"],
        ["Created with NTA 3.4 Build 3.4.4"],
        ["[Experiment Details]"],
        ["Sample Name", "synthetic"],
        ["Filename:", *names],
        ["[Results]"],
        ["Dilution factor (concentrations adjusted for this factor)", *[dilution] * len(names)],
        ["Concentration (Particles / ml)", *map(str, totals)],
        ["[Size Data]"],
        ["Analysis Method", "FTLA"],
        ["Weighting", weighting],
        ["Filename", *names, "Average", "Standard Error"],
        ["Graph Data"],
        ["Bin centre (nm)", *[unit] * len(names), "Concentration average", "Standard Error"],
    ]
    for i, values in enumerate(zip(*captures, strict=True)):
        mean = sum(values) / len(values)
        rows.append([str(first + i), *map(str, values), str(mean), "0"])
    rows += [[], ["Percentile", *["Size (nm)"] * len(names)], ["0", *["1"] * len(names)]]
    return "\r\n".join(",".join(row) for row in rows) + "\r\n"
