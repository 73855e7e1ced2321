"""Effects that can be pooled: the difference between two arms, with its standard error.

A contrast names a study, an outcome and two arms. The day is chosen by rule (the last one on which
no arm is above the ceiling), spreads that cannot be between animals are replaced by rule, and what
has no spread stays visible without a weight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError
from exoburn.evidence.base import shipped, study_by_id
from exoburn.evidence.pool import (
    Effects,
    clustered_variance,
    mean_difference,
    ratio_of_means,
    se_from_p,
)
from exoburn.evidence.pool.distributions import critical, two_sided_p
from exoburn.evidence.records import Outcome, Study
from exoburn.evidence.spreads import Spread, spreads_of, type_open
from exoburn.evidence.stated import left_out, threshold

#: effects on a logarithmic scale
RATIOS = ("ROM", "OR")


@dataclass(frozen=True, slots=True)
class Effect:
    """One contrast: `estimate` is treated minus control, for ROM and OR the logarithm of the ratio.

    `se` None means that it cannot be weighed. `use` is "counted", "direction" (counts for its sign
    only), "shown" or "excluded", `why` the reason. `better`: the sign that favours the treated arm.
    """

    study: Study
    question: str
    type: str
    outcome: str
    day: float | None
    treated: str
    control: str
    measure: str
    unit: str
    better: str
    estimate: float
    se: float | None
    n: tuple[int | None, int | None]
    use: str
    why: str
    spread_note: str = ""
    paired: bool = False
    open_spread: bool = False

    @property
    def df(self) -> int | None:
        """Degrees of freedom of one group that is its own control; None: the normal will do."""
        return self.n[0] - 1 if self.paired and self.n[0] else None

    @property
    def size(self) -> int | None:
        """Animals or people in both arms; those who are their own control count once."""
        first, second = self.n
        if first is None or second is None:
            return None
        return first if self.paired else first + second

    @property
    def variance(self) -> float:
        """Squared standard error of an effect that can be weighed."""
        if self.se is None:
            raise EngineError(f"{self.study.id}: an effect without a standard error")
        return self.se**2

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval on the scale of `estimate`: t where people are their own control.

        >>> kwon = next(e for e in shipped_effects() if e.study.id == "HU03_kwon_acne")
        >>> kwon.df, [round(end, 1) for end in kwon.interval]
        (24, [3.3, 21.9])
        """
        half = critical(0.95, self.df) * math.sqrt(self.variance)
        return self.estimate - half, self.estimate + half

    @property
    def p(self) -> float:
        """Two-sided p of no effect, by the same distribution."""
        return two_sided_p(self.estimate / math.sqrt(self.variance), self.df)

    @property
    def label(self) -> str:
        """Study, and the arms if they tell more."""
        day = "" if self.day is None else f", day {self.day:g}"
        return f"{self.study.label}: {self.treated}{day}"


@cache
def shipped_effects(spread: Spread = "rule") -> tuple[Effect, ...]:
    """Every contrast of the shipped tables.

    >>> one = shipped_effects()[0]
    >>> one.study.id, one.day, round(one.estimate, 1), one.se is not None, one.n
    ('EV02_chenyq_mouse', 8.0, 12.0, True, (6, 6))
    >>> two = shipped_effects("printed")[0]
    >>> round(one.se, 2), round(two.se, 2)
    (4.04, 0.23)
    """
    return tuple(_effect(dict(row), spread) for row in table("evidence_contrasts"))


