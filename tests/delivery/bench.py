"""A bench for the delivery blocks alone: a bed that listens, and read-outs over time."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from exoburn.blocks import delivery
from exoburn.blocks.delivery.effect import effect_block, occupancy_block
from exoburn.blocks.delivery.faces import default_faces, shares
from exoburn.blocks.delivery.layers import layer_block
from exoburn.data import parameters, table
from exoburn.engine import Block, Port, Reference, State, System

PORTS = {row["port"]: Port() for row in table("effects")} | {f"in_{k}": Port() for k in "IGTW"}
LISTENER = Block(
    "listener",
    equations="T' = 0.0\nG' = 0.0\nW' = 0.0",
    ports=PORTS,
    states={"T": State(), "G": State(), "W": State()},
)
METER = Block(
    "meter",
    equations="shallow' = q_epithelium/7\ndeep' = q_inflammation/7",
    states={"shallow": State(1e-6), "deep": State(1e-6)},
)
#: An open, debrided bed without necrosis, and no mechanism switched off.
OPEN_BED = {"E": 0.0, "U": 1.0, "D": 0.0, "on_growth": 1.0, "on_scar": 1.0, "on_vessels": 1.0}


def delivery_system(faces: Sequence[float] | None = None) -> System:
    """Delivery blocks between these faces, a bed that listens and meters of occupancy."""
    faces = default_faces() if faces is None else faces
    made = {
        "layers": layer_block(faces),
        "effect": effect_block(faces),
        "occupancy": occupancy_block(faces),
    }
    blocks = [made.get(block.name, block) for block in delivery.BLOCKS]
    return System.compose("delivery", [*blocks, LISTENER, METER])


class Bench:
    """One lane of the delivery system with central values in engine units.

    `x["name"]` after `run` is the course of a state; parameters are given in the rows' units.
    """

    def __init__(self, faces: Sequence[float] | None = None, **changes: float) -> None:
        self.faces = default_faces() if faces is None else faces
        self.system = delivery_system(self.faces)
        self.reference = Reference(self.system)
        rows = parameters().values_by_id
        values = (
            delivery.neutral(len(self.faces) - 1)
            | OPEN_BED
            | delivery.engine_units(rows | {k: v for k, v in changes.items() if k in rows})
        )
        values |= {k: v for k, v in changes.items() if k not in rows}
        self.values = values

    def inject_to(self, depth_mm: float, from_mm: float = 0.0) -> Bench:
        """Spread injections between two depths."""
        for i, share in enumerate(shares(from_mm, depth_mm, self.faces), 1):
            self.values[f"inj_{i}"] = share
        return self

    def run(self, events, days=(0.0, 7.0), **settings):
        """Integrate; -> {state: (days,)} of every state."""
        y0 = np.zeros(len(self.system.states))
        for key, value in delivery.START.items():
            y0[list(self.system.states).index(key)] = value
        p = np.array(self.system.pack(self.values))
        y = self.reference.solve(y0, p, days, events=events, **settings)
        self.y, self.p = y, p
        return dict(zip(self.system.states, y, strict=True))

    def output(self, name: str):
        """A sub-expression over the days of the last run, with the parameters at the start."""
        return self.reference.outputs([name], self.y, self.p[:, None])[0]


def sparse_run(bench: Bench, events, days=(0.0, 7.0), *, rtol=1e-7, atol=1e-12):
    """The same lane for hundreds of layers: BDF with the sparsity read from the equations.

    Rows that nothing depends on (meters, lags, ledger) are left out of the Jacobian: they are
    integrated as well, and the others have narrow bands.
    """
    from scipy.integrate import solve_ivp

    system, names = bench.system, list(bench.system.states)
    pattern = _sparsity(system)
    y = np.zeros(len(names))
    for key, value in delivery.START.items():
        y[names.index(key)] = value
    p = np.array(system.pack(bench.values))
    out, now = [], 0.0
    stops = sorted({day for day, _, _ in events} | set(days))
    for stop in stops:
        if stop > now:
            run = solve_ivp(
                lambda _t, x, p=p: bench.reference.rhs(x, p),
                (now, stop),
                y,
                method="BDF",
                rtol=rtol,
                atol=atol,
                jac_sparsity=pattern,
            )
            assert run.success, run.message
            y, now = run.y[:, -1].copy(), stop
        if stop in days:
            before = y
        for day, name, amount in events:
            if day == stop:
                y, p = bench.reference.apply(name, y, p, amount)
        if stop in days:
            out.append(y if stop == 0 else before)
    return dict(zip(names, np.array(out).T, strict=True))


def _sparsity(system: System):
    from scipy.sparse import lil_matrix

    from exoburn.engine.expression import names_in

    names = list(system.states)
    reach: dict[str, frozenset[str]] = {name: frozenset([name]) for name in names}
    for key, tree in system.named.items():
        reach[key] = frozenset().union(*(reach.get(n, frozenset()) for n in names_in(tree)))
    pattern = lil_matrix((len(names), len(names)))
    for i, name in enumerate(names):
        pattern[i, i] = 1
        if name.startswith(("Q_", "shallow", "deep", "taken", "lost")):
            continue
        for other in frozenset().union(
            *(reach.get(n, frozenset()) for n in names_in(system.rates[name]))
        ):
            pattern[i, names.index(other)] = 1
    return pattern.tocsc()


def fine_faces(count: int) -> list[float]:
    """`count` layers, a multiple of ten: each default layer in equal parts."""
    own = default_faces()
    parts = count // (len(own) - 1)
    assert parts * (len(own) - 1) == count, "a multiple of the default layers"
    cuts = [np.linspace(a, b, parts + 1)[:-1] for a, b in pairwise(own)]
    return [*np.concatenate(cuts).tolist(), own[-1]]
