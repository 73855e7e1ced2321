"""From a measurement to numbers: sizes, concentration of the undiluted sample, repeatability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.blocks.product.distribution import (
    LISTED_PERCENTILES,
    PERCENTILES,
    SizeDistribution,
)
from exoburn.blocks.product.measurement import Capture, Measurement
from exoburn.errors import InputError

_COMPARED = ("mean_nm", "mode_nm", "d10_nm", "d50_nm", "d90_nm", "sd_nm")


@dataclass(frozen=True, slots=True)
class Sizing:
    """Sizes (nm) and concentration (particles/mL) of one sample.

    `concentration_per_ml` is that of the undiluted sample if `dilution` is known, else that of the
    liquid which was measured (`basis` says which); `cv` is the spread of captures (SD/mean, n - 1),
    None for a single capture.
    """

    measurement: Measurement
    pooled: SizeDistribution
    captures: tuple[SizeDistribution, ...]
    concentration_per_ml: float | None
    per_capture_per_ml: tuple[float | None, ...]
    dilution: float | None
    basis: str
    cv: float | None
    warnings: tuple[str, ...]

    def statistics(self) -> dict[str, float | None]:
        """The promised keys: sizes pooled over captures, concentration, dilution, captures, cv."""
        return {
            **self.pooled.statistics(),
            "concentration_per_ml": self.concentration_per_ml,
            "dilution": self.dilution,
            "captures": len(self.captures),
            "cv": self.cv,
        }

    def differences(self) -> dict[str, dict[str, float]]:
        """Ours against the instrument's own statistics, both as means over captures."""
        found: dict[str, dict[str, float]] = {}
        for key in _COMPARED:
            theirs = self.measurement.instrument_reported.get(key)
            if theirs is None:
                continue
            values = [d.statistics()[key] for d in self.captures]
            ours = float(np.mean([v for v in values if v is not None]))
            found[key] = {"ours": ours, "instrument": theirs, "difference": ours - theirs}
        return found

    def as_dict(self) -> dict[str, object]:
        """Everything for JSON: the promised keys first, then what explains them."""
        m = self.measurement
        return {
            **self.statistics(),
            "format": m.format,
            "instrument": m.instrument,
            "sample": m.sample,
            "concentration_basis": self.basis,
            "read_as": m.read_as,
            "percentiles": PERCENTILES if self.pooled.each is None else LISTED_PERCENTILES,
            "d50_half_bin_nm": self.pooled.half_bin_nm(50),
            "per_capture": [
                {"label": c.label, **d.statistics(), "concentration_per_ml": value}
                for c, d, value in zip(
                    m.captures, self.captures, self.per_capture_per_ml, strict=True
                )
            ],
            "instrument_reported": dict(m.instrument_reported),
            "differences": self.differences(),
            "warnings": list(self.warnings),
        }


def size_up(measurement: Measurement, *, dilution: float | None = None) -> Sizing:
    """Statistics of a measurement; `dilution` states or corrects the factor in the file.

    Pooled means: captures added up in concentration where every capture has one (as the NanoSight's
    own average does), otherwise with equal weight.

    >>> from exoburn.blocks.product.reader import parse_measurement
    >>> rows = b"90,1e7\\n100,3e7\\n110,1e7\\n"
    >>> m = parse_measurement(b"# dilution: 100\\nsize_nm,conc_per_ml\\n" + rows)
    >>> s = size_up(m)
    >>> s.concentration_per_ml, s.pooled.mode_nm, s.cv
    (5000000000.0, 100.0, None)
    """
    for stated in (dilution, measurement.dilution):
        if stated is not None and not 0 < stated < 1e15:
            raise InputError("must be a positive number", key="dilution", given=stated)
    captures = measurement.captures
    raw = [c.concentration_per_ml for c in captures]
    question = measurement.dilution_question
    if question and dilution is None and any(v is not None for v in raw):
        raise InputError(question, file=measurement.file or None, key="dilution",
                         allowed="--dilution FACTOR (or dilution in the product table) settles it")
    factor, known, basis, notes = _factor(measurement, dilution)
    per_capture = tuple(None if v is None else v * factor for v in raw)
    values = [v for v in per_capture if v is not None]
    if any(not 0 <= v < 1e40 for v in values):
        raise InputError("is no concentration of particles", key="concentration", given=max(values))
    complete = len(values) == len(captures) > 0
    mean = float(np.mean(values)) if complete else None
    # the same total read off the header for every capture is one number, not a repeat
    repeated = complete and len(values) > 1 and not _shared(captures)
    cv = float(np.std(values, ddof=1) / np.mean(values)) if repeated else None
    return Sizing(
        measurement=measurement,
        pooled=_pooled(measurement),
        captures=tuple(_of(measurement, c) for c in captures),
        concentration_per_ml=mean,
        per_capture_per_ml=per_capture,
        dilution=known,
        basis=basis if mean is not None else "no concentration in the file",
        cv=cv,
        warnings=(*measurement.warnings, *notes),
    )


def _factor(m: Measurement, given: float | None) -> tuple[float, float | None, str, list[str]]:
    """Factor still to apply, the dilution to report, what the concentration refers to, notes."""
    notes: list[str] = []
    if m.dilution_state == "already applied":
        if given is not None and m.dilution and abs(given / m.dilution - 1) > 1e-6:
            notes.append(f"dilution {m.dilution:g} in the file was replaced by {given:g}")
            return given / m.dilution, given, "undiluted sample", notes
        known = m.dilution or given
        return 1.0, known, "undiluted sample (dilution already applied in the file)", notes
    if given is not None:
        if m.dilution and abs(given / m.dilution - 1) > 1e-6:
            notes.append(f"dilution {m.dilution:g} in the file was replaced by {given:g}")
        return given, given, "undiluted sample (dilution applied here)", notes
    if m.dilution:
        return m.dilution, m.dilution, "undiluted sample (dilution applied here)", notes
    return 1.0, None, "liquid as measured (dilution not recorded)", notes


def _shared(captures: tuple[Capture, ...]) -> bool:
    values = {c.concentration_per_ml for c in captures}
    sums = {float(c.amounts.sum()) for c in captures}
    return len(values) == 1 and len(sums) > 1


def _pooled(m: Measurement) -> SizeDistribution:
    """Captures added up: in concentration where all have one, otherwise with equal weight."""
    by_concentration = all(c.concentration_per_ml for c in m.captures)
    scales = [
        (c.concentration_per_ml or 0.0 if by_concentration else 1.0) / c.amounts.sum()
        for c in m.captures
    ]
    amounts = np.mean([c.amounts * k for c, k in zip(m.captures, scales, strict=True)], axis=0)
    lists = [c.each for c in m.captures if c.each is not None]
    if len(lists) < len(m.captures):
        return SizeDistribution(m.centres, m.edges, amounts)
    sizes = np.concatenate(lists)
    weights = np.concatenate([np.full(e.size, k) for e, k in zip(lists, scales, strict=True)])
    order = np.argsort(sizes, kind="stable")
    return SizeDistribution(m.centres, m.edges, amounts, (sizes[order], weights[order]))


def _of(m: Measurement, capture: Capture) -> SizeDistribution:
    each = capture.each
    listed = None if each is None else (each, np.ones_like(each))
    return SizeDistribution(m.centres, m.edges, capture.amounts, listed)
