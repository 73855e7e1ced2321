"""What a lot's facts, and the missing ones, do to the model's parameters.

Each rule answers for one parameter and says why; the simulator replaces the rows `ppm_ug`, `f_EV`,
`p_act`, `P_lot` and `f_store` by these. A measured fact narrows a band, a missing one leaves it as
wide as the literature's prior, and undocumented lots spread more in potency.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.misev import completeness
from exoburn.blocks.product.purity import ratio_log_sd
from exoburn.blocks.product.storage import activity_left
from exoburn.data import Parameter, ParameterSet, parameters, table

_Z95 = 1.6448536269514722


class Override(NamedTuple):
    """A parameter for one lot: central value, 5th and 95th percentile, distribution, reason."""

    value: float
    low: float
    high: float
    dist: str
    why: str


def lot_parameters(lot: Lot) -> dict[str, Override]:
    """The parameters of a lot by id.

    >>> prior, known = lot_parameters(Lot())["ppm_ug"], lot_parameters(Lot(particles_per_ug=4e9))
    >>> round(prior.high / prior.low), round(known["ppm_ug"].high / known["ppm_ug"].low, 1)
    (20, 5.5)
    >>> lot_parameters(Lot(potency_assay="passed"))["p_act"].value > 0.8
    True
    """
    return {
        "ppm_ug": _particles_per_ug(lot),
        "f_EV": _vesicle_share(lot),
        "p_act": _active(lot),
        "P_lot": _spread(lot),
        "f_store": _stored(lot),
    }


def with_lot(rows: ParameterSet, lot: Lot, *, name: str | None = None) -> ParameterSet:
    """A child parameter set with the lot's rows in it.

    >>> child = with_lot(parameters(), Lot(particles_per_ug=4e9))
    >>> child["ppm_ug"].value, child["f_EV"].value == parameters()["f_EV"].value
    (4000000000.0, True)
    """
    changed = lot_parameters(lot)
    new = [
        replace(row, **_columns(changed[key])) if key in changed else row
        for key, row in rows.items()
    ]
    return ParameterSet(new, name=name or f"{rows.name}, lot {lot.name or lot.source}",
                        parent=rows.tag)  # fmt: skip


def infection_odds(lot: Lot) -> Override:
    """Factor on the odds of wound infection by sterility class (model section 6).

    >>> infection_odds(Lot(sterility="untested"))[:3]
    (2.0, 1.5, 3.0)
    """
    row = next(r for r in table("sterility") if r["sterility"] == lot.sterility)
    value, low, high = (float(row[key]) for key in ("odds", "low", "high"))
    dist = "fixed" if low == high else "lognormal"
    return Override(value, low, high, dist, f"{row['says']} ({row['source']})")


def potency_cv(lot: Lot, *, score: float | None = None) -> float:
    """Coefficient of variation of P_lot: less when documented, less when assayed.

    >>> [round(potency_cv(Lot(source="bm_msc"), score=s), 2) for s in (0, 1)]
    [0.6, 0.4]
    """
    rows = parameters()
    share = completeness(lot).score if score is None else score
    worst, best = rows["lot_cv_undocumented"].value, rows["lot_cv_documented"].value
    cv = rows["lot_potency_cv"].value * (worst + (best - worst) * share)
    cv *= rows["lot_cv_assayed"].value if lot.potency_assay == "passed" else 1.0
    return cv * float(source_row(lot.source)["spread_factor"])


def source_row(source: str) -> Mapping[str, str]:
    """The row of a cell source in `rows/sources.csv`."""
    return next(row for row in table("sources") if row["id"] == source)


def active_after_assay(passed: bool) -> tuple[float, float, float]:
    """Mean and 5-95 % band of p_act after a potency assay, by Bayes over 8000 prior points.

    Prior, sensitivity and specificity are spread over their own distributions.

    >>> [round(v, 2) for v in active_after_assay(True)], round(active_after_assay(False)[0], 2)
    ([0.86, 0.6, 0.99], 0.18)
    """
    rows = parameters()
    u = (np.arange(20) + 0.5) / 20
    prior, sensitivity, specificity = np.meshgrid(
        *(rows[key].quantile(u) for key in ("p_act", "assay_sensitivity", "assay_specificity")),
        indexing="ij",
    )
    if passed:
        true, false = prior * sensitivity, (1 - prior) * (1 - specificity)
    else:
        true, false = prior * (1 - sensitivity), (1 - prior) * specificity
    after = true / (true + false)
    low, high = np.quantile(after, [0.05, 0.95])
    return float(after.mean()), float(low), float(high)


def _particles_per_ug(lot: Lot) -> Override:
    if lot.ratio is None:
        return _prior("ppm_ug", "no particle-to-protein ratio: prior (GSD 2.5)")
    factor = math.exp(_Z95 * ratio_log_sd(lot.count_cv))
    gsd = math.exp(ratio_log_sd(lot.count_cv))
    why = f"stated or measured ratio; GSD {gsd:.2f} (count between laboratories, protein assay)"
    return Override(lot.ratio, lot.ratio / factor, lot.ratio * factor, "lognormal", why)


def _vesicle_share(lot: Lot) -> Override:
    row = parameters()["f_EV"]
    classes = sorted(lot.marker_classes)
    share = lot.single_particle_share
    if not classes:
        return _prior("f_EV", "no marker: prior")
    factor = parameters()["marker_narrowing"].value ** len(classes)
    low = row.value - factor * (row.value - (row.low or 0))
    high = row.value + factor * ((row.high or 1) - row.value)
    value, why = row.value, f"markers looked for: {', '.join(classes)}"
    if share is not None and share > low:
        low = min(share, 0.97)
        value = min(max(value, low + 0.5 * (high - low) if value <= low else value), 0.98)
        high = min(max(high, value + 0.02), 0.99)
        why += f"; at least {share:.0%} of single particles carry a membrane marker"
    return Override(value, low, high, "beta", why)


def _active(lot: Lot) -> Override:
    if lot.potency_assay not in ("passed", "failed"):
        what = "no potency assay" if lot.potency_assay == "none" else "potency assay not stated"
        return _prior("p_act", f"{what}: prior")
    value, low, high = active_after_assay(lot.potency_assay == "passed")
    sensitivity, specificity = (
        parameters()[key].value for key in ("assay_sensitivity", "assay_specificity")
    )
    why = (
        f"potency assay {lot.potency_assay}: Bayes with sensitivity {sensitivity:g} and "
        f"specificity {specificity:g} (assumed)"
    )
    return Override(value, low, high, "beta", why)


def _spread(lot: Lot) -> Override:
    score = completeness(lot).score
    cv = potency_cv(lot, score=score)
    log_sd = math.sqrt(math.log1p(cv**2))
    # the mean stays that of a middling lot: to know less must not promise more
    middling = parameters()["lot_potency_cv"].value
    median = parameters()["P_lot"].value * math.sqrt((1 + middling**2) / (1 + cv**2))
    why = f"CV {cv:.0%} at MISEV2023 completeness {score:.0%}"
    factor = float(source_row(lot.source)["spread_factor"])
    if factor != 1:
        why += f", x {factor:g} for source {lot.source}"
    if lot.donor_diabetic:
        median *= parameters()["donor_diabetic_factor"].value
        why += "; donor with diabetes: median lowered"
    band = math.exp(_Z95 * log_sd)
    return Override(median, median / band, median * band, "lognormal", why)


def _stored(lot: Lot) -> Override:
    left = activity_left(lot)
    if left is None:
        return _prior("f_store", "storage not stated: prior")
    return Override(left.value, left.low, left.high, "beta", left.why)


def _prior(key: str, why: str) -> Override:
    row: Parameter = parameters()[key]
    low = row.value if row.low is None else row.low
    high = row.value if row.high is None else row.high
    return Override(row.value, low, high, row.dist, why)


def _columns(change: Override) -> dict[str, float | str]:
    return {"value": change.value, "low": change.low, "high": change.high, "dist": change.dist,
            "note": change.why}  # fmt: skip
