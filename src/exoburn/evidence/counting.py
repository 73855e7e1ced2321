"""Events counted in people where there is no control group: a share with its exact interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoburn.data import table


@dataclass(frozen=True, slots=True)
class Count:
    """`events` among `people` of `trials`; `low` and `high` are Clopper-Pearson 95 % limits."""

    what: str
    events: int
    people: int
    trials: tuple[str, ...]
    low: float
    high: float


def counts(question: str, type: str) -> tuple[Count, ...]:
    """Events of all trials that reported them, each kind of event (related, serious) for itself.

    >>> [(c.what, c.events, c.people, round(100 * c.high, 1)) for c in counts("safety", "ev")]
    [('related events', 0, 7, 41.0), ('serious events', 0, 53, 6.7)]
    """
    rows = [r for r in table("evidence_events") if r["question"] == question and r["type"] == type]
    kinds = dict.fromkeys(row["what"] for row in rows)
    return tuple(_count(what, [row for row in rows if row["what"] == what]) for what in kinds)


def _count(what: str, rows: list[Mapping[str, str]]) -> Count:
    """One kind of event over the trials that counted it."""
    events = sum(int(row["events"]) for row in rows)
    people = sum(int(row["people"]) for row in rows)
    trials = tuple(row["trial"].strip("|").replace("|", ", ") for row in rows)
    return Count(what, events, people, trials, *exact_interval(events, people))


def exact_interval(events: int, people: int, level: float = 0.95) -> tuple[float, float]:
    """Clopper-Pearson interval of a share.

    >>> [round(x, 4) for x in exact_interval(1, 20)]
    [0.0013, 0.2487]
    """
    from scipy.special import betainccinv, betaincinv

    tail = (1 - level) / 2
    low = float(betaincinv(events, people - events + 1, tail)) if events else 0.0
    high = float(betainccinv(events + 1, people - events, tail)) if events < people else 1.0
    return low, high
