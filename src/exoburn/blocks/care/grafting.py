"""Grafting: pieces of the patient's own skin on an excised bed.

What takes covers the bed in part and grows together from its edges: the cover right after grafting,
c = take/expansion, is written as islands na that have crept as far as s. A graft brings some dermis
and vessels; grafted columns contract and relax faster (`graft_contraction_x`,
`graft_relaxation_x`), so that a graft is smallest some six weeks on and gives back later.
`amount` is the share that takes.

What does not take is lost with its islands: na falls in proportion, and is the table's at the mean
take of 0.90. (With na fixed, as the specification states it, a graft lost as a whole would still
close the wound within two weeks.) On an infected bed a share of
the graft fails (`take_burden`, `take_lost`); grafting again is not modelled.
"""

from exoburn.data import table
from exoburn.engine import Block, Event

_BED = {row["id"]: row["value"] for row in table("graft_bed")}


def graft_event(mesh: str) -> str:
    """Name of the event for a row of grafts.csv.

    >>> graft_event("1:1.5"), graft_event("sheet")
    ('graft_1_1p5', 'graft_sheet')
    """
    return "graft_" + mesh.replace(":", "_").replace(".", "p")


def _event(row: dict[str, str]) -> Event:
    islands, expansion = row["islands_per_mm2"], row["expansion"]
    clean = "(1 - take_lost*hill(B, take_burden, 2))"
    took = f"max_(amount*{clean}, {_BED['take_at_least']})"
    cover = f"min_({took}/{expansion}, {_BED['cover_at_most']})"
    living = f"{islands}*{took}/{_BED['take_of_the_table']}"
    return Event(
        "assign",
        f"""
        C1 = C1 + {row["collagen_mature"]}
        C3 = C3 + {row["collagen_young"]}
        V = max_(V, {_BED["vessels_at_least"]})
        na = {living}
        s = sqrt(-log(1 - {cover})/(3.141592653589793*{living}))
        k_eps = k_eps*graft_contraction_x*{row["contraction_x"]}
        k_rel = k_rel*graft_relaxation_x
        """,
        f"{row['label']}; amount = share that takes",
    )


BLOCK = Block(
    name="grafting",
    doc=str(__doc__),
    equations="",
    events={graft_event(row["id"]): _event(dict(row)) for row in table("grafts")},
)
