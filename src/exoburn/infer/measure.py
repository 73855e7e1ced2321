"""From a simulated cohort to the number that a study would have published of it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exoburn.case.policy import Policy
from exoburn.infer.cohort import Cohort, Floats
from exoburn.infer.target import Target
from exoburn.outcome.closure import confirmed_closure
from exoburn.outcome.constants import constant, of_arm
from exoburn.outcome.crossing import first_crossing
from exoburn.outcome.infection import infected_by
from exoburn.outcome.pain import pain_at_rest, procedure_increment
from exoburn.outcome.reading import covered, open_area
from exoburn.outcome.scar import mean_scar_score, risk_from_collagen, risk_in_burns


def measure(cohort: Cohort, target: Target) -> tuple[Floats, Floats]:
    """Published number of the cohort under each member, and the SD between its people.

    Both (members,), in the observable's unit (percentages: the share's own SD). nan where nobody
    of the group reaches what is asked for, and for members that could not be followed.
    """
    values = _READ[target.observable.id](cohort, target)
    if target.observable.id in _SHARES:
        number, spread = values, np.sqrt(np.maximum(values * (100 - values), 0))
    else:
        number, spread = _statistic(values, target.statistic), _spread(values)
    if target.observable.id == "vss":
        number = _rated(number, target)
    return np.where(cohort.lost, np.nan, number), np.where(cohort.lost, np.nan, spread)


def _rated(number: Floats, target: Target) -> Floats:
    """A published SD of a score holds the raters' own error too."""
    return np.hypot(number, constant("vss_rater_sd")) if target.statistic == "sd" else number


def _statistic(values: Floats, statistic: str) -> Floats:
    """(members, persons) -> (members,); not reached is inf and sorts last."""
    if values.ndim == 1:
        return values
    if statistic in ("median", "q25", "q75"):
        q = {"median": 0.5, "q25": 0.25, "q75": 0.75}[statistic]
        with np.errstate(invalid="ignore"):  # inf - inf where nobody healed
            found = np.quantile(values, q, axis=1, method="hazen")
        return np.where(np.isfinite(found), found, np.nan)
    finite = np.where(np.isfinite(values), values, np.nan)
    enough = np.isfinite(values).mean(axis=1) > 0.25
    with np.errstate(all="ignore"):
        filled = np.where(enough[:, None], finite, 0.0)
        found = np.nanstd(filled, axis=1) if statistic == "sd" else np.nanmean(filled, axis=1)
    return np.where(enough, found, np.nan)


def _spread(values: Floats) -> Floats:
    if values.ndim == 1:
        return np.full(values.shape, np.nan)
    return _statistic(values, "sd")


def healing_days(cohort: Cohort, target: Target) -> Floats:
    """Day of healing by the target's definition (members, persons), without regard to visits.

    "Complete" is what a clinician calls so, which is not quite all of the wound.
    """
    reading = cohort.reading
    if target.definition == "confirmed":
        return cohort.by_person(confirmed_closure(reading))
    level: float | Floats = {"90": 0.90, "95": constant("closure_95"), "100": 1.0}[
        target.definition]
    if target.definition == "100":
        level = of_arm(reading.arm, "complete_seen")
    return cohort.by_person(_from_surgery(cohort, _reaches(cohort, level)))


def _reaches(cohort: Cohort, level: float | Floats) -> Floats:
    """Day on which each draw's wound reaches its own level of coverage (draws,)."""
    wound, usual = cohort.reading.burns[0], constant("closure_95")
    # gaps are stretched so that every draw's level lies at the usual one
    gap = (1 - covered(wound)) * np.reshape((1 - usual) / (1 - np.asarray(level)), (-1, 1))
    return first_crossing(wound.days, np.clip(1 - gap, 0, 1), usual, jump_on=wound.grafted_on)


