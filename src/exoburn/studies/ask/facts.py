"""Numbers that studies gave, by id, each with its source: the evidence half of an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.data import number, table
from exoburn.errors import EngineError


@dataclass(frozen=True, slots=True)
class Fact:
    """A published number: `value` in `unit` among `n` people, with its range if one was given."""

    id: str
    value: float
    low: float | None
    high: float | None
    n: str
    unit: str
    source: str


class Facts:
    """Looks numbers up and remembers whose they are.

    >>> facts = Facts()
    >>> facts["serious_event"].high, facts.sources
    (5.2, ('10.1002/jev2.12458 (abstract; 21 reports, any illness)',))
    """

    def __init__(self) -> None:
        self._used: dict[str, None] = {}

    def __getitem__(self, id: str) -> Fact:
        found = _facts().get(id)
        if found is None:
            raise EngineError(f"ask_facts.csv has no row {id!r}")
        self._used[found.source] = None
        return found

    def cite(self, *sources: str) -> None:
        """Sources of what is said without a number of ours."""
        self._used.update(dict.fromkeys(sources))

    @property
    def sources(self) -> tuple[str, ...]:
        """Sources of the numbers that were looked up, in order."""
        return tuple(self._used)


@cache
def _facts() -> Mapping[str, Fact]:
    return {
        row["id"]: Fact(
            row["id"], number(row["value"]), _maybe(row["low"]), _maybe(row["high"]), row["n"],
            row["unit"], row["source"],
        )
        for row in table("ask_facts")
    }  # fmt: skip


def _maybe(text: str) -> float | None:
    return number(text) if text else None
