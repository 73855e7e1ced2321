"""What a run leaned on: every number with its range and source, and the papers behind them."""

from __future__ import annotations

from exoburn.data import Ensemble, Parameter, parameters, prior_parameters
from exoburn.evidence import sources_of
from exoburn.simulate.study import Findings

#: Tables of numbers that matter only where such a product is given.
_PRODUCT_TABLES = {
    "parameters_delivery": ("vesicle", "msc"),
    "parameters_product": ("vesicle",),
}


def rows_of_run(found: Findings) -> list[Parameter]:
    """Rows that the run asked for, without those of products that nobody gives."""
    from exoburn.data import table

    given = {kind for one in found.arms for kind in one.arm.gives}
    unused = {
        row["id"]
        for name, kinds in _PRODUCT_TABLES.items()
        if not given & set(kinds)
        for row in table(name)
    }
    for row in table("parameters_therapy"):
        kind = "msc" if "msc" in row["id"] else "prp"
        if kind not in given:
            unused.add(row["id"])
    used = dict(found.knowledge.used)
    used |= {row["id"]: parameters()[row["id"]] for row in table("parameters_simulate")}
    place = {key: i for i, key in enumerate(parameters())}
    ordered = sorted(used, key=lambda key: (place.get(key, len(place)), key))
    return [used[key] for key in ordered if key not in unused]


def assumptions_of_run(found: Findings) -> list[dict[str, object]]:
    """Rows as plain data, assumptions first, constants of the healing network last."""
    rows = sorted(rows_of_run(found), key=lambda r: (r.kind == "network", not r.assumed))
    ensemble = found.knowledge.draws.ensemble
    return [
        {"id": r.id, "dist": r.dist, "unit": r.unit, "kind": r.kind, "source": r.source,
         "verified": r.verified, "assumed": r.assumed, "note": r.note, **_known(r, ensemble)}
        for r in rows if r.kind != "shape" or r.dist != "fixed"
    ]  # fmt: skip


def _known(row: Parameter, ensemble: Ensemble | None) -> dict[str, object]:
    """Value and range of a row, and those before calibration where published numbers were used."""
    if ensemble is None or row.id not in ensemble.values:
        return {"value": row.value, "low": row.low, "high": row.high, "prior": None}
    before = prior_parameters().get(row.id, row)
    low, middle, high = (float(before.quantile(q)) for q in (0.05, 0.5, 0.95))
    return {
        "value": ensemble.median[row.id], "low": ensemble.quantile(row.id, 0.05),
        "high": ensemble.quantile(row.id, 0.95),
        "prior": {"value": middle, "low": low, "high": high},
    }


def citations_of_run(found: Findings) -> list[dict[str, object]]:
    """Papers behind the rows that the run asked for."""
    known = parameters()
    ids = [row.id for row in rows_of_run(found) if row.id in known]
    return [
        {"id": paper.id, "link": paper.link, "text": paper.text, "verified": paper.verified,
         "used_by": list(paper.used_by)}
        for paper in sources_of(ids)
    ]  # fmt: skip
