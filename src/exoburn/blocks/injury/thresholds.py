"""How long it takes to burn: the exposure at which damage or depth reaches a mark.

`scoreboard` sets these times against the published ones of `thermal_validation.csv`. Sets MH_B,
HOT_TAP_adult and STOLL shaped the recommended rate law and MH_A is not independent of them, so
agreement there is a regression, not a proof.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from exoburn.blocks.injury.assess import depth_of
from exoburn.blocks.injury.burning import Burning, burn_skin
from exoburn.blocks.injury.exposure import Exposure, exposure_of
from exoburn.blocks.injury.laws import DEFAULT_LAW
from exoburn.blocks.injury.skin import Skin, skin_at
from exoburn.data import number, parameters, table

#: sets of observed times that the scoreboard replays: which medium, which mark.
REPLAYED = {
    "MH_A": ("immersion", "omega_none"),
    "MH_B": ("immersion", "omega_burn"),
    "HOT_TAP_adult": ("running-water", "omega_burn"),
    "STOLL": ("radiant", "omega_burn"),
    "F1930_verification": ("radiant", "omega_burn"),
    "MH_regression": ("immersion", "omega_burn"),
    "PIG_DEEP": ("immersion", 0.75),
    "PIG_MID": ("immersion", 0.5),
    "ISO_13732_1": ("", "omega_none"),
}
BARS = ("MH_A", "MH_B", "HOT_TAP_adult", "STOLL")
_MATERIALS = {"bare metal": "brass", "ceramic/glass/stone": "glass", "plastic": "plastic",
              "wood": "wood"}


def basal_damage(mark: float) -> Callable[[Burning], float]:
    """ln(basal damage / mark): 0 at the threshold, rising with the exposure."""
    return lambda burning: math.log(max(burning.omega_basal, 1e-30) / mark)


def day3_fraction(mark: float) -> Callable[[Burning], float]:
    """Depth fraction at 48-72 h less the mark."""
    return lambda burning: depth_of(burning).depth_fraction - mark


def threshold_seconds(
    what: Exposure,
    skin: Skin,
    *,
    reach: Callable[[Burning], float] | None = None,
    law: str = DEFAULT_LAW,
    rtol: float = 2e-3,
) -> float:
    """Duration in s at which this exposure first reaches the mark (default: basal damage 1).

    `what.duration_s` is the first guess. Infinite if a day does not suffice.

    >>> water = exposure_of(medium="immersion", temperature_c=60, duration_s=5)
    >>> 4 < threshold_seconds(water, skin_at()) < 7
    True
    """
    goal = reach or basal_damage(parameters()["injury_omega_burn"].value)

    def over(log_t: float) -> float:
        return goal(burn_skin(replace(what, duration_s=math.exp(log_t)), skin, law=law))

    low = high = math.log(what.duration_s)
    below = above = over(low)
    while below > 0:
        high, above = low, below
        low -= math.log(2.5)
        if low < math.log(1e-5):
            return 0.0
        below = over(low)
    while above <= 0:
        low, below = high, above
        high += math.log(2.5)
        if high > math.log(86_400):
            return math.inf
        above = over(high)
    side = 0
    while high - low > rtol:            # regula falsi with the Illinois rule, bisecting if slow
        x = (low * above - high * below) / (above - below)
        x = min(max(x, low + 0.3 * rtol), high - 0.3 * rtol)
        if side > 3 or side < -3:
            x, side = 0.5 * (low + high), 0
        value = over(x)
        if value > 0:
            below = below / 2 if side > 0 else below
            high, above, side = x, value, max(1, side + 1)
        else:
            above = above / 2 if side < 0 else above
            low, below, side = x, value, min(-1, side - 1)
    return math.exp(0.5 * (low + high))


@dataclass(frozen=True)
class Row:
    """One published threshold and the model's: times in s."""

    dataset: str
    label: str
    observed_s: float
    predicted_s: float

    @property
    def ratio(self) -> float:
        """Predicted over observed time."""
        return self.predicted_s / self.observed_s


@dataclass(frozen=True)
class Score:
    """Geometric mean and SD of the ratios of a set, and the share of all rows within a factor 2.

    `unreached` rows, which no exposure of a day burns, have no ratio: they are in no mean or SD.
    """

    dataset: str
    rows: int
    mean: float
    spread: float
    within_2: float
    unreached: int = 0


def scoreboard(
    datasets: tuple[str, ...] = BARS, *, law: str = DEFAULT_LAW, skin: Skin | None = None
) -> list[Row]:
    """Every row of these data sets, replayed on the reference skin of the rate law."""
    rows = []
    for row in table("thermal_validation"):
        if row["dataset"] not in datasets or row["dataset"] not in REPLAYED:
            continue
        medium, mark = REPLAYED[row["dataset"]]
        observed = number(row["duration_s"])
        stated = [float(x) for x in re.findall(r"[\d.]+", row["value"])]
        value = sum(stated) / len(stated)
        if not medium:
            medium = _MATERIALS[row["exposure_type"].removeprefix("contact ")]
        flux = row["unit"] == "kW/m2"
        what = exposure_of(
            medium=medium, duration_s=observed,
            temperature_c=None if flux else value, flux_kw_m2=value if flux else None,
        )
        reach = (
            day3_fraction(mark) if isinstance(mark, float)
            else basal_damage(parameters()[f"injury_{mark}"].value)
        )
        seconds = threshold_seconds(what, skin or skin_at(), reach=reach, law=law)
        rows.append(Row(row["dataset"], f"{medium} {value:g} {row['unit']}", observed, seconds))
    return rows


def score(rows: list[Row]) -> list[Score]:
    """Summary by data set, in the order in which they come."""
    out = []
    for name in dict.fromkeys(row.dataset for row in rows):
        logs = [math.log(row.ratio) for row in rows
                if row.dataset == name and 0 < row.ratio < math.inf]
        of = [row for row in rows if row.dataset == name]
        mean = sum(logs) / len(logs) if logs else math.nan
        spread = math.sqrt(sum((x - mean) ** 2 for x in logs) / max(1, len(logs) - 1))
        within = sum(abs(x) <= math.log(2) for x in logs) / len(of)
        out.append(Score(name, len(of), math.exp(mean), math.exp(spread), within,
                         len(of) - len(logs)))
    return out
