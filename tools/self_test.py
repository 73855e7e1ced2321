"""Write the column of the self-test: the reference's numbers at a tight tolerance.

usage: python tools/self_test.py [--check]

Run it whenever the equations change; `--check` only says whether the stored one is of today's.
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
EVENTS = (
    (1.0, "topical", 1e10), (2.0, "dressing_change", 0.2), (4.0, "topical", 1e10),
    (5.0, "set_k_anti", 4.0), (8.0, "tangential", 0.5), (8.0, "topical", 1e10),
    (12.0, "set_k_anti", 0.0),
)  # fmt: skip


def column() -> dict[str, object]:
    """The middle of the constants that ship, on a deep partial burn."""
    whole = system()
    median = Ensemble.read_bytes(SHIPPED.read_bytes()).median
    values = {key: value for key, value in median.items() if key in whole.parameters}
    y0 = state_array(whole, burn_start(0.6) | START)
    p = lane_parameters(whole, radius_mm=22.57, values=values | neutral())
    states, held = Reference(whole).course(
        y0, p, DAYS, events=EVENTS, rtol=1e-9, atol=1e-9 * whole.scales, method="LSODA"
    )
    names = list(dict.fromkeys([*whole.states, *outputs()]))
    expected = Reference(whole).outputs(names, states, held)
    assert np.isfinite(expected).all()
    return {
        "equations": whole.fingerprint, "days": DAYS, "events": EVENTS,
        "start": dict(zip(whole.states, y0.tolist(), strict=True)),
        "parameters": dict(zip(whole.parameters, p.tolist(), strict=True)),
        "expected": {
            name: [float(f"{x:.9g}") for x in row]
            for name, row in zip(names, expected.tolist(), strict=True)
        },
    }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:] == ["--check"]:
        told = json.loads(STORED.read_text(encoding="utf-8"))["equations"]
        sys.exit(0 if told == system().fingerprint else "the equations have changed: run it again")
    STORED.parent.mkdir(exist_ok=True)
    STORED.write_text(json.dumps(column(), indent=1) + "\n", encoding="utf-8")
    print(f"{STORED.name}: {STORED.stat().st_size} bytes")
