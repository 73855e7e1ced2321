"""NanoSight summaries: one real file of calibration beads, and variations."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.blocks.product.reader import parse_measurement, read_measurement
from exoburn.blocks.product.sizing import size_up
from exoburn.errors import InputError
from tests.product.instrument_files import nanosight_text, real_file

PEAK = [0.0, 1e6, 4e6, 9e6, 4e6, 1e6, 0.0]


def test_real_beads_read_as_the_instrument_does() -> None:
    """Truth: the file's own statistics (mean 100.5, D50 96.4, SD 19.1, 12 captures)."""
    sizing = size_up(read_measurement(real_file("nanosight_beads_100nm.csv")))
    rows = sizing.differences()
    assert len(sizing.captures) == 12
    assert rows["mean_nm"]["instrument"] == pytest.approx(100.47, abs=0.01)
    assert abs(rows["mean_nm"]["difference"]) < 0.05
    assert abs(rows["sd_nm"]["difference"]) < 0.05
    for key in ("mode_nm", "d10_nm", "d50_nm", "d90_nm"):
        assert abs(rows[key]["difference"]) < 0.6  # half a bin of 1 nm, and rounding


def test_percentiles_of_version_3_2_lie_half_a_bin_below_ours() -> None:
    """Truth: the twelve D10, D50 and D90 in the file, of bins of 1 nm, rounded to 0.1 nm."""
    sizing = size_up(read_measurement(real_file("nanosight_beads_100nm.csv")))
    assert "3.2" in sizing.measurement.instrument
    rows = sizing.differences()
    for key in ("d10_nm", "d50_nm", "d90_nm"):
        assert rows[key]["difference"] == pytest.approx(0.5, abs=0.1)
    assert sizing.pooled.half_bin_nm(50) == pytest.approx(0.5)


def test_the_convention_of_percentiles_names_both_sides() -> None:
    """Truth: NTA 3.2 quotes half a bin below ours; 3.3 and 3.4 half a bin above."""
    from exoburn.blocks.product import distribution

    said = " ".join((distribution.__doc__ or "").split())
    assert "3.2 quotes half a bin less" in said
    assert "3.3 and 3.4 half a bin more" in said


def test_real_beads_concentration_is_as_measured_and_repeats() -> None:
    """Truth: the twelve concentrations in the file (mean 1.4667e9, CV 25.4 %), no dilution."""
    sizing = size_up(read_measurement(real_file("nanosight_beads_100nm.csv")))
    stated = np.array([1.43, 1.28, 1.18, 2.51, 1.80, 1.52, 1.30, 1.36, 1.18, 1.46, 1.40, 1.18])
    assert sizing.concentration_per_ml == pytest.approx(stated.mean() * 1e9)
    assert sizing.cv == pytest.approx(stated.std(ddof=1) / stated.mean())
    assert sizing.dilution is None
    assert "as measured" in sizing.basis
    assert sizing.pooled.share(30, 150) > 0.95


def test_a_recorded_dilution_is_not_applied_twice() -> None:
    """Truth: the row's own words: concentrations are adjusted for this factor."""
    sizing = size_up(parse_measurement(nanosight_text([PEAK, PEAK], dilution="1000").encode()))
    assert sizing.dilution == 1000
    assert sizing.concentration_per_ml == pytest.approx(sum(PEAK))
    assert "already" in sizing.basis
    twice = size_up(sizing.measurement, dilution=2000)
    assert twice.concentration_per_ml == pytest.approx(2 * sum(PEAK))


def test_volume_weighted_files_are_turned_into_numbers() -> None:
    """Truth: the number-weighted file whose amounts were multiplied by size cubed."""
    sizes = 50.5 + np.arange(len(PEAK))
    heavy = (np.array(PEAK) * sizes**3).tolist()
    by_number = size_up(parse_measurement(nanosight_text([PEAK]).encode()))
    text = nanosight_text([heavy], weighting="Volume", per_ml=[sum(PEAK)])
    by_volume = size_up(parse_measurement(text.encode()))
    assert by_volume.pooled.percentile(50) == pytest.approx(by_number.pooled.percentile(50))
    assert any("volume" in note for note in by_volume.warnings)


def test_number_is_chosen_among_several_weightings() -> None:
    """Truth: the first block, weighted by number."""
    number, volume = nanosight_text([PEAK]), nanosight_text([PEAK[::-1]], weighting="Volume")
    block = volume[volume.index("Weighting,") :]
    both = parse_measurement((number + block).encode())
    swapped = number.replace(number[number.index("Weighting,") :], block)
    swapped += number[number.index("Weighting,") :]
    assert both.captures[0].amounts.tolist() == PEAK
    assert parse_measurement(swapped.encode()).captures[0].amounts.tolist() == PEAK


def test_concentrations_in_millions() -> None:
    """Truth: the same histogram in particles/mL."""
    unit = "Concentration (E6 particles/ml)"
    small = [v / 1e6 for v in PEAK]
    m = parse_measurement(nanosight_text([small], unit=unit, per_ml=[sum(PEAK)]).encode())
    assert m.captures[0].amounts == pytest.approx(PEAK)


def test_captures_can_be_permuted() -> None:
    """Truth: pooled statistics do not depend on the order of the videos."""
    other = [0.0, 2e6, 5e6, 3e6, 2e6, 2e6, 1e6]
    a = size_up(parse_measurement(nanosight_text([PEAK, other]).encode()))
    b = size_up(parse_measurement(nanosight_text([other, PEAK]).encode()))
    assert a.pooled.amounts == pytest.approx(b.pooled.amounts)
    assert a.cv == pytest.approx(b.cv)


@pytest.mark.parametrize("place", [0.15, 0.3, 0.6])
def test_a_cut_file_is_refused(place: float) -> None:
    """Truth: the real file holds 1000 bins and a percentile table; cut files do not."""
    raw = real_file("nanosight_beads_100nm.csv").read_bytes()
    with pytest.raises(InputError) as caught:
        parse_measurement(raw[: int(len(raw) * place)])
    assert "\n" not in str(caught.value)


def test_a_missing_cell_is_named() -> None:
    """Truth: the row of 53.5 nm has one number less than there are captures."""
    text = nanosight_text([PEAK, PEAK]).replace("53.5,9000000.0,9000000.0,9000000.0,0", "53.5,9e6")
    with pytest.raises(InputError, match=r"53\.5"):
        parse_measurement(text.encode())
