"""Write the columns of the self-test: the reference's numbers at a tight tolerance.

usage: python tools/self_test.py [--check]

Run it whenever the equations change; `--check` only says whether those stored are of today's.
"""

from __future__ import annotations

import json
import os
import sys

os.environ["EXOBURN_ENSEMBLE"] = "prior"

import numpy as np

from exoburn.blocks.delivery.lane import START, neutral
from exoburn.data.ensemble import SHIPPED, Ensemble
from exoburn.engine import Reference
from exoburn.wound import burn_start, lane_parameters, outputs, state_array, system
from exoburn.wound.self_test import STORED

DAYS = (0.0, 0.5, 1.0, 2.0, 4.0, 7.0, 8.0, 10.0, 14.0, 21.0, 28.0, 60.0)
CARE = ((5.0, "set_k_anti", 4.0), (8.0, "tangential", 0.5), (12.0, "set_k_anti", 0.0))
#: What is given, by the lightest kernel that knows it (`simulate.cohort_kernels`).
GIVEN = {
    "bare": (),
    "platelets": ((1.0, "platelet_gel", 1.0), (6.0, "platelet_gel", 1.0)),
    "vesicles": ((1.0, "topical", 1e10), (2.0, "dressing_change", 0.2), (4.0, "topical", 1e10),
                 (8.0, "topical", 1e10)),
}  # fmt: skip


def column(given: str) -> dict[str, object]:
    """The middle of the constants that ship, on a deep partial burn."""
    order = sorted((*CARE, *GIVEN[given]), key=lambda each: each[0])
    whole = system()
    median = Ensemble.read_bytes(SHIPPED.read_bytes()).median
    values = {key: value for key, value in median.items() if key in whole.parameters}
    y0 = state_array(whole, burn_start(0.6) | START)
    p = lane_parameters(whole, radius_mm=22.57, values=values | neutral())
    states, held = Reference(whole).course(
        y0, p, DAYS, events=order, rtol=1e-9, atol=1e-9 * whole.scales, method="LSODA"
    )
    names = list(dict.fromkeys([*whole.states, *outputs()]))
    expected = Reference(whole).outputs(names, states, held)
    assert np.isfinite(expected).all()
    return {
        "equations": whole.fingerprint, "days": DAYS, "events": order,
        "start": dict(zip(whole.states, y0.tolist(), strict=True)),
        "parameters": dict(zip(whole.parameters, p.tolist(), strict=True)),
        "expected": {
            name: [float(f"{x:.9g}") for x in row]
            for name, row in zip(names, expected.tolist(), strict=True)
        },
    }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        stored = json.loads(STORED.read_text(encoding="utf-8")).values()
        same = {each["equations"] for each in stored} == {system().fingerprint}
        sys.exit(0 if same else "the equations have changed: run it again")
    STORED.parent.mkdir(exist_ok=True)
    columns = {name: column(name) for name in GIVEN}
    STORED.write_text(json.dumps(columns) + "\n", encoding="utf-8")
    print(f"{STORED.name}: {STORED.stat().st_size} bytes")
