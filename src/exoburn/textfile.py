"""One way to open a text that a user hands us: instrument exports, tables, targets, checklists.

Laboratory computers write UTF-8 with and without a mark, UTF-16, UTF-32 and Windows-1252; some put
a stray NUL into a unit. All of these are read. What is no text at all (a spreadsheet, a PDF, a
picture) is named, so that the user knows what to export instead.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from exoburn.errors import InputError
from exoburn.letters import UNWANTED

LARGEST_MB = 64

#: first bytes -> what such a file is
_CONTAINERS = {
    b"\xd0\xcf\x11\xe0": "an old spreadsheet or document: export it as CSV or text",
    b"%PDF": "a PDF: export the data as CSV or text",
    b"{\\rtf": "a word-processor document (RTF): save it as plain text",
    b"\x1f\x8b": "a compressed file (gzip): unpack it first",
    b"BZh": "a compressed file (bzip2): unpack it first",
    b"\xfd7zXZ": "a compressed file (xz): unpack it first",
    b"7z\xbc\xaf": "an archive (7z): unpack it first",
    b"Rar!": "an archive (RAR): unpack it first",
    b"\x89PNG": "a binary picture (PNG): export the table behind it as CSV or text",
    b"\xff\xd8\xff": "a binary picture (JPEG): export the table behind it as CSV or text",
    b"GIF8": "a binary picture (GIF): export the table behind it as CSV or text",
    b"II*\x00": "a binary picture (TIFF): export the table behind it as CSV or text",
    b"MM\x00*": "a binary picture (TIFF): export the table behind it as CSV or text",
    b"\x89HDF": "an HDF5 or netCDF file: export the table as CSV or text",
    b"CDF\x01": "a netCDF file: export the table as CSV or text",
    b"CDF\x02": "a netCDF file: export the table as CSV or text",
    b"SQLite format 3": "a database: export the table as CSV or text",
    b"FCS2.0": "a flow-cytometry file (FCS): export the events as CSV",
    b"FCS3.": "a flow-cytometry file (FCS): export the events as CSV",
}
#: parts that tell the kinds of archive that begin with PK apart
_PACKED = (
    (b"xl/", "a spreadsheet (XLSX): export the sheet as CSV or text"),
    (b"word/", "a word-processor document (DOCX): save the table as CSV or text"),
    (b"ppt/", "a presentation (PPTX): save the table as CSV or text"),
    (b"opendocument.spreadsheet", "a spreadsheet (ODS): export the sheet as CSV or text"),
    (b"opendocument", "an office document: save the table as CSV or text"),
)
#: signs that no name in a file needs and no page may show; tabs and breaks part the cells
_CONTROLS = re.compile(rf"(?![\t\n])[{UNWANTED}\ufeff]")
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_text(path: Path, *, what: str = "summary export", largest_mb: float = LARGEST_MB) -> str:
    """The text of a user's file, whatever encoding it has; line ends are `\\n`.

    `what` names the kind of file that was expected, for the message about one that is too large.
    Errors: InputError for a missing file, a folder, an empty, a huge or a binary file.
    """
    return decode(read_raw(path, what=what, largest_mb=largest_mb), name=str(path))


def read_raw(path: Path, *, what: str = "summary export", largest_mb: float = LARGEST_MB) -> bytes:
    """The bytes of a user's file; InputError, one line, if there is no such regular file."""
    name = str(path)
    try:
        if path.is_dir():
            raise InputError("is a folder, a file was expected", file=name)
        if not path.exists():
            raise InputError("no such file", file=name)
        if not path.is_file():
            raise InputError("is not a regular file", file=name)
        if path.stat().st_size > largest_mb * 1e6:
            raise InputError(f"larger than {largest_mb:g} MB: not a {what}", file=name)
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=name) from error


def decode(raw: bytes, *, name: str) -> str:
    """Text of `raw`, with line ends as `\\n` and no control characters.

    Errors: InputError if it is empty or binary.

    >>> decode("Größe;Anzahl".encode("latin-1"), name="a.csv")
    'Größe;Anzahl'
    >>> decode("size_nm,count\\r\\n".encode("utf-16"), name="a.csv")
    'size_nm,count\\n'
    >>> decode(b"PK\\x03\\x04 xl/workbook.xml", name="a.csv")
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: a.csv: is a spreadsheet (XLSX): export the sheet as CSV or text
    """
    what = _container(raw)
    if what:
        raise InputError(f"is {what}", file=name)
    text = _without_stray_nuls(_decoded(raw))
    if text is None or _is_binary(text):
        raise InputError("is binary: text was expected", file=name,
                         allowed="UTF-8, UTF-16 or Windows-1252")
    if not text.strip("\ufeff\x1a \t\r\n\f\v\0"):
        raise InputError("is empty", file=name)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<html", "<!doctype html", "<table")) or "<html" in start:
        raise InputError("is a web page (HTML): save the table as CSV or text", file=name)
    if start.startswith("<?xml"):
        raise InputError("is XML: save the table as CSV or text", file=name)
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _container(raw: bytes) -> str:
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((what for part, what in _PACKED if part in raw),
                    "a spreadsheet or archive (ZIP): unpack it, or export it as CSV or text")
    if raw.startswith(b"RIFF") and raw[8:12] == b"AVI ":
        return "a video (AVI): export the size table of the instrument's software"
    return next((what for magic, what in _CONTAINERS.items() if raw.startswith(magic)), "")


def _decoded(raw: bytes) -> str | None:
    try:
        for mark, coding in _MARKS:
            if raw.startswith(mark):
                return raw.decode(coding)
        padded = len(raw) - len(raw.rstrip(b"\0"))
        if padded >= 4:  # a file whose writing was cut short, filled up with NULs
            raw = raw[: len(raw) - padded]
        head = raw[:2000]
        if head[1::2].count(0) > 0.4 * len(head) / 2:
            return raw.decode("utf-16-le")
        if head[0::2].count(0) > 0.4 * len(head) / 2:
            return raw.decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    for coding in ("utf-8-sig", "cp1252"):
        try:
            return raw.decode(coding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")


def _without_stray_nuls(text: str | None) -> str | None:
    """Without NULs that are few (a unit written in the wrong width) or only pad the end."""
    if text is None or "\0" not in text:
        return text
    text = text.rstrip("\0")
    few = text.count("\0") <= 0.1 * len(text) and len(text) > 20
    return text.replace("\0", "") if few else text


def _is_binary(text: str) -> bool:
    """NULs, or more than 2 % controls and signs of no language among the first 20,000."""
    head = text[:20000].lstrip("\ufeff")
    odd = sum(
        1 for c in head
        if (c < " " and c not in "\t\n\r\f\v\x1a") or "\x7f" <= c < "\xa0" or c == "\ufeff"
        or "\ufff0" <= c <= "\uffff"
    )
    return "\0" in text or odd > 0.02 * len(head)
