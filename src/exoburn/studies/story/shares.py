"""Shares of people with the told outcome, and the Bayes factor that one story makes of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, ndtri

from exoburn.data import parameters
from exoburn.outcome.quantiles import quantile, variance_parts, with_odds
from exoburn.studies.story.statement import Told
from exoburn.studies.story.told import chance
from exoburn.studies.story.watch import DEFAULT, NO_EFFECT, Watched

Floats = NDArray[np.float64]


#: Standard errors from the middle to the 5th and 95th percentile.
_EDGE = float(ndtri(0.95))


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people, with its 5th to 95th percentile over knowledge."""

    share: float
    p05: float
    p95: float


@dataclass(frozen=True)
class ByKnowledge:
    """The share in each arm as each sample of knowledge has it, (samples,) an arm.

    `raw` is the same with the chance of few persons in it, which tells how far simulation errs;
    `runs` is how many runs of each arm showed the outcome, of `count`.
    """

    shares: Mapping[str, Floats]
    raw: Mapping[str, Floats]
    runs: Mapping[str, float]
    count: int = 0

    def too_few(self, arm: str) -> bool:
        """True if hardly any run of this arm had the outcome, or hardly any lacked it."""
        hits = self.shares[arm].mean() * self.count
        return bool(min(hits, self.count - hits) < parameters()["story_too_few"].value)

    def share(self, arm: str) -> Share:
        """Mean and range over knowledge; at least as wide as the simulation's own error.

        >>> each = {"a": np.array([0.2, 0.4])}
        >>> round(ByKnowledge(each, each, {"a": 3.0}).share("a").share, 9)
        0.3
        """
        each, raw = self.shares[arm], self.raw[arm]
        middle = float(each.mean())
        error = _EDGE * float(raw.std(ddof=1)) / np.sqrt(len(raw)) if len(raw) > 1 else 0.0
        low, high = (quantile(each, q) for q in (0.05, 0.95))
        if self.count and self.too_few(arm):
            # near 0 or all, equal runs show no spread; the exact interval of a count does
            hits = middle * self.count
            low = min(low, betaincinv(hits, self.count - hits + 1, 0.05) if hits > 0 else 0.0)
            rest = self.count - hits
            high = max(high, betaincinv(hits + 1, rest, 0.95) if rest > 0 else 1.0)
        return Share(middle, float(max(min(low, middle - error), 0.0)),
                     float(min(max(high, middle + error), 1.0)))  # fmt: skip


def knowledge_shares(
    watched: Watched, told: Told, arms: Sequence[str], *, depth: str | None = None
) -> ByKnowledge:
    """Shares of people with the told outcome, by knowledge and arm.

    The persons of one sample of knowledge are few, so that its share is mostly chance. It is
    moved towards the mean of all by the part of the spread that chance explains, the same part in
    every arm, so that arms which are equal stay equal. `depth` takes one meaning alone.
    """
    runs, odds = {}, {}
    for arm in arms:
        parts = [one for one in watched.depths if depth in (None, one.name)]
        weights = [one.share if depth is None else np.ones(len(one.share)) for one in parts]
        runs[arm] = sum(w * chance(told, watched, one, arm)
                        for w, one in zip(weights, parts, strict=True))  # fmt: skip
        # a product without an effect comes from the same vial, sterile or not
        vial = DEFAULT if arm == NO_EFFECT else arm
        odds[arm] = parts[0].arms[vial].odds if told.kind == "no_infection" else 1.0
    keep = kept_spread([runs[arm] for arm in arms], watched.theta)
    shares, raw = {}, {}
    for arm in arms:
        for kept, into in ((keep, shares), (1.0, raw)):
            each = settled(np.asarray(runs[arm]), watched.theta, kept)
            into[arm] = 1 - with_odds(1 - each, odds[arm])
    hits = {arm: float(np.sum(runs[arm])) for arm in arms}
    return ByKnowledge(shares, raw, hits, len(watched.theta))


def kept_spread(values: Sequence[Floats], theta: NDArray[np.int64]) -> float:
    """The part of the spread of group means that is not chance, pooled over arms, 0 to 1.

    >>> kept_spread([np.array([0.0, 0.0, 1.0, 1.0])], np.array([0, 0, 1, 1]))
    1.0
    """
    _, group = np.unique(theta, return_inverse=True)
    parts = [variance_parts(each, group) for each in values]
    between, by_chance = (sum(part[i] for part in parts) for i in (0, 1))
    return float(between / (between + by_chance)) if between + by_chance > 0 else 1.0


def settled(values: Floats, theta: NDArray[np.int64], keep: float) -> Floats:
    """Means by group, moved towards the mean of all: `keep` of the way is left."""
    _, group = np.unique(theta, return_inverse=True)
    means = np.bincount(group, weights=values) / np.bincount(group)
    return values.mean() + keep * (means - values.mean())


@dataclass(frozen=True, slots=True)
class Factor:
    """A Bayes factor: `value` over all knowledge, `p05` to `p95` if one sample of it were true (at
    least as wide as the simulation's own error, whose logarithm has the SD `se_log`).

    None where nobody has the outcome without an effect; `too_rare` says that too few
    runs showed the outcome.
    """

    value: float | None
    p05: float | None
    p95: float | None
    se_log: float | None
    too_rare: bool


def bayes_factor(found: ByKnowledge, works: str, nothing: str) -> Factor:
    """P(told outcome | works) over P(told outcome | no effect), people and knowledge averaged.

    >>> each = {"a": np.array([0.2, 0.4])}
    >>> found = bayes_factor(ByKnowledge(each, each, {"a": 30.0}), "a", "a")
    >>> found.value, found.p05, found.p95
    (1.0, 1.0, 1.0)
    """
    p1, p0 = found.shares[works], found.shares[nothing]
    least = parameters()["story_too_few"].value
    rare = min(found.runs[works], found.runs[nothing]) < least
    if p0.mean() <= 0:
        return Factor(None, None, None, None, True)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where(p0 > 0, p1 / p0, np.where(p1 > 0, np.inf, 1.0))
    value = float(p1.mean() / p0.mean())
    error = _jackknife(found.raw[works], found.raw[nothing])
    edge = np.exp(_EDGE * (error or 0.0))
    low, high = (quantile(each, q) for q in (0.05, 0.95))
    return Factor(value, _finite(min(low, value / edge)), _finite(max(high, value * edge)), error,
                  rare)  # fmt: skip


def _jackknife(p1: Floats, p0: Floats) -> float | None:
    """Standard error of the log ratio of means over samples of knowledge, each left out once."""
    n = len(p1)
    left1, left0 = (p.sum() - p for p in (p1, p0))
    if n < 2 or (left1 <= 0).any() or (left0 <= 0).any():
        return None
    logs = np.log(left1 / left0)
    return float(np.sqrt((n - 1) / n * np.sum((logs - logs.mean()) ** 2)))


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
