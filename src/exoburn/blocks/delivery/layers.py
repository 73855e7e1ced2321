"""Layers: vesicles wander into the bed and the cells there take them up.

Diffusion and outward flow between layers in the exponentially fitted form of Scharfetter and Gummel
(1969, doi 10.1109/T-ED.1969.16566), which stays positive however coarse the layers are. Uptake per
cell is a clearance that saturates (doi 10.1083/jcb.201506084); it is faster than lymph
loss and catches most vesicles within the first cell layers, which is why the top layers are thin.

The text is written from the faces, so that ten layers and a reference of hundreds are one code.
Ct_l is the concentration in layer l over A_ref/depth_ref, Xc_l what one cell holds over
A_ref/(rho depth_ref).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from exoburn.blocks.delivery.faces import (
    DEPTH_REF_CM,
    centre_distance_cm,
    default_faces,
    thickness_cm,
    total,
)
from exoburn.engine import Block, Event, Port, State

#: Size below which a top layer hardly matters, and its fall with depth: a gel leaves deep layers
#: orders of magnitude less, which error control still has to resolve.
#: Cells gather what passes through, so that they hold a hundred times more in these units.
_FREE, _HELD, _DECADES_PER_MM, _MOST_DECADES = 1e-5, 1e-3, 4.0, 4.0


def _states(faces_mm: Sequence[float]) -> dict[str, State]:
    free, held = {}, {}
    for i, (above, below) in enumerate(pairwise(faces_mm), 1):
        fall = 10 ** -min(_MOST_DECADES, _DECADES_PER_MM * (above + below) / 2)
        free[f"Ct_{i}"] = State(_FREE * fall, "A_ref/depth_ref", f"free vesicles in layer {i}")
        held[f"Xc_{i}"] = State(
            _HELD * fall, "A_ref/(rho*depth_ref)", f"active vesicles taken up per cell of layer {i}"
        )
    taken = State(1e-2, "A_ref", "vesicles taken up by cells so far")
    return free | held | {"taken": taken}


def layer_block(faces_mm: Sequence[float]) -> Block:
    """Transport and uptake for layers between these faces (mm, from the surface down).

    >>> len(layer_block([0.0, 0.1, 0.3]).states)
    5
    """
    layers, distances = thickness_cm(faces_mm), centre_distance_cm(faces_mm)
    count = len(layers)
    lines = [f"depth_ref = {DEPTH_REF_CM!r}"]
    lines += [f"L_{i} = {width:.10g}" for i, width in enumerate(layers, 1)]
    lines += [f"d_{i} = {gap:.10g}" for i, gap in enumerate(distances, 1)]
    lines += ["crowd = A_ref/(depth_ref*K_sat)", "k_drain = k_lym + k_deg"]
    for i in range(1, count):
        lines.append(f"x_{i}_{i + 1} = bern(outflow*d_{i}/D_eff)")
        lines.append(
            f"J_{i} = D_eff/(d_{i}*depth_ref)*(x_{i}_{i + 1}*Ct_{i}"
            f" - (x_{i}_{i + 1} + outflow*d_{i}/D_eff)*Ct_{i + 1})"
        )
    for i in range(1, count + 1):
        above = f"entering - outflow/depth_ref*Ct_{i}" if i == 1 else f"J_{i - 1}"
        below = f" - J_{i}" if i < count else ""
        lines += [
            f"up_{i} = rho*CL_up*Ct_{i}/(1 + crowd*Ct_{i})",
            f"Ct_{i}' = ({above}{below} + inj_{i}*deposit)*depth_ref/L_{i}"
            f" - k_drain*Ct_{i} - up_{i}",
            f"Xc_{i}' = up_{i} - k_x*Xc_{i}",
        ]
    every = range(1, count + 1)
    inside = total([f"inj_{i}" for i in every])
    lines += [
        "in_tissue = (" + total([f"L_{i}*Ct_{i}" for i in every]) + ")/depth_ref",
        "uptake = (" + total([f"L_{i}*up_{i}" for i in every]) + ")/depth_ref",
        f"too_deep = 1 - ({inside})",
        "lost_in_tissue = k_drain*in_tissue + outflow/depth_ref*Ct_1 + too_deep*deposit",
        "taken' = uptake",
    ]
    inject = [
        f"Ct_{i} = Ct_{i} + amount/A_ref*inj_{i}*{DEPTH_REF_CM / w:.15g}"
        for i, w in enumerate(layers, 1)
    ]
    inject.append(f"lost = lost + amount/A_ref*(1 - ({inside}))")
    return Block(
        name="layers",
        doc=str(__doc__),
        states=_states(faces_mm),
        ports={"deposit": Port("sum", None, None, "vesicles set free in the injected depth")},
        equations="\n".join(lines),
        events={
            "inject": Event(
                "add", "\n".join(inject), "a dose over the injected depth, particles/cm2 reached"
            )
        },
    )


BLOCK = layer_block(default_faces())
