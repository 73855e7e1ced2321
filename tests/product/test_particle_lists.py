"""Tables in which a row is one particle: read as such, the counted rows named, sizes unbinned."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.blocks.product.reader import parse_measurement, parse_samples, read_samples
from exoburn.blocks.product.sizing import Sizing, size_up
from exoburn.errors import InputError

TRACKED = "Particle ID,Size/nm,Diffusion coefficient/nm^2 s^-1,Ln(Adjusted intensity)/AU,Used\n"


def sized(text: str) -> Sizing:
    """What a table comes to."""
    return size_up(parse_measurement(text.encode(), name="list.csv"))


def test_a_brightness_is_no_amount_of_particles() -> None:
    """Truth: the mean of four sizes, 115; weighted by the brightness beside them it is not."""
    head = "Particle ID,Size/nm,Ln(Adjusted intensity)/AU,Tracklength\n"
    found = sized(head + "1,100,9.5,20\n2,140,4.1,22\n3,120,6.2,31\n4,100,3.3,12\n")
    assert found.pooled.mean_nm == 115
    assert found.measurement.read_as.startswith("one row one particle, all 4 rows")


@pytest.mark.parametrize(
    ("title", "yes", "no"),
    [
        ("Included in distribution?", "True", "False"),
        ("Included", "1", "0"),
        ("In Verteilung enthalten?", "ja", "nein"),
        ("Excluded", "no", "yes"),
        ("Rejected?", "FALSE", "TRUE"),
    ],
)
def test_rows_that_are_marked_as_included_count(title: str, yes: str, no: str) -> None:
    """Truth: the included sizes are 80, 90 and 130; a fourth one of 300 is left out."""
    rows = f"1,80,{yes}\n2,300,{no}\n3,90,{yes}\n4,130,{yes}\n"
    found = sized(f"Particle ID,Size (nm),{title}\n{rows}")
    assert found.pooled.mean_nm == pytest.approx(100)
    assert "3 of 4 rows included" in found.measurement.read_as
    assert found.measurement.captures[0].counted == 3


def test_every_row_counts_when_that_is_asked(tmp_path) -> None:
    """Truth: the mean of 80, 300, 90 and 130 is 150."""
    path = tmp_path / "p.csv"
    path.write_text("ID,Size (nm),Included\n1,80,True\n2,300,False\n3,90,True\n4,130,True\n")
    every = size_up(read_samples(path, every_row=True)[0])
    assert every.pooled.mean_nm == 150
    assert "all 4 rows" in every.measurement.read_as


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(30, 400), min_size=3, max_size=60))
def test_whole_numbers_of_nm_are_the_sizes_themselves(sizes: list[int]) -> None:
    """Truth: NumPy on the listed sizes; no bin moves them by half a nanometre."""
    rows = "".join(f"{i},{size},0.2\n" for i, size in enumerate(sizes, 1))
    found = sized("Event,Particle Diameter (nm),Blockade (nA)\n" + rows).pooled
    assert found.mean_nm == pytest.approx(np.mean(sizes))
    assert found.sd_nm == pytest.approx(np.std(sizes))
    for percent in (10, 50, 90):
        assert found.percentile(percent) == pytest.approx(np.percentile(sizes, percent))
    inside = np.mean([30 <= size <= 150 for size in sizes])
    assert found.share(30, 150) == pytest.approx(inside)


@pytest.mark.parametrize(
    "head",
    [
        "Size (nm),SS-A,FITC-A,Time",  # cytometer of single vesicles
        "Diameter (nm),Transit time (us),SNR,Voltage (V)",  # nanopore
        "hydrodynamic diameter (nm),SNR,trajectory length,x (px)",  # interferometric tracking
        "Particle Diameter (nm),FWHM Duration (ms),Blockade Magnitude (nA),Baseline (nA)",
        "size_nm,Brightness,Area (px),Frame",
    ],
)
def test_properties_of_one_particle_make_a_row_one_particle(head: str) -> None:
    """Truth: the mean of 70.5, 90.5 and 70.5; a size may occur twice."""
    found = sized(head + "\n70.5,3,4,5\n90.5,1,1,1\n70.5,8,8,8\n")
    assert found.pooled.mean_nm == pytest.approx(77.1667, abs=1e-4)
    assert found.concentration_per_ml is None


@pytest.mark.parametrize("title", ["#", "No.", "Number", "Particles", "n"])
def test_a_column_that_numbers_the_rows_is_no_count(title: str) -> None:
    """Truth: the mean of 97, 120 and 97; weighted by 1, 2, 3 it would be 104.7."""
    assert sized(f"{title},size_nm\n1,97\n2,120\n3,97\n").pooled.mean_nm == pytest.approx(104.6667)
    weighted = sized(f"{title},size_nm\n5,97\n1,120\n9,140\n")
    assert weighted.pooled.mean_nm == pytest.approx((5 * 97 + 120 + 9 * 140) / 15)


def test_a_row_for_every_frame_is_one_particle_all_the_same() -> None:
    """Truth: particles of 110 and 80 nm, however many frames saw each."""
    head = "Particle ID,Frame,Size/nm\n"
    found = sized(head + "1,1,110\n1,2,110\n1,3,110\n2,1,80\n2,2,80\n")
    assert found.pooled.mean_nm == 95
    assert "2 particles" in found.measurement.read_as


def test_numbers_that_start_anew_are_other_particles() -> None:
    """Truth: four sizes of two videos, mean 100."""
    found = sized("Video,Particle ID,Size (nm)\na,1,90\na,2,100\nb,1,120\nb,2,90\n")
    assert found.pooled.mean_nm == 100
    assert len(found.captures) == 2


def test_particles_without_a_size_are_left_out_and_said() -> None:
    """Truth: the mean of 90 and 110."""
    found = sized("Particle ID,Size (nm),Included\n1,90,True\n2,,True\n3,110,True\n4,NaN,False\n")
    assert found.pooled.mean_nm == 100
    assert "1 without a size left out" in found.measurement.read_as


def test_samples_stacked_in_rows_are_lots() -> None:
    """Truth: the two means of the two samples."""
    text = "Sample,Particle diameter (nm)\nA,90\nA,100\nB,120\nB,140.5\nB,101\n"
    found = [size_up(m) for m in parse_samples(text.encode())]
    assert [each.measurement.sample for each in found] == ["A", "B"]
    assert [each.pooled.mean_nm for each in found] == pytest.approx([95, 120.5])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("1,90,1,8,perhaps\n2,80,1,8,True\n", "neither yes nor no"),
        ("1,90,1,8,False\n2,80,1,8,False\n", "no row is marked"),
        ("1,90,1,8,True\n2,80,1,8,False\n", "fewer than two"),
        ("1,90,1,8,True\n2,-80,1,8,True\n", "positive"),
    ],
)
def test_lists_that_cannot_be_read_are_told_in_one_line(rows: str, words: str) -> None:
    """Truth: each list is wrong in the way that the message names."""
    with pytest.raises(InputError, match=words) as caught:
        parse_measurement((TRACKED + rows).encode(), name="t.csv")
    assert "\n" not in str(caught.value)


def test_bins_are_no_list() -> None:
    """Truth: evenly spaced sizes with a weight by intensity are a histogram, said to be one."""
    rows = "".join(f"{60 + 10 * i},{abs(5 - i)}\n" for i in range(11))
    found = sized("Size (nm),Intensity (%)\n" + rows)
    assert found.measurement.read_as.startswith("one row one bin of sizes")
    assert any("intensity, not by number" in note for note in found.warnings)
