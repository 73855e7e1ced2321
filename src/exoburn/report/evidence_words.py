"""The lines that say what was found, the same for a terminal and for a page."""

from __future__ import annotations

from exoburn.evidence.answer import Answer, Part
from exoburn.evidence.body import Pool
from exoburn.evidence.counting import Count
from exoburn.evidence.effects import RATIOS, Effect
from exoburn.evidence.indirect import review_words
from exoburn.evidence.plain import approximate_prediction, interval_of, pooled_numbers
from exoburn.evidence.pool import Pooled
from exoburn.evidence.questions import PRODUCTS
from exoburn.evidence.records import Finding, MetaAnalysis
from exoburn.report.evidence_panels import short, told

SIGNS = {1: "+", 0: "=", -1: "-", None: "?"}
SIGNS_TOLD = "+ favours the product, = no difference, - against it, ? no result yet"
#: Questions that compare products with each other: a plus says that they differ, not who wins.
_DIFFER = {
    "source": "+ sources differ, = no difference, ? no result yet",
    "safety": "o none of the events that it counted, nothing compared; - harm, ? no result yet",
}


def signs_told(question: str) -> str:
    """What the signs before results in words mean for a question.

    >>> signs_told("source"), signs_told("closure")[:21]
    ('+ sources differ, = no difference, ? no result yet', '+ favours the product')
    """
    return _DIFFER.get(question, SIGNS_TOLD)


def asked(answer: Answer) -> str:
    """What was asked, with the filter."""
    wanted = answer.wanted
    wound = {"all": "all wounds", "burn": "burns only", "other": "other wounds than burns"}
    species = "animals and people, kept apart" if wanted.species == "all" else wanted.species
    product = PRODUCTS[wanted.type]
    asks = answer.question.asks
    return f"{asks} {product[0].upper()}{product[1:]}; {wound[wanted.wound]}; {species}"


def effect_line(effect: Effect) -> str:
    """One study's effect with arms, size, source and what was done about its spread."""
    import math

    value = math.exp(effect.estimate) if effect.measure in RATIOS else effect.estimate
    low, high = interval_of(effect) or (None, None)
    day = f", day {effect.day:g}" if effect.day is not None else ""
    counts = f", n {_count(effect.n[0])}"
    if not effect.paired and effect.control != "none":
        counts += f" and {_count(effect.n[1])}"
    control = "" if effect.control == "none" else f" against {effect.control}"
    text = (
        f"{effect.study.label} ({effect.study.species}, {effect.study.wound}): {effect.treated}"
        f"{control}{day}{counts}: {told(value, low, high)} {effect.unit}"
    )
    notes = [note for note in (effect.spread_note, effect.why) if note]
    if effect.use != "counted":
        known = {"direction": "counted for its direction only"}
        notes.insert(0, known.get(effect.use, "not counted"))
    if not effect.study.own:
        text += f" [your study: {effect.study.read.source}]"
    else:
        text += f" [{effect.study.read.source}]"
    return text + (f". {'; '.join(notes)}" if notes else "")


def _count(n: int | None) -> str:
    return "not given" if n is None else str(n)


def pool_lines(pool: Pool) -> list[str]:
    """A pooled result, its prediction interval, and what other choices would give."""
    k = pool.result.k
    lines = [f"Pooled ({k} studies, {pool.unit}): {result_words(pool.result, pool)}"]
    if k < 3:
        lines.append("No prediction interval: it takes three studies.")
    if k == 1:
        lines[0] = f"One study, nothing to pool ({pool.unit}): {result_words(pool.result, pool)}"
    changed = pool.sensitivity
    return lines + [f"{_changed(words)}: {result_words(result, pool)}" for words, result in changed]


def _changed(words: str) -> str:
    """What a sensitivity analysis changed, as the opening of a line."""
    known = {
        "replaced SDs at their low end": "If the replaced SDs were at their low end",
        "replaced SDs at their high end": "If the replaced SDs were at their high end",
        "SDs as printed, though implausible": "If the SDs were right as printed (implausible)",
        "spreads of a type that is not stated as standard errors": "If spreads of a type that is "
        "not stated were standard errors",
        "one common effect, no spread between studies": "If all studies had one common effect",
    }
    return known.get(words, words[0].upper() + words[1:])


def result_words(result: Pooled, pool: Pool) -> str:
    """Estimate, interval, prediction interval and I2."""
    numbers = pooled_numbers(result, ratio=pool.ratio)
    text = told(numbers["estimate"], *numbers["ci"])
    if numbers["prediction"]:
        low, high = numbers["prediction"]
        text += f"; a new study like these: {short(low)} to {short(high)}"
    if result.k > 1 and numbers["I2"] is not None:
        text += f"; I2 {numbers['I2']:.0f} %"
    return text


def review_line(review: MetaAnalysis) -> str:
    """One published result, how it is counted and why."""
    text = f"{review.intervention} {review.year}".strip() + f", {review_words(review)}"
    reach = approximate_prediction(review)
    if reach:
        text += (
            f"; a new study like these, worked out from its I2: about {short(reach[0])} to "
            f"{short(reach[1])}"
        )
    notes = [] if review.use == "counted" else [f"not counted ({review.use})"]
    if review.why:
        notes.append(review.why)
    if review.same_as:
        notes.append(f"counted as {review.same_as}")
    return text + (f". {'; '.join(notes)}" if notes else "")


def finding_line(one: Finding) -> str:
    """One result told in words, with its sign."""
    checked = "" if one.read.checked else "; not checked by us"
    sign = "o" if one.counted and one.sign == 1 else SIGNS[one.sign]
    return f"{sign} {one.label}: {one.words} [{one.read.source or one.study}{checked}]"


def domain_lines(part: Part) -> list[str]:
    """Each GRADE domain with its steps and reason; only the reason where nothing was rated."""
    rating = part.rating
    if not rating.domains:
        return [rating.why]
    lines = [f"starts {rating.start}"]
    for domain in rating.domains:
        steps = f"-{domain.steps}" if domain.steps else " 0"
        lines.append(f"{steps}  {domain.name}: {domain.reason}")
    return lines


def note_of(part: Part, answer: Answer) -> str:
    """What a reader must know of a group: animals, or once for people, beside the last of them."""
    if part.body.group == "animals":
        return answer.question.animal_note
    last = [one for one in answer.parts if one.body.group == "people"][-1]
    return answer.question.people_note if part is last else ""


def told_in(part: Part) -> list[Finding]:
    """Results in words; trials in people without one are listed apart."""
    animals = part.body.group == "animals"
    return [one for one in part.body.findings if one.sign is not None or animals]


def count_line(count: Count) -> str:
    """Events in people without a control group."""
    trials = "trial" if len(count.trials) == 1 else "trials"
    return (
        f"{count.what}: {count.events} of {count.people} people in {len(count.trials)} small "
        f"{trials} (95 % interval {100 * count.low:.1f} to {100 * count.high:.1f} of 100; no "
        f"control groups compared): {'; '.join(count.trials)}"
    )
