"""The JSON object of `exoburn product --json`: promised keys on top, everything else below them."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.blocks.product.consequences import consequences
from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.misev import completeness
from exoburn.blocks.product.overrides import infection_odds, lot_parameters, source_row
from exoburn.blocks.product.sizing import Sizing

SCHEMA = "exoburn.product/1"


def summary(
    sizing: Sizing, lot: Lot, *, samples: Sequence[Sizing] = ()
) -> dict[str, object]:
    """Sizing, purity, completeness, parameters and consequences, ready for `json.dumps`.

    The keys on top are those of one sample; `samples` lists every sample of the file, in its order.

    >>> from exoburn.blocks.product.reader import parse_measurement
    >>> from exoburn.blocks.product.sizing import size_up
    >>> s = size_up(parse_measurement(b"size_nm,count\\n90,10\\n100,30\\n"))
    >>> out = summary(s, Lot(sizing=s))
    >>> out["captures"], out["cv"], out["concentration_per_ml"], out["lot"]["source"]
    (1, None, None, 'unknown')
    """
    score, odds, source = completeness(lot), infection_odds(lot), source_row(lot.source)
    return {
        "schema": SCHEMA,
        **sizing.as_dict(),
        "samples": [
            {"name": each.measurement.sample, **each.as_dict()} for each in samples or (sizing,)
        ],
        "warnings": [*sizing.warnings, *lot.notes, *_several(sizing, samples)],
        "lot": {
            "name": lot.name,
            "label": lot.label,
            "source": lot.source,
            "source_label": source["label"],
            "source_caveat": source["caveat"],
            "particles_per_ml": lot.particles_per_ml,
            "protein_ug_per_ml": lot.protein_ug_per_ml,
            "markers": list(lot.markers),
            "marker_classes": sorted(lot.marker_classes),
            "potency_assay": lot.potency_assay,
            "storage": lot.storage,
            "storage_days": lot.storage_days,
            "buffer": lot.buffer,
            "freeze_thaw_cycles": lot.freeze_thaw_cycles,
            "sterility": lot.sterility,
            "donor_diabetic": lot.donor_diabetic,
        },
        "purity": lot.purity.as_dict() if lot.purity else None,
        "misev": {
            "score": score.score,
            "known": list(score.known),
            "missing": list(score.missing),
            "essential_missing": list(score.essential_missing),
        },
        "parameters": {
            key: {"value": row.value, "p05": row.low, "p95": row.high, "dist": row.dist,
                  "why": row.why}
            for key, row in lot_parameters(lot).items()
        },
        "infection_odds": {"value": odds.value, "p05": odds.low, "p95": odds.high, "why": odds.why},
        "consequences": [
            {"field": c.field, "label": c.label, "essential": c.essential,
             "parameter": c.parameter, "now": c.now, "if_known": c.if_known, "source": c.source}
            for c in consequences(lot)
        ],
    }  # fmt: skip


def _several(sizing: Sizing, samples: Sequence[Sizing]) -> list[str]:
    if len(samples) < 2:
        return []
    return [f"the file holds {len(samples)} samples, one lot each: the numbers on top are those of "
            f"{sizing.measurement.sample!r} (--sample chooses), all of them stand under samples"]
