"""Plain tables and TRPS exports in the dialects that laboratories use."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.blocks.product.reader import parse_measurement
from exoburn.blocks.product.sizing import size_up
from exoburn.errors import InputError

SIZES, COUNTS = [90.0, 100.0, 110.0, 120.0], [10.0, 40.0, 30.0, 20.0]


def table(delimiter: str = ",", comma: bool = False, head: str = "size_nm,count") -> bytes:
    """The same four bins in another dialect."""
    lines = [delimiter.join(head.split(","))]
    for size, count in zip(SIZES, COUNTS, strict=True):
        line = delimiter.join((f"{size:.1f}", f"{count:.1f}"))
        lines.append(line.replace(".", ",") if comma else line)
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    ("delimiter", "comma"),
    [(d, c) for d in (",", ";", "\t", "|", "   ") for c in (False, True) if (d, c) != (",", True)],
)
def test_delimiters_and_decimal_signs(delimiter: str, comma: bool) -> None:
    """Truth: the four bins written into the file."""
    m = parse_measurement(table(delimiter, comma))
    assert m.centres.tolist() == SIZES
    assert m.captures[0].amounts.tolist() == COUNTS


@pytest.mark.parametrize(
    "head",
    [
        "size_nm,concentration_per_ml",
        "Diameter (nm),Frequency",
        "Bin centre (nm),Concentration (particles/mL)",
        "Size / nm,Number",
        "Größe [nm],Anzahl",
        "Particle size (nm),% of particles",
        "D (nm),N",
        "Diameter,Particles/mL",
    ],
)
def test_sensible_headers(head: str) -> None:
    """Truth: any title that a person would read as size and number."""
    assert parse_measurement(table(head=head)).captures[0].amounts.tolist() == COUNTS


def test_units_in_titles() -> None:
    """Truth: 0.1 um is 100 nm, a radius is half a diameter, E6 is a million."""
    micro = parse_measurement(b"size_um,count\n0.09,1\n0.1,3\n")
    radius = parse_measurement(b"radius_nm,count\n45,1\n50,3\n")
    million = parse_measurement(b"size_nm,conc (E6/mL)\n90,1\n100,3\n")
    assert micro.centres == pytest.approx([90, 100])
    assert radius.centres == pytest.approx([90, 100])
    assert million.captures[0].concentration_per_ml == pytest.approx(4e6)


def test_volume_columns_are_passed_over_and_replicates_are_captures() -> None:
    """Truth: number columns hold the particles; two of them are two captures."""
    m = parse_measurement(b"size,volume %,conc 1 (/mL),conc 2 (/mL),conc mean\n"
                          b"90,99,1e8,3e8,2e8\n100,1,3e8,5e8,4e8\n")  # fmt: skip
    assert [c.concentration_per_ml for c in m.captures] == [4e8, 8e8]
    assert size_up(m).cv == pytest.approx(np.std([4, 8], ddof=1) / 6)


def test_a_volume_only_table_is_turned_into_numbers() -> None:
    """Truth: equal volumes in two bins mean a number ratio of size cubed."""
    m = parse_measurement(b"size_nm,volume %\n100,50\n200,50\n")
    first, second = m.captures[0].amounts
    assert first / second == pytest.approx(8)


def test_a_density_is_multiplied_by_the_width_of_its_bin() -> None:
    """Truth: the integral of a density over the bins."""
    m = parse_measurement(b"size_nm,Concentration (particles/mL/nm)\n90,1e7\n100,2e7\n110,1e7\n")
    assert m.captures[0].concentration_per_ml == pytest.approx(4e8)


def test_bin_edges() -> None:
    """Truth: lower and upper edges give centre and width."""
    m = parse_measurement(b"Lower bin (nm),Upper bin (nm),Count\n80,100,1\n100,140,3\n")
    assert m.centres.tolist() == [90, 120]
    assert m.edges.tolist() == [80, 100, 140]


def test_facts_above_a_table_are_not_taken_for_its_header() -> None:
    """Truth: the table starts where sizes and numbers do; the maker's mean is only compared."""
    head = b"Instrument,Exoid\nMean diameter (nm),120.3\nD50 (nm),101\nDilution,100\n"
    m = parse_measurement(head + b"Diameter (nm),Concentration (particles/mL)\n80,1e8\n100,3e8\n")
    assert m.instrument_reported == {"mean_nm": 120.3, "d50_nm": 101.0}
    assert size_up(m).concentration_per_ml == pytest.approx(4e10)


