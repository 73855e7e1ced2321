"""Layers of tissue below the wound's surface: faces, thicknesses and overlap with depth zones."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from exoburn.data import table

MM_PER_CM = 10.0
#: Depth (cm) that turns particles/cm2 into the concentration scale of a lane.
DEPTH_REF_CM = 0.1


@cache
def default_faces() -> tuple[float, ...]:
    """Faces (mm) of the ten default layers, fine where vesicles are caught first.

    >>> len(default_faces()), default_faces()[-1]
    (11, 1.5)
    """
    return tuple(float(row["face_mm"]) for row in table("tissue_layers"))


def shares(low_mm: float, high_mm: float, faces_mm: Sequence[float]) -> list[float]:
    """Share of the zone from `low_mm` to `high_mm` that lies in each layer (overlap thickness).

    They add up to 1 if the zone lies within the layers; what lies deeper is left out.

    >>> shares(0.0, 0.1, [0.0, 0.05, 0.2])
    [0.5, 0.5]
    """
    span = high_mm - low_mm
    pairs = pairwise(faces_mm)
    return [max(0.0, min(high_mm, below) - max(low_mm, above)) / span for above, below in pairs]


def thickness_cm(faces_mm: Sequence[float]) -> list[float]:
    """Thickness (cm) of each layer."""
    return [(b - a) / MM_PER_CM for a, b in pairwise(faces_mm)]


def centre_distance_cm(faces_mm: Sequence[float]) -> list[float]:
    """Distance (cm) between the centres of neighbouring layers, one fewer than layers."""
    layers = thickness_cm(faces_mm)
    return [(a + b) / 2 for a, b in pairwise(layers)]


def total(parts: Sequence[str]) -> str:
    """A sum as text, in brackets of halves so that hundreds of layers do not nest too deep.

    >>> total(["a", "b"]), total(["a"] * 40).count("(")
    ('a + b', 6)
    """
    if len(parts) <= 12:
        return " + ".join(parts)
    half = len(parts) // 2
    return f"({total(parts[:half])}) + ({total(parts[half:])})"
