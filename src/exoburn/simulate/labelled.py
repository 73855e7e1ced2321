"""Labelled arrays of a run, handed out an arm at a time, so that no run is held twice.

`Result.dataset` makes an xarray Dataset of them when asked; the report and the netCDF file need
none, and a run does not load what it does not use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import xarray as xr

#: The axis of arms, the first of every observable.
ARM = "arm"


@dataclass(frozen=True)
class Coordinate:
    """Labels along one axis: numbers or text; `attrs` say unit and meaning."""

    dim: str
    values: NDArray
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Observable:
    """One observable of all arms: `of_arm(i)` has the axes `dims`, in single precision."""

    dims: tuple[str, ...]
    of_arm: Callable[[int], NDArray[np.float32]]
    attrs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class LabelledArrays:
    """Observables with the labels of their axes; a coordinate named as its axis labels it.

    >>> days = Coordinate("day", np.arange(3.0), {"units": "day"})
    >>> arms = Coordinate("arm", np.array(["Care", "Gel"]))
    >>> area = np.array([[3, 2, 1], [3, 1, 0]], np.float32)
    >>> found = LabelledArrays({"area": Observable(("day",), area.__getitem__)},
    ...                        {"arm": arms, "day": days})
    >>> found.size("day"), found.of("area", "Gel").tolist(), found.nearest("day", [0.2, 1.9])
    (3, [3.0, 1.0, 0.0], [0, 2])
    """

    observables: Mapping[str, Observable]
    coordinates: Mapping[str, Coordinate]
    attrs: Mapping[str, str | int] = field(default_factory=dict)

    def size(self, dim: str) -> int:
        """Number of places along an axis."""
        return len(self.coordinates[dim].values)

    def labels(self, name: str) -> NDArray:
        """The values of a coordinate."""
        return self.coordinates[name].values

    def of(self, name: str, arm: str) -> NDArray[np.float32]:
        """An observable of one arm, by its name."""
        return self.observables[name].of_arm(self.labels(ARM).tolist().index(arm))

    def nearest(self, dim: str, wanted: Sequence[float]) -> list[int]:
        """Places along an axis of rising numbers that lie nearest to those wanted."""
        gaps = np.abs(self.labels(dim)[None, :] - np.asarray(wanted, np.float64)[:, None])
        return gaps.argmin(axis=1).tolist()

    def to_xarray(self) -> xr.Dataset:
        """All arms in one Dataset."""
        import xarray as xr

        arms = range(self.size(ARM))
        data = {
            key: ((ARM, *one.dims), np.stack([one.of_arm(i) for i in arms]), dict(one.attrs))
            for key, one in self.observables.items()
        }
        coords = {
            key: (one.dim, one.values, dict(one.attrs)) for key, one in self.coordinates.items()
        }
        return xr.Dataset(data, coords=coords, attrs=dict(self.attrs))