def _from_surgery(cohort: Cohort, days: Floats) -> Floats:
    """Days counted from grafting where the group was grafted."""
    grafted = cohort.reading.burns[0].grafted_on
    return np.where(np.isnan(grafted), days, days - np.nan_to_num(grafted))


def _time_to_heal(cohort: Cohort, target: Target) -> Floats:
    """A closed wound is found at the next look: half an interval late on average."""
    return healing_days(cohort, target) + 0.5 * target.visits_every_days


def _healed_percent(cohort: Cohort, target: Target) -> Floats:
    return 100 * _share_before(healing_days(cohort, target), target.day or 0.0)


def _share_before(days: Floats, day: float) -> Floats:
    """Share of (members, persons) before a day, smoothed as a few persons stand for many."""
    from scipy.special import ndtr

    log = np.log(np.maximum(days, 0.1))
    finite = np.isfinite(log)
    spread = np.array([row[ok].std() if ok.sum() > 1 else 0.2
                       for row, ok in zip(log, finite, strict=True)])
    width = np.maximum(0.9 * spread * days.shape[1] ** -0.2, 0.03)[:, None]
    with np.errstate(invalid="ignore"):
        reached = ndtr((np.log(max(day, 0.1)) - log) / width)
    return np.where(finite, reached, 0.0).mean(axis=1)


def _on(cohort: Cohort, series: Floats, day: float) -> Floats:
    """A daily series (draws, days) on a day from injury or surgery: (members, persons)."""
    grafted = np.nan_to_num(cohort.reading.burns[0].grafted_on)
    return cohort.by_person(cohort.reading.on(series, grafted + day))


def _epithelialised(cohort: Cohort, target: Target) -> Floats:
    return 100 * _on(cohort, covered(cohort.reading.burns[0]), target.day or 0.0)


def _area_reduction(cohort: Cohort, target: Target) -> Floats:
    area = open_area(cohort.reading.burns[0])
    return 100 * (1 - _on(cohort, area, target.day or 0.0) / cohort.by_person(area[:, 0]))


def _wound_size(cohort: Cohort, target: Target) -> Floats:
    wound = cohort.reading.burns[0]
    size = wound.over_columns((1 - wound.recorded("eps")) ** 2)
    return 100 * _on(cohort, size, target.day or 0.0) / _on(cohort, size, 0.0)


def _scars(cohort: Cohort, target: Target, risk: Floats) -> Floats:
    """Mean risk (draws,) of the persons who heal within the class of days, with soft edges."""
    from scipy.special import ndtr

    days = cohort.by_person(cohort.reading.t95)  # classes count from the injury, grafted or not
    low = target.bin_low or 0.0
    high = np.inf if target.bin_high is None else target.bin_high + 1
    ends = np.where(np.isfinite(days), days, 1e4)
    width = 0.75
    inside = ndtr((ends - low) / width) - ndtr((ends - high) / width)
    total = inside.sum(axis=1)
    mean = (inside * cohort.by_person(risk)).sum(axis=1) / np.maximum(total, 1e-12)
    return np.where(total > 1e-3, 100 * mean, np.nan)


def _hypertrophic(cohort: Cohort, target: Target) -> Floats:
    return _scars(cohort, target, risk_in_burns(cohort.reading))


def _hypertrophic_matrix(cohort: Cohort, target: Target) -> Floats:
    return _scars(cohort, target, risk_from_collagen(cohort.reading))


def _vss(cohort: Cohort, target: Target) -> Floats:
    return cohort.by_person(mean_scar_score(cohort.reading, target.day or 0.0))


def _pain_rest(cohort: Cohort, target: Target) -> Floats:
    return cohort.by_person(pain_at_rest(cohort.reading, target.day or 0.0))


def _pain_procedure(cohort: Cohort, target: Target) -> Floats:
    more = procedure_increment(cohort.reading, target.day or 0.0)
    return np.clip(_pain_rest(cohort, target) + more, 0, 10)


