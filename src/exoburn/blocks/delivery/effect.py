"""Effect: what cells hold turns into a share of the largest effect, after a delay.

Half effect at X50 vesicles per cell, from the bench concentration C50 through the same uptake
clearance and the assay's duration, so that the clearance cancels where transport does not limit.
The dose enters relative to X50 and is divided by the potency of the lot. `contact` = 1 lets the
concentration outside the cell act instead of the uptake (structural alternative). The value at no
dose is taken off before the division, so that no dose is exactly no effect in the last bit. One
lagged state for each group of cells.
"""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.blocks.delivery.faces import default_faces, shares, total
from exoburn.data import table
from exoburn.engine import Block, State


def effect_block(faces_mm: Sequence[float]) -> Block:
    """Occupancy, lag and effects for layers between these faces (mm).

    >>> "e_front" in {line.target for line in effect_block([0.0, 0.1, 1.0]).lines}
    True
    """
    lines = [
        "X50 = C50*ppm_ug*CL_up*(1 - exp(-k_x*t_assay))/k_x",
        "per_cell = A_ref/(rho*depth_ref)",
        "by_uptake = (1 - contact)*per_cell/X50",
        "by_contact = contact*A_ref/(depth_ref*C50*ppm_ug)",
        "power_zero = powr(occ_floor, hill_ev)",
        "rest_zero = 1 + power_zero",
        "ev_gain = cov*d_trans*ev_on",
    ]
    for i in range(1, len(faces_mm)):
        lines += [
            f"dose_{i} = pos(by_uptake*Xc_{i} + by_contact*Ct_{i})",
            f"power_{i} = powr(potency*dose_{i} + occ_floor, hill_ev)",
            f"occ_{i} = (power_{i} - power_zero)/((1 + power_{i})*rest_zero)",
        ]
    zones = {row["zone"]: row for row in table("effect_groups")}
    for zone, row in zones.items():
        weights = shares(float(row["from_mm"]), float(row["to_mm"]), faces_mm)
        lines.append(f"q_{zone} = {_mean('occ', weights)}")
    states: dict[str, State] = {}
    for row in table("effect_groups"):
        name = f"Q_{row['id']}"
        states[name] = State(1e-7, "1", f"effect level, delayed: {row['meaning']}")
        lines.append(f"{name}' = (q_{row['zone']} - {name})/{row['lag']}")
    outside = {row["id"] for row in table("effect_groups") if row["under_graft"] == "0"}
    for row in table("effects"):
        factors = ["ev_gain", row["emax"], f"Q_{row['group']}"]
        factors += [row["switch"]] if row["switch"] else []
        factors += ["(1 - under)"] if row["group"] in outside else []
        lines.append(f"{row['port']} += {'*'.join(factors)}")
    return Block(name="effect", equations="\n".join(lines), states=states, doc=str(__doc__))


def occupancy_block(faces_mm: Sequence[float]) -> Block:
    """What is reported, not fed back: physical occupancy (potency 1) and vesicles per cell.

    `occupancy` averages the four mechanisms' zones (inflammation 0-0.5 mm, growth 0-0.1, vessels
    0.2-1.0, scar 0-0.7) and the area reached; `particles_per_cell` is the mean over 0-0.5 mm.

    >>> "occupancy" in {line.target for line in occupancy_block([0.0, 0.1, 1.0]).lines}
    True
    """
    lines = []
    for i in range(1, len(faces_mm)):
        lines += [
            f"bare_{i} = powr(dose_{i} + occ_floor, hill_ev)",
            f"full_{i} = (bare_{i} - power_zero)/((1 + bare_{i})*rest_zero)",
        ]
    zones = {row["zone"]: row for row in table("effect_groups")}
    acting = [zones[zone] for zone in ("inflammation", "epithelium", "vessels", "matrix")]
    for row in acting:
        weights = shares(float(row["from_mm"]), float(row["to_mm"]), faces_mm)
        lines.append(f"occupancy_{row['zone']} = cov*({_mean('full', weights)})")
    lines.append("occupancy = (" + " + ".join(f"occupancy_{row['zone']}" for row in acting) + ")/4")
    zone = zones["inflammation"]
    weights = shares(float(zone["from_mm"]), float(zone["to_mm"]), faces_mm)
    lines.append(f"particles_per_cell = cov*per_cell*({_mean('Xc', weights)})")
    return Block(name="occupancy", equations="\n".join(lines), doc=occupancy_block.__doc__ or "")


def _mean(prefix: str, weights: Sequence[float]) -> str:
    return total([f"{w:.12g}*{prefix}_{i}" for i, w in enumerate(weights, 1) if w > 0])


BLOCKS = (effect_block(default_faces()), occupancy_block(default_faces()))
