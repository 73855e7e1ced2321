"""Text that others wrote, made fit for a terminal, a page or a spreadsheet.

Control characters move the cursor or hide text; bidirectional controls show a line in another
order than it is read; a line separator makes two lines of one; a cell that begins with = is
calculated by the program that opens it. What a user states is refused where it holds such a sign
(`unwanted` names it); what an instrument wrote is shown with the sign replaced (`cleaned`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

#: C0, delete, C1; Arabic letter mark, directional marks, separators of lines and paragraphs,
#: embeddings, isolates; halves of pairs; signs that XML forbids.
UNWANTED = (
    r"\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff"
)
_UNWANTED = re.compile(f"[{UNWANTED}\ud800-\udfff]")
_SPACES = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def unwanted(text: str) -> str | None:
    """The code point of the first sign that no line of text holds; None if there is none.

    >>> unwanted("Gel\u202e"), unwanted("Gel, \u03bcg")
    ('U+202E', None)
    """
    found = _UNWANTED.search(text)
    return f"U+{ord(found[0]):04X}" if found else None


def cleaned(text: str) -> str:
    r"""One line of text: breaks and tabs as a space, other signs of the kind as U+FFFD.

    >>> cleaned("MSC\t7\x1b[31m")
    'MSC 7\ufffd[31m'
    """
    return _UNWANTED.sub("\ufffd", _SPACES.sub(" ", text))


def cleaned_lines(text: str) -> str:
    r"""Text of several lines, each of them cleaned.

    >>> cleaned_lines("a\nb\x07")
    'a\nb\ufffd'
    """
    return "\n".join(cleaned(line) for line in text.split("\n"))


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    r"""Rows as CSV; a text that a spreadsheet would calculate gets an apostrophe before it.

    >>> csv_text([("arm", "median"), ("=1+1", -2.5), ("-3", None)])
    "arm,median\n'=1+1,-2.5\n-3,\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = cleaned(value)
    if not text.lstrip().startswith(_FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