def _infection(cohort: Cohort, target: Target) -> Floats:
    ever = infected_by(cohort.reading, 0, cohort.reading.arm.horizon)
    return 100 * cohort.by_person(ever).mean(axis=1)


def _dressing_changes(cohort: Cohort, target: Target) -> Floats:
    """Changes up to closure, as a count that grows evenly between changes."""
    closed = cohort.by_person(cohort.reading.t100)
    days = np.asarray(cohort.reading.arm.dressing_days)
    if not days.size:
        return np.zeros_like(closed)
    count = np.interp(np.where(np.isfinite(closed), closed, days[-1]), days,
                      np.arange(1, days.size + 1), left=0.0)
    return np.where(np.isfinite(closed), count, np.inf)


def _grafted(cohort: Cohort, target: Target) -> Floats:
    late = Policy().graft_if_later_than_days
    return 100 * (1 - _share_before(healing_days(cohort, target), late))


def _mean_course(cohort: Cohort, *names: str) -> Floats:
    """Mean course of a sum of states over the people of the group, (members, days)."""
    wound = cohort.reading.burns[0]
    total = np.sum([wound.mean(name) for name in names], axis=0)
    return cohort.by_person(total).mean(axis=1)


def _of_peak(*names: str) -> Callable[[Cohort, Target], Floats]:
    def read(cohort: Cohort, target: Target) -> Floats:
        course, days = _mean_course(cohort, *names), cohort.reading.arm.days
        most = course[:, days <= 28].max(axis=1)
        on = np.array([np.interp(target.day or 0.0, days, row) for row in course])
        return on / np.maximum(most, 1e-12)

    return read


def _peak_day(*names: str) -> Callable[[Cohort, Target], Floats]:
    def read(cohort: Cohort, target: Target) -> Floats:
        course, days = _mean_course(cohort, *names), cohort.reading.arm.days
        return days[np.argmax(course[:, days <= 60], axis=1)]

    return read


def _new_collagen(cohort: Cohort, target: Target) -> Floats:
    course, days = _mean_course(cohort, "C"), cohort.reading.arm.days

    def on(day: float) -> Floats:
        return np.array([np.interp(day, days, row) for row in course]) - course[:, 0]

    return on(target.day or 0.0) / np.maximum(on(28.0), 1e-6)


_READ: dict[str, Callable[[Cohort, Target], Floats]] = {
    "time_to_heal": _time_to_heal,
    "healed_percent": _healed_percent,
    "epithelialised_percent": _epithelialised,
    "area_reduction_percent": _area_reduction,
    "wound_size_percent": _wound_size,
    "hypertrophic_scar_percent": _hypertrophic,
    "hypertrophic_scar_matrix_percent": _hypertrophic_matrix,
    "vss": _vss,
    "pain_rest": _pain_rest,
    "pain_procedure": _pain_procedure,
    "infection_percent": _infection,
    "dressing_changes": _dressing_changes,
    "grafted_percent": _grafted,
    "neutrophils_of_peak": _of_peak("N"),
    "macrophages_of_peak": _of_peak("M1", "M2"),
    "inflammation_of_peak": _of_peak("P"),
    "tgf_of_peak": _of_peak("T"),
    "vegf_of_peak": _of_peak("W"),
    "myofibroblasts_of_peak": _of_peak("Y"),
    "fibroblasts_of_peak": _of_peak("F"),
    "vessels_of_peak": _of_peak("V"),
    "new_collagen_of_day28": _new_collagen,
    "neutrophil_peak_day": _peak_day("N"),
    "macrophage_peak_day": _peak_day("M1", "M2"),
}
#: Observables that are shares of the group already: one number a member.
_SHARES = {"healed_percent", "hypertrophic_scar_percent", "hypertrophic_scar_matrix_percent",
           "infection_percent", "grafted_percent"}
#: Observables of cells and signals.
OF_CELLS = {key for key in _READ if key.endswith(("_of_peak", "_of_day28", "_peak_day"))}
