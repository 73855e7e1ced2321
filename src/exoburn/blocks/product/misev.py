"""MISEV2023 completeness: which of the reporting fields are known for a lot.

Fields and weights are ours (`rows/misev.csv`), grouped after MISEV2023 (10.1002/jev2.12404, whose
abstract was read and whose items are partly recalled): the score is a measure for this model, not
an official one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoburn.blocks.product.lot import Lot
from exoburn.data import table


@dataclass(frozen=True, slots=True)
class Completeness:
    """Weighted share of fields that are known (0-1), with the fields themselves."""

    score: float
    known: tuple[str, ...]
    missing: tuple[str, ...]
    essential_missing: tuple[str, ...]


def fields() -> dict[str, Mapping[str, str]]:
    """The field rows by id.

    >>> fields()["potency_assay"]["essential"]
    'yes'
    """
    return {row["id"]: row for row in table("misev")}


def completeness(lot: Lot, *, also: frozenset[str] = frozenset()) -> Completeness:
    """Score of a lot: fields that its facts answer, plus those it lists as reported.

    >>> bare = completeness(Lot())
    >>> bare.score, "cell_source" in bare.essential_missing
    (0.0, True)
    >>> completeness(Lot(source="bm_msc", markers=("CD63",))).known
    ('cell_source', 'membrane_marker')
    """
    rows = fields()
    known = (_answered(lot) | set(lot.misev) | also) & set(rows)
    weights = {key: float(row["weight"]) for key, row in rows.items()}
    score = sum(weights[key] for key in known) / sum(weights.values())
    missing = tuple(key for key in rows if key not in known)
    return Completeness(
        score=score,
        known=tuple(key for key in rows if key in known),
        missing=missing,
        essential_missing=tuple(key for key in missing if rows[key]["essential"] == "yes"),
    )


def _answered(lot: Lot) -> set[str]:
    """Fields that the lot's own facts answer, without being listed."""
    classes = lot.marker_classes
    answers = {
        "name_operational": lot.biogenesis_shown,
        "cell_source": lot.source != "unknown",
        "storage_conditions": lot.storage is not None,
        "storage_buffer": lot.buffer is not None,
        "freeze_thaw": lot.freeze_thaw_cycles is not None,
        "particle_number": lot.particles_per_ml is not None,
        "protein": lot.protein_ug_per_ml is not None,
        "particle_protein_ratio": lot.ratio is not None,
        "repeatability": lot.count_cv is not None,
        "size_distribution": lot.sizing is not None,
        "membrane_marker": "membrane" in classes,
        "luminal_marker": "luminal" in classes,
        "contaminant_marker": "contaminant" in classes,
        "potency_assay": lot.potency_assay in ("passed", "failed"),
        "sterility": lot.sterility != "unknown",
    }
    return {key for key, answered in answers.items() if answered}
