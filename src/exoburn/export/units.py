"""Units as SBML unit definitions, read from the short texts that our tables use.

A unit that SBML cannot say (a normalised scale such as "full-thickness column") gets no
definition; its words stay in the file as an annotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_ITEM = ("item", 0, 1.0)

#: word -> SBML base unit, power of ten, multiplier
_BASE: dict[str, tuple[str, int, float]] = {
    "day": ("second", 0, 86400.0),
    "d": ("second", 0, 86400.0),
    "h": ("second", 0, 3600.0),
    "min": ("second", 0, 60.0),
    "s": ("second", 0, 1.0),
    "mm": ("metre", -3, 1.0),
    "cm": ("metre", -2, 1.0),
    "um": ("metre", -6, 1.0),
    "mL": ("litre", -3, 1.0),
    "g": ("gram", 0, 1.0),
    "ug": ("gram", -6, 1.0),
    "K": ("kelvin", 0, 1.0),
    **dict.fromkeys(("particle", "particles", "cell", "cells", "CFU", "item"), _ITEM),
}

_FACTOR = re.compile(r"^([A-Za-z]+)(\d*)$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One SBML unit: its id in the file and the `<unit>` elements that define it."""

    id: str
    elements: str


def read_unit(text: str) -> Unit | None:
    """The SBML unit that a text such as "cm2/day" means, or None if SBML has no word for it.

    >>> read_unit("cm2/day").id
    'cm2_per_day'
    >>> read_unit("-").id, read_unit("healthy dermis") is None
    ('dimensionless', True)
    """
    text = text.strip()
    if text in ("-", "1", "fraction", "share"):
        return Unit("dimensionless", "")
    top, *below = text.split("/")
    factors = [(word, 1) for word in re.split(r"[ *]", top) if word != "1"]
    factors += [(word, -1) for word in below]
    names: dict[int, list[str]] = {1: [], -1: []}
    elements: list[str] = []
    for word, sign in factors:
        match = _FACTOR.match(word)
        if match is None or match[1] not in _BASE:
            return None
        kind, scale, multiplier = _BASE[match[1]]
        exponent = sign * int(match[2] or 1)
        names[sign].append(word)
        elements.append(
            f'<unit kind="{kind}" exponent="{exponent}" scale="{scale}" '
            f'multiplier="{multiplier:g}"/>'
        )
    if not elements:
        return None
    name = "_".join(names[1]) + "".join(f"_per_{word}" for word in names[-1])
    return Unit(name.lstrip("_"), "".join(elements))


def definitions(texts: Iterable[str]) -> dict[str, Unit]:
    """Every text that SBML can say, with its unit."""
    found = {text: read_unit(text) for text in dict.fromkeys(texts)}
    return {text: unit for text, unit in found.items() if unit is not None}
