"""What a cross-section is drawn from: layers, depth of the burn, particles by depth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.report.styles import Style

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Profile:
    """Particles in the tissue of an arm by depth (mm) at their peak on `day`, particles/mL."""

    name: str
    style: Style
    faces_mm: Floats
    concentration: Floats
    day: float

    def depth_of_share(self, share: float) -> float:
        """Depth (mm) above which this share of the particles in the tissue lies."""
        amount = np.concatenate([[0.0], np.cumsum(self.concentration * np.diff(self.faces_mm))])
        return float(np.interp(share * amount[-1], amount, self.faces_mm))


@dataclass(frozen=True)
class Section:
    """Skin of a site in mm; `depth_mm` of the burn with its SD, None for a closed scar."""

    site: str
    epidermis_mm: float
    dermis_mm: float
    depth_mm: float | None
    depth_sd_mm: float
    depth_words: str
    profiles: tuple[Profile, ...] = ()
    #: day of the excision that came before the particles of every profile; None without
    excised_day: float | None = None
    #: arms that are drawn as if not excised, although they were: others were not
    excised_arms: tuple[str, ...] = ()

    @property
    def bed_mm(self) -> float:
        """Where the particles start: the surface, or the bed that excision left."""
        if self.excised_day is None or self.depth_mm is None:
            return 0.0
        return self.depth_mm

    @property
    def base_mm(self) -> float:
        """Base of the dermis."""
        return self.epidermis_mm + self.dermis_mm