def test_percentages_beside_counts_are_no_second_capture() -> None:
    """Truth: the percentage column repeats the counts."""
    m = parse_measurement(b"Bin Center (nm),Count,Percentage (%)\n40,10,25%\n50,30,75%\n")
    assert [c.amounts.tolist() for c in m.captures] == [[10.0, 30.0]]


def test_a_header_that_gives_the_undiluted_total_is_believed() -> None:
    """Truth: the column adds up to the stated undiluted concentration: nothing is multiplied."""
    head = b"# dilution: 100\n# undiluted concentration (/mL): 4e8\nsize_nm,conc (/mL)\n"
    sizing = size_up(parse_measurement(head + b"80,1e8\n100,3e8\n"))
    assert sizing.concentration_per_ml == pytest.approx(4e8)
    assert sizing.dilution == 100


TRPS = """Izon Control Suite,V3.4.2
Instrument,qNano Gold
Sample,MSC-7
Dilution,500
Concentration (particles/ml),{conc}
{more}
Particle Diameter (nm),FWHM Duration (ms),Blockade Magnitude (nA)
"""


def events(conc: str = "2.0e9", more: str = "") -> bytes:
    """A TRPS list of 400 single particles around 100 nm, in no order."""
    diameters = [80.3 + 40 * ((i * 0.61803) % 1) for i in range(400)]
    rows = "\n".join(f"{d:.3f},0.2,0.31" for d in diameters)
    return (TRPS.format(conc=conc, more=more) + rows + "\n").encode()


def test_a_list_of_single_particles() -> None:
    """Truth: the mean of the 400 diameters (100.3 by construction) and the stated numbers."""
    m = parse_measurement(events())
    sizing = size_up(m)
    assert m.format == "TRPS table"
    assert m.sample == "MSC-7"
    assert m.captures[0].counted == 400
    assert sizing.pooled.mean_nm == pytest.approx(100.3, abs=0.6)
    assert sizing.concentration_per_ml == pytest.approx(2e9 * 500)


@pytest.mark.parametrize("more", ["Raw Concentration (particles/ml),1.0e12", ""])
def test_two_concentrations_are_told_apart_by_their_ratio(more: str) -> None:
    """Truth: one concentration is 500 times the other and the dilution is 500."""
    assert size_up(parse_measurement(events(more=more))).concentration_per_ml == pytest.approx(1e12)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("size_nm,count\n", "empty"),
        ("foo,bar\n1,2\n3,4\n", "no table"),
        ("size_nm,foo\n90,2\n95,4\n100,5\n105,6\n", "no amounts"),
        ("size_nm,count\n90,2\n-95,4\n", "positive"),
        ("size_nm,count\n90,2\n95,-4\n", "negative"),
        ("size_nm,count\n90,2\n95,nan\n", "finite|missing"),
        ("size_nm,count\n90,2\n95,\n", "missing"),
        ("size_nm,count\n90,2\n90,4\n", "twice"),
        ("size_nm,count\n90,2\n95,3\nhello,world\n100,4\n", "line 4"),
        ("size,count\n0.09,2\n0.1,4\n", "micrometres"),
        ("size_nm,count\n90,0\n95,0\n", "no particles"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(text: str, words: str) -> None:
    """Truth: each table is wrong in the way that the message names."""
    with pytest.raises(InputError, match=words) as caught:
        parse_measurement(text.encode(), name="t.csv")
    assert "\n" not in str(caught.value)
