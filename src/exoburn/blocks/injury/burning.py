"""From an exposure to what it did: temperatures, damage, and how deep the tissue died."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from exoburn.blocks.injury.exposure import Exposure, surface_phases
from exoburn.blocks.injury.first_aid import FirstAid
from exoburn.blocks.injury.heat import Course, Tolerance, solve
from exoburn.blocks.injury.laws import DEFAULT_LAW, RateLaw, rate_law
from exoburn.blocks.injury.mesh import Floats, Mesh, mesh
from exoburn.blocks.injury.skin import Skin
from exoburn.data import parameters


@dataclass(frozen=True)
class Burning:
    """A solved exposure: who, what, and the course of temperature and damage."""

    what: Exposure
    skin: Skin
    law: RateLaw
    first_aid: FirstAid | None
    mesh: Mesh
    course: Course

    @cached_property
    def omega_basal(self) -> float:
        """Damage at the bottom of the epidermis when all is over."""
        return float(self.course.damage[-1][self.mesh.interfaces[0]])

    @cached_property
    def depth_mm(self) -> float:
        """Where damage is 1, mm below the surface; 0 if nowhere."""
        return isoline_mm(self.mesh.z, self.course.damage[-1])

    @cached_property
    def hottest_c(self) -> float:
        """Highest temperature of the surface, degC."""
        return float(self.course.celsius[:, 0].max())

    def timeline(self, points: int = 12) -> list[dict[str, float]]:
        """Times t_s with surface_c, basal_c, omega_basal, depth_mm and depth_fraction."""
        c, basal = self.course, self.mesh.interfaces[0]
        heating, end = self.what.duration_s, float(c.times[-1])
        during = heating * np.array([0, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0])
        after = heating + (end - heating) * np.geomspace(0.01, 1.0, max(2, points - 7))
        rows = []
        for t in np.concatenate([during, after]):
            celsius, damage = c.at(float(t))
            depth = isoline_mm(self.mesh.z, damage)
            rows.append({
                "t_s": float(t),
                "surface_c": float(celsius[0]),
                "basal_c": float(celsius[basal]),
                "omega_basal": float(damage[basal]),
                "depth_mm": depth,
                "depth_fraction": self.skin.fraction(depth),
            })
        return rows


def burn_skin(
    what: Exposure,
    skin: Skin,
    *,
    law: str = DEFAULT_LAW,
    first_aid: FirstAid | None = None,
    refine: int = 1,
    tolerance: Tolerance | None = None,
) -> Burning:
    """Heat this skin and see what dies.

    >>> from exoburn.blocks.injury.exposure import exposure_of
    >>> from exoburn.blocks.injury.skin import skin_at
    >>> hot = exposure_of(medium="immersion", temperature_c=70, duration_s=3)
    >>> b = burn_skin(hot, skin_at("chest"))
    >>> b.omega_basal > 10, 0.2 < b.depth_mm < 0.4
    (True, True)
    """
    return _burn(what, skin, law, first_aid, refine, tolerance)


@lru_cache(maxsize=64)
def _burn(what: Exposure, skin: Skin, law: str, first_aid: FirstAid | None, refine: int,
          tolerance: Tolerance | None) -> Burning:
    p = parameters()
    chosen, cut = rate_law(law), mesh(skin.layers(), refine=refine)
    course = solve(
        cut, surface_phases(what, skin, first_aid), chosen, initial=skin.resting(cut.z),
        blood_c=p["injury_core"].value, blood_heat=p["injury_blood_heat"].value,
        tolerance=tolerance,
    )
    return Burning(what, skin, chosen, first_aid, cut, course)


def isoline_mm(z: Floats, damage: Floats, level: float | None = None) -> float:
    """Depth in mm of the first place, from the surface, where damage falls below the level (1).

    Between nodes ln(damage) is taken as linear; next to undamaged tissue, damage itself.

    >>> isoline_mm(np.array([0, 1e-3, 2e-3]), np.array([np.e**2, np.e, 1 / np.e]))
    1.5
    """
    target = parameters()["injury_omega_burn"].value if level is None else level
    below = np.flatnonzero(damage < target)
    if below.size == 0:
        return float(z[-1]) * 1e3
    i = int(below[0])
    if i == 0:
        return 0.0
    high, low = float(damage[i - 1]), float(damage[i])
    if low > 1e-9:
        share = np.log(high / target) / np.log(high / low)
    else:
        share = (high - target) / (high - low)
    return float(z[i - 1] + share * (z[i] - z[i - 1])) * 1e3
