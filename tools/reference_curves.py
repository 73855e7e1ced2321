"""Print how far the healing network lies from its reference time courses.

    python tools/reference_curves.py            the worst variables of each scenario
    python tools/reference_curves.py --all      every variable
    python tools/reference_curves.py --plain    through SciPy instead of the compiled kernel

A deviation is the largest difference over the tabulated days, in percent of the variable's range.
The curves were made with one column of a 4 x 4 cm wound, without product effects, and without
loss of islands and tissue to infection (k_Bna = k_BD = 0).
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exoburn.data import table
from exoburn.engine import Reference, compile_system
from exoburn.wound import healing_system, lane_parameters, state_array

Floats = NDArray[np.float64]
RADIUS_MM = 40 / math.sqrt(math.pi)
AREA_CM2 = 16.0
LIMIT_PERCENT = 1.0
#: Tight: the table holds the logarithm of burdens down to 1e-7 CFU/g, far below what matters.
RTOL = 1e-7


def published() -> tuple[Floats, dict[str, dict[str, Floats]]]:
    """Days, and scenario -> variable -> values."""
    rows = table("reference_timecourses")
    days = np.array([float(key[3:]) for key in rows[0] if key.startswith("day")])
    found: dict[str, dict[str, Floats]] = {}
    for row in rows:
        values = np.array([float(row[f"day{day:g}"]) for day in days])
        found.setdefault(row["scenario"], {})[row["variable"]] = values
    return days, found


def ours(scenario: str, data: Mapping[str, Floats], days: Floats, *, plain: bool) -> dict:
    """The same variables from our equations."""
    system = healing_system()
    anti = 0.0 if scenario.endswith("untreated") else 2.0
    values = {"k_Bna": 0.0, "k_BD": 0.0, "k_anti": anti}
    p = lane_parameters(system, radius_mm=RADIUS_MM, values=values)
    start = state_array(system, {name: data[name][0] for name in system.states})
    known = [name for name in data if name in system.states or name in system.named]
    names = (*known, "open_fraction")
    if plain:
        reference = Reference(system)
        y = reference.solve(start, p, list(days), rtol=1e-9, atol=1e-13)
        out = reference.outputs(names, y, p)
    else:
        compiled = compile_system(system, outputs=names)
        run = compiled.run(start[:, None], p[:, None], None, days, rtol=RTOL)
        assert run.outputs is not None
        out = run.outputs[:, :, 0]
    found = dict(zip(names, out, strict=True))
    found["area_open"] = AREA_CM2 * found.pop("open_fraction")
    found["log10_CFU_per_g"] = np.log10(np.maximum(found["B"] * 1e9, 1e-7))
    return found


def deviation(found: Floats, truth: Floats) -> float:
    """Largest difference in percent of the range (of 1 where the curve is flat)."""
    spread = float(np.ptp(truth))
    return 100.0 * float(np.abs(found - truth).max()) / (spread if spread > 1e-12 else 1.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every variable, not the worst four")
    parser.add_argument("--plain", action="store_true", help="integrate with SciPy")
    options = parser.parse_args()
    days, curves = published()
    worst = 0.0
    for scenario, data in curves.items():
        found = ours(scenario, data, days, plain=options.plain)
        off = {name: deviation(found[name], truth) for name, truth in data.items()}
        ordered = sorted(off, key=lambda name: -off[name])
        worst = max(worst, off[ordered[0]])
        print(f"{scenario}: {len(off)} variables, largest deviation {off[ordered[0]]:.4f} %")
        for name in ordered if options.all else ordered[:4]:
            print(f"    {name:<16} {off[name]:.5f} % of range")
    print(f"limit {LIMIT_PERCENT} %: {'met' if worst < LIMIT_PERCENT else 'NOT met'}")
    return 0 if worst < LIMIT_PERCENT else 1


if __name__ == "__main__":
    sys.exit(main())
