"""A small run of the case: usual care beside a vesicle product, nobody grafted by policy.

Surgery by policy would close most deep wounds on one day and hide what is asked, so it is left
out of the counts; how many it would send to surgery comes from a run with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Case, with_run
from exoburn.data import parameters
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.quantiles import by_theta, quantile
from exoburn.simulate import Result, simulate
from exoburn.simulate.study import ArmFindings, Progress
from exoburn.studies.ask.pair import Pair, pair_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Share:
    """A share of people: mean, and 5th to 95th percentile over what is not known."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Middle:
    """Median with 5th and 95th percentile over runs; infinite where it was not reached."""

    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class Numbers:
    """What a run says of two arms: `base` without the product, `product` with it.

    Arrays are (draws,); times not reached are infinite. `plain` is the product's arm with its
    carrier and nothing in it. `grafted` is the share that the case's own policy would operate on.
    """

    pair: Pair
    base: ArmFindings
    product: ArmFindings
    plain: ArmFindings
    grafted: float
    result: Result
    folder: Path

    @property
    def is_scar(self) -> bool:
        """True for an old scar."""
        return self.pair.case.is_scar

    @property
    def run(self) -> dict[str, Any]:
        """What the run was made of."""
        summary = self.result.summary
        return {key: summary[key] for key in ("parameter_set", "draws", "days", "seed", "preset")}

    def middle(self, arm: ArmFindings, outcome: str) -> Middle:
        """Median and range of an outcome in an arm."""
        return _middle(self._values(arm, outcome))

    def share(self, arm: ArmFindings, event: NDArray[np.bool_]) -> Share:
        """How many people an event happens to; `event` (draws,)."""
        each = by_theta(event.astype(np.float64), arm.theta)
        low, high = (float(np.clip(quantile(each, q), 0, 1)) for q in (0.05, 0.95))
        mean = float(event.mean())
        return Share(mean, min(low, mean), max(high, mean))

    def chance(self, arm: ArmFindings, outcome: str) -> Share:
        """An outcome that is a probability already."""
        found = self._found(arm, outcome)
        each = by_theta(found.values, arm.theta)
        odds = found.odds
        each = odds * each / (1 - each + odds * each)
        mean = float(each.mean())
        low, high = (float(np.clip(quantile(each, q), 0, 1)) for q in (0.05, 0.95))
        return Share(mean, min(low, mean), max(high, mean))

    def gap(self, outcome: str) -> Middle:
        """Product minus usual care, run by run; two that were never reached differ by 0."""
        return _middle(_difference(
            self._values(self.product, outcome), self._values(self.base, outcome)
        ))  # fmt: skip

    def by_product(self, outcome: str) -> Floats:
        """Product minus the same carrier with nothing in it, run by run, (draws,)."""
        return _difference(
            self._values(self.product, outcome), self._values(self.plain, outcome)
        )

    def values(self, arm: ArmFindings, outcome: str) -> Floats:
        """An outcome draw by draw, (draws,)."""
        return self._values(arm, outcome)

    def at_animal_strength(self, ask: Callable[[Numbers], Share]) -> Share:
        """The same share if vesicles always acted, and as strongly as animals suggest.

        Draws of a run that has that preset already are its own.
        """
        if self.run["preset"] == "animal":
            return ask(self)
        pair = replace(self.pair, case=with_run(self.pair.case, preset="animal"))
        return ask(_compared(pair, self.folder, self.grafted))

    def _values(self, arm: ArmFindings, outcome: str) -> Floats:
        return self._found(arm, outcome).values

    @staticmethod
    def _found(arm: ArmFindings, outcome: str) -> PerDraw:
        return arm.outcomes[outcome]


def numbers_of(
    case: Case, *, folder: Path | str = ".", draws: int | None = None,
    progress: Progress | None = None,
) -> Numbers:
    """Run a case for its answers; `draws` replaces the number in the table.

    >>> from exoburn.case import read_case
    >>> from exoburn.case.starting import starting_case
    >>> found = numbers_of(read_case(starting_case("burn")), draws=10)
    >>> found.base.arm.name, found.product.arm.kind, found.pair.made_up
    ('Standard care', 'exosome', False)
    """
    rows = parameters()
    count = int(rows["ask_draws"].value) if draws is None else draws
    pair = pair_of(case, draws=count, days=int(rows["ask_days"].value))
    grafted = 0.0
    if pair.with_policy is not None:
        policy = simulate(pair.with_policy, folder=folder, progress=progress)
        operated = policy.findings.arms[0]
        grafted = float((operated.outcomes["operations"].values > 0).mean())
    return _compared(pair, Path(folder), grafted, progress)


def _compared(
    pair: Pair, folder: Path, grafted: float, progress: Progress | None = None
) -> Numbers:
    result = simulate(pair.case, folder=folder, progress=progress)
    arms = {arm.arm.name: arm for arm in result.findings.arms}
    product = arms[pair.product]
    plain = result.findings.vehicle_of(product)
    return Numbers(pair, arms[pair.base], product, plain, grafted, result, folder)




def _difference(mine: Floats, theirs: Floats) -> Floats:
    both = np.isinf(mine) & np.isinf(theirs)
    with np.errstate(invalid="ignore"):
        return np.where(both, 0.0, mine - theirs)


def _middle(values: Floats) -> Middle:
    return Middle(*(quantile(values, q) for q in (0.5, 0.05, 0.95)))
