"""Joint samples of what is not known: knowledge, people, lots and the model itself.

Draw n is person n with knowledge k = n // 5 (40 x 5 at the default 200). What a person or a
lot is depends on n alone, what is known on k alone, so patient 17 is the same among 20 or a
million. The four groups can be frozen at their median, one by one or all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from exoburn.data import Ensemble, Parameter, shipped
from exoburn.streams import normal, stratified, uniform

Floats = NDArray[np.float64]

PERSONS_PER_KNOWLEDGE = 5
#: Combinations of the two equal-weight structural pairs: a member of an ensemble was fitted under
#: the structure of its own number, and is drawn with it.
STRUCTURES = 4
GROUPS = ("people", "knowledge", "lot", "model")


@dataclass(frozen=True)
class Draws:
    """`count` joint samples of a run from number `first` on; `frozen` groups sit at their median.

    Constants that were calibrated come from one member of the `ensemble` a knowledge sample
    (default: the one that ships), jointly, the rest from their own ranges. `persons` belong to
    each knowledge sample. With `crossed` every knowledge sample is the member of its own number
    and meets the same persons, spread evenly over their distribution: what a study of the
    constants needs, in which people are no noise.

    >>> few, many = Draws(20, seed=1), Draws(1000, seed=1)
    >>> bool((few.people("inoculum") == many.people("inoculum")[:20]).all())
    True
    >>> float(abs(few.median(20).people("inoculum")).max())
    0.0
    """

    count: int
    seed: int = 0
    frozen: frozenset[str] = frozenset()
    first: int = 0
    ensemble: Ensemble | None = field(default_factory=shipped)
    persons: int = PERSONS_PER_KNOWLEDGE
    crossed: bool = False
    number: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", self.first + np.arange(self.count))

    @property
    def theta(self) -> NDArray[np.int64]:
        """Knowledge index of each draw."""
        return self.number // self.persons

    def part(self, first: int, count: int) -> Draws:
        """Some of these draws, as they are in the whole."""
        return replace(self, first=self.first + first, count=count)

    def median(self, count: int = 1) -> Draws:
        """The draw with every group at its median, as often as it is wanted."""
        return replace(self, count=count, frozen=frozenset(GROUPS), first=0)

    def known(self, row: Parameter) -> Floats:
        """Values of a parameter over draws, by what is known of it (count,)."""
        calibrated = None if self.ensemble is None else self.ensemble.values.get(row.id)
        if "knowledge" in self.frozen and calibrated is not None:
            return np.full(self.count, float(np.median(calibrated)))
        if calibrated is not None:
            return calibrated[self.member]
        if row.dist == "fixed":
            return np.full(self.count, row.value)
        if "knowledge" in self.frozen or self.crossed:
            return np.full(self.count, float(row.quantile(0.5)))
        return _few(_known, self.count)(row, self.seed, self.first, self.count, self.persons)

    @property
    def member(self) -> NDArray[np.int64]:
        """Which member of the ensemble each draw has (count,)."""
        assert self.ensemble is not None
        if self.crossed:
            return self.theta
        return _few(_member, self.count)(
            self.ensemble.members, self.seed, self.first, self.count, self.persons
        )

    def lot(self, row: Parameter, *, name: str) -> Floats:
        """Values of a property of the product lot `name`, one lot a draw (count,)."""
        if row.dist == "fixed":
            return np.full(self.count, row.value)
        if "lot" in self.frozen:
            return np.full(self.count, float(row.quantile(0.5)))
        return row.quantile(self._uniform(f"lot/{name}/{row.id}"))

    def lot_uniform(self, name: str) -> Floats:
        """The number that decides whether each draw's lot is active (count,); frozen: likelier."""
        if "lot" in self.frozen:
            return np.full(self.count, 0.5)
        return self._uniform(f"lot/{name}/active")

    def people(self, name: str) -> Floats:
        """A standard normal property of each person (count,)."""
        if "people" in self.frozen:
            return np.zeros(self.count)
        if self.crossed:
            return self._evenly(f"people/{name}")
        return self._normal(f"people/{name}")

    def _uniform(self, name: str) -> Floats:
        return _few(_uniforms, self.count)(self.seed, name, self.first, self.count)

    def _normal(self, name: str) -> Floats:
        return _few(_normals, self.count)(self.seed, name, self.first, self.count)

    def _evenly(self, name: str) -> Floats:
        """Standard normal numbers of the same `persons` under every knowledge sample (count,).

        Midpoints of equally likely strata in an order of the name's own, scaled to unit variance.
        """
        order = np.argsort(uniform(self.seed, name, person=np.arange(self.persons)))
        z = ndtri((order + 0.5) / self.persons)
        return (z / np.sqrt(np.mean(z**2)))[self.number % self.persons]

    def wounds(self, name: str, wound: str, *, alike: float) -> Floats:
        """A standard normal property of one wound of each person (count,).

        Wounds of one person are correlated by `alike`: one burn stated as two wounds is not twice
        the chance of a rare event.
        """
        if "people" in self.frozen:
            return np.zeros(self.count)
        if self.crossed:
            return self._evenly(f"wound/{name}/{wound}")
        own = self._normal(f"wound/{name}/{wound}")
        return np.sqrt(alike) * self.people(name) + np.sqrt(1 - alike) * own

    def people_uniform(self, name: str) -> Floats:
        """A uniform property of each person on (0, 1); frozen: 0.5."""
        if "people" in self.frozen:
            return np.full(self.count, 0.5)
        if self.crossed:
            return ndtr(self._evenly(f"people/{name}"))
        return self._uniform(f"people/{name}")

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


#: Draws up to which samples are kept for the arms and wounds that ask for them again: a run of
#: many draws is made in parts of fewer, and what is kept stays small whatever their number.
_MOST_KEPT = 1000

Made = Callable[..., NDArray]


def _few(made: Made, count: int) -> Made:
    """The function itself, or for few draws the one that keeps what it has made."""
    return _kept(made) if count <= _MOST_KEPT else made


@cache
def _kept(made: Made) -> Made:
    @lru_cache(maxsize=4096)
    def once(*address: Hashable) -> NDArray:
        values = made(*address)
        values.flags.writeable = False  # shared
        return values

    return once


def _thetas(first: int, count: int, persons: int) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """The knowledge indices of some draws, and which of them each draw has."""
    return np.unique((first + np.arange(count)) // persons, return_inverse=True)


def _known(row: Parameter, seed: int, first: int, count: int, persons: int) -> Floats:
    """Knowledge samples of a row, one number a knowledge index."""
    known, where = _thetas(first, count, persons)
    return row.quantile(stratified(seed, f"knowledge/{row.id}", known))[where]


def _member(
    members: int, seed: int, first: int, count: int, persons: int
) -> NDArray[np.int64]:
    """Which of the members of an ensemble each draw has."""
    known, where = _thetas(first, count, persons)
    block = (stratified(seed, "ensemble", known) * (members // STRUCTURES)).astype(np.int64)
    return (block * STRUCTURES + known % STRUCTURES)[where]


def _uniforms(seed: int, name: str, first: int, count: int) -> Floats:
    return uniform(seed, name, person=first + np.arange(count))


def _normals(seed: int, name: str, first: int, count: int) -> Floats:
    return normal(seed, name, person=first + np.arange(count))
