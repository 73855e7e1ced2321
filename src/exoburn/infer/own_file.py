"""A user's own file of targets: read, and held against everything a cohort will ask of it."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from exoburn.case.messages import input_error
from exoburn.csvtable import read_table
from exoburn.errors import InputError
from exoburn.infer.cohort import case_of
from exoburn.infer.columns import columns
from exoburn.infer.target import Setting, Target, read_targets
from exoburn.textfile import read_text


def read_own(path: Path) -> list[Target]:
    """The targets of a file; InputError (file, line, column) for whatever cannot be predicted.

    What a cell alone can get wrong is told by `read_targets`; here every group is also made into
    the case that will be simulated, so that a regimen sentence that cannot be read is found
    before anything is run.
    """
    targets = read_targets(path)
    lines = _lines_of(path)
    for target in targets:
        for setting in (target.group, target.versus):
            if setting is not None:
                _check(setting, file=str(path), line=lines[target.id])
    return targets


def _check(setting: Setting, *, file: str, line: int) -> None:
    try:
        case = case_of(setting)
    except ValidationError as error:
        found = input_error(error)
        column = _column_of(found.key or "")
        raise InputError(found.message, file=file, key=f"line {line}, {column}",
                         given=found.given, allowed=found.allowed) from None
    except InputError as found:
        raise InputError(found.message, file=file,
                         key=f"line {line}, {_column_of(found.key or '')}",
                         given=found.given, allowed=found.allowed) from None
    if setting.wound != "burn":
        for regimen in case.arms[0].regimens:
            if regimen.injected:
                raise InputError("injections go with burns only", file=file,
                                 key=f"line {line}, products", given=str(setting.products))


def _column_of(key: str) -> str:
    """The column that a key of the case came from.

    >>> _column_of("arms[0].products[0]"), _column_of("product.source"), _column_of("burn.cause")
    ('products', 'product_source', 'cause')
    """
    if key.startswith("product."):
        return "product_source"
    return key.split("[")[-2].split(".")[-1] if key.endswith("]") else key.split(".")[-1]


def _lines_of(path: Path) -> dict[str, int]:
    """Line of the file on which each id stands."""
    table = read_table(read_text(path, what="file of targets"), columns(), file=str(path))
    at = table.header.index("id")
    return {cells[at]: line for line, cells in table}
