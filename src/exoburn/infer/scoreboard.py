"""The model on trial: every published number against its prediction, and how good that is.

A prediction is for what a study of this size would publish: the members' own numbers, what
studies differ by, and the sampling error of its people are all in the interval.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from exoburn.data import Ensemble, shipped
from exoburn.errors import InputError
from exoburn.infer import method
from exoburn.infer.cohort import Floats
from exoburn.infer.misfit import (
    data_of,
    from_normal,
    group_of,
    people_behind,
    sampling_error,
    scale_of,
)
from exoburn.infer.observable import to_scale
from exoburn.infer.predict import Predictions, Progress, predict
from exoburn.infer.target import Target


@dataclass(frozen=True)
class Score:
    """One target against its prediction, in the target's unit.

    `z` is the distance from the prediction in its SDs on the scale of the target; `kind` says
    whether the number was "fitted", "left out" (whole study) or "new". `model_p05`, `model_p95`
    are the band of the model alone, without what studies and samples differ by.
    """

    target: Target
    kind: str
    p05: float
    p50: float
    p95: float
    model_p05: float
    model_p95: float
    z: float

    @property
    def observed(self) -> float:
        """The published number."""
        return self.target.value

    @property
    def inside(self) -> bool:
        """True if the published number lies in the 90 % interval."""
        return self.p05 <= self.observed <= self.p95

    @property
    def score(self) -> float:
        """Interval score of the 90 % interval (Gneiting and Raftery 2007): lower is better."""
        return float(method.interval_score(np.array([self.p05]), np.array([self.p95]),
                                           np.array([self.observed]))[0])

    def to_json(self) -> dict[str, Any]:
        """The object of the interface, with what a reader asks next."""
        target = self.target
        return {
            "id": target.id, "observed": self.observed, "p05": _or_null(self.p05),
            "p50": _or_null(self.p50), "p95": _or_null(self.p95), "inside": self.inside,
            "z": _or_null(round(self.z, 3)), "kind": self.kind,
            "study": target.study, "observable": target.observable.id,
            "statistic": target.statistic, "unit": unit_of(target), "n": target.n,
        }


def _or_null(x: float) -> float | None:
    return x if np.isfinite(x) else None


def unit_of(target: Target) -> str:
    """Unit of a target; a ratio has none."""
    return "" if target.statistic == "ratio" else target.observable.unit


def scoreboard(
    targets: Sequence[Target],
    *,
    kind: str,
    ensemble: Ensemble | None = None,
    acting: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Score]:
    """Predict targets with the shipped ensemble (or another) and compare; nothing is refitted.

    With `acting` products act in people in every member, as they did when they were fitted.
    InputError if no ensemble ships.
    """
    chosen = shipped() if ensemble is None else ensemble
    if chosen is None:
        raise InputError("there is no calibrated ensemble", key="EXOBURN_ENSEMBLE",
                         allowed="a file that exoburn calibrate wrote")
    found = predict(targets, chosen, acting=acting, jobs=jobs, progress=progress)
    return compare(targets, on_scale(found), noise_of(chosen, targets), spread=found.spread,
                   kind=kind)


def on_scale(found: Predictions) -> Floats:
    """Predictions (members, targets) on the scales of their errors."""
    columns = [to_scale(scale_of(t), found.value[:, i]) for i, t in enumerate(found.targets)]
    return np.stack(columns, axis=1)


#: What studies and numbers of each kind differ by: kind -> (tau, delta), (members,) each.
Noise = Mapping[str, tuple[Floats, Floats]]


def noise_of(ensemble: Ensemble, targets: Sequence[Target]) -> Noise:
    """Study effect and discrepancy SDs of the targets' kinds of number under each member.

    A kind that was never fitted has its half-normal prior.
    """
    data = data_of(targets)
    found = {}
    for i, group in enumerate(data.groups):
        pair = []
        for name, scales in (("tau", data.tau_scale), ("delta", data.delta_scale)):
            known = ensemble.values.get(f"{name}/{group}")
            pair.append(_half_normal(float(scales[i]), ensemble.members, name)
                        if known is None else known)
        found[group] = (pair[0], pair[1])
    return found


def _half_normal(scale: float, members: int, name: str) -> Floats:
    from scipy.special import ndtri

    share = (np.arange(members) + 0.5) / members
    if name == "delta":  # another order, so that the two are not alike
        share = np.roll(share[::-1], members // 3)
    return scale * ndtri(0.5 + share / 2)


def compare(
    targets: Sequence[Target],
    g: Floats,
    noise: Noise,
    *,
    spread: Floats | None = None,
    kind: str,
) -> list[Score]:
    """Scores of predictions g (members, targets) on their scales; nan members take no part.

    The sampling error is that of a study of the same size, with the spread between people that
    the model predicts where the source states none.
    """
    scores = []
    for i, target in enumerate(targets):
        good = np.isfinite(g[:, i])
        if not good.any():  # everybody stays unhealed: nothing to publish
            scores.append(Score(target, kind, *(float("nan"),) * 6))
            continue
        sd = None if spread is None else float(np.nanmedian(np.append(spread[:, i], np.nan)))
        se = sampling_error(target, sd)
        own = g[good, i]
        tau, delta = noise[group_of(target)]
        error = np.sqrt(se**2 + tau[good] ** 2 + delta[good] ** 2)
        value = float(to_scale(scale_of(target), target.believed))
        q = [float(method_quantile(own, error, p)) for p in (0.05, 0.5, 0.95)]
        total = float(np.sqrt(own.var() + (error**2).mean()))
        unbent = _unshrunk(target)
        p05, p50, p95 = (unbent(float(from_normal(target, x))) for x in q)
        p05, p95 = _countable(target, p05, p95)
        low, high = (unbent(float(from_normal(target, np.quantile(own, p)))) for p in (0.05, 0.95))
        scores.append(Score(target, kind, p05, p50, p95, low, high,
                            (value - float(own.mean())) / total))
    return scores


def _countable(target: Target, low: float, high: float) -> tuple[float, float]:
    """A band of a percentage of n people reaches 0 or 100 where less than half a person is left."""
    if not target.observable.is_share or target.statistic != "percent":
        return low, high
    half = 50 / people_behind(target)
    return (0.0 if low < half else low), (100.0 if high > 100 - half else high)


def method_quantile(g: Floats, error: Floats, p: float) -> float:
    """Quantile of the mixture of normals about each member's g."""
    from exoburn.infer.method.scores import mixture_quantile

    return float(mixture_quantile(g[:, None], error[:, None], p)[0])


def _unshrunk(target: Target) -> Callable[[float], float]:
    """From what is believed of a published difference back to what would have been published."""
    if target.shrink in (0, 1) or target.statistic not in ("difference", "ratio"):
        return lambda x: x
    if target.statistic == "difference":
        return lambda x: x / target.shrink
    return lambda x: x ** (1 / target.shrink)
