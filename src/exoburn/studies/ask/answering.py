"""`ask`: a question about a case, answered from evidence tables and a small run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from exoburn.data import table
from exoburn.errors import InputError
from exoburn.evidence import SIMULATED
from exoburn.studies.ask.answer import Answer
from exoburn.studies.ask.harms import safety
from exoburn.studies.ask.hurts import pain
from exoburn.studies.ask.numbers import Numbers
from exoburn.studies.ask.parts import Draft, see_first
from exoburn.studies.ask.price_paid import cost
from exoburn.studies.ask.scars import old_scars
from exoburn.studies.ask.visits import sessions
from exoburn.studies.ask.when import results

_ANSWERS: Mapping[str, Callable[[Numbers], Draft]] = {
    "pain": pain, "results": results, "old-scars": old_scars, "cost": cost, "safety": safety,
    "sessions": sessions,
}  # fmt: skip
#: question -> how people put it
QUESTIONS = {row["id"]: row["asks"] for row in table("ask_questions")}


def question_of(word: str, *, key: str = "QUESTION") -> str:
    """The question that was meant.

    >>> question_of("old scars")
    'old-scars'
    """
    found = "-".join(word.lower().replace("-", " ").replace("_", " ").split())
    if found not in _ANSWERS:
        raise InputError("no such question", key=key, given=word, allowed=list(_ANSWERS))
    return found


def ask(question: str, numbers: Numbers) -> Answer:
    """The answer to one of `QUESTIONS` from the numbers of a case.

    >>> from exoburn.case import read_case
    >>> from exoburn.case.starting import starting_case
    >>> from exoburn.studies.ask.numbers import numbers_of
    >>> found = ask("pain", numbers_of(read_case(starting_case("burn")), draws=10))
    >>> found.asks, len(found.blocks)
    ('Does it hurt?', 2)
    """
    name = question_of(question)
    draft = _ANSWERS[name](numbers)
    base, product = numbers.pair.base, numbers.pair.product
    return Answer(
        question=name,
        asks=QUESTIONS[name],
        title=numbers.pair.case.title,
        first=see_first(numbers),
        short=draft.short,
        paragraphs=tuple(draft.paragraphs),
        label=draft.label,
        people_who=draft.people_who,
        blocks=tuple(draft.blocks),
        sources=draft.facts.sources,
        about=f"{product} beside {base}",
        certainty=SIMULATED,
        run=numbers.run | {"made_up_product": numbers.pair.made_up,
                           "grafted_by_policy": numbers.grafted},
    )  # fmt: skip
