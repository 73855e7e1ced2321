"""The lot: what is known of one batch of a vesicle product.

The name follows MISEV: unless an endosomal origin was shown, it is a "vesicle product (sold as
exosomes)". Facts that are not known stay None or "unknown" and widen the bands; none is invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.blocks.product.markers import marker_classes, single_particle_share
from exoburn.blocks.product.purity import Purity, purity_of_ratio
from exoburn.blocks.product.sizing import Sizing

POTENCY = ("passed", "failed", "none", "unknown")
STORAGE = ("fresh", "4C", "-80C", "lyophilised", "room")
STERILITY = ("gmp", "tested", "untested", "failed", "unknown")


@dataclass(frozen=True, slots=True)
class Lot:
    """One batch; concentrations are those of the undiluted product, per mL.

    >>> lot = Lot(source="uc_msc", particles_per_ml=4e11, protein_ug_per_ml=100.0)
    >>> lot.ratio, lot.label
    (4000000000.0, 'vesicle product (sold as exosomes)')
    """

    source: str = "unknown"
    name: str = ""
    sizing: Sizing | None = None
    particles_per_ml: float | None = None
    protein_ug_per_ml: float | None = None
    particles_per_ug: float | None = None
    count_cv: float | None = None
    markers: tuple[str, ...] = ()
    potency_assay: str = "unknown"
    storage: str | None = None
    storage_days: float | None = None
    buffer: str | None = None
    freeze_thaw_cycles: int | None = None
    sterility: str = "unknown"
    biogenesis_shown: bool = False
    donor_diabetic: bool | None = None
    misev: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The words for this product (naming rule of MISEV2023, 10.1002/jev2.12404)."""
        return "exosome product" if self.biogenesis_shown else "vesicle product (sold as exosomes)"

    @property
    def ratio(self) -> float | None:
        """Particles per ug protein as stated, or from the two concentrations."""
        if self.particles_per_ug is not None:
            return self.particles_per_ug
        if self.particles_per_ml is None or self.protein_ug_per_ml is None:
            return None
        return self.particles_per_ml / self.protein_ug_per_ml

    @property
    def purity(self) -> Purity | None:
        """Class and band of the ratio, None if there is none."""
        return None if self.ratio is None else purity_of_ratio(self.ratio, count_cv=self.count_cv)

    @property
    def marker_classes(self) -> frozenset[str]:
        """Which of membrane, luminal and contaminant markers were looked for."""
        return marker_classes(self.markers)

    @property
    def single_particle_share(self) -> float | None:
        """Largest share of single particles that carried a membrane marker, if one is stated."""
        return single_particle_share(self.markers)

    @property
    def protected(self) -> bool:
        """True if the buffer holds something that protects vesicles (sugar or albumin)."""
        words = ("trehalose", "sucrose", "albumin", "bsa", "hsa", "cryoprot", "mannitol", "sugar")
        return self.buffer is not None and any(w in self.buffer.lower() for w in words)
