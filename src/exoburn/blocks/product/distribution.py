"""Statistics of a size distribution, weighted by number of particles.

Convention for percentiles of bins, printed with every result: the particles of a bin sit at its
centre and the empirical distribution is interpolated linearly between centres (Hyndman and Fan
1996, type 4, doi 10.1080/00031305.1996.10473566). That is what the ZetaView file that we hold calls
its median. NanoSight's own percentiles differ by half a bin, and not always to the same side: NTA
3.2 quotes half a bin less (0.5 nm, in the file that we hold), NTA 3.3 and 3.4 half a bin more, as
if the particles of a bin sat at its upper edge. So half a bin is the uncertainty of any D value,
and it is printed too.

Where the file lists single particles there are no bins: mean, spread, shares and percentiles are
those of the listed sizes (percentiles of type 7, so that D50 is the ordinary median), and bins of
1 nm serve the mode and the figure alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.errors import EngineError

Floats = NDArray[np.float64]

LISTED_PERCENTILES = "interpolated between the sizes of single particles, which the file lists"
PERCENTILES = "interpolated in the cumulative number distribution, from bin centre to bin centre"


@dataclass(frozen=True, slots=True)
class SizeDistribution:
    """Amounts by bin: `centres` (n,) and `edges` (n + 1,) in nm, `amounts` (n,) in any scale.

    `each` holds ascending sizes of single particles (nm) and their weights, if the file lists them.

    >>> d = SizeDistribution(np.array([50., 100., 150.]), np.array([25., 75., 125., 175.]),
    ...                      np.array([1., 2., 1.]))
    >>> d.mean_nm, d.mode_nm, d.percentile(50), d.share(30, 150)
    (100.0, 100.0, 75.0, 0.85)
    """

    centres: Floats
    edges: Floats
    amounts: Floats
    each: tuple[Floats, Floats] | None = None

    def __post_init__(self) -> None:
        if self.centres.shape != self.amounts.shape or self.edges.size != self.centres.size + 1:
            raise EngineError("a size distribution needs one amount a bin and one edge more")

    @property
    def total(self) -> float:
        """Sum of the amounts."""
        return float(self.amounts.sum())

    @property
    def mean_nm(self) -> float:
        """Mean diameter by number: of the listed particles, or with bins at their centres."""
        sizes, weights = self.each or (self.centres, self.amounts)
        return float((weights * sizes).sum() / weights.sum())

    @property
    def sd_nm(self) -> float:
        """Standard deviation by number: of the listed particles, or with bins at their centres."""
        sizes, weights = self.each or (self.centres, self.amounts)
        return float(np.sqrt((weights * (sizes - self.mean_nm) ** 2).sum() / weights.sum()))

    @property
    def mode_nm(self) -> float:
        """Centre of the bin with most particles per nm."""
        return float(self.centres[int(np.argmax(self.amounts / np.diff(self.edges)))])

    def percentile(self, percent: float) -> float:
        """Diameter (nm) below which `percent` of the particles lie."""
        if self.each is not None:
            return _listed_percentile(*self.each, percent)
        cumulative = np.cumsum(self.amounts)
        target = percent / 100 * self.total
        k = int(np.searchsorted(cumulative, target * (1 - 1e-12), side="left"))
        k = min(k, self.centres.size - 1)
        if k == 0:
            low, below = float(self.edges[0]), 0.0
        else:
            low, below = float(self.centres[k - 1]), float(cumulative[k - 1])
        step = float(cumulative[k]) - below
        part = 1.0 if step <= 0 else min(1.0, max(0.0, (target - below) / step))
        return low + part * (float(self.centres[k]) - low)

    def half_bin_nm(self, percent: float) -> float | None:
        """Half the width of the bin in which a percentile lies: its uncertainty from binning.

        None where the file lists single particles.
        """
        if self.each is not None:
            return None
        at = int(np.searchsorted(self.edges, self.percentile(percent), side="right")) - 1
        at = min(max(at, 0), self.centres.size - 1)
        return float(self.edges[at + 1] - self.edges[at]) / 2

    @property
    def span(self) -> float | None:
        """(D90 - D10)/D50: the width of the distribution; None if D50 is 0."""
        middle = self.percentile(50)
        return (self.percentile(90) - self.percentile(10)) / middle if middle > 0 else None

    def share(self, low_nm: float, high_nm: float) -> float:
        """Share of particles from one diameter to another; a bin cut by a limit counts in part."""
        if self.each is not None:
            sizes, weights = self.each
            return float(weights[(sizes >= low_nm) & (sizes <= high_nm)].sum() / weights.sum())
        left, right = self.edges[:-1], self.edges[1:]
        inside = np.clip(np.minimum(right, high_nm) - np.maximum(left, low_nm), 0, None)
        return float((self.amounts * inside / (right - left)).sum() / self.total)

    def statistics(self) -> dict[str, float | None]:
        """The numbers that `exoburn product` prints, by their JSON key."""
        return {
            "mean_nm": self.mean_nm,
            "mode_nm": self.mode_nm,
            "d10_nm": self.percentile(10),
            "d50_nm": self.percentile(50),
            "d90_nm": self.percentile(90),
            "sd_nm": self.sd_nm,
            "span": self.span,
            "share_30_150": self.share(30, 150),
        }


def _listed_percentile(sizes: Floats, weights: Floats, percent: float) -> float:
    """Type 7 of Hyndman and Fan, for weights as well: the first size is 0 %, the last 100 %."""
    places = np.cumsum(weights) - weights
    last = float(places[-1])
    return float(np.interp(percent / 100 * last, places, sizes)) if last > 0 else float(sizes[-1])
