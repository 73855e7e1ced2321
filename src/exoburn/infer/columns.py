"""The columns of a table of targets (`rows/target_columns.csv`), and how a cell is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from exoburn.data import table
from exoburn.errors import InputError
from exoburn.letters import unwanted

#: What a cell can come to.
Cell = str | float | None

_NEEDED = ("id", "study", "source", "observable", "value")


@dataclass(frozen=True)
class Column:
    """One column: its kind (text, number, word, table), what is allowed, its default."""

    name: str
    kind: str
    default: str
    low: float
    high: float
    words: tuple[str, ...]
    meaning: str

    @property
    def needed(self) -> bool:
        """True if every row states it."""
        return self.name in _NEEDED

    def read(self, text: str, *, file: str, line: int) -> Cell:
        """The value of a cell; empty is the default. InputError names file, line and column."""
        sign = unwanted(text.strip())
        if sign is not None:
            raise InputError(f"holds a control character, {sign}", file=file,
                             key=f"line {line}, {self.name}", given=text.strip(),
                             allowed="text on one line")
        given = text.strip() or self.default
        key = f"line {line}, {self.name}"
        if not given:
            if self.needed:
                raise InputError("is missing", file=file, key=key, allowed=self.meaning)
            return None
        if self.name == "depth" and given not in self.words:
            return self._number(given, file, key, also=f" or {', '.join(self.words)}")
        if self.kind == "number":
            return self._number(given, file, key)
        if self.kind in ("word", "table") and given not in self.allowed:
            raise InputError("is not known", file=file, key=key, given=given,
                             allowed=list(self.allowed))
        return given

    def _number(self, given: str, file: str, key: str, *, also: str = "") -> float:
        allowed = f"a number from {self.low:g} to {self.high:g}{also}"
        try:
            number = float(given)
        except ValueError:
            raise InputError(
                "is not a number", file=file, key=key, given=given, allowed=allowed
            ) from None
        if not self.low <= number <= self.high:
            raise InputError("is out of range", file=file, key=key, given=given, allowed=allowed)
        return number

    @property
    def allowed(self) -> tuple[str, ...]:
        """The words that may stand here."""
        return self.words if self.kind == "word" else words_of(self.words[0])


@cache
def words_of(name: str) -> tuple[str, ...]:
    """First column of one of our tables, and the word for having nothing special of it."""
    rows = table(name)
    first = next(iter(rows[0]))
    also = {"grafts": "none", "antimicrobials": "none", "species": "human"}
    words = [also[name]] if name in also else []
    return tuple(dict.fromkeys([*words, *(row[first] for row in rows)]))


@cache
def columns() -> Mapping[str, Column]:
    """All columns by name, in the table's order.

    >>> columns()["dressing"].default, columns()["value"].needed
    ('silver_hydrofibre', True)
    """
    found = {}
    for row in table("target_columns"):
        kind, words = row["kind"], tuple(row["words"].split())
        if row["column"] == "depth":
            words = words_of("depth_words")
        low = float(row["low"]) if row["low"] else float("-inf")
        high = float(row["high"]) if row["high"] else float("inf")
        found[row["column"]] = Column(
            row["column"], kind, row["default"], low, high, words, row["meaning"]
        )
    return found


def check_header(names: list[str], *, file: str) -> None:
    """InputError for a column that is not known, is there twice, or is needed and not there."""
    for name in names:
        if name not in columns():
            near = get_close_matches(name, columns(), 1)
            raise InputError(
                "no such column" + (f"; did you mean {near[0]}?" if near else ""),
                file=file, key=name, allowed=list(columns()),
            )
        if names.count(name) > 1:
            raise InputError("the column is there twice", file=file, key=name)
    for name in _NEEDED:
        if name not in names:
            raise InputError("the column is missing", file=file, key=name,
                             allowed=columns()[name].meaning)
