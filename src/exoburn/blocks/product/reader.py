"""Read any particle-tracking export: find out what it is, then let its reader read it."""

from __future__ import annotations

from pathlib import Path

from exoburn.blocks.product.measurement import Measurement
from exoburn.blocks.product.nanosight import is_nanosight, read_nanosight
from exoburn.blocks.product.plain import read_plain
from exoburn.blocks.product.text import decode, read_text
from exoburn.blocks.product.zetaview import is_zetaview, read_zetaview
from exoburn.errors import InputError


def read_measurement(path: str | Path) -> Measurement:
    """The particle-size measurement in a file (ZetaView, NanoSight, TRPS or plain table).

    Errors: InputError, one line, for anything that is not such a file.
    """
    path = Path(path)
    return _read(read_text(path), str(path))


def parse_measurement(raw: bytes, *, name: str = "file") -> Measurement:
    """The same from the bytes of a file.

    >>> m = parse_measurement(b"size_nm,count\\n90,10\\n100,30\\n110,10\\n", name="a.csv")
    >>> m.format, m.captures[0].amounts.tolist()
    ('plain table', [10.0, 30.0, 10.0])
    >>> parse_measurement(b"hello", name="b.csv")
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: b.csv: no table of particle sizes found (given 'hello'; allowed: \
a column named size_nm (or diameter, bin centre) and one named concentration or count)
    """
    return _read(decode(raw, name=name), name)


def _read(text: str, name: str) -> Measurement:
    if is_zetaview(text):
        measurement = read_zetaview(text, file=name)
    elif is_nanosight(text):
        measurement = read_nanosight(text, file=name)
    else:
        measurement = read_plain(text, file=name)
    largest = float(measurement.centres.max())
    if largest < 5:
        raise InputError(
            "sizes look like micrometres: say the unit in the title of the column",
            file=name, given=largest, allowed="size_nm or size_um",
        )  # fmt: skip
    return measurement
