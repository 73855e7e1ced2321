"""What is tried by tools/calibration_trial.py: the fit, and a stand-in for the model."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from exoburn.data import Ensemble, shipped
from exoburn.data.ensemble import SHIPPED
from exoburn.infer import method
from exoburn.infer.calibrate import MEMBERS, POLISH, STEPS, Problem
from exoburn.infer.method.emulator import Emulator
from exoburn.infer.method.members import first_members
from exoburn.infer.prior import Prior
from exoburn.infer.target import shipped_targets

#: Members that the stand-in is made from, and others that it is tried on.
MADE_FROM, TRIED_ON = 480, 120
#: A number takes part in the trial by truth if the stand-in explains this share of its variance.
ENOUGH = 0.8


@dataclass(frozen=True, eq=False)
class Subject:
    """What is tried: the problem, its fit, where runs of the model are kept, the tag of the
    ensemble that ships, and whether it was fitted to the same numbers by the same constants."""

    problem: Problem
    fit: method.Posterior
    keep: Path
    tag: str
    same: bool


def subject(keep: Path, jobs: int, state: Path | None) -> Subject:
    """The fit behind the ensemble that ships, before its chain steps, made again with its
    constants and seed; or the finished one of a state."""
    if shipped() is not None:
        raise SystemExit("a fit starts from the prior: set EXOBURN_ENSEMBLE=prior")
    ensemble = Ensemble.read_bytes(SHIPPED.read_bytes())
    ids, members, seed = set(ensemble.values), ensemble.members, int(ensemble.about["seed"])
    if state is not None:
        members, seed = MEMBERS, 0
        with np.load(state.with_name(f"{state.stem}.screen.npz")) as screened:
            ids = set(screened["ids"].tolist())
    problem = Problem.of(shipped_targets(), jobs=jobs)
    rows = tuple(row for row in problem.prior.rows if row.id in ids)
    problem = replace(problem, prior=Prior(rows))
    fit = method.smooth(
        problem.forward, problem.coordinates, problem.data, members=members, steps=STEPS,
        polish=POLISH, seed=seed, resume=state or keep / "state.npz",
        progress=lambda step, share, misfit: print(f"fit: step {step}, {misfit:.3f}", flush=True),
    )  # fmt: skip
    mine = {"targets": len(problem.targets), "studies": len(fit.data.studies), "members": members}
    same = all(ensemble.about.get(k) == n for k, n in mine.items()) and {
        row.id for row in rows} == ids & set(ensemble.values)  # fmt: skip
    return Subject(problem, fit, keep, ensemble.tag, same)


def stand_in(it: Subject) -> tuple[dict[str, Any], Emulator, np.ndarray]:
    """The emulator, how well it predicts members it never saw, and which numbers it may stand
    for (targets,)."""
    kept = it.keep / "prior.npz"
    if not kept.exists():
        ids = it.problem.prior.ids
        x = np.vstack([first_members(11, ids, MADE_FROM), first_members(12, ids, TRIED_ON)])
        np.savez(kept, x=x, g=it.problem.forward(x))
    with np.load(kept) as held:
        x, g = held["x"], held["g"]
    data = it.problem.data
    made = Emulator.of(x[:MADE_FROM], g[:MADE_FROM])
    r2 = made.explained(x[MADE_FROM:], g[MADE_FROM:])
    good = np.nan_to_num(r2, nan=0.0) > ENOUGH
    rows = [
        [name, int(mine.sum()), float(np.nanmedian(r2[mine])), int(good[mine].sum())]
        for name in data.groups for mine in [np.array(data.group) == name]
    ]
    told = {"made_from": MADE_FROM, "tried_on": TRIED_ON, "holes": int(np.isnan(g).any(1).sum()),
            "enough": ENOUGH, "good": int(good.sum()), "of": len(good), "kinds": rows,
            "median": float(np.nanmedian(r2))}
    return told, made.chosen(good), good


def part_of(data: method.Data, good: np.ndarray) -> method.Data:
    """The design with some of its numbers only."""
    at = np.flatnonzero(good)

    def of(column: tuple[str, ...]) -> list[str]:
        return [column[i] for i in at]

    scales = [dict(zip(data.groups, s, strict=True)) for s in (data.tau_scale, data.delta_scale)]
    return method.Data.of(of(data.ids), data.y[at], data.se[at], study=of(data.study),
                          group=of(data.group), tau_scale=scales[0], delta_scale=scales[1])
