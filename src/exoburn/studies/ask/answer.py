"""What an answer is: a short reply, plain paragraphs, and counts of 100 people to draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoburn.evidence import statement

SCHEMA = "exoburn.ask/1"


@dataclass(frozen=True, slots=True)
class Block:
    """One hundred people: a share (0-1) with its range, or None where there is nothing to count.

    `kind` is the arm's kind (its colour); `simulated` tells a computed share from a counted one.
    """

    name: str
    kind: str
    share: float
    low: float | None
    high: float | None
    simulated: bool = True


@dataclass(frozen=True, slots=True)
class Answer:
    """A question answered for a case.

    `first` is what comes before any answer: a burn that a burn team has to see.
    `people_who` completes "of 100 people, those who ..."; `sources` are ids or addresses.
    """

    question: str
    asks: str
    title: str
    first: str
    short: str
    paragraphs: tuple[str, ...]
    label: str
    people_who: str
    blocks: tuple[Block, ...]
    sources: tuple[str, ...]
    about: str
    certainty: str
    run: Mapping[str, Any]

    @property
    def text(self) -> str:
        """All that a reader is told, without banner, sources and run."""
        return "\n\n".join(filter(None, (self.asks, self.first, self.short, *self.paragraphs)))

    def to_json(self) -> dict[str, Any]:
        """The answer as `exoburn.ask/1`."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "asks": self.asks,
            "title": self.title,
            "about": self.about,
            "first": self.first,
            "short": self.short,
            "paragraphs": list(self.paragraphs),
            "of_100": {
                "label": self.label,
                "people_who": self.people_who,
                "blocks": [
                    {"name": b.name, "kind": b.kind, "share": b.share, "low": b.low,
                     "high": b.high, "simulated": b.simulated}
                    for b in self.blocks
                ],
            },
            "certainty": self.certainty,
            "evidence_statement": statement("no_controlled_trial"),
            "sources": list(self.sources),
            "run": dict(self.run),
        }  # fmt: skip
