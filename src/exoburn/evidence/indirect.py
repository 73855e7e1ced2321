"""What else is known where nothing answers a question: other products, other comparisons."""

from __future__ import annotations

from collections.abc import Mapping

from exoburn.data import table
from exoburn.evidence.base import shipped
from exoburn.evidence.findings import findings
from exoburn.evidence.questions import PRODUCTS
from exoburn.evidence.records import MetaAnalysis

#: question -> words that an outcome of conventional care has when it bears on it
_CARE = {"infection": ("infection",), "pain": ("pain",)}


def indirect(question: str, type: str) -> tuple[str, ...]:
    """Results of other products, and of dressings, that bear on a question, each with its source.

    >>> [line for line in indirect("infection", "ev") if "OR 0.18" in line][0][:67]
    'platelet-rich plasma, human burns, infection: OR 0.18 (0.04 to 0.88'
    """
    lines: list[str] = []
    for review in shipped().reviews:
        if review.question == question and review.type != type and review.use == "counted":
            lines.append(f"{PRODUCTS[review.type]}, {review_words(review)}")
    for one in findings():
        if one.question == question and one.type != type and one.sign is not None:
            lines.append(f"{PRODUCTS[one.type]}: {one.words} [{one.read.source}]")
    for effect in shipped().comparators:
        wanted = any(word in effect.outcome.lower() for word in _CARE.get(question, ()))
        if wanted and effect.intervention != "PRP":
            reach = f" ({effect.low} to {effect.high})" if effect.low else ""
            lines.append(
                f"{effect.intervention} against {effect.comparator}, {effect.outcome}: "
                f"{effect.effect_type} {effect.effect}{reach} [{effect.read.source}]"
            )
    if question == "dose":
        lines += [
            _dose_words(row) for row in table("ev_in_vivo_doses")
            if row["dose_per_cm2"] and row["doi_or_id"]
        ]  # fmt: skip
    if question == "safety":
        lines += [
            f"{signal.jurisdiction}, {signal.date}: {signal.status} [{signal.read.source}]"
            for signal in shipped().regulations
            if signal.scope == "safety signal"
        ]
    return tuple(lines)


def _dose_words(row: Mapping[str, str]) -> str:
    """A dose that was given or is planned, so that its size can be seen beside others."""
    checked = "" if row["verified"] == "yes" else ", not checked by us"
    unit = "" if any(unit in row["dose_per_cm2"] for unit in ("ug", "particles")) else row["unit"]
    dose = f"{row['dose_per_cm2']} {unit}".replace("particles/cm2", "particles").strip()
    dose += "" if "application" in dose else " per cm2"
    told = f": {row['outcome']}" if row["outcome"] else ""
    where = f" [{row['doi_or_id']}{checked}]"
    return f"{row['species']}, {row['model']}, {row['source']}, {row['route']}, {dose}{told}{where}"


def sizes_of_the_whole(review: MetaAnalysis) -> bool:
    """Does its source give one count of studies or subjects for several outcomes?

    >>> [sizes_of_the_whole(r) for r in shipped().reviews if r.n_subjects == 530][:1]
    [True]
    """
    size = (review.n_studies, review.n_subjects)
    alike = {
        one.outcome for one in shipped().reviews
        if one.read.source == review.read.source and one.population == review.population
        and (one.n_studies, one.n_subjects) == size
    }  # fmt: skip
    return size != (None, None) and len(alike) > 1


def review_words(review: MetaAnalysis) -> str:
    """A published result as one line."""
    told = "no number could be read"
    if review.effect is not None:
        told = f"{review.effect_type} {review.effect:g}"
        if review.low is not None and review.high is not None:
            told += f" ({review.low:g} to {review.high:g})"
    counts = [
        f"{count} {word}"
        for count, word in ((review.n_studies, "studies"), (review.n_subjects, "subjects"))
        if count
    ]
    if counts and sizes_of_the_whole(review):
        counts[-1] += " in the whole review"
    where = f" [{review.read.source}]"
    return f"{review.population}, {review.outcome}: {told}" + "".join(
        f", {text}" for text in counts
    ) + where
