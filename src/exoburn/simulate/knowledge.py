"""What is known of each parameter, drawn once a run and shared by all arms and wounds."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.overrides import with_lot
from exoburn.blocks.product.potency import potency
from exoburn.data import Parameter, ParameterSet, parameters
from exoburn.engine import System
from exoburn.simulate.draws import Draws

Floats = NDArray[np.float64]

#: Probability that a product class does nothing in human burns, by row.
NULLS = {"vesicle": "p_null_ev", "msc": "p_null_msc", "prp": "p_null_prp"}
_LOT_ROWS = ("p_act", "P_lot", "f_EV", "f_store")


class Knowledge:
    """Values by draw, (draws,) each, in the rows' own units.

    `preset` is "sceptical" (vesicles never act), "default", or "animal" (they always act, every
    lot is active, no discount from animals to people: animal-strength, not a forecast).
    """

    def __init__(self, draws: Draws, preset: str, rows: ParameterSet | None = None) -> None:
        self.draws = draws
        self.preset = preset
        self.rows = parameters() if rows is None else rows
        self._values: dict[str, Floats] = {}
        #: every row that a run has asked for, by id: what it leaned on
        self.used: dict[str, Parameter] = {}

    def part(self, first: int, count: int) -> Knowledge:
        """What is known in some of the draws; what is asked for there is counted there."""
        return Knowledge(self.draws.part(first, count), self.preset, self.rows)

    def count_used(self, other: Knowledge) -> None:
        """Count rows that were asked for elsewhere as asked for here; what was here first stays."""
        self.used = {**other.used, **self.used}

    def __getitem__(self, key: str) -> Floats:
        if key not in self._values:
            self._values[key] = self.of(self.rows[key])
        return self._values[key]

    def of(self, row: Parameter) -> Floats:
        """Draws of any row, also one that stands in another table."""
        self.used.setdefault(row.id, row)
        return self.draws.known(row)

    def values(self, system: System) -> dict[str, Floats | float]:
        """Every row that the system reads: a number if it is fixed, else draws."""
        found: dict[str, Floats | float] = {}
        for key in system.parameters:
            if key in self.rows:
                row = self.rows[key]
                self.used.setdefault(key, row)
                found[key] = row.value if row.dist == "fixed" else self[key]
        if self.preset == "animal":
            found["d_trans"] = 1.0
        return found

    @cached_property
    def contact(self) -> NDArray[np.bool_]:
        """Structural pair: concentration outside the cell acts instead of uptake."""
        return self.draws.pair(0)

    @cached_property
    def clear_off(self) -> NDArray[np.bool_]:
        """Structural pair: vesicles do not help macrophages to clear dead tissue."""
        return self.draws.pair(1)

    def acts(self, kind: str) -> NDArray[np.bool_]:
        """Draws in which a class of product does anything at all in human burns."""
        if kind == "vesicle" and self.preset == "animal":
            return np.ones(self.draws.count, bool)
        if kind == "vesicle" and self.preset == "sceptical":
            return np.zeros(self.draws.count, bool)
        row = self.rows[NULLS[kind]]
        self.used.setdefault(row.id, row)
        return ~self.draws.switch(f"null/{kind}", row.value)

    def potency(self, lot: Lot) -> Floats:
        """Potency of each draw's lot; 0 where the lot failed."""
        rows = with_lot(self.rows, lot)
        name = lot.name or lot.source
        p_act, P_lot, f_EV, f_store = (self._of_lot(rows[key], name) for key in _LOT_ROWS)
        u = self.draws.lot_uniform(name)
        if self.preset == "animal":
            p_act = np.ones_like(p_act)
        return potency(u, p_act=p_act, f_EV=f_EV, f_store=f_store, P_lot=P_lot)

    def particles_per_ug(self, lot: Lot) -> Floats:
        """Particles in a microgram of the lot's protein, as it is known."""
        return self.of(with_lot(self.rows, lot)["ppm_ug"])

    def _of_lot(self, row: Parameter, name: str) -> Floats:
        self.used[row.id] = row
        if row.id == "p_act":  # how often lots act is known or not; whether this one does is chance
            return np.full(self.draws.count, row.value)
        return self.draws.lot(row, name=name)

