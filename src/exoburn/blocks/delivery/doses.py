"""Doses: amounts in the units that people state, per cm2 of wound, and what that is per cell."""

from __future__ import annotations

from typing import Protocol

from exoburn.blocks.drawing import Amount
from exoburn.data import parameters
from exoburn.errors import InputError

#: unit -> what is carried: vesicles, cells or platelets
UNITS = {
    "particles/cm2": "vesicle",
    "particles": "vesicle",
    "ug/cm2": "vesicle",
    "cells/cm2": "msc",
    "mL/cm2": "prp",
}
MM_PER_CM = 10.0


class Given(Protocol):
    """What a plan needs to know of a regimen (`exoburn.case.regimen.Regimen` fits)."""

    @property
    def amount(self) -> float: ...
    @property
    def unit(self) -> str: ...
    @property
    def vehicle(self) -> str: ...
    @property
    def route(self) -> str: ...
    @property
    def days(self) -> tuple[float, ...]: ...
    @property
    def to(self) -> str: ...
    @property
    def depth_mm(self) -> float | None: ...
    @property
    def injections(self) -> int | None: ...
    @property
    def volume_ul(self) -> float | None: ...
    @property
    def needle_um(self) -> float | None: ...
    @property
    def platelets_per_ml(self) -> float | None: ...


def product_of(regimen: Given) -> str:
    """ "vesicle", "msc" or "prp"; an InputError for a unit that nobody knows."""
    if regimen.unit not in UNITS:
        raise InputError("unknown unit", key="unit", given=regimen.unit, allowed=list(UNITS))
    return UNITS[regimen.unit]


def particles_per_cm2(regimen: Given, *, area_cm2: float, ppm_ug: Amount) -> Amount:
    """Vesicles of one dose per cm2 of wound, as counted.

    `area_cm2` is the area that a total is shared over; `ppm_ug` particles per ug of protein, the
    same draw that enters X50, so that it cancels for a dose in ug.
    """
    if regimen.unit == "particles":
        return regimen.amount / area_cm2
    if regimen.unit == "ug/cm2":
        return regimen.amount * ppm_ug
    return regimen.amount


def cell_dose(regimen: Given) -> float:
    """Unit doses of cells: 1 is 1e6 viable cells per cm2."""
    return regimen.amount / parameters()["msc_unit_cells_per_cm2"].value


def platelet_dose(regimen: Given) -> float:
    """Unit doses of platelet gel: 1 is 1 mL at 1e9 platelets/mL per 10 cm2."""
    rows = parameters()
    richness = 1.0
    if regimen.platelets_per_ml is not None:
        richness = regimen.platelets_per_ml / rows["prp_unit_platelets_per_ml"].value
    return regimen.amount / rows["prp_unit_ml_per_cm2"].value * richness


def offered_per_cell(particles: Amount, *, rho: Amount | None = None) -> Amount:
    """Vesicles per cell if a dose (particles/cm2) were shared out without any loss.

    Over 0.5 mm of tissue with `rho` cells per mL (default the table's 2e8). The dose of the
    registered burn trial is about one:

    >>> offered_per_cell(1e7)
    1.0
    """
    rows = parameters()
    density = rows["rho"].value if rho is None else rho
    return particles / (density * rows["offered_depth_mm"].value / MM_PER_CM)
