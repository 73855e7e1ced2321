"""The answer to a question: bodies of evidence, how sure each is, and what to say of people."""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.evidence.added import user_effects
from exoburn.evidence.base import shipped
from exoburn.evidence.body import Body, body_of
from exoburn.evidence.counting import Count, counts
from exoburn.evidence.effects import Effect
from exoburn.evidence.findings import trials_without_result
from exoburn.evidence.grading import LEVELS, Rating, rate
from exoburn.evidence.indirect import indirect
from exoburn.evidence.questions import Filter, Question, filter_of, question_by_id
from exoburn.evidence.records import Finding
from exoburn.evidence.sentence import sentence


@dataclass(frozen=True, slots=True)
class Part:
    """One group: `rating.group` is animals, people (other wounds) or people with burns."""

    body: Body
    rating: Rating
    sentence: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything `exoburn evidence QUESTION` tells."""

    question: Question
    wanted: Filter
    parts: tuple[Part, ...]
    counts: tuple[Count, ...]
    waiting: tuple[Finding, ...]
    indirect: tuple[str, ...]

    def part(self, group: str) -> Part | None:
        """The part of one group, None if the filter leaves it out."""
        return next((part for part in self.parts if part.rating.group == group), None)

    @property
    def sentences(self) -> tuple[str, ...]:
        """One plain sentence a group."""
        return tuple(part.sentence for part in self.parts)

    @property
    def empty(self) -> bool:
        """True if no group has a result."""
        return all(part.body.empty for part in self.parts)


def answer(
    question: str, *, species: str = "all", wound: str = "all", type: str = "ev",
    own: bool = True,
) -> Answer:  # fmt: skip
    """What the evidence says to a question, animals and people apart; `own` adds a user's studies.

    Raises InputError for an unknown question, species, wound or type.

    >>> found = answer("closure", own=False)
    >>> [(part.rating.group, part.rating.level) for part in found.parts]
    [('animals', 'low'), ('people', 'very low'), ('people with burns', 'very low')]
    """
    asked = question_by_id(question)
    more = tuple(user_effects()) if own else ()
    wanted = filter_of(species, wound, type, _species(more))
    parts: list[Part] = []
    if "animals" in wanted.groups:
        parts.append(_part(asked, wanted, "animals", None, more))
    if "people" in wanted.groups and wound != "burn":
        parts.append(_part(asked, wanted, "people", False, more))
    if "people" in wanted.groups and wound != "other":
        parts.append(_burned_people(asked, wanted, tuple(parts), more))
    burn = {"all": None, "burn": True, "other": False}[wound]
    people = "people" in wanted.groups
    return Answer(
        question=asked,
        wanted=wanted,
        parts=tuple(parts),
        counts=counts(question, type) if people else (),
        waiting=tuple(trials_without_result(question, type, burn)) if people else (),
        indirect=indirect(question, type),
    )


def _species(more: tuple[Effect, ...]) -> set[str]:
    names = {study.species for study in shipped().studies}
    return {name.split(" (")[0] for name in names | {effect.study.species for effect in more}}


def _part(
    asked: Question, wanted: Filter, group: str, burn: bool | None, more: tuple[Effect, ...]
) -> Part:
    body = body_of(asked.id, wanted, group, burn=burn, more=more)
    rating = rate(body)
    return Part(body, rating, sentence(asked, wanted.type, rating, body))


def _burned_people(
    asked: Question, wanted: Filter, parts: tuple[Part, ...], more: tuple[Effect, ...]
) -> Part:
    """Direct results in burned people, or what the other groups can say of them."""
    body = body_of(asked.id, wanted, "people", burn=True, more=more)
    rating = rate(body)
    name = "people with burns"
    if rating.level != "none":
        rating = Rating(name, rating.level, rating.start, rating.domains, rating.why)
        return Part(body, rating, sentence(asked, wanted.type, rating, body))
    rating = carried_over(name, tuple(part.rating for part in parts))
    elsewhere = any(not part.body.empty for part in parts)
    return Part(body, rating, sentence(asked, wanted.type, rating, body, indirect=elsewhere))


def carried_over(name: str, others: tuple[Rating, ...]) -> Rating:
    """The rating where no burned person was studied: two steps below the surest other group.

    Nothing carries over from evidence that is itself very uncertain.

    >>> low = Rating("animals", "low", "high", (), "")
    >>> carried_over("people with burns", (low,)).level
    'very low'
    >>> carried_over("people with burns", (Rating("animals", "very low", "high", (), ""),)).level
    'none'
    """
    ranks = [LEVELS.index(one.level) for one in others if one.level != "none"]
    if not ranks or max(ranks) == 0:
        why = "no result in burned people"
        if ranks:
            why += "; only indirect evidence, which is itself very uncertain"
        return Rating(name, "none", "", (), why)
    best = max(ranks)
    source = next(one for one in others if one.level == LEVELS[best])
    why = (
        f"no result in burned people; only indirect evidence, from {source.group} "
        f"({source.level} certainty), rated down twice for indirectness"
    )
    return Rating(name, LEVELS[max(0, best - 2)], source.level, (), why)
