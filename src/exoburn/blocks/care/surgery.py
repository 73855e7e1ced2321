"""Surgery as events: debridement and grafting on a day, and the donor site it costs."""

from __future__ import annotations

from exoburn.blocks.care.grafting import graft_event
from exoburn.blocks.drawing import Amount, Draw, central
from exoburn.data import Parameter, parameters, table
from exoburn.errors import InputError

Happening = tuple[float, str, Amount]


def debridement_happenings(day: float, kind: str, *, draw: Draw = central) -> list[Happening]:
    """Events of a debridement: kind "none", "enzymatic", "tangential" or "full".

    >>> debridement_happenings(1, "enzymatic")
    [(1.0, 'enzymatic', 0.93)]
    """
    rows = {row["id"]: row for row in table("debridement")}
    if kind not in rows:
        raise InputError("unknown debridement", key="debridement", given=kind, allowed=list(rows))
    row = rows[kind]
    if row["event"] == "":
        return []
    ranged = row["low"] != ""
    amount = Parameter(
        id=f"debridement_{kind}", value=float(row["amount"]),
        low=float(row["low"]) if ranged else None, high=float(row["high"]) if ranged else None,
        dist="pert" if ranged else "fixed", unit="1", kind="care", source=row["source"],
        verified="no", claims_not="", note=row["note"],
    )  # fmt: skip
    return [(float(day), row["event"], draw(amount))]


def is_operation(kind: str) -> bool:
    """True if a debridement of this kind is done in the operating room."""
    return any(row["id"] == kind and row["operation"] == "1" for row in table("debridement"))


def graft_happenings(
    day: float, *, mesh: str = "1:1.5", take: Amount | None = None, excision: str = "full"
) -> list[Happening]:
    """Events of excision and grafting on one day; `take` is the share that takes (default 0.90).

    `excision` is "full", "tangential" or "none" (the bed was excised before). The excision stands
    first, as the system's order of events has it.

    >>> graft_happenings(14, mesh="1:3", take=0.9)
    [(14.0, 'full_excision', 1.0), (14.0, 'graft_1_3', 0.9)]
    """
    _graft_row(mesh)
    taken = parameters()["graft_take"].value if take is None else take
    cut = debridement_happenings(day, excision)
    return [*cut, (float(day), graft_event(mesh), taken)]


def expansion(mesh: str) -> float:
    """By how much a mesh stretches the skin.

    >>> expansion("1:1.5"), expansion("sheet")
    (1.3, 1.0)
    """
    return float(_graft_row(mesh)["expansion"])


def donor_area_cm2(grafted_cm2: Amount, *, mesh: str) -> Amount:
    """Area of skin taken to graft an area: a second wound with its own healing.

    >>> donor_area_cm2(130.0, mesh="1:1.5")
    100.0
    """
    return grafted_cm2 / expansion(mesh)


def donor_heals_open(mesh: str) -> bool:
    """True if the donor site is left to heal by itself; that of a full-thickness graft is sutured.

    >>> donor_heals_open("sheet"), donor_heals_open("full_thickness")
    (True, False)
    """
    return _graft_row(mesh)["donor_heals_open"] == "1"


def _graft_row(mesh: str) -> dict[str, str]:
    rows = {row["id"]: dict(row) for row in table("grafts")}
    if mesh not in rows:
        raise InputError("unknown graft", key="graft", given=mesh, allowed=list(rows))
    return rows[mesh]
