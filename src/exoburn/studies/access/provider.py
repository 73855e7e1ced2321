"""Questions for a provider, and what the answers are worth: points, must-haves, red flags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from exoburn.case.read import parse_text
from exoburn.data import parameters, table
from exoburn.errors import InputError
from exoburn.textfile import decode, read_raw

#: verdict on an answer -> what it means
VERDICTS = {
    "good": "the answer that a sound provider gives", "unclear": "no clear answer",
    "red": "the red flag", "unasked": "not asked yet",
}  # fmt: skip
_MOST_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the answer of a sound provider, the red flag, and how much it weighs."""

    id: str
    question: str
    good: str
    red_flag: str
    weight: str
    points: float
    source: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Score:
    """What the answers came to: `points` of `most`; only good answers earn points.

    `red_flags` and `open` are questions; `words` is the verdict in a sentence.
    """

    points: float
    most: float
    must_have_good: int
    must_have: int
    red_flags: tuple[Question, ...]
    open: tuple[Question, ...]
    words: str


@cache
def questions() -> tuple[Question, ...]:
    """Every question, must-haves first.

    >>> len(questions()), questions()[0].id, questions()[0].points
    (16, 'trial_number', 3.0)
    """
    rows = parameters()
    found = [
        Question(
            row["id"], row["question"], row["good"], row["red_flag"], row["weight"],
            rows[f"access_points_{row['weight'].replace('-', '_')}"].value,
            row["source"], row["verified"] == "yes",
        )
        for row in table("provider_questions")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: -one.points))


def score(answers: Mapping[str, str]) -> Score:
    """Points for answers by question id, each one of `VERDICTS`; a missing one is not asked.

    >>> score({"trial_number": "red"}).words
    '1 red flag, 1 of it on a must-have: this offer falls short of what a trial has to show.'
    >>> score({one.id: "good" for one in questions()}).words
    'Every question has a sound answer. That shows care, not that the product works.'
    """
    for id, verdict in answers.items():
        _check(id, verdict, file=None)
    told = {one: answers.get(one.id, "unasked") for one in questions()}
    red = tuple(one for one, verdict in told.items() if verdict == "red")
    left = tuple(one for one, verdict in told.items() if verdict in ("unclear", "unasked"))
    must = [one for one in told if one.weight == "must-have"]
    good = [one for one, verdict in told.items() if verdict == "good"]
    return Score(
        sum(one.points for one in good), sum(one.points for one in told),
        sum(one in good for one in must), len(must), red, left, _words(red, left),
    )  # fmt: skip


def read_answers(path: str | Path) -> dict[str, str]:
    """Answers from a TOML or JSON file: question id = verdict, bare or under [answers].

    InputError for an unknown question or verdict, with the nearest one.
    """
    file = Path(path)
    name = str(path)
    raw = read_raw(file, what="file of answers", largest_mb=_MOST_BYTES / 1e6)
    text = decode(raw, name=name) if raw.strip() else ""  # an empty file is told below, by example
    data = parse_text(text, name, ".json" if file.suffix.lower() == ".json" else ".toml")
    told: Any = data.get("answers", data) if isinstance(data, dict) else data
    if not isinstance(told, dict) or not told:
        raise InputError(
            "holds no answers", file=name, allowed='lines like: trial_number = "good"'
        )
    for id, verdict in told.items():
        _check(id, verdict, file=name)
    return dict(told)


def _check(id: str, verdict: object, *, file: str | None) -> None:
    known = [one.id for one in questions()]
    if id not in known:
        raise InputError("no such question", file=file, key=id, given=id, allowed=known)
    if not isinstance(verdict, str) or verdict not in VERDICTS:
        raise InputError(
            "no such verdict", file=file, key=id, given=verdict, allowed=list(VERDICTS)
        )


def _words(red: tuple[Question, ...], left: tuple[Question, ...]) -> str:
    if red:
        count = sum(one.weight == "must-have" for one in red)
        flags = f"{len(red)} red flag{'s' if len(red) > 1 else ''}"
        if count:
            of = "it" if len(red) == 1 else "them"
            return (f"{flags}, {count} of {of} on a must-have: this offer falls short of what a "
                    "trial has to show.")
        return f"{flags}, none on a must-have: ask again, and show the answers to a burn team."
    if left:
        return f"No red flag so far; {len(left)} of {len(questions())} questions are open."
    return "Every question has a sound answer. That shows care, not that the product works."
