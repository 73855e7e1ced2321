"""Units as SBML unit definitions, read from the short texts that our tables use.

A unit that SBML cannot say (a normalised scale such as "full-thickness column") is a multiple of
that scale, and thus a pure number; its words stay in the file as an annotation.
"""

from __future__ import annotations

import re
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
    factors = _factors(text)
    if factors is None:
        return None
    if not factors:
        return Unit("dimensionless", "")
    names: dict[bool, list[str]] = {True: [], False: []}
    for word, power in factors:
        names[power > 0].append(f"{word}{abs(power) if abs(power) > 1 else ''}")
    elements = [elements_of(word, power) for word, power in factors]
    name = "_".join(names[True]) + "".join(f"_per_{word}" for word in names[False])
    return Unit(name.lstrip("_"), "".join(elements))


def base_words(text: str) -> dict[str, int] | None:
    """Powers of base words in a unit, volumes as cubes and things that are counted as items.

    >>> base_words("particles/mL"), base_words("healthy dermis") is None
    ({'item': 1, 'cm': -3}, True)
    """
    factors = _factors(text)
    if factors is None:
        return None
    powers: dict[str, int] = {}
    for word, power in factors:
        if _BASE[word] is _ITEM:
            word = "item"
        base, times = ("cm", 3) if word == "mL" else ("day" if word == "d" else word, 1)
        powers[base] = powers.get(base, 0) + times * power
    return powers


def elements_of(word: str, power: int) -> str:
    """The `<unit>` element of a base word to a power."""
    kind, scale, multiplier = _BASE[word]
    return (
        f'<unit kind="{kind}" exponent="{power}" scale="{scale}" multiplier="{multiplier:g}"/>'
    )


def _factors(text: str) -> list[tuple[str, int]] | None:
    """Base words with their powers; empty for a pure number, None for what SBML cannot say."""
    text = text.strip()
    if text in ("-", "1", "fraction", "share"):
        return []
    top, *below = text.split("/")
    words = [(word, 1) for word in re.split(r"[ *]", top) if word != "1"]
    words += [(word, -1) for word in below]
    found: list[tuple[str, int]] = []
    for word, sign in words:
        match = _FACTOR.match(word)
        if match is None or match[1] not in _BASE:
            return None
        found.append((match[1], sign * int(match[2] or 1)))
    return found or None
