"""What a forest plot shows: panels of one scale each, rows of studies, reviews and pools."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoburn.evidence.answer import Answer, Part
from exoburn.evidence.bias import BLIND_ITEM, RANDOM_ITEM, mark
from exoburn.evidence.body import Pool
from exoburn.evidence.effects import RATIOS, Effect
from exoburn.evidence.plain import approximate_prediction, interval_of, pooled_numbers
from exoburn.evidence.records import MetaAnalysis

GROUPS = {
    "animals": "Animals",
    "people": "People with other wounds",
    "people with burns": "People with burns",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: `kind` is study, review, pool or prediction; `state` counted, shown or excluded.

    `marks` are the signs for random allocation and blinded assessment of a study.
    """

    label: str
    kind: str
    state: str
    value: float | None
    low: float | None
    high: float | None
    weight: float
    marks: str
    told: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows on one scale; `log` for ratios; `better` says which side favours the product."""

    title: str
    note: str
    axis: str
    log: bool
    better: str
    lines: tuple[Line, ...]


def panels_of(answer: Answer) -> tuple[Panel, ...]:
    """Every panel of an answer, studies first, then published reviews; empty without numbers."""
    found: list[Panel] = []
    for part in answer.parts:
        found += _study_panels(part)
        found += _review_panels(part)
    return tuple(found)


def _study_panels(part: Part) -> list[Panel]:
    scales: dict[tuple[str, str, str], list[Effect]] = {}
    for effect in part.body.effects:
        if effect.measure != "PR" and effect.control != "none":
            scales.setdefault((effect.measure, effect.unit, effect.better), []).append(effect)
    made: list[Panel] = []
    for key, effects in scales.items():
        pool = next((p for p in part.body.pools if (p.measure, p.unit, p.better) == key), None)
        made.append(_study_panel(part, key, effects, pool))
    return made


def _study_panel(
    part: Part, key: tuple[str, str, str], effects: list[Effect], pool: Pool | None
) -> Panel:
    measure, unit, better = key
    log = measure in RATIOS
    total = sum(1 / e.variance for e in effects if e.se is not None and e.use == "counted") or 1.0
    lines = [_study_line(effect, total) for effect in effects]
    if pool is not None:
        lines += _pool_lines(pool)
    axis = {
        "MD": f"difference, {unit}", "SMD": "standardised difference",
        "ROM": f"{unit} (1 = no difference)",
    }  # fmt: skip
    return Panel(
        title=f"{GROUPS[part.rating.group]}: studies whose numbers could be read",
        note="marks: random allocation, blinded assessment (+ low, ~ some, - high, ? not reported)",
        axis=axis.get(measure, unit),
        log=log,
        better=better,
        lines=tuple(lines),
    )


def _study_line(effect: Effect, total: float) -> Line:
    value = math.exp(effect.estimate) if effect.measure in RATIOS else effect.estimate
    ends = interval_of(effect)
    weight = 1 / effect.variance / total if effect.se is not None else 0.0
    items = dict(effect.study.bias)
    tool = effect.study.bias_tool
    marks = f"{mark(items[RANDOM_ITEM[tool]])} {mark(items[BLIND_ITEM[tool]])}"
    state = effect.use if effect.se is not None or effect.use == "excluded" else "shown"
    low, high = ends or (None, None)
    label = effect.label if effect.study.own else f"{effect.label} (yours)"
    return Line(label, "study", state, value, low, high, weight, marks,
                told(value, low, high))


def _pool_lines(pool: Pool) -> list[Line]:
    numbers = pooled_numbers(pool.result, ratio=pool.ratio)
    low, high = numbers["ci"]
    value = numbers["estimate"]
    k = pool.result.k
    name = f"Pooled, {k} studies" if k > 1 else "One study: nothing to pool"
    lines = [Line(name, "pool", "counted", value, low, high, 1.0, "", told(value, low, high))]
    if numbers["prediction"]:
        low, high = numbers["prediction"]
        words = f"{short(low)} to {short(high)}"
        label = "  a new study like these"
        lines.append(Line(label, "prediction", "counted", None, low, high, 0.0, "", words))
    return lines


def _review_panels(part: Part) -> list[Panel]:
    scales: dict[tuple[str, str], list[MetaAnalysis]] = {}
    for review in part.body.reviews:
        if review.effect is not None and review.low is not None and review.scale:
            scales.setdefault((review.scale, review.better), []).append(review)
    return [
        Panel(
            title=f"{GROUPS[part.rating.group]}: published reviews",
            note="not pooled: they share studies; grey = shown but not counted",
            axis=_axis(scale),
            log=scale in ("OR", "RR"),
            better=better,
            lines=tuple(line for review in reviews for line in _review_lines(review)),
        )
        for (scale, better), reviews in scales.items()
    ]


def _axis(scale: str) -> str:
    known = {
        "points": "difference, % of the wound closed", "SMD": "standardised difference",
        "days": "difference, days to heal", "OR": "odds ratio (1 = no difference)",
    }  # fmt: skip
    return known.get(scale, scale)


def _review_lines(review: MetaAnalysis) -> list[Line]:
    """A review, and where a new study would fall if that can be worked out from what it prints."""
    reach = approximate_prediction(review)
    if reach is None:
        return [_review_line(review)]
    words = f"{short(reach[0])} to {short(reach[1])}"
    label = "  a new study like these (about)"
    return [
        _review_line(review),
        Line(label, "prediction", review.use, None, reach[0], reach[1], 0.0, "", words),
    ]


def _review_line(review: MetaAnalysis) -> Line:
    year = f" {review.year}" if review.year else ""
    label = f"{review.intervention}{year}, {review.population.removeprefix('animals, ')}"
    if review.use == "shown":
        label += f": {review.outcome}"
    return Line(
        label, "review", review.use, review.effect, review.low, review.high, 0.5, "",
        told(review.effect, review.low, review.high),
    )  # fmt: skip


def told(value: float | None, low: float | None, high: float | None) -> str:
    """A number with its interval.

    >>> told(14.77, -13.8, 43.3), told(-5.0, None, None)
    ('14.8 (-13.8 to 43.3)', '-5 (no interval)')
    """
    if value is None:
        return ""
    if low is None or high is None:
        return f"{short(value)} (no interval)"
    return f"{short(value)} ({short(low)} to {short(high)})"


def short(value: float) -> str:
    """Three digits at most, one decimal from 1 on.

    >>> [short(x) for x in (14.77, 0.868, 24.0, -191.33, -0.04)]
    ['14.8', '0.87', '24', '-191', '-0.04']
    """
    size = abs(value)
    if size >= 100:
        return f"{value:.0f}"
    if size >= 1:
        return f"{value:.1f}".removesuffix(".0")
    return f"{value:.2f}".rstrip("0").rstrip(".") if size >= 0.005 else "0"
