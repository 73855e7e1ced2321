"""Skin cut into thin slices: a one-dimensional mesh that is fine where temperature is steep.

Nodes sit on the surface, on both interfaces and on the base, so that the basal layer and the bottom
of the dermis are nodes and every slice lies within one layer (finite volumes round the nodes;
second order, and heat is conserved to rounding).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Layer:
    """A layer of tissue: thickness mm, conductivity W/m/K, heat capacity J/m3/K, perfusion 1/s."""

    name: str
    thickness_mm: float
    conductivity: float
    heat_capacity: float
    perfusion: float

    @property
    def effusivity(self) -> float:
        """sqrt(k rho c), W s^0.5 / m2 K: what a touching solid feels."""
        return float(np.sqrt(self.conductivity * self.heat_capacity))


@dataclass(frozen=True)
class Mesh:
    """Nodes z (n,) in m and what lies between: see `mesh`.

    conductance (n-1,) W/m2K between neighbours; capacity (n,) J/m2K and perfusion (n,) m/s of the
    volume round each node; `interfaces` are node numbers of the lower face of each layer.
    """

    z: Floats
    conductance: Floats
    capacity: Floats
    perfusion: Floats
    interfaces: tuple[int, ...]


def mesh(layers: Sequence[Layer], *, first_um: float = 2.0, growth: float = 1.08,
         widest_um: float = 60.0, refine: int = 1) -> Mesh:
    """Slices that start `first_um` thick at the surface and widen by `growth` a slice.

    In the deepest layer they may widen without bound, since nothing sharp happens there; elsewhere
    to `widest_um`. `refine` splits every slice into that many (for refinement studies).

    >>> epidermis = Layer("epidermis", 0.08, 0.255, 4.32e6, 0.0)
    >>> m = mesh([epidermis, Layer("fat", 10.0, 0.167, 2.76e6, 0.001)])
    >>> bool(abs(m.z[-1] - 10.08e-3) < 1e-12), bool(abs(m.z[m.interfaces[0]] - 80e-6) < 1e-15)
    (True, True)
    """
    steps: list[Floats] = []
    ends: list[int] = []
    width = first_um * 1e-6
    count = 0
    for number, layer in enumerate(layers):
        thickness = layer.thickness_mm * 1e-3
        widest = np.inf if number == len(layers) - 1 else widest_um * 1e-6
        cut = _cut(thickness, min(width, thickness), growth, widest)
        cut = np.repeat(cut / refine, refine)
        width = float(cut[-1]) * refine * growth
        steps.append(cut)
        count += len(cut)
        ends.append(count)
    z = np.concatenate([[0.0], *(np.cumsum(s) for s in steps)])
    start, base = 0, 0.0
    for layer, end in zip(layers, ends, strict=True):
        z[start + 1 : end + 1] += base
        base += layer.thickness_mm * 1e-3
        z[end] = base                       # exactly, so that no rounding moves an interface
        start = end
    dz = np.diff(z)
    of = np.repeat(np.arange(len(layers)), np.diff([0, *ends]))
    k, c, w = (
        np.array([getattr(layer, name) for layer in layers])[of]
        for name in ("conductivity", "heat_capacity", "perfusion")
    )
    return Mesh(
        z=z,
        conductance=k / dz,
        capacity=_round_nodes(c * dz),
        perfusion=_round_nodes(w * dz),
        interfaces=tuple(ends),
    )


def _round_nodes(per_slice: Floats) -> Floats:
    """Half of each slice goes to either of its nodes."""
    out = np.zeros(len(per_slice) + 1)
    out[:-1] += per_slice / 2
    out[1:] += per_slice / 2
    return out


def _cut(thickness: float, first: float, growth: float, widest: float) -> Floats:
    """Widths that start near `first`, grow to at most `widest`, and sum to the thickness."""
    widths = [first]
    while sum(widths) < thickness * (1 - 1e-9):
        widths.append(min(widths[-1] * growth, widest))
    cut = np.array(widths)
    return cut * (thickness / cut.sum())
