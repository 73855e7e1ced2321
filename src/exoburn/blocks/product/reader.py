"""Read any particle-tracking export: find out what it is, then let its reader read it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from exoburn.blocks.product.foreign import without_sizes
from exoburn.blocks.product.measurement import Measurement, NoHistogram
from exoburn.blocks.product.nanosight import is_nanosight, read_nanosight
from exoburn.blocks.product.plain import read_plain
from exoburn.blocks.product.zetaview import is_zetaview, read_zetaview
from exoburn.errors import InputError
from exoburn.textfile import decode, read_text


def read_samples(
    path: str | Path, *, column: str | None = None, every_row: bool = False
) -> tuple[Measurement, ...]:
    """The measurements in a file, one a sample (ZetaView, NanoSight, TRPS or plain table).

    `column` names the column of sizes of a plain table, where there are several; `every_row` counts
    particles too that the file marks as not included.
    Errors: InputError, one line, for anything that is not such a file.
    """
    path = Path(path)
    return _read(read_text(path), str(path), column, every_row)


def read_measurement(path: str | Path, *, sample: str = "") -> Measurement:
    """The one measurement in a file, or the one of the `sample` that is named.

    Errors: InputError as `read_samples`, and if there are several samples and none is named.
    """
    return the_sample(read_samples(path), sample, file=str(path))


def the_sample(found: tuple[Measurement, ...], sample: str, *, file: str) -> Measurement:
    """One of several measurements, by the name of its sample or its number from 1."""
    if len(found) == 1 and not sample:
        return found[0]
    names = [m.sample for m in found]
    if sample in names:
        return found[names.index(sample)]
    if sample.isdecimal() and 1 <= int(sample) <= len(found):
        return found[int(sample) - 1]
    said = "no such sample" if sample else "holds several samples: say which"
    raise InputError(said, file=file, key="product.name or --sample", given=sample or None,
                     allowed=names)  # fmt: skip


def parse_samples(raw: bytes, *, name: str = "file") -> tuple[Measurement, ...]:
    """The measurements in the bytes of a file.

    >>> lots = parse_samples(b"size_nm,lot_A,lot_B\\n90,1,2\\n100,3,2\\n")
    >>> [m.sample for m in lots]
    ['lot_A', 'lot_B']
    """
    return _read(decode(raw, name=name), name, None, False)


def parse_measurement(raw: bytes, *, name: str = "file") -> Measurement:
    """The one measurement in the bytes of a file.

    >>> m = parse_measurement(b"size_nm,count\\n90,10\\n100,30\\n110,10\\n", name="a.csv")
    >>> m.format, m.captures[0].amounts.tolist()
    ('plain table', [10.0, 30.0, 10.0])
    >>> parse_measurement(b"hello", name="b.csv")
    Traceback (most recent call last):
        ...
    exoburn.errors.InputError: b.csv: no table of particle sizes found (given 'hello'; allowed: \
a column named size_nm (or diameter, bin centre) and one named concentration or count)
    """
    return the_sample(parse_samples(raw, name=name), "", file=name)


def _read(text: str, name: str, column: str | None, every_row: bool) -> tuple[Measurement, ...]:
    """A summary with a histogram goes to its maker's reader, everything else is a plain table."""
    found = _by_maker(text, name) if column is None else None
    if found is None:
        found = read_plain(text, file=name, column=column, every_row=every_row)
    largest = max(float(m.centres.max()) for m in found)
    if largest < 5:
        raise InputError(
            "sizes look like micrometres: say the unit in the title of the column",
            file=name, given=largest, allowed="size_nm or size_um",
        )  # fmt: skip
    return tuple(replace(m, file=name) for m in found)


def _by_maker(text: str, name: str) -> tuple[Measurement, ...] | None:
    """None if it is no such file, or if it lists single particles without a histogram."""
    for is_one, read in ((is_zetaview, read_zetaview), (is_nanosight, read_nanosight)):
        if not is_one(text):
            continue
        try:
            return (read(text, file=name),)
        except NoHistogram as error:
            try:
                return read_plain(text, file=name)
            except InputError:
                told = without_sizes(text)
                if told is not None:
                    raise InputError(told[0], file=name, allowed=told[1]) from None
                raise error from None
    return None
