"""How deep a burn is: its fraction of the dermis, its class, and where the number came from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from exoburn.blocks.injury.skin import Skin
from exoburn.data import parameters
from exoburn.errors import InputError

NONE = "none"
CLASSES = ("superficial", "superficial_partial", "deep_partial", "full_thickness")
LABELS = {
    NONE: "no burn",
    "superficial": "superficial (epidermis only, first degree)",
    "superficial_partial": "superficial partial thickness (second degree)",
    "deep_partial": "deep partial thickness (second degree)",
    "full_thickness": "full thickness (third degree)",
}


@dataclass(frozen=True)
class Depth:
    """The depth of one wound at 48-72 h, and how it was found.

    depth_class: one of CLASSES or "none"; depth_mm from the skin surface; depth_fraction: f, share
    of the dermis (over 1 reaches the fat); depth_sd: SD of f; law: rate law, or "entered";
    first_aid_g: grade of the first aid (0-1); e_rescue: what it adds to e_rescue for rescue_hours;
    thermal_fraction, omega_basal: before progression, only for a computed depth; onset_day: day at
    which the wound opens (0, but for radiation); timeline: rows of the heating, see `Burning`.
    """

    depth_class: str
    depth_mm: float
    depth_fraction: float
    depth_sd: float
    law: str
    skin: Skin
    origin: str
    sd_entered: bool = False
    first_aid_g: float = 0.0
    e_rescue: float = 0.0
    rescue_hours: float = 72.0
    thermal_fraction: float | None = None
    omega_basal: float | None = None
    onset_day: float = 0.0
    timeline: tuple[dict[str, float], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default_factory=tuple)

    @property
    def burned(self) -> bool:
        """False if the exposure left no burn."""
        return self.depth_class != NONE

    def to_json(self, tbsa_percent: float | None = None) -> dict[str, Any]:
        """The `burn` object of the interfaces: five keys, then how they were found."""
        return {
            "depth_class": self.depth_class,
            "depth_mm": self.depth_mm,
            "depth_fraction": self.depth_fraction,
            "tbsa_percent": tbsa_percent,
            "law": self.law,
            "burned": self.burned,
            "depth_sd": self.depth_sd,
            "origin": self.origin,
            "first_aid_g": self.first_aid_g,
            "e_rescue": self.e_rescue,
            "thermal_fraction": self.thermal_fraction,
            "omega_basal": self.omega_basal,
            "onset_day": self.onset_day,
            "skin": {
                "site": self.skin.site,
                "epidermis_mm": self.skin.epidermis_mm,
                "dermis_mm": self.skin.dermis_mm,
                "fat_mm": self.skin.fat_mm,
                "source": self.skin.source,
            },
            "timeline": [dict(row) for row in self.timeline],
            "notes": list(self.notes),
            "sources": list(self.sources),
        }


def class_of(fraction: float) -> str:
    """Class of a burn that reaches this share of the dermis (0 means epidermis only).

    >>> [class_of(f) for f in (0, 0.2, 0.33, 1.0)]
    ['superficial', 'superficial_partial', 'deep_partial', 'full_thickness']
    """
    p = parameters()
    if fraction <= 0:
        return "superficial"
    if fraction < p["injury_f_deep"].value:
        return "superficial_partial"
    return "deep_partial" if fraction < p["injury_f_full"].value else "full_thickness"


def class_range(depth_class: str) -> tuple[float, float]:
    """Lowest and highest f of a class, to which a person's depth is cut.

    >>> class_range("deep_partial")
    (0.33, 1.0)
    """
    p = parameters()
    deep, full = p["injury_f_deep"].value, p["injury_f_full"].value
    ranges = {
        NONE: (0.0, 0.0), "superficial": (0.0, 0.0), "superficial_partial": (0.0, deep),
        "deep_partial": (deep, full), "full_thickness": (full, math.inf),
    }
    return ranges[depth_class]


def default_fraction(depth_class: str) -> float:
    """f of a stated class; raises InputError for a word that is none.

    >>> default_fraction("deep partial")
    0.55
    """
    word = depth_class.strip().lower().replace(" ", "_").replace("-", "_")
    if word not in CLASSES:
        raise InputError("no such depth class", key="depth", given=depth_class, allowed=CLASSES)
    return parameters()[f"injury_default_f_{word}"].value


def default_sd(depth_class: str) -> float:
    """SD of f where none is stated: 0.10, superficial partial 0.06, epidermis only 0 (assumed).

    >>> default_sd("superficial"), default_sd("superficial_partial"), default_sd("deep_partial")
    (0.0, 0.06, 0.1)
    """
    p = parameters()
    if depth_class in (NONE, "superficial"):
        return 0.0
    if depth_class == "superficial_partial":
        return p["injury_sd_f_superficial"].value
    return p["injury_sd_f"].value
