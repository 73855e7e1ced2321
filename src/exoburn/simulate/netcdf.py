"""A run's labelled arrays as a netCDF-4 file by the CF conventions.

What is recorded is known to about a thousandth (model section 8), so the file holds whole numbers
of thousandths of each variable's span unless every bit is asked for; `scale_factor` and
`add_offset` turn them back, and every reader of netCDF applies them by itself. Arms and wounds are
labelled by a variable with their axis' own name, as xarray expects, and listed under `coordinates`
with the other labels, as CF wants of labels that are text.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from exoburn.banner import BANNER
from exoburn.files import write_whole
from exoburn.simulate.labelled import ARM, Coordinate, LabelledArrays, Observable

if TYPE_CHECKING:
    import h5netcdf

CONVENTIONS = "CF-1.11"
#: Steps into which the span of a variable is divided; half of one is the most that is lost.
STEPS = 1000
#: What stands where an arm has no such wound.
_MISSING = np.int16(-1)
#: Draws in a chunk: one wound of one arm in some of its draws, over all days.
_DRAWS_A_CHUNK = 50
_PACKED = {"compression": "gzip", "compression_opts": 1, "shuffle": True}


def write_netcdf(arrays: LabelledArrays, path: Path, *, full_precision: bool = False) -> None:
    """Write all arms; `xarray.open_dataset(path)` reads the labelled dataset again.

    With `full_precision` every bit in single precision is kept; else values are rounded to
    1/1000 of the span that their variable has in this run. Errors: OSError as from any write.
    """
    import h5netcdf

    content = BytesIO()  # the library under it dies of a full disk, so it never sees the disk
    with h5netcdf.File(content, "w") as file:
        file.attrs.update(_about(arrays))
        dims = dict.fromkeys(one.dim for one in arrays.coordinates.values())
        file.dimensions = {dim: arrays.size(dim) for dim in dims}
        for name, one in arrays.coordinates.items():
            _write_coordinate(file, name, one)
        for name, one in arrays.observables.items():
            _write(file, name, one, arrays, full_precision=full_precision)
    write_whole(path, content.getvalue())


def _about(arrays: LabelledArrays) -> dict[str, Any]:
    version = arrays.attrs.get("version", "")
    return {
        "Conventions": CONVENTIONS,
        "source": f"simulation by exoburn {version}".strip(),
        "history": f"written by exoburn {version}".strip(),
        "references": "the papers that `exoburn cite` lists",
        "comment": BANNER,
        **arrays.attrs,
    }


def _write_coordinate(file: h5netcdf.File, name: str, one: Coordinate) -> None:
    if one.values.dtype.kind == "U":
        import h5py

        texts = file.create_variable(name, (one.dim,), h5py.string_dtype())
        texts[...] = one.values.astype(object)
    else:
        texts = file.create_variable(name, (one.dim,), one.values.dtype, data=one.values)
    texts.attrs.update(one.attrs)


def _write(
    file: h5netcdf.File,
    name: str,
    one: Observable,
    arrays: LabelledArrays,
    *,
    full_precision: bool,
) -> None:
    dims = (ARM, *one.dims)
    shape = tuple(arrays.size(dim) for dim in dims)
    each = (_chunk(dim, count) for dim, count in zip(dims, shape, strict=True))
    storage: dict[str, Any] = {"chunks": tuple(each), **_PACKED}
    arms = [one.of_arm(i) for i in range(arrays.size(ARM))]
    if full_precision:
        written = file.create_variable(name, dims, np.float32, fillvalue=np.nan, **storage)
        for i, values in enumerate(arms):
            written[i] = values
    else:
        low, step = _scale(arms)
        written = file.create_variable(name, dims, np.int16, fillvalue=_MISSING, **storage)
        for i, values in enumerate(arms):
            written[i] = packed(values, low, step)
        written.attrs.update(_how_packed(low, step))
    written.attrs.update(one.attrs)
    own = [k for k, c in arrays.coordinates.items() if c.dim in dims and _is_label(k, c)]
    written.attrs["coordinates"] = " ".join(own)


def packed(
    values: NDArray[np.float32], low: np.float32, step: np.float32
) -> NDArray[np.int16]:
    """Whole steps above `low`; -1 where there is no value.

    >>> packed(np.array([0.0, 0.26, np.nan], np.float32), np.float32(0), np.float32(0.1)).tolist()
    [0, 3, -1]
    """
    steps = np.rint((values - low) / step)
    return np.where(np.isnan(steps), _MISSING, steps).astype(np.int16)


def _scale(arms: list[NDArray[np.float32]]) -> tuple[np.float32, np.float32]:
    """Smallest value and step of a variable; 0 and 1 where it has none at all."""
    known = [values for values in arms if not np.isnan(values).all()]
    if not known:
        return np.float32(0), np.float32(1)
    low = min(np.nanmin(values) for values in known)
    high = max(np.nanmax(values) for values in known)
    return low, np.float32((float(high) - float(low)) / STEPS) if high > low else np.float32(1)


def _how_packed(low: np.float32, step: np.float32) -> Mapping[str, Any]:
    return {
        "scale_factor": step,
        "add_offset": low,
        "comment": f"rounded to 1/{STEPS} of the span of this run ({step:.3g} in these units); the "
        "error is half of that at most, but for single precision; `--full-precision` keeps all",
    }


def _chunk(dim: str, count: int) -> int:
    return {ARM: 1, "wound": 1, "draw": min(_DRAWS_A_CHUNK, count)}.get(dim, count)


def _is_label(name: str, one: Coordinate) -> bool:
    """True for what CF lists under `coordinates`: labels beside the axis, and axes in words."""
    return name != one.dim or one.values.dtype.kind == "U"
