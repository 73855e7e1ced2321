"""One row a particle: which rows are particles, which of them counted, and fine bins for a figure.

The sizes stay as they are: mean, percentiles and shares are those of the listed values. Bins are
made for the mode and for the figure only; whole numbers of nm sit in the middle of their bin.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.product.columns import Columns, says_excluded
from exoburn.errors import InputError

Floats = NDArray[np.float64]

_MOST_BINS = 5000
_YES = {"true", "yes", "y", "1", "1.0", "included", "include", "accepted", "kept", "valid", "x",
        "ja", "j", "wahr", "oui", "vrai", "si", "s\xed", "verdadero", "in", "ok"}  # fmt: skip
_NO = {"false", "no", "n", "0", "0.0", "excluded", "exclude", "rejected", "discarded", "invalid",
       "nein", "falsch", "non", "faux", "falso", "out", ""}  # fmt: skip


def looks_binned(sizes: Floats) -> bool:
    """True if sizes are all different, ascend and are evenly spaced (in nm or in log nm).

    >>> looks_binned(np.arange(10.0, 300.0, 5.0)), looks_binned(np.array([97.0, 81.5, 140.2]))
    (True, False)
    """
    if sizes.size < 3 or not np.isfinite(sizes).all() or (sizes <= 0).any():
        return False
    steps, logs = np.diff(sizes), np.diff(np.log(sizes))
    if (steps <= 0).any():
        return False
    return bool(np.ptp(steps) <= 0.02 * steps.mean() or np.ptp(logs) <= 0.02 * logs.mean())


def bin_events(sizes: Floats) -> tuple[Floats, Floats, Floats]:
    """Centres, edges (nm) and counts in bins of 1 nm, or wider ones if the range is very wide.

    >>> centres, edges, counts = bin_events(np.array([97.2, 97.4, 99.0]))
    >>> centres.tolist(), counts.tolist()
    ([97.5, 98.5, 99.5], [2.0, 0.0, 1.0])
    >>> bin_events(np.array([97.0, 99.0]))[0].tolist()
    [97.0, 98.0, 99.0]
    """
    shift = 0.5 if np.all(sizes == np.round(sizes)) else 0.0
    low, high = np.floor(sizes.min()) - shift, np.floor(sizes.max()) + 1 - shift
    width = max(1.0, np.ceil((high - low) / _MOST_BINS))
    edges = low + width * np.arange(int(np.ceil((high - low) / width)) + 1)
    if edges.size < 3:
        edges = np.append(edges, edges[-1] + width)
    counts = np.histogram(sizes, bins=edges)[0].astype(np.float64)
    return 0.5 * (edges[1:] + edges[:-1]), np.maximum(edges, 0.0), counts


def included_rows(columns: Columns, texts: list[list[str]], file: str) -> NDArray[np.bool_]:
    """Which rows the instrument counted, by the column that marks them; all of them without one.

    Errors: InputError for a mark that is neither yes nor no, and if no row is marked as counted.
    """
    place = columns.included
    if place is None:
        return np.ones(len(texts), bool)
    title, words = columns.labels[place], [row[place].strip().lower() for row in texts]
    odd = next((word for word in words if word not in _YES | _NO), None)
    if odd is not None:
        raise InputError("a mark is neither yes nor no", file=file, key=title, given=odd,
                         allowed="True or False (--rows all counts every row)")
    marked = np.array([word in _YES for word in words])
    kept = ~marked if says_excluded(title) else marked
    if not kept.any():
        raise InputError("no row is marked as counted", file=file, key=title,
                         allowed="at least one included row (--rows all counts every row)")
    return kept


def particles_of(
    columns: Columns, sizes: Floats, texts: list[list[str]], kept: NDArray[np.bool_]
) -> tuple[Floats, str]:
    """Sizes of single particles among the rows that count, and how rows became particles.

    A file with a row for every frame repeats the number of a particle: it is one particle then,
    with the mean of its sizes.
    """
    rows = np.flatnonzero(kept & ~np.isnan(sizes))
    without = int(np.isnan(sizes[kept]).sum())
    said = f"; {without} without a size left out" if without else ""
    if not columns.ids:
        return sizes[rows], "one row one particle" + said
    marked = [p for p in (columns.ids[0], columns.group) if p is not None]
    marks = [tuple(texts[i][p] for p in marked) for i in rows]
    found: dict[tuple[str, ...], list[float]] = {}
    for mark, size in zip(marks, sizes[rows].tolist(), strict=True):
        found.setdefault(mark, []).append(size)
    if len(found) == len(rows):
        return sizes[rows], "one row one particle" + said
    by_frame = any(title.strip().lower().rstrip(" no.#").endswith("frame")
                   and "start" not in title.lower() for title in columns.labels)  # fmt: skip
    alike = all(max(each) - min(each) <= 1e-6 * max(each) for each in found.values())
    if by_frame or (alike and len(found) > 1):
        mean = np.array([float(np.mean(each)) for each in found.values()])
        return mean, f"one row one sighting of a particle, {len(found)} particles" + said
    return sizes[rows], "one row one particle (their numbers repeat)" + said
