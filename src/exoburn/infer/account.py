"""An account of a calibration: can the members be trusted, and what did the data teach?"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np

from exoburn.data import Parameter
from exoburn.infer import method
from exoburn.infer.calibrate import Calibration
from exoburn.infer.misfit import from_normal
from exoburn.infer.prior import prior_of
from exoburn.infer.trial import quality_json

SCHEMA = "exoburn.calibration/1"
#: A constant whose variance fell by less than this stays as the prior had it.
LEARNED = 0.10
#: Leading directions that are told, and constants named in each.
DIRECTIONS, LOADINGS = 12, 6


def account(done: Calibration) -> dict[str, Any]:
    """The whole account as one object of plain numbers; the keys are the sections of the page.

    health: members, steps, effective sample size, collapse and curvature. steps: the course of
    the fit. constants: prior against posterior in the rows' own units. directions: which
    combinations the data determine. kinds: what studies and numbers of a kind differ by.
    targets: posterior predictive of each. left_out: quality of predictions of unseen studies.
    """
    fit, problem = done.fit, done.problem
    found = method.health(fit)
    return {
        "schema": SCHEMA,
        "ensemble": done.ensemble.tag,
        "seed": fit.seed,
        "targets_fitted": len(problem.targets),
        "studies": len(problem.data.studies),
        "health": dataclasses.asdict(found),
        "accepted": list(done.accepted),
        "moved": float(np.mean(done.accepted)) if done.accepted else 0.0,
        "steps": [
            {"step": i, "beta": float(row[0]), "misfit": float(row[1]), "members_with_holes":
             int(row[2]), "unexplained": float(row[3])}
            for i, row in enumerate(fit.trace)
        ],
        "constants": _constants(done),
        "not_fitted": _not_fitted(done),
        "directions": _directions(fit),
        "kinds": _kinds(done),
        "targets": _targets(done),
        "left_out": quality_json(done.left_out, problem.targets),
    }


def _constants(done: Calibration) -> list[dict[str, Any]]:
    """Each fitted constant: prior and posterior in its own unit; most learned first."""
    told = method.learned(done.problem.coordinates, done.fit.z)
    known = method.identifiability(done.fit).known
    rows = []
    for i, row in enumerate(done.problem.prior.rows):
        low, middle, high = (float(row.quantile(np.array([u]))[0]) for u in (0.05, 0.5, 0.95))
        values = done.ensemble.values[row.id]
        after = [float(q) for q in np.quantile(values, [0.05, 0.5, 0.95])]
        rows.append({
            "id": row.id, "unit": row.unit, "prior_p05": low, "prior_p50": middle,
            "prior_p95": high, "p05": after[0], "p50": after[1], "p95": after[2],
            "z_p05": float(told.p05[i]), "z_p95": float(told.p95[i]),
            "shrinkage": float(told.shrinkage[i]), "shift": float(told.shift[i]),
            "divergence_nats": float(told.divergence[i]), "known": float(known[i]),
            "stays_prior": bool(told.shrinkage[i] < LEARNED),
        })  # fmt: skip
    return sorted(rows, key=lambda row: -row["divergence_nats"])


def _not_fitted(done: Calibration) -> list[str]:
    """Constants that the numbers do not respond to: left at their prior without a fit."""
    fitted = set(done.problem.prior.ids)
    rows: Sequence[Parameter] = prior_of(done.problem.targets).rows
    return [row.id for row in rows if row.id not in fitted]


def _directions(fit: method.Posterior) -> dict[str, Any]:
    told = method.identifiability(fit)
    shown = min(DIRECTIONS, len(told.eigenvalues))
    return {
        "determined": told.determined,
        "freedom": told.freedom,
        "leading": [
            {"eigenvalue": float(told.eigenvalues[k]),
             "variance_left": float(1 / (1 + told.eigenvalues[k])),
             "loadings": [[name, round(size, 3)] for name, size in told.loadings(k, LOADINGS)]}
            for k in range(shown)
        ],
    }


def _kinds(done: Calibration) -> list[dict[str, Any]]:
    """SD between studies (tau) and between numbers (delta) of each kind, on its scale."""
    data, fit = done.problem.data, done.fit
    rows = []
    for i, group in enumerate(data.groups):
        count = int((data.group_index == i).sum())
        studies = len({s for s, g in zip(data.study, data.group, strict=True) if g == group})
        rows.append({
            "kind": group, "n": count, "studies": studies,
            "prior_scale": float(data.tau_scale[i]),
            **{f"{name}_{label}": float(np.quantile(array[:, i], q))
               for name, array in (("tau", fit.tau), ("delta", fit.delta))
               for label, q in (("p05", 0.05), ("p50", 0.5), ("p95", 0.95))},
        })  # fmt: skip
    return rows


def _targets(done: Calibration) -> list[dict[str, Any]]:
    """Posterior predictive of each fitted number, in its own unit."""
    fit = done.fit
    found = method.predictive(fit.data, fit.g, fit.tau, fit.delta)
    rows = []
    for i, target in enumerate(done.problem.targets):
        low, middle, high = (
            float(from_normal(target, q[i])) for q in (found.p05, found.p50, found.p95)
        )
        rows.append({
            "id": target.id, "study": target.study, "observable": target.observable.id,
            "statistic": target.statistic, "observed": target.value, "fitted_to": target.believed,
            "p05": low, "p50": middle, "p95": high, "inside": bool(found.inside[i]),
            "z": float(found.z[i]), "place": float(found.place[i]),
        })  # fmt: skip
    return rows
