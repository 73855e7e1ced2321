"""Daily curves of an arm, all draws, for figures and the results file."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.outcome.closure import percent_healed
from exoburn.outcome.course import ArmCourse
from exoburn.outcome.infection import infected_share
from exoburn.outcome.pain import daily_pain_at_rest
from exoburn.outcome.reading import Reading, area_mean, open_area
from exoburn.outcome.scar import daily_scar_score

#: Shares of draws below the lines of a band plot: median, 50 % and 90 % bands.
LINES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Curve:
    """One observable by draw and day, float32 (n_draws, n_days)."""

    label: str
    unit: str
    values: NDArray[np.float32]

    def lines(self) -> NDArray[np.float64]:
        """The 5, 25, 50, 75 and 95 % lines over draws, (5, n_days)."""
        return np.quantile(self.values.astype(np.float64), LINES, axis=0)


def curves(arm: ArmCourse) -> dict[str, Curve]:
    """Curves by name; those of open wounds only where the arm has a burn.

    percent_healed, open_area, pain_rest and infected_area are of the burned wounds; scar_score,
    vessels and occupancy of burned wounds and old scars; all area-weighted but the open area,
    which is their sum.
    """
    reading, found = Reading(arm), {}

    def keep(name: str, label: str, unit: str, values: np.ndarray) -> None:
        found[name] = Curve(label, unit, values.astype(np.float32))

    if reading.burns:
        area = np.sum([open_area(wound) for wound in reading.burns], axis=0)
        keep("percent_healed", "Re-epithelialised", "%", percent_healed(reading))
        keep("open_area", "Open area", "cm2", area)
        keep("pain_rest", "Pain at rest", "NRS 0-10", daily_pain_at_rest(reading))
        keep("infected_area", "Area above 1e5 CFU/g", "%", 100 * infected_share(reading))
    skin = reading.skin
    keep("scar_score", "Scar score", "points of 13", area_mean(skin, map(daily_scar_score, skin)))
    keep("vessels", "Vessels", "healthy skin = 1", area_mean(skin, (w.mean("V") for w in skin)))
    keep("occupancy", "Occupancy", "share", area_mean(skin, (w.mean("occupancy") for w in skin)))
    return found
