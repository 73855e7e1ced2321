"""How good a scoreboard is, by yardsticks that were set before it was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exoburn.infer.method import interval_score
from exoburn.infer.misfit import group_of
from exoburn.infer.scoreboard import Score
from exoburn.infer.target import Target

_Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Quality:
    """What a set of scores comes to.

    `covered` of `count` numbers lie in their 90 % interval. `score` and `climatology` are mean
    interval scores in units of each kind's own spread, ours and those of a band of the fitted
    numbers' mean and SD; `compared` numbers have such a band.
    """

    count: int
    covered: int
    score: float
    climatology: float
    compared: int

    @property
    def share(self) -> float:
        """Share inside."""
        return self.covered / self.count if self.count else float("nan")


def quality(scores: Sequence[Score], fitted: Sequence[Target]) -> Quality:
    """Coverage and interval score of some scores, against the climatology of the fitted rows.

    The band of a number never uses the study that it comes from.
    """
    ours, theirs = [], []
    for one in scores:
        same = [t.value for t in fitted
                if group_of(t) == group_of(one.target) and t.study != one.target.study]
        if len(same) < 3 or np.std(same) == 0:
            continue
        mean, sd = float(np.mean(same)), float(np.std(same, ddof=1))
        band = interval_score(*(np.array([x]) for x in (
            mean - _Z90 * sd, mean + _Z90 * sd, one.observed)))
        ours.append(one.score / sd)
        theirs.append(float(band[0]) / sd)
    return Quality(
        len(scores), sum(one.inside for one in scores),
        float(np.mean(ours)) if ours else float("nan"),
        float(np.mean(theirs)) if theirs else float("nan"), len(ours),
    )


@dataclass(frozen=True)
class HealingError:
    """Errors of mean and median healing times of human studies of one depth class.

    `bias_percent` is the median of what was predicted too late (above 0) or too early.
    """

    depth: str
    count: int
    median_days: float
    median_percent: float
    bias_percent: float


def healing_errors(scores: Sequence[Score]) -> list[HealingError]:
    """Absolute errors by depth class: |p50 - observed| and its share of the observed."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        t = one.target
        if (t.observable.id == "time_to_heal" and t.statistic in ("mean", "median")
                and t.group.species == "human"):
            found.setdefault(depth_of(t), []).append(one)
    errors = []
    for depth, group in found.items():
        days = np.array([abs(one.p50 - one.observed) for one in group])
        seen = np.array([one.observed for one in group])
        late = np.array([one.p50 for one in group]) / seen - 1
        errors.append(HealingError(depth, len(group), float(np.median(days)),
                                   100 * float(np.median(days / seen)),
                                   100 * float(np.median(late))))
    return sorted(errors, key=lambda e: e.depth)


def peers_percent(targets: Sequence[Target]) -> dict[str, float]:
    """Median error, in percent, of predicting each human study's healing time by depth class alone.

    The prediction is the median of the other studies' numbers of the class: what is left of the
    error then is how much studies of one class disagree.
    """
    found: dict[str, list[Target]] = {}
    for t in targets:
        if (t.observable.id == "time_to_heal" and t.statistic in ("mean", "median")
                and t.group.species == "human"):
            found.setdefault(depth_of(t), []).append(t)
    errors = {}
    for depth, group in found.items():
        off = []
        for t in group:
            others = [o.value for o in group if o.study != t.study]
            if others:
                off.append(abs(float(np.median(others)) / t.value - 1))
        if off:
            errors[depth] = 100 * float(np.median(off))
    return errors


def depth_of(target: Target) -> str:
    """What a reader would call the depth of a target's wounds."""
    group = target.group
    if group.wound != "burn":
        return {"donor": "donor site", "excision": "excision"}[group.wound]
    return str(group.depth) if isinstance(group.depth, str) else group.depth_class


def by_observable(scores: Sequence[Score]) -> Mapping[str, list[Score]]:
    """Scores by what was measured, in the order of the observables' table."""
    found: dict[str, list[Score]] = {}
    for one in scores:
        found.setdefault(one.target.observable.label, []).append(one)
    return found


def scar_errors(scores: Sequence[Score]) -> Mapping[str, float]:
    """Points between prediction and observation of each class of healing times."""
    return {
        one.target.id: one.p50 - one.observed for one in scores
        if one.target.observable.id == "hypertrophic_scar_percent"
    }


