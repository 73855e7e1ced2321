"""What an instrument counted: captures of one sample, in number of particles by size."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.product.cells import to_number
from exoburn.errors import InputError

Floats = NDArray[np.float64]


class NoHistogram(InputError):
    """A maker's file without its histogram: it may list particles, or be another export."""


@dataclass(frozen=True, slots=True)
class Capture:
    """One video or one run: `amounts` per bin (number-weighted, any scale).

    `concentration_per_ml` is what the instrument says of the liquid that it measured;
    `counted` the number of particles behind the histogram, None if it is not known; `each` the
    sizes of single particles in ascending order (nm), if the file lists them.
    """

    label: str
    amounts: Floats
    concentration_per_ml: float | None = None
    counted: float | None = None
    each: Floats | None = None


@dataclass(frozen=True, slots=True)
class Measurement:
    """All captures of a sample on common bins (`edges`, nm, one more than bins).

    `dilution` is the factor from the measured to the undiluted sample, None if nobody said it;
    `dilution_state` says whether the concentrations already hold it, `dilution_question` what the
    user has to settle first, if what the file says of it has two meanings. `read_as` says in words
    what a row of the file was taken for.
    """

    format: str
    instrument: str
    sample: str
    centres: Floats
    edges: Floats
    captures: tuple[Capture, ...]
    dilution: float | None = None
    dilution_state: str = "not recorded"  # "stated" | "already applied" | "not recorded"
    instrument_reported: dict[str, float] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    dilution_question: str = ""
    read_as: str = ""
    file: str = ""


def check_bins(sizes: Floats, amounts: Floats, *, file: str, key: str = "") -> None:
    """Raise InputError unless sizes are positive and amounts finite, not negative, not all zero."""
    where = key or None
    if not np.isfinite(sizes).all() or not np.isfinite(amounts).all():
        raise InputError("a size or an amount is not a finite number", file=file, key=where)
    if (sizes <= 0).any():
        worst = float(sizes.min())
        raise InputError("a size must be positive", file=file, key=where, given=worst)
    if (amounts < 0).any():
        worst = float(amounts.min())
        raise InputError("an amount must not be negative", file=file, key=where, given=worst)
    if float(sizes.max()) > 1e6 or float(amounts.max()) > 1e30:
        raise InputError("a size above 1 mm or an amount above 1e30 is no particle count",
                         file=file, key=where)  # fmt: skip
    if sizes.size < 2:
        raise InputError("fewer than two size bins", file=file, key=where)
    if float(amounts.sum()) <= 0:
        raise InputError("no particles were counted", file=file, key=where)


def edges_from_centres(centres: Floats) -> Floats:
    """Bin edges half-way between sorted centres; the outer bins are symmetric, never below 0.

    >>> edges_from_centres(np.array([2.5, 7.5, 12.5])).tolist()
    [0.0, 5.0, 10.0, 15.0]
    """
    inner = 0.5 * (centres[1:] + centres[:-1])
    first = max(0.0, float(2 * centres[0] - inner[0]))
    last = float(2 * centres[-1] - inner[-1])
    return np.concatenate([[first], inner, [last]])


def reported_statistics(facts: dict[str, str]) -> dict[str, float]:
    """What the header of a table says of mean, mode and percentiles, nm.

    >>> reported_statistics({"mean diameter (nm)": "120.3", "d50 (nm)": "101"})
    {'mean_nm': 120.3, 'd50_nm': 101.0}
    """
    names = {"mean": "mean_nm", "mode": "mode_nm", "d10": "d10_nm", "d50": "d50_nm",
             "d90": "d90_nm", "median": "d50_nm"}  # fmt: skip
    found: dict[str, float] = {}
    for key, text in facts.items():
        first = re.split(r"[ (/_]", key)[0]
        value = to_number(text.split()[0] if text.split() else "", decimal_comma=True)
        if first in names and value is not None and np.isfinite(value) and value > 0:
            found.setdefault(names[first], value)
    return found
