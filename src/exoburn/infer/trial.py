"""A trial of the model: its scoreboards side by side, and one object of all that they say."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from exoburn.data import Ensemble, shipped
from exoburn.errors import InputError
from exoburn.infer.left_out import KIND as LEFT_OUT_KIND
from exoburn.infer.left_out import read_left_out
from exoburn.infer.method import coverage
from exoburn.infer.predict import Progress, predict
from exoburn.infer.quality import by_observable, depth_of, healing_errors, quality, scar_errors
from exoburn.infer.scoreboard import Score, compare, noise_of, on_scale
from exoburn.infer.target import Target, shipped_targets

SCHEMA = "exoburn.validate/1"
#: What is asked of numbers that the model has not seen.
COVERAGE_WANTED = (0.85, 0.97)


@dataclass(frozen=True)
class Trial:
    """Scores by kind ("fitted", "left out", "checked", "new"), in the order they are told.

    `beyond` are targets that no member of the ensemble reaches within its run: they have no
    prediction and count as outside.
    """

    ensemble: Ensemble
    boards: Mapping[str, tuple[Score, ...]]
    fitted: tuple[Target, ...]
    beyond: tuple[Target, ...] = field(default=())

    @property
    def leading(self) -> str:
        """The board that says most about numbers the model has not seen."""
        return next(kind for kind in ("new", LEFT_OUT_KIND, "fitted") if kind in self.boards)

    def to_json(self) -> dict[str, Any]:
        """The object that `exoburn validate --json` prints."""
        rows = [one.to_json() for scores in self.boards.values() for one in scores]
        rows += [beyond_json(target) for target in self.beyond]
        return {
            "schema": SCHEMA, "ensemble": self.ensemble.tag,
            "members": self.ensemble.members, "targets": rows,
            "quality": {kind: quality_json(scores, self.fitted)
                        for kind, scores in self.boards.items()},
        }


def try_shipped(*, jobs: int = 1, progress: Progress | None = None) -> Trial:
    """The published numbers that ship: as fitted (run now) and as left out (read)."""
    ensemble = needed_ensemble()
    targets = shipped_targets()
    fitted = tuple(t for t in targets if t.use == "fit")
    checked = tuple(t for t in targets if t.use == "check")
    scores, beyond = tried(targets, ensemble, kind="fitted", acting=True, jobs=jobs,
                           progress=progress)
    unseen = {t.id for t in checked}
    boards = {"fitted": tuple(s for s in scores if s.target.id not in unseen)}
    left_out = read_left_out(targets, ensemble)
    if left_out:
        boards[LEFT_OUT_KIND] = tuple(left_out)
    rest = tuple(_as("checked", s) for s in scores if s.target.id in unseen)
    if rest:
        boards["checked"] = rest
    return Trial(ensemble, boards, fitted, tuple(beyond))


def try_new(
    targets: Sequence[Target], *, jobs: int = 1, progress: Progress | None = None
) -> Trial:
    """A user's own numbers, predicted without refitting; products may do nothing in people."""
    ensemble = needed_ensemble()
    scores, beyond = tried(targets, ensemble, kind="new", jobs=jobs, progress=progress)
    fitted = tuple(t for t in shipped_targets() if t.use == "fit")
    return Trial(ensemble, {"new": tuple(scores)}, fitted, tuple(beyond))


def needed_ensemble() -> Ensemble:
    """The shipped ensemble; InputError if there is none."""
    found = shipped()
    if found is None:
        raise InputError("there is no calibrated ensemble", key="EXOBURN_ENSEMBLE",
                         allowed="a file that exoburn calibrate wrote")
    return found


def tried(
    targets: Sequence[Target],
    ensemble: Ensemble,
    *,
    kind: str,
    acting: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[list[Score], list[Target]]:
    """Scores of the targets that any member reaches, and the targets that none does."""
    found = predict(targets, ensemble, acting=acting, jobs=jobs, progress=progress)
    g = on_scale(found)
    reached = np.flatnonzero(np.isfinite(g).any(axis=0))
    kept = [targets[i] for i in reached.tolist()]
    lost = set(range(len(targets))) - set(reached.tolist())
    scores = compare(kept, g[:, reached], noise_of(ensemble, kept),
                     spread=_told(found.spread[:, reached]), kind=kind) if kept else []
    return scores, [targets[i] for i in sorted(lost)]


def _told(spread: np.ndarray) -> np.ndarray:
    """Spreads between people; a column without any is one of zeros (the source's own is taken)."""
    none = ~np.isfinite(spread).any(axis=0)
    return np.where(none, 0.0, spread)


def _as(kind: str, score: Score) -> Score:
    from dataclasses import replace

    return replace(score, kind=kind)


def beyond_json(target: Target) -> dict[str, Any]:
    """A target that the model never reaches: no interval, and outside."""
    return {
        "id": target.id, "observed": target.value, "p05": None, "p50": None, "p95": None,
        "inside": False, "z": None, "kind": "not reached", "study": target.study,
        "observable": target.observable.id, "statistic": target.statistic,
        "unit": target.observable.unit, "n": target.n,
    }


def quality_json(scores: Sequence[Score], fitted: Sequence[Target]) -> dict[str, Any]:
    """Everything that is counted of one board; null where there is nothing to count."""
    found = quality(scores, fitted)
    inside = coverage([s.p05 for s in scores], [s.p95 for s in scores],
                      [s.observed for s in scores])
    return {
        "n": found.count, "covered": found.covered, "coverage": _or_none(found.share),
        "coverage_p05": _or_none(inside.low), "coverage_p95": _or_none(inside.high),
        "studies": len({s.target.study for s in scores}),
        "interval_score": _or_none(found.score), "climatology_score": _or_none(found.climatology),
        "interval_score_n": found.compared,
        "healing_time_errors": [
            {"depth": e.depth, "n": e.count, "median_abs_days": e.median_days,
             "median_abs_percent": e.median_percent, "median_percent_late": e.bias_percent}
            for e in healing_errors(scores)
        ],
        "hypertrophic_scar_errors": dict(scar_errors(scores)),
        "by_observable": [observable_json(label, group)
                          for label, group in by_observable(scores).items()],
    }


def observable_json(label: str, scores: Sequence[Score]) -> dict[str, Any]:
    """Coverage and z of the numbers of one kind."""
    z = np.array([s.z for s in scores])
    return {
        "observable": label, "n": len(scores), "covered": sum(s.inside for s in scores),
        "mean_z": float(z.mean()), "sd_z": float(z.std()) if len(z) > 1 else None,
    }


def worst(scores: Sequence[Score], count: int = 10) -> list[Score]:
    """The scores farthest from their predictions, farthest first."""
    return sorted(scores, key=lambda s: -abs(s.z))[:count]


def describe(target: Target) -> str:
    """Who was studied, in a few words.

    >>> from exoburn.infer.target import target_of
    >>> describe(target_of({"id": "a", "study": "s", "source": "x", "observable": "time_to_heal",
    ...                     "value": "19", "depth": "deep_partial", "dressing": "paraffin_gauze"}))
    'deep partial, paraffin gauze'
    """
    group = target.group
    words = [depth_of(target).replace("_", " "), group.dressing.replace("_", " ")]
    if group.species != "human":
        words.insert(0, group.species)
    if group.graft != "none":
        words.append("grafted")
    return ", ".join(words)


def _or_none(value: float) -> float | None:
    return None if math.isnan(value) else value