def _effect(row: dict[str, str], spread: Spread) -> Effect:
    study = study_by_id(shipped(), row["study_id"])
    day, treated, control = _arms_on_a_day(row)
    flip = -1.0 if row["flip"] == "yes" else 1.0
    better = "lower" if row["unit"].startswith("days") or row["measure"] == "PR" else "higher"
    made = Effect(
        study, row["question"], row["type"], row["outcome"].replace("_", " "), day,
        row["treated"], row["control"] or "none", row["measure"], row["unit"], better,
        0.0, None, (treated.n, control.n if control else None), row["use"],
        row["reason"] or left_out(row["rule"]),
    )  # fmt: skip
    if control is None:
        return replace(made, estimate=_single(row, treated))
    if row["measure"] == "ROM":
        return _ratio(made, treated, control, row)
    estimate = flip * (treated.value - control.value)
    if row["se_rule"] == "paired_p":
        # "p < x" is taken as x, which gives the largest error that fits
        se = float(se_from_p(estimate, float(row["p"]), df=int(row["pairs"]) - 1))
        return replace(made, estimate=estimate, se=se, paired=True)
    sds, note = spreads_of(study.id, row["outcome"], (treated, control), spread)
    made = replace(made, estimate=estimate, spread_note=note, open_spread=type_open(treated))
    if sds is None or not treated.n or not control.n:
        return made
    found = mean_difference(treated.value, sds[0], treated.n, control.value, sds[1], control.n)
    return replace(made, se=_widened(found, row))


def _widened(found: Effects, row: dict[str, str]) -> float:
    """Standard error once wounds of one animal are no longer counted as animals."""
    wider = clustered_variance(found.variance, int(row["per_animal"]), threshold("cluster_icc"))
    return math.sqrt(wider.item())


def _single(row: dict[str, str], treated: Outcome) -> float:
    return math.log(treated.value) if row["measure"] == "ROM" else treated.value


def _ratio(made: Effect, treated: Outcome, control: Outcome, row: dict[str, str]) -> Effect:
    made = replace(made, estimate=math.log(treated.value / control.value))
    if treated.sd is None or control.sd is None or not (treated.n and control.n):
        return made
    found = ratio_of_means(
        treated.value, treated.sd, treated.n, control.value, control.sd, control.n
    )
    return replace(made, se=_widened(found, row))


def _arms_on_a_day(row: dict[str, str]) -> tuple[float | None, Outcome, Outcome | None]:
    """The two arms on the last day on which neither is above the ceiling."""
    found = [
        o for o in shipped().outcomes
        if o.study == row["study_id"] and o.outcome == row["outcome"]
    ]  # fmt: skip
    treated = {o.day: o for o in found if o.arm == row["treated"]}
    control = {o.day: o for o in found if o.arm == row["control"]}
    if not row["control"]:
        day, only = next(iter(treated.items()))
        return day, only, None
    if row["unit"] == "points of 10" or len(treated) == 1:
        day = next(iter(treated))
        return day, treated[day], control[day]
    top = threshold("ceiling")
    closed = row["outcome"] == "wound_closure"
    shared = [day for day in treated if day in control and day is not None]
    days = [d for d in shared if not closed or max(treated[d].value, control[d].value) <= top]
    if not days:
        raise EngineError(f"{row['study_id']}: no day below the ceiling")
    return max(days), treated[max(days)], control[max(days)]


def one_per_study(effects: list[Effect]) -> list[Effect]:
    """Contrasts of one study, each with its own control, become one by inverse variance.

    >>> ours = [e for e in shipped_effects() if e.question == "closure" and e.type == "ev" and e.se]
    >>> [e.study.id for e in one_per_study(ours)]
    ['EV02_chenyq_mouse', 'EV06_matar_rat_palate']
    """
    found: dict[str, list[Effect]] = {}
    for effect in effects:
        found.setdefault(effect.study.id, []).append(effect)
    return [_joined(group) for group in found.values()]


def _joined(group: list[Effect]) -> Effect:
    if len(group) == 1:
        return group[0]
    shared = len({effect.control for effect in group}) < len(group)
    weights = [1 / effect.variance for effect in group]
    total = sum(weights)
    estimate = sum(w * e.estimate for w, e in zip(weights, group, strict=True)) / total
    # one control group behind several contrasts adds nothing: keep the best of them
    se = min(math.sqrt(e.variance) for e in group) if shared else math.sqrt(1 / total)
    n = (sum(e.n[0] or 0 for e in group), sum(e.n[1] or 0 for e in group))
    arms = " and ".join(effect.treated for effect in group)
    return replace(group[0], treated=arms, day=None, estimate=estimate, se=se, n=n)
