"""What pooling answers, as one frozen object."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exoburn.evidence.pool.rows import Rows

if TYPE_CHECKING:
    from exoburn.evidence.pool.small_studies import Asymmetry
    from exoburn.evidence.pool.trim_fill import Filled

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One line of a meta-regression; the first is the mean where all moderators are zero."""

    name: str
    estimate: float
    se: float
    statistic: float
    p: float
    ci: Interval


@dataclass(frozen=True, slots=True)
class Explained:
    """Whether the moderators matter together: chi-square QM, or F when the test is not z.

    `r2` is the percent by which they lower tau2, None where there was none to explain.
    """

    qm: float
    df: int
    p: float
    r2: float | None


@dataclass(frozen=True, slots=True)
class Subgroups:
    """One pooled result a group and the test whether the groups' means differ."""

    groups: Mapping[str, Pooled]
    q_between: float
    df: int
    p: float
    common_tau2: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """Pooled effect of k studies, in the unit of the effects that were given.

    `estimate`, `se`, `ci`: the mean effect (with moderators: where all of them are zero), by
    `method` and `test`; `statistic` and `p` test it against zero. `prediction`: interval of the
    effect in a new study like these; None where it is not defined (method FE, or fewer than three
    studies). `tau2` and `tau2_ci` (Q-profile): between-study variance, in squared units.
    `Q`, `df`, `Q_p`: Cochran's test of residual heterogeneity. `I2` (percent) and `H2` follow from
    tau2 and a typical sampling variance; `I2_Q` is the older form from Q. `weights` sum to 1.
    `notes` say in words what a reader must know of a degenerate or unusual result.
    """

    estimate: float
    se: float
    statistic: float
    p: float
    ci: Interval
    prediction: Interval | None
    tau2: float
    tau2_ci: Interval | None
    Q: float
    df: int
    Q_p: float
    I2: float
    I2_Q: float
    H2: float
    k: int
    method: str
    test: str
    level: float
    weights: tuple[float, ...]
    names: tuple[str, ...]
    coefficients: tuple[Coefficient, ...]
    notes: tuple[str, ...] = ()
    explained: Explained | None = None
    subgroups: Subgroups | None = None
    prediction_by: str = "hts"
    fixed_tau2: float | None = None
    rows: Rows = field(repr=False, kw_only=True)

    @property
    def tau(self) -> float:
        """Between-study standard deviation, in the unit of the effect."""
        return math.sqrt(self.tau2)

    @property
    def I2_ci(self) -> Interval | None:
        """Interval of I2 in percent that follows from `tau2_ci`."""
        from exoburn.evidence.pool.heterogeneity import typical_variance

        if self.tau2_ci is None:
            return None
        typical = typical_variance(self.rows)
        low, high = (100 * tau2 / (tau2 + typical) for tau2 in self.tau2_ci)
        return low, high

    @property
    def effect(self) -> tuple[float, ...]:
        """The effects that were pooled."""
        return tuple(self.rows.effect.tolist())

    @property
    def variance(self) -> tuple[float, ...]:
        """Their sampling variances."""
        return tuple(self.rows.variance.tolist())

    def back(self, transform: Callable[[Any], Any]) -> dict[str, Any]:
        """Estimate and intervals on another scale, for example `numpy.exp` for a log ratio.

        >>> from exoburn.evidence.pool import pool
        >>> two = pool(effect=[0.0, 0.0], variance=[1.0, 1.0], method="FE")
        >>> two.back(math.exp)["estimate"]
        1.0
        """
        pairs = {"ci": self.ci, "prediction": self.prediction}
        ends = {
            key: None if pair is None else (float(transform(pair[0])), float(transform(pair[1])))
            for key, pair in pairs.items()
        }
        return {"estimate": float(transform(self.estimate)), **ends}

    def predict(self, at: Mapping[str, float]) -> Pooled:
        """The mean where the moderators have these values (others are zero)."""
        from exoburn.evidence.pool.sensitivity import moved_to

        return moved_to(self, at)

    def leave_one_out(self) -> tuple[tuple[str, Pooled], ...]:
        """(name left out, the rest pooled), one for each study, in the order given."""
        from exoburn.evidence.pool.sensitivity import leave_one_out

        return leave_one_out(self)

    def cumulative(self, order: Sequence[Any] | None = None) -> tuple[tuple[str, Pooled], ...]:
        """(name added, all so far pooled), in the order given or sorted by `order` (years)."""
        from exoburn.evidence.pool.sensitivity import cumulative

        return cumulative(self, order)

    def egger(
        self, form: str = "lm", predictor: str = "se", size: Sequence[float] | None = None
    ) -> Asymmetry:
        """Test whether small studies show other effects; see `small_studies.egger`."""
        from exoburn.evidence.pool.small_studies import egger

        return egger(self, form=form, predictor=predictor, size=size)

    def begg(self) -> Asymmetry:
        """Rank correlation of effects with variances; see `small_studies.begg`."""
        from exoburn.evidence.pool.small_studies import begg

        return begg(self)

    def trim_and_fill(self, estimator: str = "L0", side: str | None = None) -> Filled:
        """Studies that a symmetric funnel would have; see `small_studies.trim_and_fill`."""
        from exoburn.evidence.pool.trim_fill import trim_and_fill

        return trim_and_fill(self, estimator=estimator, side=side)

    def as_dict(self) -> dict[str, Any]:
        """Plain numbers and lists for JSON; what is not defined is None."""
        from exoburn.evidence.pool.plain import as_dict

        return as_dict(self)
