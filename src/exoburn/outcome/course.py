"""What the simulator hands over: the course of each wound of one arm, all draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from exoburn.errors import EngineError

Floats = NDArray[np.float64]

WOUND_KINDS = ("burn", "donor", "scar")


@dataclass(frozen=True)
class WoundCourse:
    """One wound of one arm: observables by draw, column and day.

    `values` maps a name (E, eps, D, B, V, C, Y, P, Q_*, particles_per_cell ...) to an array
    (n_draws, n_columns, n_days); `days` are daily from 0 to the horizon and right-continuous
    (a value on the day of an event is the one after it); rows of `weights` sum to 1.
    `starts_on` is the day of harvest of a donor site, nan in draws without one.
    """

    name: str
    kind: str
    area_cm2: float
    radius_mm: float
    days: Floats
    weights: Floats
    depth_fraction: Floats
    full_thickness: bool
    values: Mapping[str, NDArray[np.float32]]
    grafted_on: Floats
    operations: Floats
    starts_on: Floats | float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in WOUND_KINDS:
            raise EngineError(f"wound {self.name}: unknown kind {self.kind!r}")
        if not np.allclose(self.weights.sum(axis=1), 1.0, atol=1e-6):
            raise EngineError(f"wound {self.name}: column weights do not sum to 1")
        shape = (*self.weights.shape, len(self.days))
        for key, value in self.values.items():
            if value.shape != shape:
                raise EngineError(
                    f"wound {self.name}: {key} has shape {value.shape} where {shape} was expected"
                )

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.weights.shape[0]

    @property
    def start(self) -> Floats:
        """Day on which the wound was made, (n_draws,); nan in draws that do not have it."""
        return np.broadcast_to(np.asarray(self.starts_on, np.float64), (self.draws,))

    def recorded(self, name: str) -> NDArray[np.float32]:
        """One observable by draw, column and day as it was handed over."""
        if name not in self.values:
            raise EngineError(f"wound {self.name}: the simulator did not record {name}")
        return self.values[name]

    def columns(self, name: str) -> Floats:
        """One observable by draw, column and day in float64."""
        return self.recorded(name).astype(np.float64)

    def columns_on(self, name: str, day: float) -> Floats:
        """One observable by draw and column on a day (linear between days)."""
        after = int(np.clip(np.searchsorted(self.days, day), 1, len(self.days) - 1))
        share = (day - self.days[after - 1]) / (self.days[after] - self.days[after - 1])
        recorded = self.recorded(name)
        return (1 - share) * recorded[..., after - 1] + share * recorded[..., after]

    def mean(self, name: str) -> Floats:
        """Area mean over the columns, (n_draws, n_days)."""
        return self.once(f"mean {name}", lambda: self.over_columns(self.recorded(name)))

    def mean_of(self, function: Callable[..., NDArray], *names: str) -> Floats:
        """Area mean of a function of some observables, (n_draws, n_days).

        The function gets one column at a time, (n_draws, n_days) an observable: the temporary
        arrays of a long formula then fit the processor's cache.
        """
        given = [self.recorded(name) for name in names]
        total = np.zeros((self.draws, len(self.days)))
        for k in range(self.weights.shape[1]):
            total += self.weights[:, k, None] * function(*(values[:, k] for values in given))
        return total

    def once(self, key: str, make: Callable[[], Floats]) -> Floats:
        """What `make` returns, worked out once for this wound and read only from then on."""
        if key not in self._made:
            made = make()
            made.flags.writeable = False  # shared by every outcome that asks
            self._made[key] = made
        return self._made[key]

    @cached_property
    def _made(self) -> dict[str, Floats]:
        return {}

    def over_columns(self, values: NDArray[np.floating]) -> Floats:
        """Weighted mean over columns: (n_draws, n_columns, ...) -> (n_draws, ...)."""
        # column by column in a fixed order: faster than einsum on mixed precision, same bits always
        extra = (1,) * (values.ndim - 2)
        weights = self.weights.reshape(*self.weights.shape, *extra)
        total = np.zeros((values.shape[0], *values.shape[2:]))
        for k in range(values.shape[1]):
            total += weights[:, k] * values[:, k]
        return total


@dataclass(frozen=True)
class ArmCourse:
    """One arm: its wounds and its schedule.

    `theta` and `person` are the integer coordinates of each draw; `breakdown` one uniform number
    a draw; `constants` may hold per-draw values of rows of `parameters_outcome` whose
    distribution is not fixed (the central value is used where it holds none).
    """

    name: str
    kind: str
    wounds: tuple[WoundCourse, ...]
    dressing_days: tuple[float, ...]
    dressing_pain: float
    session_days: tuple[float, ...]
    punctures_per_session: tuple[float, ...]
    inpatient: bool
    age_years: float
    pain_effect: Floats
    breakdown: Floats
    theta: NDArray[np.int64]
    person: NDArray[np.int64]
    unsterile_odds: float
    constants: Mapping[str, Floats] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.wounds:
            raise EngineError(f"arm {self.name}: no wound")
        if len(self.session_days) != len(self.punctures_per_session):
            raise EngineError(f"arm {self.name}: one count of punctures is needed for each session")
        for wound in self.wounds:
            if wound.draws != self.draws or len(wound.days) != len(self.days):
                raise EngineError(f"arm {self.name}: wound {wound.name} has another shape")

    @property
    def draws(self) -> int:
        """Number of draws."""
        return len(self.theta)

    @property
    def days(self) -> Floats:
        """Days of all wounds of the arm."""
        return self.wounds[0].days

    @property
    def horizon(self) -> float:
        """Last simulated day."""
        return float(self.days[-1])

    def of_kind(self, *kinds: str) -> tuple[WoundCourse, ...]:
        """Wounds of these kinds, in the order of the case."""
        return tuple(wound for wound in self.wounds if wound.kind in kinds)
