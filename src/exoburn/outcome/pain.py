"""Pain on a 0-10 scale, at rest and at a procedure.

Open nerve endings hurt with the open area and with inflammation, and settle over the first weeks.
Full-thickness burns hurt less on arrival but are never painless (Singer 2016). People differ by
two points either way; below 8 years the number stands for an observer scale.
"""

from __future__ import annotations

import numpy as np

from exoburn.outcome.constants import constant
from exoburn.outcome.course import Floats, WoundCourse
from exoburn.outcome.perdraw import PerDraw
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.registry import outcome

LOW, HIGH = 0.0, 10.0


def wound_pain(wound: WoundCourse) -> Floats:
    """Pain that a wound itself makes, before person and setting, (n_draws, n_days).

    0.5 + 0.5 exp(-t/7 d) times 4 points for open skin and 2 for inflammation, x 0.7 if full
    thickness; t counts from the day the wound was made.
    """
    open_skin = 1 - np.clip(wound.recorded("E"), 0, 1)
    signal = np.maximum(wound.recorded("P"), 0)
    raw = wound.over_columns(
        constant("pain_open") * open_skin
        + constant("pain_inflamed") * signal / (constant("pain_inflamed_half") + signal)
    )
    floor = constant("pain_floor")
    since = np.maximum(wound.days[None, :] - np.nan_to_num(wound.start)[:, None], 0)
    settling = floor + (1 - floor) * np.exp(-since / constant("pain_settling"))
    depth = constant("pain_full_thickness") if wound.full_thickness else 1.0
    return depth * raw * settling


def person_offset(reading: Reading) -> Floats:
    """Points added by the setting and the person, (n_draws,)."""
    setting = constant("pain_inpatient" if reading.arm.inpatient else "pain_outpatient")
    return setting + reading.arm.pain_effect


def pain_at_rest(reading: Reading) -> Floats:
    """Pain at rest of the burned wounds, area-weighted, (n_draws, n_days), 0 to 10."""
    raw = area_mean(reading.burns, (wound_pain(wound) for wound in reading.burns))
    return np.clip(raw + person_offset(reading)[:, None], LOW, HIGH)


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
    rest = reading.on(pain_at_rest(reading), day)
    return np.clip(rest + procedure_increment(reading, day), LOW, HIGH)


def scale_note(reading: Reading) -> str:
    """What the number means for this patient's age."""
    return "observer scale" if reading.arm.age_years < constant("pain_observer_age") else ""


@outcome("pain_rest_day3")
def pain_rest_day3(reading: Reading) -> PerDraw:
    """Pain at rest on day 3."""
    reading.need(3)
    return PerDraw(reading.on(pain_at_rest(reading), 3), reason=scale_note(reading))


@outcome("pain_procedure_day3")
def pain_procedure_day3(reading: Reading) -> PerDraw:
    """Pain at a procedure on day 3."""
    reading.need(3)
    return PerDraw(pain_at_procedure(reading, 3), reason=scale_note(reading))
