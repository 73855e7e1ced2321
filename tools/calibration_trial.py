"""Try the calibration on its own design and write docs/calibration-trial.json and its page.

usage: EXOBURN_ENSEMBLE=prior python tools/calibration_trial.py [--keep FOLDER] [--runs N]
       [--seeds N ...] [--jobs N] [--only PART] [--state FILE]

The fit of the ensemble that ships is made again first (minutes); --state names the kept state of a
finished one, with its screening beside it. --keep holds fit and runs of the model, so that a
stopped trial goes on. PART is one of known, stand-in, truth, refit, chains, structures; without it
all are done, half an hour of one core in all.
"""

from __future__ import annotations

import argparse
import json
import math
import runpy
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from scipy.special import ndtr, ndtri

import exoburn.infer.predict as predictions
from calibration_trial_subject import Subject, part_of, stand_in, subject
from calibration_trial_truth import recovered, truth
from exoburn.infer import method
from exoburn.infer.calibrate import MEMBERS, POLISH, STEPS
from exoburn.infer.cohort import Floats
from exoburn.infer.method.emulator import Emulator
from exoburn.infer.structures import NAMES, structure_weights
from exoburn.infer.target import products_of

DOCS = Path(__file__).parents[1] / "docs"
DATA = DOCS / "calibration-trial.json"
PAGE = Path(__file__).with_name("calibration_trial_page.py")
#: Healing times of the reduced problem: two donor sites or burns by depth and dressing.
REDUCED = ("Li16_gauze_heal_mean", "Khorasani09_ssd_heal_mean", "Khorasani09_aloe_heal_mean",
           "WMP22_ssd_heal_mean", "Fu98_superficial_heal_mean")  # fmt: skip
CONSTANTS, PERSONS, CHAINS, CHAIN_STEPS, WARMUP = 5, 8, 48, 160, 60
#: A slope below this (log of days for one prior SD) leaves a constant out of the reduced problem.
_FELT = 0.02
STUDIES = ("Muangman 2010", "Wound Manag Prev 2022", "Li 2016")


def known(it: Subject) -> dict[str, Any]:
    """Which combinations of constants the data determine, and how many constants they leave."""
    told, learned = method.identifiability(it.fit), method.learned(it.fit.prior, it.fit.z)
    health = method.health(it.fit)
    order = np.argsort(-learned.shrinkage)
    return {
        "ensemble": it.tag, "same": it.same,
        "targets": len(it.fit.data.y), "studies": len(it.fit.data.studies),
        "members": len(it.fit.z), "constants": len(learned.names),
        "eigenvalues": told.eigenvalues[:20].tolist(), "determined": told.determined,
        "freedom": told.freedom, "leading": [told.loadings(k) for k in range(3)],
        "stay": float((learned.shrinkage < 0.10).mean()),
        "stay_by_line": float((told.known < 0.10).mean()),
        "learned": [[learned.names[i], learned.shrinkage[i], learned.shift[i]]
                    for i in order[:12]],
        "unexplained": health.unexplained, "ess": health.ess, "refused": it.fit.trace[-1, 4],
    }  # fmt: skip


def again(it: Subject, made: Emulator, good: np.ndarray) -> dict[str, Any]:
    """The short cut to leaving a study out against the whole refit, both on the stand-in."""
    design = part_of(it.problem.data, good)
    fit = method.smooth(made, it.problem.coordinates, design, members=MEMBERS, steps=STEPS,
                        polish=POLISH, seed=0)
    rows = []
    for study in STUDIES:
        if study not in design.study:
            continue
        whole = method.refit(fit, made, [study], steps=STEPS, polish=POLISH)
        full = whole.predictive
        for rounds in (0, 2):
            short = method.leave_out(fit, made if rounds else None, [study], rounds=rounds)
            told = short.predictive
            if rounds == 0:  # as calibrate does: the model itself predicts the study
                told = method.predictive(design, made(short.z), short.tau, short.delta)
            out = whole.out
            shift = (told.mean - full.mean)[out] / full.sd[out]
            rows.append([study, int(out.sum()), rounds, float(np.abs(shift).max()),
                         float(np.sqrt((shift**2).mean())),
                         float((told.sd / full.sd)[out].mean()),
                         int((told.inside == full.inside)[out].sum())])
    return {"numbers": len(design.y), "rows": rows}


