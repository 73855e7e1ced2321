"""What is fitted: every uncertain constant that healing, care, people and products read.

A constant has a standard normal coordinate z through its own distribution, so that the prior is
the same for all. Constants of the healing network, of which little is known but the order of
magnitude, get a wider range here than the 15 % that an uncalibrated run gives them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from exoburn.data import Ensemble, Parameter, prior_parameters, table
from exoburn.infer.cohort import Acting, Floats, plan_group
from exoburn.infer.misfit import assumed
from exoburn.infer.predict import groups_of
from exoburn.infer.target import Target
from exoburn.outcome import drawn_constants
from exoburn.simulate.draws import Draws

#: Tables whose rows are not fitted: no target is about heat or about vesicles in a vial.
_NOT_FITTED = ("parameters_injury", "parameters_product", "parameters_delivery", "parameters_case")
#: Rows of those tables that targets are about all the same, by the beginning of their ids.
_FITTED = ("potency_animal", "Emax_")
#: Rows that cohorts and outcomes read beside a group's plan.
_PEOPLE = ("person_speed_log_sd", "islands_x", "donor_islands_x")
_Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Prior:
    """The constants that are fitted, in a fixed order."""

    rows: tuple[Parameter, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        """Ids of the constants."""
        return tuple(row.id for row in self.rows)

    @property
    def tag(self) -> str:
        """Names what the fit started from: the ids, values and ranges of its constants."""
        text = "\n".join(f"{r.id},{r.value!r},{r.low!r},{r.high!r},{r.dist}" for r in self.rows)
        return f"prior+{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    @property
    def size(self) -> int:
        """How many constants there are."""
        return len(self.rows)

    def values(self, z: ArrayLike) -> dict[str, Floats]:
        """Values by id, (members,) each, of coordinates z (members, constants)."""
        u = ndtr(np.clip(np.asarray(z, np.float64), -6, 6))
        return {row.id: row.quantile(u[:, i]) for i, row in enumerate(self.rows)}

    def ensemble(self, z: ArrayLike, *, name: str = "trial") -> Ensemble:
        """An ensemble with these coordinates."""
        return Ensemble(name, self.values(z), prior=self.tag)

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Place of each constant."""
        return {row.id: i for i, row in enumerate(self.rows)}


def prior_of(targets: Sequence[Target]) -> Prior:
    """The constants that predictions of these targets read and that are not known exactly."""
    used: dict[str, Parameter] = {}
    left_out = {row["id"] for name in _NOT_FITTED for row in table(name)
                if not row["id"].startswith(_FITTED)}
    middle = Ensemble("middle", {"": np.zeros(1)}, prior="")
    for setting in groups_of(targets):
        knowledge = Acting(Draws(1, ensemble=middle, persons=1, crossed=True), "animal",
                           prior_parameters())
        plan_group(setting, knowledge)
        used |= knowledge.used
    rows_of_people = {key: prior_parameters()[key] for key in (*_PEOPLE, *drawn_constants())}
    used |= rows_of_people
    rows = [_widened(row) for key, row in sorted(used.items())
            if row.dist not in ("fixed", "bernoulli") and key not in left_out]
    return Prior(tuple(rows))


def _widened(row: Parameter) -> Parameter:
    if row.kind != "network" or row.dist != "lognormal" or row.low is not None:
        return row
    factor = math.exp(assumed("network_log_sd") * _Z90)
    return replace(row, low=row.value / factor, high=row.value * factor)
