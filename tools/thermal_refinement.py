"""Print how burn depth changes with the mesh and with the step error: the solver's own error.

Run from the repository root: python tools/thermal_refinement.py
"""

from __future__ import annotations

from exoburn.blocks.injury import burn_skin, exposure_of, skin_at
from exoburn.blocks.injury.heat import Tolerance

EXPOSURES = (
    {"medium": "immersion", "temperature_c": 60, "duration_s": 5},
    {"medium": "immersion", "temperature_c": 45, "duration_s": 10_800},
    {"medium": "flash", "flux_kw_m2": 500, "duration_s": 0.05},
    {"medium": "flame", "flux_kw_m2": 84, "duration_s": 3},
    {"medium": "brass", "temperature_c": 90, "duration_s": 1},
)
FINE = Tolerance(3e-4, 1e-5, 1e-4, 2e-3)


def main() -> None:
    """Print basal damage and depth for each mesh and step error."""
    for stated in EXPOSURES:
        what = exposure_of(**stated)
        print(", ".join(f"{key} {value}" for key, value in stated.items()))
        for name, refine, tolerance in (("default", 1, None), ("fine steps", 1, FINE),
                                        ("mesh x 2", 2, FINE), ("mesh x 4", 4, FINE)):
            b = burn_skin(what, skin_at(), refine=refine, tolerance=tolerance)
            print(f"  {name:12s}{len(b.course.z):6d} nodes{b.course.steps:6d} steps   "
                  f"basal damage {b.omega_basal:12.6g}   depth {b.depth_mm:.4f} mm")


if __name__ == "__main__":
    main()