def chains(it: Subject) -> dict[str, Any]:
    """Chains on the real model against the smoother, on a few constants and healing times."""
    targets = [t for t in it.problem.targets if t.id in REDUCED]
    at = [it.problem.targets.index(t) for t in targets]
    shrunk = method.learned(it.fit.prior, it.fit.z).shrinkage
    felt = np.abs(it.fit.jac[at]).max(axis=0) > _FELT
    chosen = sorted(np.argsort(-np.where(felt, shrunk, -1.0))[:CONSTANTS].tolist())
    middle = np.median(it.fit.z, axis=0)

    def forward(z: Floats) -> Floats:
        whole = np.tile(middle, (len(z), 1))
        whole[:, chosen] = z
        with patch.object(predictions, "PERSONS", PERSONS):  # fewer people, for time's sake
            return it.problem.forward_of(targets, whole)

    data = part_of(it.problem.data, np.isin(np.arange(len(it.fit.data.y)), at))
    prior = method.Prior.of([it.problem.prior.ids[i] for i in chosen])
    kept = it.keep / "smooth.npz"
    fit = method.smooth(forward, prior, data, members=96, steps=STEPS, polish=POLISH, resume=kept)
    joint = method.hierarchy(forward, prior, data)
    start = np.hstack([fit.x, *(
        _normal(kind[:, list(at)] / scale[list(at)])
        for kind, scale, at in ((fit.tau, data.tau_scale, joint.tau_at),
                                (fit.delta, data.delta_scale, joint.delta_at))
    )])  # fmt: skip
    made = method.sample_mcmc(
        joint, start[:CHAINS], steps=CHAIN_STEPS, warmup=WARMUP,
        reference=(start.mean(axis=0), np.cov(start.T)),
    )
    z, tau, delta = joint.split(made.flat)
    exact = np.hstack([z, tau[:, joint.tau_at], delta[:, joint.delta_at]])
    quick = np.hstack([fit.z, fit.tau[:, joint.tau_at], fit.delta[:, joint.delta_at]])
    rows = [
        [name, quick[:, i].mean(), quick[:, i].std(ddof=1), exact[:, i].mean(),
         exact[:, i].std(ddof=1), made.rhat[i], made.ess[i]]
        for i, name in enumerate(joint.names)
    ]  # fmt: skip
    return {"targets": [t.id for t in targets], "persons": PERSONS, "chains": CHAINS,
            "steps": CHAIN_STEPS, "warmup": WARMUP, "accepted": made.accepted,
            "members": len(fit.z), "rows": rows}


def _normal(ratio: Floats) -> Floats:
    """Coordinate of a half-normal number over its scale."""
    return ndtri(np.clip(2 * ndtr(ratio) - 1, 1e-6, 1 - 1e-6))


def structures(it: Subject) -> dict[str, Any]:
    """Stacking weights of the four structures, and the error of the best one's lead."""
    groups = it.problem.data.groups
    noise = {g: (it.fit.tau[:, i], it.fit.delta[:, i]) for i, g in enumerate(groups)}
    whole = structure_weights(it.problem.targets, it.fit.g, noise)
    each = np.array([
        structure_weights([t], it.fit.g[:, [i]], noise).log_density
        for i, t in enumerate(it.problem.targets) if "vesicle" in products_of(t)
    ])  # fmt: skip
    sums = each.sum(axis=0)
    lead = each[:, [int(sums.argmax())]] - each
    return {
        "numbers": whole.numbers, "studies": whole.studies, "told_apart": whole.told_apart,
        "rows": [[NAMES[k], whole.weights[k], float(sums[k]), float(lead[:, k].sum()),
                  float(math.sqrt(len(each)) * lead[:, k].std(ddof=1))]
                 for k in range(len(NAMES))],
    }  # fmt: skip


def main() -> None:
    """Do the parts that were asked for and write data and page."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--keep", type=Path, default=Path("trial"))
    asked.add_argument("--runs", type=int, default=60)
    asked.add_argument("--seeds", type=int, nargs="+", default=[0])
    asked.add_argument("--jobs", type=int, default=1)
    asked.add_argument("--state", type=Path)
    asked.add_argument("--only", default="")
    given = asked.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    it = subject(given.keep, given.jobs, given.state)
    done: dict[str, Any] = {}
    names = [given.only] if given.only else ["known", "stand-in", "truth", "refit", "chains",
                                             "structures"]
    if {"stand-in", "truth", "refit"} & set(names):
        told, made, good = stand_in(it)
        done["stand-in"] = told
        if "truth" in names:
            files = [truth(it, made, good, runs=given.runs // len(given.seeds), seed=s)
                     for s in given.seeds]
            done["truth"] = recovered(it, good, files)
        if "refit" in names:
            done["refit"] = again(it, made, good)
    for name, part in (("known", known), ("chains", chains), ("structures", structures)):
        if name in names:
            done[name] = part(it)
    # read only now: parts may be tried side by side
    held = json.loads(DATA.read_text(encoding="utf-8")) if DATA.exists() else {}
    held |= done
    DATA.write_text(json.dumps(_rounded(held), indent=1) + "\n", encoding="utf-8")
    runpy.run_path(str(PAGE))["main"](check=False)


def _rounded(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _rounded(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_rounded(value) for value in data]
    return float(f"{data:.4g}") if isinstance(data, float | np.floating) else data


if __name__ == "__main__":
    main()
