"""Joint samples of what is not known: knowledge, people, lots and the model itself.

Draw n is person n with knowledge k = n // 5 (40 x 5 at the default 200). What a person or a
lot is depends on n alone, what is known on k alone, so patient 17 is the same among 20 or a
million. The four groups can be frozen at their median one by one, which is how the share of
each in an outcome's variance is found.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exoburn.data import Parameter
from exoburn.streams import normal, stratified, uniform

Floats = NDArray[np.float64]

PERSONS_PER_KNOWLEDGE = 5
GROUPS = ("people", "knowledge", "lot", "model")


@dataclass(frozen=True)
class Draws:
    """`count` joint samples of a run from number `first` on; `frozen` groups sit at their median.

    >>> few, many = Draws(20, seed=1), Draws(1000, seed=1)
    >>> bool((few.people("inoculum") == many.people("inoculum")[:20]).all())
    True
    >>> float(abs(few.freeze("people").people("inoculum")).max())
    0.0
    """

    count: int
    seed: int = 0
    frozen: frozenset[str] = frozenset()
    first: int = 0
    number: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.first + np.arange(self.count))

    @property
    def theta(self) -> NDArray[np.int64]:
        """Knowledge index of each draw."""
        return self.number // PERSONS_PER_KNOWLEDGE

    def part(self, first: int, count: int) -> Draws:
        """Some of these draws, as they are in the whole."""
        return replace(self, first=self.first + first, count=count)

    def freeze(self, group: str) -> Draws:
        """The same draws with one group at its median."""
        return replace(self, frozen=self.frozen | {group})

    def median(self, count: int = 1) -> Draws:
        """The draw with every group at its median, as often as it is wanted."""
        return Draws(count, self.seed, frozenset(GROUPS))

    def known(self, row: Parameter) -> Floats:
        """Values of a parameter over draws, by what is known of it (count,)."""
        if row.dist == "fixed":
            return np.full(self.count, row.value)
        if "knowledge" in self.frozen:
            return np.full(self.count, float(row.quantile(0.5)))
        return _known(row, self.seed, self.first, self.count)

    def lot(self, row: Parameter, *, name: str) -> Floats:
        """Values of a property of the product lot `name`, one lot a draw (count,)."""
        if row.dist == "fixed":
            return np.full(self.count, row.value)
        if "lot" in self.frozen:
            return np.full(self.count, float(row.quantile(0.5)))
        return row.quantile(uniform(self.seed, f"lot/{name}/{row.id}", person=self.number))

    def lot_uniform(self, name: str) -> Floats:
        """The number that decides whether each draw's lot is active (count,); frozen: likelier."""
        if "lot" in self.frozen:
            return np.full(self.count, 0.5)
        return uniform(self.seed, f"lot/{name}/active", person=self.number)

    def people(self, name: str) -> Floats:
        """A standard normal property of each person (count,)."""
        if "people" in self.frozen:
            return np.zeros(self.count)
        return normal(self.seed, f"people/{name}", person=self.number)

    def wounds(self, name: str, wound: str, *, alike: float) -> Floats:
        """A standard normal property of one wound of each person (count,).

        Wounds of one person are correlated by `alike`: one burn stated as two wounds is not twice
        the chance of a rare event.
        """
        if "people" in self.frozen:
            return np.zeros(self.count)
        own = normal(self.seed, f"wound/{name}/{wound}", person=self.number)
        return np.sqrt(alike) * self.people(name) + np.sqrt(1 - alike) * own

    def people_uniform(self, name: str) -> Floats:
        """A uniform property of each person on (0, 1); frozen: 0.5."""
        if "people" in self.frozen:
            return np.full(self.count, 0.5)
        return uniform(self.seed, f"people/{name}", person=self.number)

    def switch(self, name: str, probability: float) -> NDArray[np.bool_]:
        """A structural switch: true in a share `probability` of the knowledge samples (count,).

        Stratified over the knowledge index, so that the share holds closely in small runs too,
        and independent of other switches. Frozen: the likelier side.
        """
        if "model" in self.frozen:
            return np.full(self.count, probability > 0.5)
        thetas, where = np.unique(self.theta, return_inverse=True)
        return (stratified(self.seed, f"model/{name}", thetas) < probability)[where]

    def pair(self, index: int) -> NDArray[np.bool_]:
        """An equal-weight structural pair: both sides equally often, crossed over `index`.

        Pair 0 alternates with the knowledge index, pair 1 with every second one, and so on.
        Frozen: false, the side the specification names first.
        """
        if "model" in self.frozen:
            return np.zeros(self.count, bool)
        return ((self.theta >> index) & 1).astype(bool)


@lru_cache(maxsize=4096)
def _known(row: Parameter, seed: int, first: int, count: int) -> Floats:
    """Knowledge samples of a row, one number a knowledge index, kept for the arms that follow."""
    theta = (first + np.arange(count)) // PERSONS_PER_KNOWLEDGE
    known, where = np.unique(theta, return_inverse=True)
    values = row.quantile(stratified(seed, f"knowledge/{row.id}", known))[where]
    values.flags.writeable = False  # shared
    return values
