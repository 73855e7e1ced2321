"""A plan: what an arm's products mean for every lane of its wounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from exoburn.blocks.drawing import Amount
from exoburn.data import Parameter

#: day, name of the event, amount (a number or one a draw)
Happening = tuple[float, str, Amount]


@dataclass(frozen=True)
class Plan:
    """What an arm's products mean for every lane of its wounds.

    `happenings` in any order; `inputs` replace lane parameters (engine units, numbers or one a
    draw); `rows` are the vehicle's parameters with ranges, as the tables state them; `sessions`
    the days on which something is given, with `punctures` of each; `dose_per_cm2` the vesicles of
    each session per cm2 of wound at day 0; `to_open_area` if a dose follows the open area;
    `reach` the share of the area that injections reach in an arm that also gives on the surface
    (None otherwise; "inject" events are for that share alone) and `surface_ref` the `A_ref` of
    the rest;
    `offered_per_cell` the largest dose shared over the cells of 0.5 mm; `classes` of product.
    """

    happenings: tuple[Happening, ...] = ()
    inputs: Mapping[str, Amount] = field(default_factory=dict)
    rows: Mapping[str, Parameter] = field(default_factory=dict)
    sessions: tuple[float, ...] = ()
    punctures: tuple[float, ...] = ()
    dose_per_cm2: tuple[Amount, ...] = ()
    to_open_area: bool = False
    reach: Amount | None = None
    surface_ref: Amount | None = None
    offered_per_cell: Amount = 0.0
    classes: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()

    def particles_given(self, *, area_cm2: float, open_share: Sequence[float] = ()) -> Amount:
        """Vesicles given in all.

        `open_share` of the area at each session counts if doses follow the open area.

        >>> Plan(dose_per_cm2=(1e9, 1e9)).particles_given(area_cm2=10.0)
        20000000000.0
        """
        follow = self.to_open_area and len(open_share) == len(self.dose_per_cm2)
        shares = open_share if follow else [1.0] * len(self.dose_per_cm2)
        each = [dose * share for dose, share in zip(self.dose_per_cm2, shares, strict=True)]
        return sum(each, 0.0) * area_cm2


def largest(amounts: Iterable[Amount]) -> Amount:
    """The largest of some amounts, draw by draw; 0 of none."""
    found: Amount = 0.0
    for amount in amounts:
        found = np.maximum(found, amount)
    return found if np.ndim(found) else float(found)
