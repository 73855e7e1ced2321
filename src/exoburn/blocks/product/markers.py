"""Marker names as laboratories write them, by the class that MISEV gives them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exoburn.data import table

_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")


def marker_classes(markers: Iterable[str]) -> frozenset[str]:
    """Classes (membrane, luminal, contaminant) among the markers looked for.

    >>> sorted(marker_classes(["CD63 38.6%", "TSG-101", "Calnexin negative", "foo"]))
    ['contaminant', 'luminal', 'membrane']
    """
    return frozenset(c for c in (marker_class(marker) for marker in markers) if c)


def marker_class(marker: str) -> str | None:
    """The class of one marker, None if it is not in `rows/markers.csv`.

    >>> marker_class("apo-A1"), marker_class("CD9"), marker_class("CD999")
    ('contaminant', 'membrane', None)
    """
    plain = re.sub(r"[\s_\-]", "", _SHARE.sub("", marker.lower()))
    for row in table("markers"):
        name = re.sub(r"[\s_\-]", "", row["marker"])
        if re.match(rf"{re.escape(name)}(?!\d)", plain):
            return row["class"]
    return None


def single_particle_share(markers: Iterable[str]) -> float | None:
    """The largest percentage written behind a membrane marker, as a share.

    >>> single_particle_share(["CD9 37.5 %", "CD63 38.6 %", "CD81"])
    0.386
    """
    shares = [
        float(match.group(1)) / 100
        for marker in markers
        if marker_class(marker) == "membrane" and (match := _SHARE.search(marker))
    ]
    inside = [share for share in shares if 0 < share < 1]
    return max(inside) if inside else None
