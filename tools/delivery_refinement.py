"""Print what refining the tissue layers changes: occupancy after some standard doses.

    python tools/delivery_refinement.py [LAYERS ...]    (multiples of 10; default 10 20 50 100 200)

Each row is one dose of the occupancy table of model section 4 (central values, uptake that does
not saturate, no outflow); columns are the mean occupancy over days 0-7 of the upper 0.1 and
0.5 mm, and the change against the finest run. The equations are written anew for each set of
faces by the code that writes the default ten layers.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.delivery.bench import Bench, fine_faces, sparse_run

GEL = {"k_r": float(np.log(2) / 72), "f_b": 0.0, "f_inf": 1.0}
DOSES = {
    "saline 3e11": ({"f_b": 1.0, "f_inf": 1.0}, "topical", 3e11),
    "gel 3e11": (GEL, "topical", 3e11),
    "gel 1e10": (GEL, "topical", 1e10),
    "gel 1e7": (GEL, "topical", 1e7),
    "injected 0-1 mm 3e11": ({}, "inject", 3e11),
}


def occupancy(name: str, layers: int) -> tuple[float, float]:
    """Mean occupancy of the upper 0.1 and 0.5 mm over days 0-7 with so many layers."""
    changes, event, dose = DOSES[name]
    faces = fine_faces(layers)
    bench = Bench(faces, K_sat=np.inf, v_out=0.0, A_ref=dose, **changes).inject_to(1.0)
    course = sparse_run(bench, [(0.0, event, dose)])
    return float(course["shallow"][-1]), float(course["deep"][-1])


def main(arguments: list[str]) -> None:
    """Print the table for the layer counts given on the command line."""
    counts = sorted({int(word) for word in arguments} or {10, 20, 50, 100, 200})
    print(f"{'dose':22s} {'layers':>6s} {'0-0.1 mm':>11s} {'change':>8s} "
          f"{'0-0.5 mm':>11s} {'change':>8s}")  # fmt: skip
    for name in DOSES:
        found = {count: occupancy(name, count) for count in counts}
        best = found[counts[-1]]
        for count, values in found.items():
            a, b = (value / ref - 1 for value, ref in zip(values, best, strict=True))
            print(f"{name:22s} {count:6d} {values[0]:11.4g} {a:+8.2%} {values[1]:11.4g} {b:+8.2%}")


if __name__ == "__main__":
    main(sys.argv[1:])
