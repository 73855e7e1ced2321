"""Trial of the calibration method on toys with known truth; rewrites its table in the docs.

python tools/method_trial.py            minutes on one core
"""

from __future__ import annotations

import time
from pathlib import Path

from exoburn.infer.method import (
    Posterior,
    refine,
    simulation_based_calibration,
    smooth,
)
from exoburn.infer.method.problem import Data, Forward, Prior
from exoburn.infer.method.smoother import Method
from exoburn.infer.method.toys import Toy, toy

PAGE = Path(__file__).parents[1] / "docs" / "calibration-method.md"
BEGIN, END = "<!-- trial begins -->", "<!-- trial ends -->"


def rows(label: str, made: Toy, runs: int, members: int, method: Method, sweeps: int) -> list[str]:
    """Table rows of one trial."""

    def fit(forward: Forward, prior: Prior, data: Data, seed: int) -> Posterior:
        found = smooth(forward, prior, data, members=members, seed=seed, method=method)
        return refine(found, forward, sweeps=sweeps).posterior if sweeps else found

    start = time.perf_counter()
    found = simulation_based_calibration(made.forward, made.prior, made.data, runs=runs, fit=fit)
    print(f"{label}: {time.perf_counter() - start:.0f} s", flush=True)
    out = []
    for kind in ("parameters", "predictions", "tau", "delta", "fresh"):
        if not getattr(found, kind).shape[1]:
            continue
        cells = [f"{100 * s.share:.1f} ± {50 * (s.high - s.low):.1f}" for s in found.coverage(kind)]
        inside, least = found.uniform(kind)
        name = {"fresh": "new data"}.get(kind, kind)
        out.append(f"| {label} | {name} | {' | '.join(cells)} | {100 * inside:.0f} | {least:.2g} |")
        label = ""
    return out


def main() -> None:
    """Run every trial and write the table between the marks."""
    line, bent = toy("line"), toy("bent", bend=0.3)
    studies = toy("studies", tau=0.6, delta=0.4)
    both = toy("studies", tau=0.6, delta=0.4, bend=0.3)
    wide = toy("wide", parameters=150, data=120, sparse=0.8, tau=0.6, delta=0.4, bend=0.3)
    table = [
        "| problem | ranks of | 50 % | 80 % | 90 % | 95 % | columns in band, % | least p |",
        "|---|---|---|---|---|---|---|---|",
        *rows("straight", line, 150, 200, "anchored", 0),
        *rows("straight, `mda`", line, 150, 200, "mda", 0),
        *rows("bent", bent, 150, 200, "anchored", 0),
        *rows("bent, `mda`", bent, 150, 200, "mda", 0),
        *rows("studies", studies, 150, 200, "anchored", 0),
        *rows("studies, 60 members", studies, 150, 60, "anchored", 0),
        *rows("bent, studies", both, 150, 200, "anchored", 0),
        *rows("bent, studies, refined", both, 150, 200, "anchored", 8),
        *rows("wide", wide, 15, 400, "anchored", 0),
        *rows("wide, `mda`", wide, 15, 400, "mda", 0),
    ]
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text("\n".join([before + BEGIN, "", *table, "", END]) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
