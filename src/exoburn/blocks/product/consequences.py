"""What each missing fact of a lot does to the bands, and what knowing it would give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.misev import completeness, fields
from exoburn.blocks.product.overrides import (
    Override,
    active_after_assay,
    infection_odds,
    lot_parameters,
    potency_cv,
)
from exoburn.blocks.product.purity import ratio_log_sd
from exoburn.data import parameters


@dataclass(frozen=True, slots=True)
class Consequence:
    """A missing field, the parameter it leaves wide, what holds now and what knowing it gives."""

    field: str
    label: str
    essential: bool
    parameter: str
    now: str
    if_known: str
    source: str

    @property
    def only_completeness(self) -> bool:
        """True if the field has no rule of its own but counts in the completeness score."""
        return self.parameter == "P_lot" and self.field != "cell_source"


def consequences(lot: Lot) -> tuple[Consequence, ...]:
    """One line per missing field: those with a rule of their own first, then by weight.

    >>> lines = consequences(Lot(source="bm_msc"))
    >>> [c.field for c in lines if c.parameter == "p_act"], lines[0].essential
    (['potency_assay'], True)
    """
    rows = fields()
    bands = lot_parameters(lot)
    missing = completeness(lot).missing

    def rank(key: str) -> tuple[bool, bool, float]:
        row = rows[key]
        shared = row["parameter"] in ("P_lot", "")
        return (row["essential"] != "yes", shared, -float(row["weight"]))

    return tuple(
        Consequence(
            field=key,
            label=rows[key]["label"],
            essential=rows[key]["essential"] == "yes",
            parameter=rows[key]["parameter"],
            now=_now(lot, key, rows[key], bands),
            if_known=_if_known(lot, key, rows[key]),
            source=rows[key]["source"],
        )
        for key in sorted(missing, key=rank)
    )


def _now(lot: Lot, key: str, row: Mapping[str, str], bands: Mapping[str, Override]) -> str:
    name = row["parameter"]
    if key in ("cell_source", "storage_buffer", "freeze_thaw"):
        return row["if_missing"]
    if name in bands:
        return f"{row['if_missing']}: {name} {_band(bands[name])}"
    if name == "infection_odds":
        return f"infection odds x {_band(infection_odds(lot))}"
    return row["if_missing"]


def _if_known(lot: Lot, key: str, row: Mapping[str, str]) -> str:
    name = row["parameter"]
    if key == "potency_assay":
        (up, *_), (down, *_) = active_after_assay(True), active_after_assay(False)
        return f"p_act about {up:.2f} after a passed assay, {down:.2f} after a failed one"
    if key in ("particle_number", "protein", "particle_protein_ratio"):
        return f"GSD {math.exp(ratio_log_sd(lot.count_cv)):.2f} around the measured ratio"
    if name == "f_EV":
        factor = parameters()["marker_narrowing"].value
        return f"width of f_EV x {factor:g}"
    if name == "f_store":
        return "activity left by the storage table"
    if name == "infection_odds":
        return "x 1 if made under GMP or tested sterile, x 2 (1.5-3) if untested"
    if key == "cell_source":
        known = replace(lot, source="bm_msc")
        return f"CV of potency {potency_cv(lot):.1%} -> {potency_cv(known):.1%} for an MSC source"
    if name == "P_lot":
        now = potency_cv(lot)
        then = potency_cv(lot, score=completeness(lot, also=frozenset({key})).score)
        return f"CV of potency {now:.1%} -> {then:.1%}"
    return "no number in this model depends on it"


def _band(row: Override) -> str:
    return f"{row.value:.3g} ({row.low:.2g} to {row.high:.2g})"
