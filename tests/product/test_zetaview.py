"""ZetaView exports: one real file, and the variations that other software versions write."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.blocks.product.reader import parse_measurement, read_measurement
from exoburn.blocks.product.sizing import size_up
from exoburn.errors import InputError
from tests.product.instrument_files import real_file, zetaview_text

COUNTS = {92.5: 10, 97.5: 30, 102.5: 40, 107.5: 15, 112.5: 5}


def test_real_export_reads_as_the_instrument_does() -> None:
    """Truth: the file's own header (D50 by number 137.5 nm, 278 traces, dilution 5000)."""
    sizing = size_up(read_measurement(real_file("zetaview_ipsc_ev.txt")))
    assert sizing.pooled.percentile(50) == pytest.approx(137.5, abs=1e-9)
    assert sizing.measurement.captures[0].counted == 278
    assert sizing.dilution == 5000
    assert sizing.differences()["d50_nm"]["difference"] == pytest.approx(0, abs=1e-9)


def test_real_export_is_not_counted_twice() -> None:
    """Truth: 278 particles x 2.84e5 per cm3 x 5000; the log-binned repeat would double it."""
    sizing = size_up(read_measurement(real_file("zetaview_ipsc_ev.txt")))
    assert sizing.concentration_per_ml == pytest.approx(278 * 2.84e5 * 5000, rel=1e-3)
    assert sizing.cv is None
    assert any("drift" in note for note in sizing.warnings)


def test_statistics_of_the_real_export_by_hand() -> None:
    """Truth: counts between two edges added up from the file's rows with NumPy alone."""
    path = real_file("zetaview_ipsc_ev.txt")
    rows = []
    for line in path.read_text(encoding="latin-1").splitlines():
        cells = line.split("\t")
        if len(cells) == 5 and cells[0][0].isdigit():
            rows.append([float(cells[0]), float(cells[1])])
        if line.startswith("-1.000E+0"):
            break
    size, count = np.array(rows).T
    pooled = size_up(read_measurement(path)).pooled
    inside = count[(size > 30) & (size < 150)].sum() / count.sum()
    assert pooled.share(30, 150) == pytest.approx(inside, abs=1e-12)
    assert pooled.mean_nm == pytest.approx((size * count).sum() / count.sum())
    assert pooled.mode_nm == size[count.argmax()]


@pytest.mark.parametrize(
    "line",
    [
        "Dilution:\t200.000000",
        "Dilution::\t200.000000",
        "Dilution Factor:\t200",
        "Number of Traces:\t100\t(at 0.09)\tAverage Number:\t9\tDilution::\t200.0",
        "dilution: 200",
    ],
)
def test_dilution_is_found_wherever_it_stands(line: str) -> None:
    """Truth: the number written in the line, 200."""
    m = parse_measurement(zetaview_text(COUNTS, header=line).encode("latin-1"))
    assert m.dilution == 200
    assert size_up(m).concentration_per_ml == pytest.approx(100 * 2.84e5 * 200)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1"])
def test_encoding_does_not_matter(encoding: str) -> None:
    """Truth: the same text in UTF-8."""
    text = zetaview_text(COUNTS, header="Camera Trigger Duration µs:\t5")
    m = parse_measurement(text.encode(encoding))
    assert m.captures[0].amounts.tolist() == list(COUNTS.values())


def test_decimal_commas_and_a_missing_log_part() -> None:
    """Truth: the same table with points, and with the second histogram."""
    text = zetaview_text(COUNTS, log_part=False)
    assert (
        parse_measurement(text.replace(".", ",").encode()).centres.tolist()
        == parse_measurement(zetaview_text(COUNTS).encode()).centres.tolist()
    )


def test_a_broken_off_histogram_is_refused() -> None:
    """Truth: the header says 278 traces, the real file cut at 130 nm holds fewer."""
    text = real_file("zetaview_ipsc_ev.txt").read_text(encoding="latin-1")
    cut = text[: text.index("1.325E+2")]
    with pytest.raises(InputError, match="truncated"):
        parse_measurement(cut.encode("latin-1"))
    with pytest.raises(InputError):
        parse_measurement(text[: text.index("Size Distribution") - 5].encode("latin-1"))


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ({92.5: 10, 97.5: -3}, "negative"),
        ({-92.5: 10, 97.5: 3}, "positive"),
        ({92.5: 0, 97.5: 0}, "no particles"),
        ({97.5: 10, 92.5: 3}, "ascend"),
    ],
)
def test_impossible_histograms_are_refused(counts: dict[float, int], words: str) -> None:
    """Truth: sizes and counts are positive and sizes ascend."""
    with pytest.raises(InputError, match=words):
        parse_measurement(zetaview_text(counts).encode())


def test_stated_dilution_replaces_the_one_in_the_file_and_says_so() -> None:
    """Truth: 100 particles x 2.84e5 x the dilution the user states."""
    m = parse_measurement(zetaview_text(COUNTS, header="Dilution::\t500").encode())
    sizing = size_up(m, dilution=1000)
    assert sizing.concentration_per_ml == pytest.approx(100 * 2.84e5 * 1000)
    assert any("replaced" in note for note in sizing.warnings)
    with pytest.raises(InputError):
        size_up(m, dilution=0)
