"""Visual predictive checks: the closure curve a study saw beside those of simulated studies.

A simulated study has as many people as the published one. They are drawn from the people of one
member of the ensemble, with what studies differ by, and each is seen only at visits: a wound that
closes between two visits counts as healed from the later one on (interval censoring).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exoburn import streams
from exoburn.data import Ensemble
from exoburn.infer.cohort import Acting, Floats, cohort_parts, grid
from exoburn.infer.measure import healing_days
from exoburn.infer.misfit import assumed
from exoburn.infer.observable import observables
from exoburn.infer.published import Published, published
from exoburn.infer.scoreboard import noise_of
from exoburn.infer.target import Target
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge

Progress = Callable[[str, float, float], None]

#: Members that stand for the ensemble, studies simulated under each, persons of its cohort.
MEMBERS, STUDIES, PERSONS = 60, 4, 24
#: Days that are run: long enough for a deep burn left to itself.
_HORIZON = 120.0


@dataclass(frozen=True)
class Check:
    """One arm: percent healed by day in simulated studies, and what was published of it.

    `low`, `middle`, `high` are the 5, 50 and 95 % of simulated studies on `days`; `mean_low`,
    `mean_high` the 5 and 95 % of their mean times to heal (of those who healed; nan if none).
    """

    study: str
    target: Target
    count: int
    days: Floats
    low: Floats
    middle: Floats
    high: Floats
    mean_low: float
    mean_high: float
    seen: Published

    def holds(self, day: float, percent: float) -> bool:
        """True if a published point lies in the band, give or take half a person."""
        half = 50.0 / self.count
        low, high = (float(np.interp(day, self.days, line)) for line in (self.low, self.high))
        return low - half <= percent <= high + half

    @property
    def held(self) -> tuple[int, int]:
        """How many of how many published points lie in the band; a mean alone is one point."""
        points = self.seen.all_points
        if points:
            return sum(self.holds(day, percent) for day, percent in points), len(points)
        mean = self.seen.mean
        assert mean is not None
        return int(self.mean_low <= mean <= self.mean_high), 1


def visual_checks(
    targets: Sequence[Target],
    ensemble: Ensemble,
    *,
    members: int = MEMBERS,
    jobs: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Check]:
    """A check of every human arm of which times to heal were published, in order of appearance."""
    some = _some_of(ensemble, members)
    arms = arms_of(targets)
    found = []
    for k, group in enumerate(arms):
        found.append(_check(group, some, jobs=jobs, seed=seed))
        if progress is not None:
            progress(f"closure curve of {group[0].study}", k + 1.0, len(arms))
    return found


def arms_of(targets: Sequence[Target]) -> list[list[Target]]:
    """Targets on healing times of people, those of one arm and definition together."""
    arms: dict[tuple[object, ...], list[Target]] = {}
    for target in targets:
        if (target.observable.id in ("time_to_heal", "healed_percent")
                and target.group.species == "human" and target.versus is None):
            key = (target.study, target.group, target.definition)
            arms.setdefault(key, []).append(target)
    return [group for group in arms.values() if not published(group).is_empty]


def _some_of(ensemble: Ensemble, members: int) -> Ensemble:
    """Every k-th member: members lie in the order of how fast they heal."""
    if ensemble.members <= members:
        return ensemble
    chosen = np.linspace(0, ensemble.members - 1, members).round().astype(int)
    return replace(ensemble, values={k: v[chosen] for k, v in ensemble.values.items()})


def _check(group: Sequence[Target], ensemble: Ensemble, *, jobs: int, seed: int) -> Check:
    target = group[0]
    count = round(next((t.n for t in group if t.n), assumed("n_unstated")))
    healed = np.concatenate(list(_healing(target, ensemble, jobs=jobs, seed=seed)))
    tau, delta = _noise(target, ensemble)
    seen_on = simulated_studies(
        healed, np.hypot(tau, delta), count=count, visits=target.visits_every_days,
        name=f"{target.study}/{target.id}", seed=seed,
    )
    days = np.linspace(0.0, _last_day(seen_on, published(group)), 81)
    share = 100 * np.stack([(seen_on <= day).mean(axis=1) for day in days])
    low, middle, high = np.quantile(share, [0.05, 0.5, 0.95], axis=1)
    means = _means(seen_on)
    mean_low, mean_high = (np.quantile(means, [0.05, 0.95]) if means.size else (np.nan, np.nan))
    return Check(target.study, target, count, days, low, middle, high, float(mean_low),
                 float(mean_high), published(group))


def _healing(target: Target, ensemble: Ensemble, *, jobs: int, seed: int) -> Iterator[Floats]:
    """Day of healing (members, persons), part by part; products act, as they were given."""
    start = target.group.graft_day or 0.0

    def knowing(draws: Draws) -> Knowledge:
        return Acting(draws, "default")

    for cohort in cohort_parts(target.group, knowing, ensemble, persons=PERSONS,
                               days=grid(_HORIZON + start), threads=jobs, seed=seed):
        yield healing_days(cohort, target)


def _noise(target: Target, ensemble: Ensemble) -> tuple[Floats, Floats]:
    """What studies and numbers differ by on the log of a time, under each member."""
    as_time = replace(target, statistic="mean", observable=observables()["time_to_heal"],
                      value=20.0, spread=None, spread_type="none")  # only its kind is read
    noise = noise_of(ensemble, [as_time])
    return next(iter(noise.values()))


def simulated_studies(
    healed: Floats,
    between: Floats,
    *,
    count: int,
    visits: float,
    name: str,
    studies: int = STUDIES,
    seed: int = 0,
) -> Floats:
    """Day on which each person is first seen healed, (members x studies, count); inf: never.

    `healed` (members, persons) are days of healing; `between` (members,) the SD of the log time
    between studies. People are drawn from a smoothed copy of the member's persons with the same
    mean and spread; each has visits every `visits` days from a day of their own.

    >>> seen = simulated_studies(np.full((2, 5), 10.0), np.zeros(2), count=50, visits=4.0, name="a")
    >>> seen.shape, bool((seen >= 10).all() and (seen < 14).all())
    ((8, 50), True)
    """
    members, persons = healed.shape
    member = np.repeat(np.arange(members), studies)[:, None]
    study = np.arange(members * studies)[:, None]
    person = np.arange(count)[None, :]

    def uniform(what: str, index: np.ndarray | int = 0) -> Floats:
        return streams.uniform(seed, f"vpc/{what}/{name}", theta=study, person=person, index=index)

    log = np.log(np.maximum(healed, 0.1))
    picked = log[member, np.minimum((uniform("who") * persons).astype(int), persons - 1)]
    centre, spread = _spread_of(log)
    width = 0.9 * spread * persons**-0.2
    kernel = streams.normal(seed, f"vpc/kernel/{name}", theta=study, person=person)
    shrink = np.divide(spread, np.hypot(spread, width), out=np.ones_like(spread),
                       where=spread > 0)[member]
    smooth = centre[member] + shrink * (picked - centre[member] + width[member] * kernel)
    effect = streams.normal(seed, f"vpc/study/{name}", theta=study)
    days = np.where(np.isfinite(picked), np.exp(smooth + between[member] * effect), np.inf)
    phase = visits * uniform("visits")
    with np.errstate(invalid="ignore"):
        seen_on = np.ceil((days - phase) / visits) * visits + phase
    return np.where(np.isfinite(days), seen_on, np.inf)


def _spread_of(log: Floats) -> tuple[Floats, Floats]:
    """Mean and SD of the finite values of each row; 0 where there are none."""
    finite = np.isfinite(log)
    count = np.maximum(finite.sum(axis=1), 1)
    value = np.where(finite, log, 0.0)
    centre = value.sum(axis=1) / count
    square = np.where(finite, (value - centre[:, None]) ** 2, 0.0).sum(axis=1) / count
    return centre, np.sqrt(square)


def _means(seen_on: Floats) -> Floats:
    """Mean day of those who healed, of the studies in which anyone did."""
    finite = np.isfinite(seen_on)
    count = finite.sum(axis=1)
    total = np.where(finite, seen_on, 0.0).sum(axis=1)
    return total[count > 0] / count[count > 0]


def _last_day(seen_on: Floats, seen: Published) -> float:
    finite = seen_on[np.isfinite(seen_on)]
    late = float(np.quantile(finite, 0.98)) if finite.size else _HORIZON
    return float(np.ceil(max(1.15 * seen.last_day, min(late, _HORIZON), 14.0)))
