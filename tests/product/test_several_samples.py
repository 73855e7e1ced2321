"""Several samples in one table, and several columns of sizes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exoburn.blocks.product.reader import parse_measurement, parse_samples, read_samples
from exoburn.blocks.product.sizing import size_up
from exoburn.blocks.product.statement import read_product
from exoburn.cli.product import product
from exoburn.errors import InputError

WIDE = "particle_size,MSC_batch_7,HEK_batch_2\n80,1e6,4e6\n100,2e6,1e6\n120,1e6,1e6\n"
MEANS = [100, (4 * 80 + 100 + 120) / 6]
TWO = "diameter_nm,Feret diameter (nm),count\n60,66,10\n80,88,30\n100,110,20\n"
READ, OTHER = 83.3333, 91.6667


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """Two named samples side by side."""
    path = tmp_path / "wide.csv"
    path.write_text(WIDE)
    return path


def means(text: str) -> dict[str, float]:
    """Mean size by name of the sample."""
    return {m.sample: size_up(m).pooled.mean_nm for m in parse_samples(text.encode())}


@pytest.mark.parametrize(
    "head",
    [
        "size_nm,MSC,HEK",
        "Diameter (nm);Lot A (particles/mL);Lot B (particles/mL)",
        "Bin centre (nm),donor_1,donor_2",
        "size_nm,MSC count,HEK count",
    ],
)
def test_named_columns_are_one_lot_each(head: str) -> None:
    """Truth: the two means by hand."""
    sign = ";" if ";" in head else ","
    body = WIDE.split("\n", 1)[1].replace(",", sign)
    assert list(means(f"{head}\n{body}").values()) == pytest.approx(MEANS)


@pytest.mark.parametrize(
    "head",
    [
        "size_nm,run 1,run 2",
        "size,conc 1 (/mL),conc 2 (/mL)",
        "size_nm,count,count",
        "size_nm,replicate_1,replicate_2",
    ],
)
def test_repeats_are_captures_of_one_sample(head: str) -> None:
    """Truth: the titles count repeats and name nothing."""
    found = parse_measurement(f"{head}\n80,1,4\n100,2,1\n120,1,1\n".encode())
    assert len(found.captures) == 2


def test_pairs_of_columns_are_one_lot_each() -> None:
    """Truth: each sample with sizes of its own."""
    text = "Size A (nm),Conc A,Size B (nm),Conc B\n80,1e6,90,1e6\n100,1e6,110,3e6\n"
    assert list(means(text).values()) == pytest.approx([90, 105])


def test_samples_stacked_below_each_other() -> None:
    """Truth: the same two samples in the long form of the table."""
    rows = [("a", 80, 1), ("a", 100, 2), ("a", 120, 1), ("b", 80, 4), ("b", 100, 1), ("b", 120, 1)]
    text = "Sample,Size (nm),Count\n" + "".join(f"{n},{s},{c}\n" for n, s, c in rows)
    assert means(text) == pytest.approx({"a": MEANS[0], "b": MEANS[1]})


def test_one_amount_in_two_forms_is_no_second_capture() -> None:
    """Truth: 3e8 particles/mL in bins of 10 nm, said per nm as well."""
    text = "Bin (nm),CSD (part/mL/nm),Concentration (part/mL)\n60,1e7,1e8\n70,2e7,2e8\n"
    found = size_up(parse_measurement(text.encode()))
    assert len(found.captures) == 1
    assert found.concentration_per_ml == pytest.approx(3e8)


def test_a_blank_among_the_samples_is_left_out_and_said() -> None:
    """Truth: no particles were counted in the buffer."""
    found = parse_samples(b"size_nm,PBS,MSC,HEK\n90,0,1,2\n100,0,3,2\n")
    assert [m.sample for m in found] == ["MSC", "HEK"]
    assert all(any("'PBS'" in note for note in m.warnings) for m in found)


def test_json_lists_every_sample_and_keeps_its_keys(
    wide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: interfaces.md for the keys on top; the list stands under `samples`."""
    product(wide, as_json=True)
    out = json.loads(capsys.readouterr().out)
    assert [each["name"] for each in out["samples"]] == ["MSC_batch_7", "HEK_batch_2"]
    assert [each["mean_nm"] for each in out["samples"]] == pytest.approx(MEANS)
    assert out["mean_nm"] == pytest.approx(MEANS[0])
    assert any("2 samples" in note for note in out["warnings"])
    product(wide, as_json=True, sample="HEK_batch_2")
    assert json.loads(capsys.readouterr().out)["mean_nm"] == pytest.approx(MEANS[1])


def test_a_single_sample_is_listed_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Truth: a list of one."""
    path = tmp_path / "one.csv"
    path.write_text("size_nm,count\n80,1\n100,1\n")
    product(path, as_json=True)
    out = json.loads(capsys.readouterr().out)
    assert [each["mean_nm"] for each in out["samples"]] == [out["mean_nm"]] == [90]


def test_the_page_shows_all_samples_and_what_a_row_was(
    wide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Truth: both names, and the words for a row."""
    product(wide)
    page = capsys.readouterr().out
    assert "Read as         one row one bin of sizes, 3 rows" in page
    assert "MSC_batch_7" in page
    assert "HEK_batch_2" in page


def test_a_lot_takes_the_sample_of_its_name_or_asks(wide: Path) -> None:
    """Truth: `name` of the product table; without it nobody can know."""
    lot = read_product({"file": wide.name, "name": "HEK_batch_2"}, wide.parent)
    assert lot.sizing is not None
    assert lot.sizing.pooled.mean_nm == pytest.approx(MEANS[1])
    with pytest.raises(InputError, match="several samples"):
        read_product({"file": wide.name}, wide.parent)


def test_which_of_two_columns_of_sizes_was_read_is_said(tmp_path: Path) -> None:
    """Truth: both means by hand."""
    path = tmp_path / "two.csv"
    path.write_text(TWO)
    (first,) = read_samples(path)
    assert size_up(first).pooled.mean_nm == pytest.approx(READ, abs=1e-3)
    (note,) = (each for each in first.warnings if "columns of sizes" in each)
    assert "'Feret diameter (nm)'" in note
    assert "91.7" in note
    for chosen in ("Feret diameter (nm)", "feret DIAMETER (nm)", "2"):
        (other,) = read_samples(path, column=chosen)
        assert size_up(other).pooled.mean_nm == pytest.approx(OTHER, abs=1e-3)
        assert "Feret" in other.read_as
    with pytest.raises(InputError, match="no such column") as caught:
        read_samples(path, column="girth")
    assert "diameter_nm" in str(caught.value)


def test_a_radius_beside_the_diameter_is_no_second_size() -> None:
    """Truth: both say the same."""
    found = parse_measurement(b"Radius (nm),Diameter (nm),Count\n45,90,1\n50,100,3\n")
    assert found.centres.tolist() == [90, 100]
    assert not found.warnings
