"""Sentences that several answers share, and the draft that an answer is written on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from exoburn.evidence import SIMULATED
from exoburn.studies.ask.answer import Block
from exoburn.studies.ask.facts import Facts
from exoburn.studies.ask.numbers import Numbers, Share

#: sources of the sentence that no controlled trial was found
_NO_TRIAL = "science table human_trials; NCT05078385"


@dataclass
class Draft:
    """What one question's function fills in."""

    short: str = ""
    paragraphs: list[str] = field(default_factory=list)
    label: str = ""
    people_who: str = ""
    blocks: list[Block] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)

    def say(self, *sentences: str) -> None:
        """One paragraph; empty sentences are left out."""
        kept = [sentence for sentence in sentences if sentence]
        if kept:
            self.paragraphs.append(" ".join(kept))

    def count(self, label: str, people_who: str, blocks: Sequence[Block]) -> None:
        """The hundred people to draw."""
        self.label, self.people_who, self.blocks = label, people_who, list(blocks)


def no_trial(draft: Draft) -> str:
    """What stands beside every number of vesicles in burned people."""
    draft.facts.cite(_NO_TRIAL)
    return ("We found no finished trial of vesicles with a control group in people with burns, as "
            "of 2026-11.")


def how_sure() -> str:
    """The certainty of a simulated number."""
    return f"How sure are we? {SIMULATED[0].upper()}{SIMULATED[1:]}."


def two_blocks(numbers: Numbers, base: Share, product: Share) -> list[Block]:
    """Usual care and product side by side."""
    return [
        Block(arm.arm.name, arm.arm.kind, share.mean, share.low, share.high)
        for arm, share in ((numbers.base, base), (numbers.product, product))
    ]


def made_up(numbers: Numbers) -> str:
    """Says so where the product was added by us."""
    if not numbers.pair.made_up:
        return ""
    return (f"The case names no vesicle product, so we made one up and call it "
            f"{numbers.pair.words[1]}.")



def wide(*shares: Share) -> str:
    """Says what a range from almost none to almost all means."""
    if not any(share.high - share.low > 0.8 for share in shares):
        return ""
    return "So wide a range means that the model does not know."


def graft_planned(numbers: Numbers) -> bool:
    """True if a skin graft is part of both plans, so that the counts hold one."""
    return all(arm.arm.statement.graft != "none" for arm in (numbers.base, numbers.product))


def no_graft(numbers: Numbers, words: str = "if no one has a graft") -> str:
    """The words that a count needs where the plan would send people to surgery; else none."""
    return f", {words}" if numbers.grafted >= 0.005 and not graft_planned(numbers) else ""


def see_first(numbers: Numbers) -> str:
    """Before any answer: rules that send this person to a burn team; a burn we cannot model."""
    flags = [flag["class"] for flag in numbers.result.summary["flags"] if flag["judged"]]
    said = []
    if "refer" in flags:
        said.append(
            "First of all: by the rules that teams use, a burn team needs to see this person."
        )
    if "stamp" in flags:
        said.append("Our model was not made for such a burn. The true course is mostly worse than "
                    "these counts.")  # fmt: skip
    return " ".join(said)
