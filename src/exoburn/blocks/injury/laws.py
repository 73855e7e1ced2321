"""How fast heat kills tissue: the published Arrhenius laws and the recommended one.

A law gives the damage rate k(T) in 1/s; damage is its integral over time. Every law is a row (or
two rows, one for each range of temperature) of `arrhenius_parameters.csv`. The recommended law,
`unified`, is k = exp(-5.510 + B (1/323.15 K - 1/T)), fitted to immersion, tap water and radiant
data together; the others are offered as published, with their known misfits.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.data import number, parameters, table
from exoburn.errors import InputError

Floats = NDArray[np.float64]

KELVIN = 273.15
DEFAULT_LAW = "unified"

# The word a user types, and the table's name for the set of constants.
_SETS = {
    "henriques": "Henriques_Moritz_1947",
    "henriques-628kj": "Henriques_rounded_Ea",
    "weaver-stoll": "Weaver_Stoll_1969",
    "takata": "Takata_1974",
    "mehta-wong": "Mehta_Wong_1973",
    "fugitt": "Fugitt_1955",
    "diller-klutke": "Diller_Klutke_1993",
    "gaylor": "Gaylor_1989",
    "brown": "Brown_1993",
    "maitland": "Maitland_collagen",
}


@dataclass(frozen=True)
class RateLaw:
    """ln k = log_a - e_over_r / T in each range that starts at `starts_c`; zero below the first.

    `dermis` holds another law for tissue below the basal layer, where a source gives two.

    >>> law = rate_law("unified")
    >>> [round(float(k), 5) for k in law.rate([43.0, 50.0, 60.0])]     # 1/s
    [0.0, 0.00405, 1.73222]
    """

    name: str
    starts_c: tuple[float, ...]
    log_a: tuple[float, ...]
    e_over_r: tuple[float, ...]
    source: str
    verified: str
    dermis: RateLaw | None = None

    @property
    def lowest_c(self) -> float:
        """No damage below this temperature, degC."""
        own = self.starts_c[0]
        return own if self.dermis is None else min(own, self.dermis.starts_c[0])

    def rate(self, celsius: ArrayLike) -> Floats:
        """Damage rate in 1/s at these temperatures (same shape, degC)."""
        t = np.asarray(celsius, np.float64)
        inverse = 1.0 / (t + KELVIN)
        log_k = self.log_a[0] - self.e_over_r[0] * inverse
        for start, a, b in zip(self.starts_c[1:], self.log_a[1:], self.e_over_r[1:], strict=True):
            log_k = np.where(t >= start, a - b * inverse, log_k)
        return np.where(t < self.starts_c[0], 0.0, np.exp(log_k))


def law_names() -> list[str]:
    """What `--law` accepts, the recommended one first."""
    return [DEFAULT_LAW, *_SETS]


@cache
def rate_law(name: str = DEFAULT_LAW) -> RateLaw:
    """The law of this name; raises InputError for a name that is none of `law_names()`.

    >>> rate_law("takata").starts_c
    (44.0, 50.0)
    """
    key = name.strip().lower().replace("_", "-")
    if key == DEFAULT_LAW:
        return _unified()
    if key not in _SETS:
        raise InputError("no such rate law", key="law", given=name, allowed=law_names())
    rows = [row for row in table("arrhenius_parameters") if row["set"] == _SETS[key]]
    laws = {}
    for target in dict.fromkeys(row["tissue_target"] for row in rows):
        part = sorted(
            (row for row in rows if row["tissue_target"] == target),
            key=lambda row: number(row["T_low_C"]),
        )
        laws[target] = RateLaw(
            name=key,
            starts_c=tuple(number(row["T_low_C"]) for row in part),
            log_a=tuple(float(np.log(number(row["A_1_per_s"]))) for row in part),
            e_over_r=tuple(number(row["Ea_over_R_K"]) for row in part),
            source=part[0]["source"],
            verified=part[0]["verified"],
        )
    if len(laws) == 1:
        return next(iter(laws.values()))
    epidermis, dermis = laws["epidermis"], laws["dermis"]
    return RateLaw(
        name=key,
        starts_c=epidermis.starts_c,
        log_a=epidermis.log_a,
        e_over_r=epidermis.e_over_r,
        source=epidermis.source,
        verified=epidermis.verified,
        dermis=dermis,
    )


def _unified() -> RateLaw:
    p = parameters()
    at_50, cool, hot = (
        p[key].value for key in ("injury_ln_k_50", "injury_b_below_50", "injury_b_above_50")
    )
    pivot = 50.0 + KELVIN
    return RateLaw(
        name=DEFAULT_LAW,
        starts_c=(p["injury_damage_from"].value, 50.0),
        log_a=(at_50 + cool / pivot, at_50 + hot / pivot),
        e_over_r=(cool, hot),
        source=p["injury_ln_k_50"].source,
        verified=p["injury_ln_k_50"].verified,
    )
