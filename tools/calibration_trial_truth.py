"""Known truths on the real design: does the calibration find them, with the stated coverage?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import binomtest

from calibration_trial_subject import Subject, part_of
from exoburn import streams
from exoburn.infer import method
from exoburn.infer.calibrate import MEMBERS, POLISH, STEPS
from exoburn.infer.cohort import Floats
from exoburn.infer.method.emulator import Emulator
from exoburn.infer.method.recovery import LEVELS, Share

#: Directions whose ranks are looked at.
LEADING = 10


def truth(it: Subject, made: Emulator, good: np.ndarray, *, runs: int, seed: int) -> Path:
    """Ranks of known truths, kept in a file of their own for each seed."""
    kept = it.keep / f"truth-{seed}-{runs}.npz"
    if kept.exists():
        return kept
    told = method.identifiability(it.fit)
    leading = told.directions[:LEADING]
    design, prior = part_of(it.problem.data, good), it.problem.coordinates
    along: list[Floats] = []

    def fit(forward: method.Forward, prior: method.Prior, data: method.Data, own: int
            ) -> method.Posterior:  # fmt: skip
        post = method.smooth(forward, prior, data, members=MEMBERS, steps=STEPS, polish=POLISH,
                             seed=own)
        run, p = len(along), len(prior.names)
        # the truth that the trial drew for this run, by its address
        x = streams.normal(seed, "sbc/truth", theta=run, index=np.arange(p))
        less = (post.z @ leading.T < leading @ x).sum(axis=0)
        u = streams.uniform(seed, "trial/rank", theta=run, index=np.arange(LEADING))
        along.append((less + u) / (len(post.z) + 1))
        return post

    found = method.simulation_based_calibration(
        made, prior, design, runs=runs, seed=seed, fit=fit,
        progress=lambda run: print(f"truth {run} of {runs}", flush=True),
    )
    np.savez(kept, directions=np.array(along), parameters=found.parameters,
             predictions=found.predictions, tau=found.tau, delta=found.delta, fresh=found.fresh)
    return kept


def recovered(it: Subject, good: np.ndarray, files: list[Path]) -> dict[str, Any]:
    """Coverage and uniformity of the ranks of one or more files."""
    parts = []
    for path in files:
        with np.load(path) as held:
            parts.append({name: held[name] for name in held.files})
    ranks = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    design = part_of(it.problem.data, good)
    healing = design.groups.index("time_to_heal")
    kinds = {
        "ten leading directions": ranks["directions"], "all constants": ranks["parameters"],
        "predictions": ranks["predictions"], "new data": ranks["fresh"],
        "tau, all kinds": ranks["tau"], "delta, all kinds": ranks["delta"],
    }
    rows = []
    for name, table in kinds.items():
        held = method.Recovery(table, table, table, table, table)
        inside, least = held.uniform("parameters")
        rows.append([name, [_cell(s) for s in held.coverage("parameters")], inside, least])
    for k in (*range(3), "tau"):
        one = ranks["tau"][:, healing] if k == "tau" else ranks["directions"][:, int(k)]
        held = method.Recovery(*(one[:, None],) * 5)
        inside, least = held.uniform("parameters")
        name = "tau of time to heal" if k == "tau" else f"direction {int(k) + 1}"
        rows.append([name, [_one(one, level) for level in LEVELS], inside, least])
    return {"runs": len(ranks["tau"]), "numbers": len(design.y), "studies": len(design.studies),
            "levels": LEVELS, "rows": rows}


def _cell(share: Share) -> list[float]:
    return [share.share, share.low, share.high]


def _one(ranks: Floats, level: float) -> list[float]:
    """Coverage of one quantity, one rank a run, with its binomial band."""
    hits = int((np.abs(ranks - 0.5) <= level / 2).sum())
    band = binomtest(hits, len(ranks)).proportion_ci(0.95)
    return [hits / len(ranks), float(band.low), float(band.high)]
