"""A regimen: what is given, how much, where to and on which days.

The sentence and the object say the same thing: `parse_regimen(str(regimen)) == regimen`.
The object holds plain days since the burn, so two sentences that mean the same days are equal.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, cast

from exoburn.case.schedule import MAX_DAY, MAX_DOSES, plain, schedule_text
from exoburn.data import number, table
from exoburn.errors import InputError

ProductClass = Literal["vesicle", "msc", "prp"]
Target = Literal["wound", "open area"]

#: unit -> class of product, largest amount that could be there at all, and why no more could
UNITS: dict[str, tuple[ProductClass, float, str]] = {
    row["unit"]: (cast(ProductClass, row["product"]), number(row["most"]), row["why"])
    for row in table("dose_limits")
}
ROUTES: dict[str, str] = {
    "topical": "topical",
    "injected": "injected",
    "wound_bed_injection": "wound-bed injection",
    "microneedle": "microneedle",
    "dissolving_needle": "dissolving needle",
    "spray": "spray",
    "under_graft": "under graft",
    "laser_assisted": "laser-assisted",
}
INJECTIONS = ("injected", "wound_bed_injection")
NEEDLES = ("microneedle", "dissolving_needle")


@dataclass(frozen=True, slots=True, kw_only=True)
class Regimen:
    """One product given in one way.

    `amount` in `unit` at each of `days` (days since the burn, or since the first session of a
    scar case); `vehicle` an id of the vehicles table; `route` one of `ROUTES`. Doses are per cm2
    of the wound at day 0, or of what is still open if `to` is "open area". `depth_mm` is how deep
    an injection goes, `injections` how many punctures a session, `volume_ul` how much in each,
    `needle_um` the height of a needle, `platelets_per_ml` the count of a platelet product.

    >>> r = Regimen(amount=1e10, unit="particles/cm2", vehicle="hydrogel", days=(1, 4, 7, 10))
    >>> str(r)
    '1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1'
    >>> r.product_class
    'vesicle'
    """

    amount: float
    unit: str
    vehicle: str
    route: str = "topical"
    days: tuple[float, ...] = (0.0,)
    to: Target = "wound"
    depth_mm: float | None = None
    injections: int | None = None
    volume_ul: float | None = None
    needle_um: float | None = None
    platelets_per_ml: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", float(self.amount))
        object.__setattr__(self, "days", tuple(float(day) for day in self.days))
        _check(self)

    @property
    def product_class(self) -> ProductClass:
        """What kind of product the unit implies: vesicle, msc (cells) or prp (platelets)."""
        return UNITS[self.unit][0]

    @property
    def injected(self) -> bool:
        """True if a syringe puts the product into the tissue."""
        return self.route in INJECTIONS

    def __str__(self) -> str:
        parts = [
            f"{plain(self.amount)} {self.unit} in {self.vehicle}",
            ROUTES[self.route],
            schedule_text(self.days),
        ]
        if self.depth_mm is not None:
            parts.append(f"{plain(self.depth_mm)} mm deep")
        if self.injections is not None:
            parts.append(f"{self.injections} injections")
        if self.volume_ul is not None:
            parts.append(f"{plain(self.volume_ul)} uL each")
        if self.needle_um is not None:
            parts.append(f"needle {plain(self.needle_um)} um")
        if self.platelets_per_ml is not None:
            parts.append(f"platelets {plain(self.platelets_per_ml)}/mL")
        if self.to == "open area":
            parts.append("to open area")
        return ", ".join(parts)


def _check(regimen: Regimen) -> None:
    """Refuse what cannot be given."""
    r = regimen

    def limits(key: str, value: float | None, low: float, high: float) -> None:
        if value is not None and not (low <= value <= high and math.isfinite(value)):
            raise InputError(
                "out of range", key=key, given=value, allowed=f"{low:g} to {plain(high)}"
            )

    def only(key: str, routes: tuple[str, ...]) -> None:
        if getattr(r, key) is not None and r.route not in routes:
            raise InputError(
                f"{key} does not go with this route",
                key=key,
                given=ROUTES[r.route],
                allowed=[ROUTES[route] for route in routes],
            )

    if r.unit not in UNITS:
        raise InputError("unknown unit", key="unit", given=r.unit, allowed=list(UNITS))
    if r.route not in ROUTES:
        raise InputError("unknown route", key="route", given=r.route, allowed=list(ROUTES.values()))
    _, most, why = UNITS[r.unit]
    if not 0 <= r.amount <= most:
        raise InputError(
            "out of range", key="amount", given=r.amount,
            allowed=f"0 to {plain(most)} {r.unit}; with more than that, {why}",
        )  # fmt: skip
    if not r.days or len(r.days) > MAX_DOSES:
        raise InputError(
            "wrong number of doses", key="days", given=len(r.days), allowed=f"1 to {MAX_DOSES}"
        )
    for day in r.days:
        limits("days", day, 0, MAX_DAY)
    if any(b <= a for a, b in zip(r.days, r.days[1:], strict=False)):
        raise InputError("days must rise", key="days", given=r.days, allowed="each day once")
    limits("depth_mm", r.depth_mm, 0.01, 20)
    limits("injections", r.injections, 1, 10000)
    limits("volume_ul", r.volume_ul, 0.1, 10000)
    limits("needle_um", r.needle_um, 10, 5000)
    limits("platelets_per_ml", r.platelets_per_ml, 1e6, 1e11)
    only("depth_mm", INJECTIONS)
    only("injections", INJECTIONS)
    only("volume_ul", INJECTIONS)
    only("needle_um", NEEDLES)
    if r.to == "open area" and r.unit == "particles":
        raise InputError(
            "a total of particles cannot follow the open area",
            key="to", given="to open area", allowed="to open area with an amount per cm2",
        )  # fmt: skip
    if r.platelets_per_ml is not None and r.product_class != "prp":
        raise InputError(
            "a platelet count goes with platelets",
            key="platelets_per_ml", given=r.unit, allowed=["mL/cm2"],
        )  # fmt: skip
    _check_vehicle(r)


def _check_vehicle(r: Regimen) -> None:
    products = {row["id"]: row["product"] for row in table("vehicles")}
    if r.vehicle not in products:
        raise InputError("unknown vehicle", key="vehicle", given=r.vehicle, allowed=list(products))
    platelets = [vehicle for vehicle, product in products.items() if product == "prp"]
    if r.product_class == "prp" and r.vehicle not in platelets:
        raise InputError(
            "platelets come as a gel or as fibrin (mL/cm2)",
            key="vehicle", given=r.vehicle, allowed=platelets,
        )  # fmt: skip
    if r.product_class != "prp" and r.vehicle in platelets:
        raise InputError(
            f"{r.vehicle} is given in mL/cm2, as a product of its own",
            key="unit", given=r.unit, allowed=["mL/cm2"],
        )  # fmt: skip
    if (r.route == "dissolving_needle") != (r.vehicle == "dissolving_needle"):
        raise InputError(
            "a dissolving needle is both the route and the vehicle",
            key="vehicle", given=f"{r.vehicle}, {ROUTES[r.route]}",
            allowed="in dissolving_needle, dissolving needle",
        )  # fmt: skip
