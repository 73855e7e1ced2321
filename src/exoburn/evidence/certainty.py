"""How sure is the evidence? GRADE words for an arm and an outcome, from `rows/certainty.csv`.

A simulated outcome of vesicles in human burns never borrows a GRADE word: whatever the animals
showed, it is "very low certainty; simulated".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError

LEVELS = ("high", "moderate", "low", "very low", "none")
SIMULATED = "very low certainty; simulated"
_VESICLES = ("exosome",)


@dataclass(frozen=True, slots=True)
class Certainty:
    """What stands behind an outcome of an arm; `animals` and `humans` are GRADE levels or none."""

    kind: str
    outcome: str
    topic: str
    animals: str
    humans: str
    why: str
    source: str
    rated_by: str
    as_of: str

    @property
    def simulated_only(self) -> bool:
        """True for vesicles: no completed controlled trial in burns was found."""
        return self.kind in _VESICLES

    @property
    def words(self) -> str:
        """The words that stand beside the number.

        >>> certainty("exosome", "t95_days").words
        'very low certainty; simulated'
        >>> certainty("prp", "t95_days").words
        'low certainty from trials; this number is simulated'
        """
        if self.simulated_only:
            return SIMULATED
        if self.humans == "none":
            return "no evidence in burn patients was found; this number is simulated"
        return f"{self.humans} certainty from trials; this number is simulated"


def certainty(kind: str, outcome: str) -> Certainty:
    """Certainty for an arm's kind (standard, exosome, prp ...) and an outcome id.

    >>> certainty("exosome", "infection_probability").animals
    'none'
    """
    rows = _by_kind().get(kind)
    if rows is None:
        raise EngineError(f"no certainty is recorded for arms of kind {kind!r}")
    row = next((r for r in rows if outcome in r["outcomes"].split()), None)
    row = row or next(r for r in rows if r["outcomes"] == "*")
    return Certainty(
        kind=kind,
        outcome=outcome,
        topic=row["topic"],
        animals=row["animals"],
        humans=row["humans"],
        why=row["why"],
        source=row["source"],
        rated_by=row["rated_by"],
        as_of=row["as_of"],
    )


def grade_phrase(level: str, verb: str, what: str) -> str:
    """An effect in GRADE's words for its certainty.

    >>> grade_phrase("high", "reduce", "pain"), grade_phrase("low", "shorten", "healing")
    ('reduces pain', 'may shorten healing')
    >>> grade_phrase("very low", "reduce", "scarring")
    'the evidence on scarring is very uncertain'
    """
    match level:
        case "high":
            return f"{verb}s {what}"
        case "moderate":
            return f"probably {verb}s {what}"
        case "low":
            return f"may {verb} {what}"
        case "very low":
            return f"the evidence on {what} is very uncertain"
        case "none":
            return f"no evidence on {what} was found"
    raise EngineError(f"no such level of certainty: {level!r}")


@cache
def _by_kind() -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in table("certainty"):
        if row["animals"] not in LEVELS or row["humans"] not in LEVELS:
            raise EngineError(
                f"certainty.csv: unknown level in the row {row['kind']} {row['topic']}"
            )
        found.setdefault(row["kind"], []).append(dict(row))
    return found
