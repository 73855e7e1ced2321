"""One plain sentence in GRADE's words: may, probably, very uncertain, none found."""

from __future__ import annotations

from exoburn.errors import EngineError
from exoburn.evidence.body import Body
from exoburn.evidence.grading import Rating, best_of
from exoburn.evidence.questions import PRODUCTS, Question
from exoburn.evidence.statements import statements

WHERE = {
    "animals": "In animals",
    "people": "In people with other wounds",
    "people with burns": "In people with burns",
}


def as_of() -> str:
    """The month in which the evidence was last looked up."""
    return statements()["no_controlled_trial"].as_of


def sentence(
    question: Question, type: str, rating: Rating, body: Body | None, *, indirect: bool = False
) -> str:
    """What the evidence of one group says, with the certainty word.

    `indirect`: nothing was found in this group, but something in another one.

    >>> from exoburn.evidence.body import body_of
    >>> from exoburn.evidence.grading import rate
    >>> from exoburn.evidence.questions import Filter, question_by_id
    >>> body = body_of("closure", Filter(), "animals")
    >>> sentence(question_by_id("closure"), "ev", rate(body), body)
    'In animals, vesicle products (sold as exosomes) may shorten healing (low certainty).'
    """
    subject = question.subject_for(type)
    if indirect:
        return (f"{WHERE[rating.group]}, no result was found as of {as_of()}; only indirect "
                f"evidence bears on whether {subject} can {question.verb} {question.what} "
                f"({_certainty(rating.level)}).")  # fmt: skip
    told = _told(question, subject, rating.level, _direction(body))
    tail = f"none found as of {as_of()}" if rating.level == "none" else f"{rating.level} certainty"
    return f"{WHERE[rating.group]}, {told} ({tail})."


def _certainty(level: str) -> str:
    return "certainty: none" if level == "none" else f"{level} certainty"


def _direction(body: Body | None) -> int:
    """Whom the best number favours, or the greater part of the results told in words."""
    if body is None or body.empty:
        return 1
    best = best_of(body)
    if best is not None:
        return best.favours
    signs = [sign for _, sign in body.results]
    return 1 if 2 * sum(sign == 1 for sign in signs) > len(signs) else 0


def _told(question: Question, subject: str, level: str, direction: int) -> str:
    can = f"{subject} can {question.verb} {question.what}"
    if level == "none":
        return f"no result was found that tells whether {can}"
    if level == "very low":
        return f"the evidence is very uncertain about whether {can}"
    if direction == 0:
        sure = {"high": "", "moderate": "probably ", "low": "may "}[level]
        does = "makes" if level != "low" and _one(subject) else "make"
        return f"{subject} {sure}{does} little or no difference to {question.what}"
    no = "" if direction > 0 else "not "
    if level == "low":
        return f"{subject} may {no}{question.verb} {question.what}"
    if level in ("moderate", "high"):
        sure = "probably " if level == "moderate" else ""
        verb = _conjugated(question.verb, subject)
        if direction < 0:
            verb = f"{'does' if _one(subject) else 'do'} not {question.verb}"
        return f"{subject} {sure}{verb} {question.what}"
    raise EngineError(f"no such level of certainty: {level!r}")


def _one(subject: str) -> bool:
    """Does the subject take a verb in the singular?"""
    return subject not in {words for words in PRODUCTS.values() if _plural(words)}


def _plural(words: str) -> bool:
    return words.split("(")[0].strip().endswith("s") or words.startswith("carriers")


def _conjugated(verb: str, subject: str) -> str:
    if not _one(subject):
        return verb.replace("be given", "are given")
    first, _, rest = verb.partition(" ")
    return f"{'is' if first == 'be' else first + 's'} {rest}".strip()
