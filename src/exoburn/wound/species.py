"""Whose skin it is: what differs between people, pigs, rats, mice and rabbits.

Loose-skinned animals close a wound by pulling it shut, people and pigs by growing epithelium over
it, and rodents' cells are quicker. These are numbers of a species (`species.csv`), the same in
every study of it: no study has factors of its own. People are the table's rows as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from exoburn.blocks.drawing import Amount, Draw, central
from exoburn.data import Parameter, parameters, table
from exoburn.errors import InputError

#: What a ring sewn around a wound stops: all pulling of its edges.
_SPLINT = {"k_eps": 0.0, "k_pan": 0.0}


@cache
def species() -> tuple[str, ...]:
    """The species that the table knows.

    >>> species()
    ('human', 'mouse', 'pig', 'rabbit', 'rat')
    """
    return tuple(sorted({row["species"] for row in table("species")}))


def species_values(
    values: Mapping[str, Amount], name: str, *, splinted: bool = False, draw: Draw = central
) -> dict[str, Amount]:
    """The parameter values of a species: `values` of people with that species' rows applied.

    `values` maps parameter ids to numbers or arrays (one a lane); what is not in it is taken from
    the parameter table. `splinted` stops contraction, as a ring sewn around a wound does. `draw`
    gives each row's number (default: the central one). An unknown species is an InputError.

    >>> species_values({"v0": 0.2}, "human")
    {'v0': 0.2}
    >>> mouse = species_values({"v0": 0.2}, "mouse")
    >>> round(mouse["v0"], 3), mouse["k_pan"]
    (0.34, 0.055)
    >>> species_values({}, "mouse", splinted=True)["k_pan"]
    0.0
    """
    base, out = parameters(), dict(values)
    for row in _rows(name):
        key = row["id"]
        if row["what"] == "factor":
            out[key] = out.get(key, base[key].value) * draw(_parameter(row))
        elif row["what"] == "value":
            out[key] = draw(_parameter(row))
    return out | (_SPLINT if splinted else {})


def species_skin(name: str) -> tuple[float, float]:
    """Thickness of epidermis and dermis in mm where the species' wounds are usually made.

    >>> species_skin("mouse")
    (0.015, 0.35)
    """
    found = {row["id"]: float(row["value"]) for row in _rows(name) if row["what"] == "skin"}
    return found["epidermis_mm"], found["dermis_mm"]


def _rows(name: str) -> list[Mapping[str, str]]:
    if name not in species():
        raise InputError("unknown species", key="species", given=name, allowed=list(species()))
    return [row for row in table("species") if row["species"] == name]


def _parameter(row: Mapping[str, str]) -> Parameter:
    return Parameter(
        id=f"species_{row['species']}_{row['id']}",
        value=float(row["value"]),
        low=float(row["low"]),
        high=float(row["high"]),
        dist="pert",
        unit="1" if row["what"] == "factor" else "as the parameter",
        kind="care",
        source=row["source"],
        verified="no",
        claims_not="a measured factor",
        note=row["note"],
    )
