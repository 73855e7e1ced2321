"""What can be seen of one arm, run by run: closure, grafts, scar, pain, infection."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome import ArmCourse
from exoburn.outcome.closure import percent_healed
from exoburn.outcome.constants import constant
from exoburn.outcome.infection import infected_share
from exoburn.outcome.pain import daily_pain_at_rest
from exoburn.outcome.reading import Reading, area_mean
from exoburn.outcome.scar import daily_scar_score

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """One arm at one depth. Per run (draws,): day of 95 % closure (inf: not in the run), whether
    it was grafted, depth fraction. Daily (draws, days): percent healed, scar score, pain at rest,
    and whether it was infected by then. `odds` multiplies the odds of infection (sterility).
    """

    closed: Floats
    grafted: NDArray[np.bool_]
    depth: Floats
    healed_percent: Floats
    score: Floats
    pain: Floats
    infected: NDArray[np.bool_]
    odds: float


def see(course: ArmCourse) -> Seen:
    """Read one arm; wounds are averaged by area, closure and grafts are of the last and of any."""
    reading = Reading(course)
    burns = reading.burns
    early = course.days < constant("infection_first_day")
    ill = infected_share(reading) >= constant("infection_area_share") - 1e-9
    ill[:, early] = False
    return Seen(
        closed=reading.t95,
        grafted=np.any([np.isfinite(wound.grafted_on) for wound in burns], axis=0),
        depth=area_mean(burns, (wound.depth_fraction for wound in burns)),
        healed_percent=percent_healed(reading),
        score=area_mean(burns, (daily_scar_score(wound) for wound in burns)),
        pain=daily_pain_at_rest(reading),
        infected=np.logical_or.accumulate(ill, axis=1),
        odds=course.unsterile_odds,
    )
