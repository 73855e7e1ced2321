"""Pain on a 0-10 scale, at rest and at a procedure.

Open nerve endings hurt with the open area and with inflammation, and settle over the first weeks.
Full-thickness burns hurt less on arrival but are never painless (Singer 2016). People differ by
two points either way; below 8 years the number stands for an observer scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoburn.outcome.constants import constant, of_arm
from exoburn.outcome.course import Floats, WoundCourse
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome

LOW, HIGH = 0.0, 10.0


def pain_of(open_skin: ArrayLike, signal: ArrayLike, since: ArrayLike, *, full: bool) -> Floats:
    """Points that open skin (0-1) and inflammation make, `since` days after the wound was made.

    4 points for open skin and 2 for inflammation, times 0.5 + 0.5 exp(-t/7 d), x 0.7 if full
    thickness.

    >>> round(float(pain_of(1.0, 0.3, 0.0, full=False)), 1)
    5.0
    """
    signal = np.maximum(np.asarray(signal), 0)
    inflamed = signal / (constant("pain_inflamed_half") + signal)
    raw = constant("pain_open") * np.asarray(open_skin) + constant("pain_inflamed") * inflamed
    floor = constant("pain_floor")
    settling = floor + (1 - floor) * np.exp(-np.maximum(since, 0) / constant("pain_settling"))
    return (constant("pain_full_thickness") if full else 1.0) * raw * settling


def daily_wound_pain(wound: WoundCourse) -> Floats:
    """Pain that a wound itself makes, before person and setting, (n_draws, n_days)."""
    starts = np.nan_to_num(wound.start)[:, None]
    if (starts == starts[0]).all():  # then all draws settle alike
        starts = starts[:1]
    since = wound.days - starts

    def pain(cover: Floats, signal: Floats) -> Floats:
        return pain_of(1 - np.clip(cover, 0, 1), signal, since, full=wound.full_thickness)

    return wound.once("pain", lambda: wound.mean_of(pain, "E", "P"))


def wound_pain(wound: WoundCourse, day: float) -> Floats:
    """Pain that a wound itself makes on one day, before person and setting, (n_draws,)."""
    since = day - np.nan_to_num(wound.start)[:, None]
    open_skin = 1 - np.clip(wound.columns_on("E", day), 0, 1)
    signal = wound.columns_on("P", day)
    return wound.over_columns(pain_of(open_skin, signal, since, full=wound.full_thickness))


def person_offset(reading: Reading) -> Floats:
    """Points added by the setting and the person, (n_draws,)."""
    key = "pain_inpatient" if reading.arm.inpatient else "pain_outpatient"
    setting = of_arm(reading.arm, key)
    return setting + reading.arm.pain_effect


def daily_pain_at_rest(reading: Reading) -> Floats:
    """Pain at rest of the burned wounds, area-weighted, (n_draws, n_days), 0 to 10."""
    raw = area_mean(reading.burns, (daily_wound_pain(wound) for wound in reading.burns))
    return np.clip(raw + person_offset(reading)[:, None], LOW, HIGH)


def pain_at_rest(reading: Reading, day: float) -> Floats:
    """Pain at rest of the burned wounds on one day, area-weighted, (n_draws,), 0 to 10."""
    reading.need(day)
    raw = area_mean(reading.burns, (wound_pain(wound, day) for wound in reading.burns))
    return np.clip(raw + person_offset(reading), LOW, HIGH)


def procedure_increment(reading: Reading, day: float) -> float:
    """Points that a procedure on `day` adds: the dressing's, and those of injections.

    The injections are those of the session nearest to that day.
    """
    arm = reading.arm
    points = arm.dressing_pain
    if arm.session_days:
        nearest = int(np.argmin(np.abs(np.asarray(arm.session_days) - day)))
        needles = constant("pain_per_injection") * arm.punctures_per_session[nearest]
        points += min(needles, constant("pain_injection_cap"))
    return points


def pain_at_procedure(reading: Reading, day: float) -> Floats:
    """Pain if a dressing change and a session fell on `day`, (n_draws,), 0 to 10."""
    rest = pain_at_rest(reading, day)
    return np.clip(rest + procedure_increment(reading, day), LOW, HIGH)


def scale_note(reading: Reading) -> str:
    """What the number means for this patient's age."""
    return "observer scale" if reading.arm.age_years < constant("pain_observer_age") else ""


@outcome("pain_rest_day3")
def pain_rest_day3(reading: Reading) -> PerDraw:
    """Pain at rest on day 3."""
    return PerDraw(pain_at_rest(reading, 3), reason=scale_note(reading))


@outcome("pain_procedure_day3")
def pain_procedure_day3(reading: Reading) -> PerDraw:
    """Pain at a procedure on day 3."""
    return PerDraw(pain_at_procedure(reading, 3), reason=scale_note(reading))
