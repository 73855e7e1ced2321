"""The third kind of uncertainty: the same case under other forms of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from exoburn.outcome import registry
from exoburn.report.wording import settled

_SIDES = {"on": "yes", "off": "no"}


@dataclass(frozen=True)
class StructureRow:
    """An open question about the model, an arm, and what each answer makes of its benefit."""

    question: str
    arm: str
    sides: str


def structure_rows(structure: Mapping[str, Any] | None) -> list[StructureRow]:
    """One row a question and arm.

    >>> sides = {"on": -0.13, "off": -0.1}
    >>> structure_rows({"e_clear": {"question": "clearing?", "outcome": "t95_days",
    ...                             "arms": {"Gel": sides}}})[0].sides
    'yes: \\u22120.13 days; no: \\u22120.1 days'
    """
    rows = []
    for told in (structure or {}).values():
        question = told["question"][0].upper() + told["question"][1:]
        unit = registry()[told["outcome"]].unit
        unit = "days" if unit == "day" else unit
        for arm, sides in told["arms"].items():
            words = "; ".join(
                f"{_SIDES.get(side, side)}: {settled(gap)} {unit}" for side, gap in sides.items()
            )
            rows.append(StructureRow(question, arm, words))
    return rows
