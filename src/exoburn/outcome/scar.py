"""Scars: a score like the Vancouver scale, and the risk of a hypertrophic scar told in two ways.

The score (`exoburn.wound.scar_score`) maps vessels, collagen, myofibroblasts and strain to points;
it was set to three reference courses (model specification, section 6), not to patients. The risk
by healing time is a fit to 337 scalded children (Cubison 2006); the risk by collagen is a second
reading of the same model.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from exoburn.data import number, table
from exoburn.outcome.constants import constant, of_arm
from exoburn.outcome.course import Floats, WoundCourse
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome
from exoburn.wound.scar_score import scar_score

#: Highest score of the scale.
TOP = 13.0


def redness(vessels: Floats) -> Floats:
    """Vessel excess over healthy skin as a share, 0 to 1.

    >>> redness(np.array([1.0, 1.25, 2.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.clip((vessels - 1) / constant("scar_score_span"), 0, 1)


def elasticity(collagen: Floats, myofibroblasts: Floats, strain: Floats) -> Floats:
    """Elasticity index: 1 is healthy skin, 0 rigid (assumed weights).

    >>> float(elasticity(1.0, 0.0, 0.0))
    1.0
    """
    loss = (
        constant("elasticity_collagen") * (collagen - 1)
        + constant("elasticity_myofibroblast") * myofibroblasts
        + constant("elasticity_strain") * strain
    )
    return 1 - np.clip(loss, 0, 1)


def daily_scar_score(wound: WoundCourse) -> Floats:
    """Area mean of the score of a wound, (n_draws, n_days)."""

    def score() -> Floats:
        grafted = wound.grafted_on[:, None] <= wound.days  # nan, not grafted, compares False
        return _with_graft(wound.mean_of(scar_score, "C", "V", "Y", "eps"), grafted)

    return wound.once("scar score", score)


def wound_scar_score(wound: WoundCourse, day: float) -> Floats:
    """Area mean of the score of a wound on one day, (n_draws,)."""
    states = {name: wound.columns_on(name, day) for name in ("C", "V", "Y", "eps")}
    return _with_graft(wound.over_columns(scar_score(**states)), wound.grafted_on <= day)


def _with_graft(score: Floats, grafted: ArrayLike) -> Floats:
    """The score with what collagen, vessels and strain do not tell of a graft (assumed)."""
    return np.minimum(score + constant("vss_graft") * np.asarray(grafted), TOP)


def mean_scar_score(reading: Reading, day: float) -> Floats:
    """Score over burned wounds and old scars, area-weighted, on a day that was simulated."""
    reading.need(day)
    return area_mean(reading.skin, (wound_scar_score(wound, day) for wound in reading.skin))


@outcome("vss_3mo")
def vss_3mo(reading: Reading) -> Floats:
    """Scar score three months after the injury (after the first session for an old scar)."""
    return mean_scar_score(reading, constant("day_3_months"))


@outcome("vss_6mo")
def vss_6mo(reading: Reading) -> Floats:
    """Scar score at six months."""
    return mean_scar_score(reading, constant("day_6_months"))


@outcome("vss_12mo")
def vss_12mo(reading: Reading) -> Floats:
    """Scar score at twelve months."""
    return mean_scar_score(reading, constant("day_12_months"))


@outcome("vss_24mo")
def vss_24mo(reading: Reading) -> Floats:
    """Scar score at twenty-four months."""
    return mean_scar_score(reading, constant("day_24_months"))


@outcome("redness_12mo")
def redness_12mo(reading: Reading) -> Floats:
    """Redness at twelve months."""
    day = constant("day_12_months")
    reading.need(day)
    found = (w.over_columns(redness(w.columns_on("V", day))) for w in reading.skin)
    return area_mean(reading.skin, found)


@outcome("elasticity_12mo")
def elasticity_12mo(reading: Reading) -> Floats:
    """Elasticity index at twelve months."""
    day = constant("day_12_months")
    reading.need(day)

    def index(wound: WoundCourse) -> Floats:
        collagen, cells, strain = (wound.columns_on(name, day) for name in ("C", "Y", "eps"))
        return wound.over_columns(elasticity(collagen, cells, strain))

    return area_mean(reading.skin, (index(wound) for wound in reading.skin))


def _left(strain: Floats) -> Floats:
    """Share of the area that contraction leaves."""
    return (1 - strain) ** 2


@outcome("contraction_percent")
def contraction_percent(reading: Reading) -> Floats:
    """Largest percent of the wound's area lost to contraction within a year."""
    window = reading.arm.days <= constant("contraction_window")
    lost = (100 * (1 - w.mean_of(_left, "eps")) for w in reading.skin)
    return area_mean(reading.skin, lost)[:, window].max(axis=1)


def risk_by_healing_time(
    days: Floats, *, slope: float | Floats | None = None, intercept: float | Floats | None = None
) -> Floats:
    """Risk of a hypertrophic scar in a wound that closed on its own on these days.

    >>> days = np.array([7.0, 18.0, 25.0, np.inf])
    >>> [round(float(p), 2) for p in risk_by_healing_time(days, slope=0.22, intercept=-5.5)]
    [0.0, 0.18, 0.5, 0.95]
    """
    k = constant("hts_slope") if slope is None else slope
    start = constant("hts_intercept") if intercept is None else intercept
    finite = np.where(np.isfinite(days), days, 0)
    risk = expit(start + k * finite)
    risk = np.where(finite < constant("hts_earliest_day"), 0, risk)
    top = constant("hts_unhealed")
    return np.where(np.isfinite(days), np.minimum(risk, top), top)


def risk_after_graft(days: Floats) -> Floats:
    """Risk in a grafted wound, by the published classes of days to healing.

    No grafted wound of that series closed before day 10: an earlier one gets the first class. The
    first two classes (33 and 19 %) are few and out of order; they are pooled, so that a wound that
    heals later never scars less (isotonic regression, equal weights).

    >>> [float(p) for p in risk_after_graft(np.array([8.0, 18.0, 40.0, np.inf]))]
    [0.26, 0.26, 0.88, 0.95]
    """
    rows = [
        row
        for row in table("scar_vs_time_to_heal")
        if row["study"] == "Cubison 2006" and row["group"] == "grafted"
    ]
    starts = np.array([number(row["tth_low_d"]) for row in rows])
    shares = _never_falling([number(row["value"]) / 100 for row in rows])
    # a class "10-14 d" ends where the next one, "15-21 d", begins
    found = shares[np.clip(np.searchsorted(starts, days, side="right") - 1, 0, None)]
    return np.where(np.isfinite(days), found, constant("hts_unhealed"))


def _never_falling(values: list[float]) -> Floats:
    """Pooled neighbours until the values never fall.

    >>> _never_falling([3.0, 1.0, 4.0]).tolist()
    [2.0, 2.0, 4.0]
    """
    pools: list[list[float]] = []
    for value in values:
        pools.append([value])
        while len(pools) > 1 and np.mean(pools[-2]) > np.mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    return np.concatenate([np.full(len(pool), float(np.mean(pool))) for pool in pools])


def risk_in_burns(reading: Reading) -> Floats:
    """Risk of a hypertrophic scar from the time each burned wound took, area-weighted.

    A grafted wound counts as healed when it is closed (99.5 %), not when the graft covers 95 %.
    """
    slope, start = of_arm(reading.arm, "hts_slope"), of_arm(reading.arm, "hts_intercept")

    def risk(wound: WoundCourse) -> Floats:
        days = reading.reaches(wound, constant("closure_95"))
        grafted = wound.grafted_on <= days  # nan, not grafted, compares False
        closed = reading.reaches(wound, constant("closure_100"))
        alone = risk_by_healing_time(days, slope=slope, intercept=start)
        return np.where(grafted, risk_after_graft(closed), alone)

    return area_mean(reading.burns, (risk(wound) for wound in reading.burns))


@outcome("hts_probability")
def hts_probability(reading: Reading) -> Floats:
    """Risk of a hypertrophic scar from the time to heal, a probability a draw."""
    return risk_in_burns(reading)


@outcome("hts_persistent_18mo")
def hts_persistent_18mo(reading: Reading) -> Floats:
    """Risk of a hypertrophic scar that is still there at 18 months."""
    return constant("hts_persistent_ratio") * risk_in_burns(reading)


def risk_by_collagen(
    collagen: Floats, *, slope: float | Floats, intercept: float | Floats
) -> Floats:
    """Risk of a hypertrophic scar from collagen (healthy is 1) half a year after the injury.

    >>> [round(float(p), 2) for p in risk_by_collagen(
    ...     np.array([1.06148, 1.18011, 1.47015]), slope=27.0, intercept=-4.5)]
    [0.06, 0.59, 1.0]
    """
    return expit(intercept + slope * np.maximum(collagen - 1, 0))


@outcome("hts_probability_matrix")
def hts_probability_matrix(reading: Reading) -> Floats:
    """Risk of a hypertrophic scar from collagen on day 180, a probability a draw."""
    return risk_from_collagen(reading)


def risk_from_collagen(reading: Reading) -> Floats:
    """Risk of a hypertrophic scar from the burned wounds' collagen on day 180, area-weighted."""
    day = constant("hts_matrix_day")
    reading.need(day)
    slope, start = (
        np.reshape(of_arm(reading.arm, key), (-1, 1))
        for key in ("hts_matrix_slope", "hts_matrix_intercept")
    )

    def risk(wound: WoundCourse) -> Floats:
        return wound.over_columns(
            risk_by_collagen(wound.columns_on("C", day), slope=slope, intercept=start)
        )

    return area_mean(reading.burns, map(risk, reading.burns))
