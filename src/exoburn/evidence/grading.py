"""How sure? GRADE's five domains, each by a stated rule, with the numbers that decided it.

Certainty is rated for the direction of the effect, not for its size (Hultcrantz 2017,
10.1016/j.jclinepi.2017.05.006). Controlled animal experiments and randomised trials start high,
other studies in people low (Hooijmans 2018, 10.1371/journal.pone.0187271).
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median

from exoburn.evidence.bias import BLIND_ITEM, RANDOM_ITEM
from exoburn.evidence.body import Body, Pool
from exoburn.evidence.indirect import sizes_of_the_whole
from exoburn.evidence.records import NOT_REPORTED, Study, Trial
from exoburn.evidence.stated import threshold

LEVELS = ("very low", "low", "moderate", "high")


@dataclass(frozen=True, slots=True)
class Domain:
    """One of GRADE's domains: how many steps down, and why."""

    name: str
    steps: int
    reason: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The certainty of a body of evidence; `level` "none" if there is no result."""

    group: str
    level: str
    start: str
    domains: tuple[Domain, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Best:
    """The result that imprecision is judged by: the counted one with most animals or people.

    `whole`: the size is that of a whole review, of which the outcome may hold only a part.
    """

    name: str
    favours: int
    size: int | None
    events: bool
    whole: bool = False


def rate(body: Body) -> Rating:
    """The certainty of one body of evidence.

    >>> from exoburn.evidence.body import body_of
    >>> from exoburn.evidence.questions import Filter
    >>> rating = rate(body_of("closure", Filter(), "animals"))
    >>> rating.level, [(d.name, d.steps) for d in rating.domains if d.steps]
    ('low', [('risk of bias', 1), ('publication bias', 1)])
    """
    if body.empty:
        return Rating(body.group, "none", "", (), "no result was found")
    randomised, blinded, count = reporting(body)
    compared = randomised and not body.only_counted
    start = "high" if body.group == "animals" or compared else "low"
    domains = (
        _risk_of_bias(randomised, blinded, count),
        _inconsistency(body),
        _indirectness(body),
        _imprecision(body),
        _publication_bias(body),
    )
    rank = LEVELS.index(start) - sum(domain.steps for domain in domains)
    level = LEVELS[max(0, rank)]
    down = "; ".join(domain.reason for domain in domains if domain.steps)
    why = f"starts {start}; rated down for: {down}" if down else f"starts {start}; not rated down"
    return Rating(body.group, level, start, domains, why)


def best_of(body: Body) -> Best | None:
    """The counted number with the most subjects; None if no number could be read."""
    found = [
        Best(_pool_name(pool), pool.favours, pool.size, pool.measure == "OR")
        for pool in body.pools
    ]
    found += [
        Best(review.label, review.favours, review.n_subjects, review.effect_type == "OR",
             sizes_of_the_whole(review))
        for review in body.counted_reviews
        if review.favours is not None
    ]
    return max(found, key=lambda one: one.size or 0, default=None)


def _pool_name(pool: Pool) -> str:
    return f"pool of {pool.result.k}" if pool.result.k > 1 else pool.effects[0].study.label


def reporting(body: Body) -> tuple[int, int, int]:
    """How many studies say that they randomised, how many that assessors were blinded, of how many.

    In animals all studies of the type are judged, since reviews pool them; in people those with a
    result.
    """
    from exoburn.evidence.base import shipped

    results = dict(body.results)
    told: list[tuple[bool, bool]] = []
    for study in body.studies:
        if body.group == "animals" or study.id in results:
            told.append(_says(study))
    if body.group == "people":
        names = {study.id for study in body.studies}
        for one in body.findings:
            if one.sign is None or one.study in names:
                continue
            trial = next((t for t in shipped().trials if one.study in (t.registry, t.label)), None)
            in_words = ("RCT" in one.words, "double-blind" in one.words)
            told.append(_says(trial) if trial else in_words)
        for review in body.counted_reviews:
            if review.favours is not None:
                told.append(("randomised" in review.design, "blind" in review.design))
    return sum(r for r, _ in told), sum(b for _, b in told), len(told)


def _says(study: Study | Trial) -> tuple[bool, bool]:
    items = dict(study.bias)
    random = items[RANDOM_ITEM[study.bias_tool]] not in (NOT_REPORTED, "high")
    return random, items[BLIND_ITEM[study.bias_tool]] == "low"


def _risk_of_bias(randomised: int, blinded: int, count: int) -> Domain:
    words = (
        f"{randomised} of {count} studies say that they randomised, {blinded} that those who "
        "measured did not know the group"
    )
    if not count:
        return Domain("risk of bias", 1, "nothing is known of how the studies were done")
    least = threshold("reporting_share")
    steps = int(randomised / count < least or blinded / count < least)
    return Domain("risk of bias", steps, words)


def _shared(body: Body) -> str:
    """Reviews share studies, so that their results are not independent votes."""
    reviews = sum(review.favours is not None for review in body.counted_reviews)
    return f" ({reviews} of them from reviews, which share studies)" if reviews > 1 else ""


def _inconsistency(body: Body) -> Domain:
    if body.only_counted:
        return Domain("inconsistency", 0, "events were counted, no groups compared: not judged")
    signs = [sign for _, sign in body.results]
    against = sum(sign < 1 for sign in signs)
    if len(signs) == 1:
        return Domain("inconsistency", 0, "one result: consistency cannot be judged")
    words = f"{against} of {len(signs)} results show no benefit or harm{_shared(body)}"
    if against and against < len(signs) and against / len(signs) >= threshold("against_share"):
        return Domain("inconsistency", 1, words)
    for pool in body.pools:
        ends = [effect.estimate > 0 for effect in pool.effects]
        uneven = pool.result.I2 > threshold("i2_high")  # noqa: SIM300
        if uneven and any(ends) and not all(ends):
            spread = f"I2 {pool.result.I2:.0f} % with results on both sides"
            return Domain("inconsistency", 1, spread)
    return Domain("inconsistency", 0, words)


def _indirectness(body: Body) -> Domain:
    counted = [effect for effect in body.effects if effect.use == "counted"]
    skin = [effect for effect in counted if "not skin" not in effect.study.wound]
    only_here = counted and not skin and not body.counted_reviews and not body.findings
    if only_here:
        return Domain("indirectness", 1, "none of the wounds was in skin")
    where = "burned skin" if body.burn else "skin wounds"
    return Domain("indirectness", 0, f"rated for {where} of {body.group}")


def _imprecision(body: Body) -> Domain:
    best = best_of(body)
    if best is None:
        return Domain("imprecision", 3, "directions only: no effect with an interval could be read")
    needed = threshold("size_for_events" if best.events else "size_for_mean")
    who = "animals" if body.group == "animals" else "people"
    size = f"{best.size} {who}" if best.size else f"an unknown number of {who}"
    size += " in the whole review" if best.whole and best.size else ""
    small = best.events or not best.size or best.size < needed
    if best.favours == 0:
        extra = f" and fewer than {needed:g} stand behind it" if small else ""
        return Domain(
            "imprecision", 1 + int(small),
            f"the interval of the largest result ({best.name}, {size}) crosses the line of no "
            f"effect{extra}",
        )  # fmt: skip
    if small:
        unit = "events" if best.events else who
        few = f"fewer than {needed:g} {unit} (or unknown)"
        return Domain("imprecision", 1, f"the largest result ({best.name}) rests on {size}: {few}")
    return Domain("imprecision", 0, f"the interval of the largest result ({best.name}, {size}) "
                  "lies on one side of no effect")


def _publication_bias(body: Body) -> Domain:
    name = "publication bias"
    if body.only_counted:
        return Domain(name, 0, "events were counted, no groups compared: not judged")
    fewest = int(threshold("egger_k"))
    for pool in body.pools:
        if pool.result.k >= fewest:
            p = pool.result.egger().p
            words = f"Egger test of {pool.result.k} studies: p {p:.2g}"
            return Domain(name, int(p < threshold("egger_p")), words)
    signs = [sign for _, sign in body.results]
    share = sum(sign == 1 for sign in signs) / len(signs)
    sizes = [study.n_per_arm for study in body.studies if study.n_per_arm]
    middle = median(sizes) if sizes else None
    large = [
        abs(review.effect) for review in body.counted_reviews
        if review.scale == "SMD" and review.effect is not None
    ]  # fmt: skip
    words = (
        f"fewer than {fewest} studies can be pooled; {100 * share:.0f} % of {len(signs)} results "
        f"favour the product{_shared(body)}"
    )
    if middle is not None:
        words += f", the middle study has {middle:g} in an arm"
    if large:
        words += f", reviews report a middle effect of {median(large):.1f} SD"
    few = middle is None or middle <= threshold("small_arm")
    suspect = share >= threshold("favour_share") and few
    suspect |= bool(large) and median(large) > threshold("smd_large")
    return Domain(name, int(suspect and len(signs) > 1), words)
