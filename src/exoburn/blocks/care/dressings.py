"""Dressings: what each does to bacteria, the front and the open wound; how often it comes off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoburn.blocks.drawing import Amount, Draw, cell_parameter, central
from exoburn.data import table
from exoburn.errors import InputError

CHILD_BELOW_YEARS = 15


@dataclass(frozen=True)
class Dressing:
    """A dressing as a run uses it.

    `k_anti` killing of bacteria (1/day); `v0_x` and `p_U_x` factors on the front's speed and on
    the inflammation of an open wound; `every_days` between changes (None: it stays);
    `pain_increment` (NRS) of a change; `f_removed` share of film and vehicle that leaves with it.
    """

    id: str
    label: str
    k_anti: float
    v0_x: Amount
    p_U_x: Amount
    every_days: float | None
    pain_increment: float
    f_removed: Amount
    source: str


def dressing(
    id: str,
    *,
    age_years: float = 40.0,
    change_every_days: float | None = None,
    antimicrobial: str = "none",
    draw: Draw = central,
) -> Dressing:
    """A dressing by id (dressings.csv), for a patient of this age; unknown ids are InputErrors.

    A topical antimicrobial beside it counts if it is the stronger of the two.

    >>> ssd = dressing("silver_sulfadiazine", age_years=4)
    >>> ssd.every_days, ssd.v0_x, ssd.pain_increment
    (2.0, 0.8, 2.5)
    >>> dressing("paraffin_gauze", antimicrobial="chlorhexidine").k_anti
    0.5
    """
    row = _row("dressings", id, "dressing")
    agent = _row("antimicrobials", antimicrobial, "antimicrobial")
    every = row["change_days_child" if age_years < CHILD_BELOW_YEARS else "change_days_adult"]
    stays = float(every) if every != "" else None
    return Dressing(
        id=id,
        label=row["label"],
        k_anti=max(float(row["k_anti"]), float(agent["k_anti"])),
        v0_x=draw(cell_parameter(row, "v0_x", id=f"v0_x_{id}", unit="1", dist="lognormal")),
        p_U_x=draw(cell_parameter(row, "p_U_x", id=f"p_U_x_{id}", unit="1", dist="lognormal")),
        every_days=change_every_days if change_every_days is not None else stays,
        pain_increment=float(row["pain_increment"] or 0.0),
        f_removed=_removed(row, draw),
        source=row["source"],
    )


def _removed(row: Mapping[str, str], draw: Draw) -> Amount:
    if row["f_removed"] == "":
        return 0.0
    name = f"f_removed_{row['id']}"
    return draw(cell_parameter(row, "f_removed", id=name, unit="1", dist="pert"))


def _row(name: str, id: str, key: str) -> Mapping[str, str]:
    rows = {row["id"]: row for row in table(name)}
    if id not in rows:
        raise InputError(f"unknown {key}", key=key, given=id, allowed=list(rows))
    return rows[id]
