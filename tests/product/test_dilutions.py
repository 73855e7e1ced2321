"""Dilutions as laboratories write them, in the header, in a column and on the command line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.blocks.product.dilution import read_dilution
from exoburn.blocks.product.reader import parse_measurement, parse_samples
from exoburn.blocks.product.sizing import size_up
from exoburn.errors import InputError
from tests.product.instrument_files import nanosight_text, zetaview_text

ROWS = "size_nm,conc_per_ml\n95,1e6\n105,3e6\n"
FORMS = ["{}", "1/{}", "1:{}", "1 : {}", "{}x", "x{}", "{} x", "1 in {}", "{}-fold", "{} fold",
         "{} times", "1 to {}", "1:{} (v/v)", "1:{} in PBS", "{}.0", "1 part in {}"]  # fmt: skip


@given(st.sampled_from(FORMS), st.integers(3, 999) | st.just(20000))
def test_every_way_to_write_a_factor(form: str, factor: int) -> None:
    """Truth: the factor that was written."""
    assert read_dilution(form.format(factor)).factor == factor


@pytest.mark.parametrize(
    ("text", "factor"),
    [
        ("1+249", 250), ("0.4 %", 250), ("0.004", 250), ("10^3", 1000), ("1:10^4", 10000),
        ("1e3", 1000), ("1:1,000", 1000), ("1 000", 1000), ("2:500", 250), ("500:1", 500),
        ("neat", 1), ("undiluted", 1), ("12.5", 12.5), ("1/2", 2),
    ],
)  # fmt: skip
def test_less_usual_ways(text: str, factor: float) -> None:
    """Truth: arithmetic."""
    assert read_dilution(text).factor == pytest.approx(factor)


@pytest.mark.parametrize("text", ["", "-", "not recorded", "n/a", "Unknown", "0"])
def test_nothing_recorded_is_nothing(text: str) -> None:
    """Truth: no number stands there."""
    said = read_dilution(text)
    assert (said.factor, said.question) == (None, "")


@pytest.mark.parametrize("text", ["1:1", "1:2", "1:1.000", "10 uL in 990 uL", "500 or 1000"])
def test_what_has_two_meanings_is_asked(text: str) -> None:
    """Truth: each may be two factors; the file is refused until --dilution says which."""
    assert read_dilution(text).question
    raw = f"Dilution,{text}\n{ROWS}".encode()
    with pytest.raises(InputError, match="--dilution") as caught:
        size_up(parse_measurement(raw, name="d.csv"))
    assert "d.csv" in str(caught.value)
    assert size_up(parse_measurement(raw), dilution=10).concentration_per_ml == 4e7


def test_a_decimal_comma_makes_a_thousand_uncertain() -> None:
    """Truth: 1,000 is a thousand in English and one in German."""
    assert read_dilution("1,000").factor == 1000
    assert read_dilution("1,000", decimal_comma=True).question


@pytest.mark.parametrize(
    "head",
    [
        "Dilution,1/250", "Dilution;1:250", "# dilution = 250x", "Dilution factor: 250-fold",
        "Sample dilution\t1 in 250", "Dilution 1/250", "Dilution (x),250", "Verdünnung: 1:250",
        "Dilution,250,,", "Dilution,250,250",
    ],
)  # fmt: skip
def test_wherever_a_header_says_it(head: str) -> None:
    """Truth: 4e6 particles/mL were measured at 1 in 250."""
    assert size_up(parse_measurement(f"{head}\n{ROWS}".encode())).concentration_per_ml == 1e9


def test_a_column_may_say_it_too() -> None:
    """Truth: the same with the dilution in every row."""
    text = "size_nm,conc_per_ml,Dilution\n95,1e6,1/250\n105,3e6,1/250\n"
    assert size_up(parse_measurement(text.encode())).concentration_per_ml == 1e9


def test_makers_files_read_it_in_the_same_way() -> None:
    """Truth: 100 particles x 2.84e5 x 250; and a summary that is adjusted already."""
    zeta = zetaview_text({92.5: 40, 97.5: 60}, header="Dilution::\t1:250")
    assert size_up(parse_measurement(zeta.encode())).concentration_per_ml == 100 * 2.84e5 * 250
    nano = size_up(parse_measurement(nanosight_text([[1e6, 2e6, 1e6]], dilution="1/250").encode()))
    assert (nano.dilution, nano.concentration_per_ml) == (250, 4e6)


def test_a_dilution_that_is_applied_is_not_applied_again() -> None:
    """Truth: the words of the header or of the title."""
    adjusted = "Dilution factor (concentrations adjusted for this factor),250\n" + ROWS
    assert size_up(parse_measurement(adjusted.encode())).concentration_per_ml == 4e6
    titled = "Dilution,250\nsize_nm,Conc (dilution corrected; /mL)\n95,1e6\n105,3e6\n"
    assert size_up(parse_measurement(titled.encode())).concentration_per_ml == 4e6


def test_samples_side_by_side_have_their_own() -> None:
    """Truth: 3e8 x 100 and 5e8 x 200; a third dilution for two samples is asked."""
    text = "Dilution,100,200\nsize_nm,Lot A (/mL),Lot B (/mL)\n90,1e8,2e8\n99,2e8,3e8\n"
    found = [size_up(m).concentration_per_ml for m in parse_samples(text.encode())]
    assert found == pytest.approx([3e10, 1e11])
    odd = parse_samples(text.replace("100,200", "100,200,300").encode())
    with pytest.raises(InputError, match="differs between columns"):
        size_up(odd[0])


def test_words_that_are_no_factor_are_passed_on() -> None:
    """Truth: the concentration is that of the measured liquid, and the note says why."""
    found = size_up(parse_measurement(f"Dilution,see notebook\n{ROWS}".encode()))
    assert found.concentration_per_ml == 4e6
    assert any("see notebook" in note for note in found.warnings)
