"""[product] and [products.NAME]: the lot that a vesicle product comes from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from exoburn.case.base import (
    Answer,
    AsTuple,
    Count,
    MisevField,
    Number,
    Source,
    Statement,
    Text,
    Texts,
    refuse,
)


class Product(Statement):
    """A lot of vesicles (sold as exosomes); a missing fact widens the bands, it is never guessed.

    `file` names a particle-tracking export, relative to the case file. `trial_number` is the
    number under which a regulator knows the study (IND, CTA); `cosmetic_grade` marks a product
    that is sold for intact skin.

    >>> Product().potency_assay, Product().sterility
    ('unknown', 'unknown')
    """

    name: Text | None = None
    source: Source | None = None
    file: Text | None = None
    particles_per_ml: Number | None = Field(default=None, gt=0, le=1e16)
    protein_ug_per_ml: Number | None = Field(default=None, gt=0, le=1e6)
    particles_per_ug: Number | None = Field(default=None, gt=0, le=1e13)
    dilution: Number | None = Field(default=None, ge=1, le=1e9)
    markers: Texts = ()
    potency_assay: Literal["passed", "failed", "none", "unknown"] = "unknown"
    storage: Literal["fresh", "4C", "-80C", "lyophilised", "room"] | None = None
    storage_days: Number | None = Field(default=None, ge=0, le=10000)
    buffer: Text | None = None
    freeze_thaw_cycles: Count | None = Field(default=None, ge=0, le=100)
    sterility: Literal["gmp", "tested", "untested", "failed", "unknown"] = "unknown"
    biogenesis_shown: Answer = None
    donor_diabetic: Answer = None
    misev: Annotated[tuple[MisevField, ...], AsTuple] = ()
    trial_number: Text | None = None
    cosmetic_grade: Answer = None

    @model_validator(mode="after")
    def _states_purity_once(self) -> Product:
        if self.particles_per_ug is not None and self.protein_ug_per_ml is not None:
            stated = self.particles_per_ml
            if stated is None:
                return self
            implied = stated / self.protein_ug_per_ml
            if not 0.5 <= implied / self.particles_per_ug <= 2:
                raise refuse(
                    "disagrees with particles_per_ml / protein_ug_per_ml",
                    key="particles_per_ug",
                    given=self.particles_per_ug,
                    allowed=f"about {implied:.3g}, or leave one of the three out",
                )
        return self
