"""Whatever bytes come in, the answer is a measurement or one line of InputError."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.blocks.product.reader import parse_measurement, parse_samples, read_measurement
from exoburn.blocks.product.sizing import Sizing, size_up
from exoburn.errors import InputError
from tests.product.instrument_files import nanosight_text, zetaview_text

SEEDS = [
    zetaview_text({92.5: 10, 97.5: 30, 102.5: 40}, header="Dilution::\t500").encode("latin-1"),
    nanosight_text([[1e6, 4e6, 2e6], [2e6, 3e6, 1e6]], dilution="100").encode(),
    b"size_nm,count\n90,10\n100,40\n110,20\n",
    b"Particle ID,Size/nm,Included?\n1,101.2,True\n2,99,False\n3,101.2,True\n4,88.5,True\n",
    b"Dilution,1:500,1/20\nsize_nm,Lot A,Lot B (/mL),No.\n90,1e6,3,1\n100,2e6,4,2\n110,1e6,1,3\n",
    b"Sample;Size A (nm);Size B (nm);Count\na;90,5;91;3\na;95,5;97;3\nb;90,5;90;1\nb;99,5;99;2\n",
    b"Izon\nDilution,5\nParticle Diameter (nm),FWHM Duration (ms)\n101.2,1\n99.4,2\n130.1,1\n",
]


def survives(raw: bytes) -> None:
    """Read it; only InputError, in one line, may come out; what is read has finite statistics."""
    try:
        sizings = [size_up(m) for m in parse_samples(raw, name="x")]
    except InputError as error:
        lines = str(error).split("\n")
    else:
        lines = [""]
        for sizing in sizings:
            _finite(sizing)
    assert len(lines) == 1


def _finite(sizing: Sizing) -> None:
    statistics = sizing.statistics()
    for key in ("mean_nm", "d10_nm", "d50_nm", "d90_nm"):
        value = statistics[key]
        assert value is not None
        assert 0 <= value < float("inf")


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes(raw: bytes) -> None:
    """Truth: none needed; nothing may crash."""
    survives(raw)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789.,;\t\n -+eEnaNsizectoup[]:/()%\u00b5", max_size=300))
def test_random_text_that_looks_like_a_table(text: str) -> None:
    """Truth: none needed; nothing may crash."""
    survives(("size_nm,count\n" + text).encode())
    survives(text.encode())


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6), st.integers(0, 12)), max_size=4),
)
def test_damaged_exports(seed: bytes, edits: list[tuple[float, bytes, int]]) -> None:
    """Truth: none needed; a good file with pieces replaced, inserted or cut may not crash."""
    raw = seed
    for where, piece, drop in edits:
        at = int(where * len(raw))
        raw = raw[:at] + piece + raw[at + drop :]
    survives(raw)


@given(st.sampled_from(SEEDS), st.floats(0, 1))
@settings(max_examples=80, deadline=None)
def test_cut_exports(seed: bytes, place: float) -> None:
    """Truth: none needed; a file cut anywhere may not crash."""
    survives(seed[: int(place * len(seed))])


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"   \n\n", "empty"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "binary|no table"),
        (b"just some words\nand more\n", "no table"),
    ],
)
def test_what_is_not_a_table_is_named(raw: bytes, words: str) -> None:
    """Truth: the kinds of file that people drop by mistake."""
    with pytest.raises(InputError, match=words):
        parse_measurement(raw, name="x")


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    """Truth: a folder and a missing path cannot be read."""
    with pytest.raises(InputError, match="folder"):
        read_measurement(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        read_measurement(tmp_path / "none.csv")
    with pytest.raises(InputError):
        read_measurement("bad\0name.csv")
