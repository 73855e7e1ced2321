"""Text files that users hand in: one way to open them, one way to read their tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from exoburn.csvtable import read_table
from exoburn.errors import InputError
from exoburn.textfile import decode, read_text

KNOWN = ("id", "value", "note")
CODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"]


@given(st.sampled_from(CODINGS), st.text("abcäöüßéèñçØ µ±°\n;,", min_size=1, max_size=80))
def test_text_comes_back_in_every_coding(coding: str, text: str) -> None:
    """Truth: Python's own codecs. A text that is all blanks is empty."""
    text = "size: " + text
    raw = text.encode(coding)
    if coding in ("cp1252", "latin-1"):
        assume(_no_utf8(raw))  # two signs of Latin may be one of UTF-8: nobody can tell
    assert decode(text.encode(coding), name="x") == text


def _no_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return raw.isascii()


def test_signs_of_windows_are_read_as_such() -> None:
    """Truth: 0x96 is a dash and 0x80 the euro in Windows-1252, controls in Latin-1."""
    assert decode(b"10 \x96 20 \x80", name="x") == "10 \u2013 20 \u20ac"


def test_nothing_that_steers_a_terminal_comes_through() -> None:
    """Truth: what is left is what a person sees."""
    text = "Sample: a\x1b[31mb\x07 \u202ec\u2069\x85\n" + "size_nm,count\n" * 30
    assert decode(text.encode(), name="x").startswith("Sample: a[31mb c\nsize_nm")


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_tables_of_every_country(sign: str, ends: str) -> None:
    """Truth: the same two rows."""
    comma = sign != ","
    rows = [["id", "value", "note"], ["a", "1.5", "x"], ["b", "20", ""]]
    lines = [sign.join(cell.replace(".", ",") if comma else cell for cell in row) for row in rows]
    text = decode(ends.join(lines).encode("cp1252"), name="t.csv")
    table = read_table(text, KNOWN, file="t.csv")
    assert table.header == KNOWN
    assert list(table) == [(2, ("a", "1.5", "x")), (3, ("b", "20", ""))]


def test_what_spreadsheets_add_is_passed_over() -> None:
    """Truth: a hint of the delimiter, blank lines and empty cells at the right hold nothing."""
    text = "sep=;\nid;value;;;\n\na;1,5;;;\n;;;;\n"
    table = read_table(text, KNOWN, file="t.csv")
    assert table.header == ("id", "value")
    assert list(table) == [(4, ("a", "1.5"))]


def test_a_comma_that_may_be_either_is_left_alone() -> None:
    """Truth: 1,234 beside 5.5 may be a thousand; with commas only it is a decimal."""
    assert read_table("id;value\na;1,234\nb;5.5\n", KNOWN, file="t").rows[0][1] == "1,234"
    assert read_table("id;value\na;1,234\nb;5,5\n", KNOWN, file="t").rows[0][1] == "1.234"
    assert read_table('id,value\na,"80,5"\n', KNOWN, file="t").rows[0][1] == "80,5"


def test_large_and_odd_files_are_one_line(tmp_path: Path) -> None:
    """Truth: a cap that the caller sets, a folder, a missing file."""
    big = tmp_path / "big.csv"
    big.write_bytes(b"a,b\n" * 1000)
    for path, words in ((big, "larger than"), (tmp_path, "folder"), (tmp_path / "x", "no such")):
        with pytest.raises(InputError, match=words) as caught:
            read_text(path, what="file of answers", largest_mb=0.001)
        assert "\n" not in str(caught.value)
