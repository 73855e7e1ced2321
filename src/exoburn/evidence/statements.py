"""Dated facts that go beside results, and what the model leaves out, each with its source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.data import table


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence that was true on `as_of`, with its source."""

    id: str
    text: str
    as_of: str
    source: str


@dataclass(frozen=True, slots=True)
class Gap:
    """Something people ask for that the model does not give, or gives in part (`status`).

    `known` says what studies report about it.
    """

    topic: str
    label: str
    status: str
    reason: str
    known: str
    source: str
    as_of: str


@cache
def statements() -> Mapping[str, Statement]:
    """All dated statements by id.

    >>> statements()["no_controlled_trial"].text
    'No completed controlled exosome trial in burns was found as of 2026-11.'
    """
    return {row["id"]: Statement(**row) for row in table("statements")}


def statement(id: str) -> str:
    """The text of one statement.

    >>> statement("no_authorised_product")
    'No authorised exosome product for burns was found as of 2026-11.'
    """
    return statements()[id].text


@cache
def not_modelled() -> tuple[Gap, ...]:
    """What a reader may look for and not find.

    >>> [gap.topic for gap in not_modelled()][:3]
    ['adverse_events', 'itch', 'contracture']
    """
    return tuple(Gap(**row) for row in table("not_modelled"))
