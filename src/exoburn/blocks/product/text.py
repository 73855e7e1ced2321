"""Bytes of an instrument file as text: encodings that laboratory computers really write."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from exoburn.errors import InputError
from exoburn.letters import UNWANTED

LARGEST_MB = 64
#: Signs that no reader needs and no page may show; tabs and breaks part the cells.
_CONTROLS = re.compile(f"(?![\\t\\n\\f\\x1a])[{UNWANTED}]")
_CONTAINERS = {
    b"PK\x03\x04": "a spreadsheet or archive: export it as CSV or text",
    b"\xd0\xcf\x11\xe0": "an old spreadsheet: export it as CSV or text",
    b"%PDF": "a PDF: export the data as CSV or text",
}


def read_text(path: Path) -> str:
    """The text of a file, whatever encoding it has (UTF-8, UTF-16, Latin-1).

    Errors: InputError for a missing file, a folder, an empty, a huge or a binary file.
    """
    name = str(path)
    try:
        if path.is_dir():
            raise InputError("is a folder, a file was expected", file=name)
        if not path.exists():
            raise InputError("no such file", file=name)
        if not path.is_file():
            raise InputError("is not a regular file", file=name)
        if path.stat().st_size > LARGEST_MB * 1e6:
            raise InputError(f"larger than {LARGEST_MB} MB: not a summary export", file=name)
        raw = path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"cannot be read: {reason}", file=name) from error
    return decode(raw, name=name)


def decode(raw: bytes, *, name: str) -> str:
    """Text of `raw`, with line ends as `\\n`; InputError if it is empty or binary.

    >>> decode("Größe;Anzahl".encode("latin-1"), name="a.csv")
    'Größe;Anzahl'
    >>> decode("size_nm,count\\r\\n".encode("utf-16"), name="a.csv")
    'size_nm,count\\n'
    """
    for magic, what in _CONTAINERS.items():
        if raw.startswith(magic):
            raise InputError(f"is {what}", file=name)
    text = _decoded(raw)
    if text is None or _is_binary(text):
        raise InputError("is binary, a text export was expected", file=name)
    if not text.strip():
        raise InputError("is empty", file=name)
    return _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(raw: bytes) -> str | None:
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
        head = raw[:2000]
        if head[1::2].count(0) > 0.4 * len(head) / 2:
            return raw.decode("utf-16-le")
        if head[0::2].count(0) > 0.4 * len(head) / 2:
            return raw.decode("utf-16-be")
    except UnicodeDecodeError:
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _is_binary(text: str) -> bool:
    """NULs, or more than 2 % control characters (C0 and C1) among the first 20,000."""
    head = text[:20000]
    odd = sum(1 for c in head if (c < " " and c not in "\t\n\r\f\x1a") or "\x7f" <= c < "\xa0")
    return "\0" in text or odd > 0.02 * len(head)
