"""An answer as text for a terminal."""

from __future__ import annotations

import textwrap

from exoburn.banner import BANNER
from exoburn.evidence.answer import Answer, Part
from exoburn.evidence.statements import statement
from exoburn.report.evidence_panels import GROUPS
from exoburn.report.evidence_words import (
    asked,
    count_line,
    domain_lines,
    effect_line,
    finding_line,
    note_of,
    pool_lines,
    review_line,
    signs_told,
    told_in,
)


def answer_text(answer: Answer, width: int = 100) -> str:
    """Everything that `exoburn evidence QUESTION` prints."""
    lines = [BANNER, "", answer.question.label.upper(), asked(answer), "", "In short"]
    lines += [f"  {text}" for text in answer.sentences]
    if answer.wanted.type == "ev":
        lines.append(f"  {statement('no_controlled_trial')}")
    for part in answer.parts:
        lines += _part(part, answer)
    if answer.counts:
        lines += ["", "Events counted in people"]
        lines += [f"  {count_line(one)}" for one in answer.counts]
    if answer.waiting:
        lines += ["", "Trials in people without a result that can be counted"]
        lines += [f"  {finding_line(one)}" for one in answer.waiting]
    if answer.indirect:
        lines += ["", "Indirect: other products and dressings (not counted above)"]
        lines += [f"  {line}" for line in answer.indirect]
    lines += ["", "Certainty is about the direction of the effect, not its size. "
              "The rules behind every step are in docs/evidence.md."]
    return "\n".join(_wrapped(line, width) for line in lines)


def _part(part: Part, answer: Answer) -> list[str]:
    body = part.body
    lines = ["", f"{GROUPS[part.rating.group].upper()}: certainty {part.rating.level}"]
    lines += [f"  {text}" for text in domain_lines(part)]
    note = note_of(part, answer)
    if note:
        lines.append(f"  {note}")
    if body.effects:
        lines += ["  Studies with numbers"] + [f"    {effect_line(e)}" for e in body.effects]
    for pool in body.pools:
        lines += [f"    {text}" for text in pool_lines(pool)]
    if body.reviews:
        lines += ["  Published reviews (not pooled with each other: they share studies)"]
        lines += [f"    {review_line(review)}" for review in body.reviews]
    told = told_in(part)
    if told:
        lines += [f"  Results told in words ({signs_told(answer.question.id)})"]
        lines += [f"    {finding_line(one)}" for one in told]
    return lines


def _wrapped(line: str, width: int) -> str:
    indent = len(line) - len(line.lstrip())
    return textwrap.fill(
        line.strip(), width, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
