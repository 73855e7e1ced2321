"""What instruments and offices write as well: named in one line, with what to export instead."""

from __future__ import annotations

import pytest

from exoburn.blocks.product.reader import parse_measurement
from exoburn.errors import InputError

ZETA = (
    "Software:\tZetaView (version 8.05)\r\nSample:\tlot 3\r\nProfile Data:\r\n"
    "Mean Velocity / \xb5\0m/s:\t4.2\r\nMobility / \xb5\0m/s/V/cm:\t-1.1\r\n"
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ZETA, "zeta-potential profile"),
        ("Zeta Potential (mV),Total Counts\n-30,100\n-20,200\n", "zeta-potential profile"),
        ("Sample;Zetapotential (mV);Mobility\nA;-20,1;-1,5\n", "zeta-potential profile"),
        ("Software:\tZetaView\nMean Fluorescence Intensity:\t300\n", "fluorescence"),
        ("Sample,MFI,% CD63 positive particles\nA,1200,30\nB,800,20\n", "fluorescence"),
        ("Sample,Concentration (particles/mL)\nA,1e9\nB,2e9\n", "summary of concentrations"),
        ("NTA Experiment Summary File\nCreated with NTA 3.4\n[Results]\n"
         "Concentration (Particles / ml),1e9\n", "summary of concentrations"),
        ("File,Frames,Frame rate (fps)\nv1.avi,749,25\n", "video"),
        ("Sample,Z-Average (d.nm),PdI\nA,120.3,0.12\n", "light scattering"),
        ("Wavelength (nm),A,B\n220,0.1,0.2\n230,0.2,0.3\n", "spectrum"),
        ("Track ID,Frame,x (px),y (px)\n1,1,2,3\n1,2,2,3\n", "tracks"),
    ],
)  # fmt: skip
def test_files_without_sizes_are_named(text: str, words: str) -> None:
    """Truth: none of them holds a size of a particle."""
    with pytest.raises(InputError, match=words) as caught:
        parse_measurement(text.encode("cp1252"), name="x.txt")
    assert "no " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"PK\x03\x04..xl/workbook.xml", "XLSX"),
        (b"PK\x03\x04..word/document.xml", "DOCX"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "ODS"),
        (b"PK\x03\x04lots/a.csv", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old spreadsheet"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video"),
        (b"FCS3.0         256", "FCS"),
        (b"{\\rtf1\\ansi size count}", "RTF"),
        (b"<html><table><tr><td>size_nm</td></tr></table></html>", "HTML"),
        (b"<?xml version='1.0'?><Workbook/>", "XML"),
        (b"\xef\xbb\xbf", "empty"),
        (b"\0" * 64, "empty"),
    ],
)
def test_other_kinds_of_file_are_named(raw: bytes, words: str) -> None:
    """Truth: first bytes of each kind, as its maker documents them."""
    with pytest.raises(InputError, match=words):
        parse_measurement(raw, name="renamed.csv")


@pytest.mark.parametrize(
    "coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_every_encoding_reads_alike(coding: str) -> None:
    """Truth: the same table in UTF-8."""
    text = "Größe (nm);Anzahl (gezählt)\r\n97,5;10\r\n102,5;30\r\n"
    found = parse_measurement(text.encode(coding))
    assert found.centres.tolist() == [97.5, 102.5]
    assert found.captures[0].amounts.tolist() == [10, 30]


def test_stray_and_padding_nuls_do_no_harm() -> None:
    """Truth: the table without them."""
    text = "Software: x (\xb5\0m)\nsize_nm,count\n90,1\n100,3\n".encode("cp1252")
    for raw in (text, text + b"\0" * 500):
        assert parse_measurement(raw).captures[0].amounts.tolist() == [1, 3]
