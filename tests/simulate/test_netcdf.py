"""results.nc: small, labelled, by the CF conventions, and every bit on request."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from exoburn.banner import BANNER
from exoburn.simulate.dataset import OBSERVABLES
from exoburn.simulate.netcdf import STEPS, write_netcdf
from tests.simulate.cases import result_of

#: Units of `results.nc`, each with why UDUNITS reads it.
UNITS = {
    "1": "a number without a unit; its scale is in long_name",
    "percent": "a name in UDUNITS' table of units without dimension",
    "cm2": "centi + metre, squared",
    "cm-3": "per cubic centimetre; particles are counted, and a count has no unit",
    "1000 mm-3": "a factor before a unit is part of the grammar",
    "mm": "milli + metre",
    "day": "in the table, 86400 s; an elapsed time, so without `since`",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """The same run, rounded and with every bit."""
    folder, arrays = tmp_path_factory.mktemp("nc"), result_of("hand-scald").arrays
    for name, full in (("small", False), ("full", True)):
        write_netcdf(arrays, folder / f"{name}.nc", full_precision=full)
    return folder


def opened(path):
    with xr.open_dataset(path, engine="h5netcdf") as data:
        return data.load()


def test_xarray_reads_the_dataset_of_the_result(files):
    """Promised: the file holds the labelled dataset, bit for bit where that was asked for."""
    ours, read = result_of("hand-scald").dataset, opened(files / "full.nc")
    xr.testing.assert_equal(read, ours)
    for key, one in ours.variables.items():
        assert read[key].attrs.items() >= one.attrs.items()
        assert read[key].dtype == one.dtype
    assert read.attrs.items() >= ours.attrs.items()


def test_what_is_rounded_is_within_a_thousandth_of_the_span(files):
    """Documented bound, in the file itself: half a step of 1/1000 of each variable's span."""
    ours, read = result_of("hand-scald").dataset, opened(files / "small.nc")
    assert set(read.variables) == set(ours.variables)
    for key, one in ours.data_vars.items():
        assert read[key].dtype == "float32"
        assert "rounded" in read[key].attrs["comment"]
        span = float(one.max() - one.min())
        assert float(abs(read[key] - one).max()) <= 0.501 * span / STEPS
        assert (np.isnan(read[key]) == np.isnan(one)).all()
    for key, one in ours.coords.items():
        assert (read[key] == one).all()


def stored(path) -> int:
    """Bytes of the observables as they lie in the file, without HDF5's labels around them."""
    import h5py

    with h5py.File(path) as file:
        return sum(file[name].id.get_storage_size() for name in OBSERVABLES)


def test_rounding_is_what_makes_the_file_small(files):
    """5 MB at default draws are 0.17 bytes a value of 731 days; 60 days compress less well."""
    data = result_of("hand-scald").dataset
    values = sum(data[name].size for name in OBSERVABLES)
    assert stored(files / "small.nc") < 0.6 * values
    assert stored(files / "small.nc") < 0.35 * stored(files / "full.nc")


def test_conventions(files):
    """CF: what a file says of itself, a unit and a long name for all, labels under coordinates."""
    import h5netcdf

    with h5netcdf.File(files / "small.nc") as file:
        assert file.attrs["Conventions"].startswith("CF-1.")
        assert file.attrs["comment"] == BANNER
        assert {"title", "source", "history", "references"} <= set(file.attrs)
        for name, one in file.variables.items():
            assert one.attrs["long_name"]
            if one.dtype.kind in "if":
                assert one.attrs["units"] in UNITS, name
        for name in OBSERVABLES:
            told = file[name].attrs["coordinates"].split()
            assert told == ["arm", "arm_kind", "theta", "person", "wound", "wound_kind",
                            "wound_area_cm2"]  # fmt: skip
            assert file[name].attrs["_FillValue"] not in range(STEPS + 1)
            assert file[name].dimensions == ("arm", "draw", "wound", "day")


def test_units_are_what_udunits_reads():
    """The units themselves, by UDUNITS where it is installed (test extra)."""
    cf_units = pytest.importorskip("cf_units")
    assert cf_units.Unit("cm2").convert(1.0, "m2") == pytest.approx(1e-4)
    for unit in UNITS:
        assert not cf_units.Unit(unit).is_unknown()
    with pytest.raises(ValueError, match="parse"):
        cf_units.Unit("half-saturating = 1")
