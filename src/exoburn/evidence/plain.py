"""An answer as plain data for JSON, schema `exoburn.evidence/1`."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

from exoburn.evidence.answer import Answer, Part
from exoburn.evidence.body import Pool
from exoburn.evidence.effects import RATIOS, Effect
from exoburn.evidence.pool import Pooled
from exoburn.evidence.records import Finding, MetaAnalysis
from exoburn.evidence.sentence import as_of


def as_dict(answer: Answer) -> dict[str, Any]:
    """Everything an answer holds; ratios are given back from their logarithms.

    >>> from exoburn.evidence.answer import answer
    >>> told = as_dict(answer("closure", own=False))
    >>> told["schema"], told["groups"][0]["certainty"]["level"], told["groups"][0]["pooled"][0]["k"]
    ('exoburn.evidence/1', 'low', 2)
    """
    return {
        "schema": "exoburn.evidence/1",
        "question": asdict(answer.question),
        "filter": asdict(answer.wanted),
        "as_of": as_of(),
        "sentences": list(answer.sentences),
        "groups": [_part(part) for part in answer.parts],
        "counts": [asdict(count) for count in answer.counts],
        "trials_without_result": [_finding(one) for one in answer.waiting],
        "indirect": list(answer.indirect),
    }


def _part(part: Part) -> dict[str, Any]:
    rating, body = part.rating, part.body
    return {
        "group": rating.group,
        "sentence": part.sentence,
        "certainty": {
            "level": rating.level,
            "starts": rating.start or None,
            "why": rating.why,
            "domains": [asdict(domain) for domain in rating.domains],
        },
        "studies": [_effect(effect) for effect in body.effects],
        "pooled": [_pool(pool) for pool in body.pools],
        "reviews": [_review(review) for review in body.reviews],
        "findings": [_finding(one) for one in body.findings],
    }


def _effect(effect: Effect) -> dict[str, Any]:
    ratio = effect.measure in RATIOS
    interval = interval_of(effect)
    return {
        "study": effect.study.id,
        "label": effect.study.label,
        "species": effect.study.species,
        "wound": effect.study.wound,
        "burn": effect.study.burn,
        "outcome": effect.outcome,
        "day": effect.day,
        "treated": effect.treated,
        "control": effect.control,
        "n": list(effect.n),
        "measure": effect.measure,
        "unit": effect.unit,
        "better": effect.better,
        "effect": math.exp(effect.estimate) if ratio else effect.estimate,
        "ci": list(interval) if interval else None,
        "se": effect.se,
        "use": effect.use,
        "why": effect.why or None,
        "spread_note": effect.spread_note or None,
        "bias_tool": effect.study.bias_tool,
        "bias": dict(effect.study.bias),
        "source": asdict(effect.study.read),
        "own": effect.study.own,
    }


def interval_of(effect: Effect) -> tuple[float, float] | None:
    """The 95 % interval of one study on the scale a reader sees."""
    if effect.se is None:
        return None
    low, high = effect.interval
    return (math.exp(low), math.exp(high)) if effect.measure in RATIOS else (low, high)


def _pool(pool: Pool) -> dict[str, Any]:
    return {
        "measure": pool.measure,
        "unit": pool.unit,
        "better": pool.better,
        "size": pool.size,
        "favours": pool.favours,
        "studies": [effect.study.id for effect in pool.effects],
        **pooled_numbers(pool.result, ratio=pool.ratio),
        "sensitivity": [
            {"change": words, **pooled_numbers(result, ratio=pool.ratio)}
            for words, result in pool.sensitivity
        ],
    }


def pooled_numbers(result: Pooled, *, ratio: bool) -> dict[str, Any]:
    """Estimate, intervals and heterogeneity of a pooled result on the scale a reader sees."""
    shown = result.back(math.exp) if ratio else {
        "estimate": result.estimate, "ci": result.ci, "prediction": result.prediction
    }  # fmt: skip
    return {
        "estimate": shown["estimate"],
        "ci": list(shown["ci"]),
        "prediction": list(shown["prediction"]) if shown["prediction"] else None,
        "k": result.k,
        "tau2": _finite(result.tau2),
        "I2": _finite(result.I2),
        "method": result.method,
        "test": result.test,
    }


def _finite(value: float) -> float | None:
    """JSON has no word for what is not defined."""
    return value if math.isfinite(value) else None


def _review(review: MetaAnalysis) -> dict[str, Any]:
    reach = approximate_prediction(review)
    return {**asdict(review), "favours": review.favours,
            "approximate_prediction": list(reach) if reach else None}


def _finding(one: Finding) -> dict[str, Any]:
    return asdict(one)


def approximate_prediction(review: MetaAnalysis) -> tuple[float, float] | None:
    """A prediction interval from a printed mean, interval, I2 and number of studies.

    tau2 = I2 k se^2, as if all studies were equally large (our approximation; Higgins 2009,
    10.1111/j.1467-985X.2008.00552.x, for the interval); None if one of the numbers is missing.
    """
    if None in (review.effect, review.low, review.high, review.i2, review.n_studies):
        return None
    assert review.effect is not None
    assert review.low is not None
    assert review.high is not None
    assert review.i2 is not None
    assert review.n_studies is not None
    if review.n_studies < 3 or review.effect_type in ("OR", "RR"):
        return None
    from exoburn.evidence.pool.distributions import critical

    se = (review.high - review.low) / (2 * 1.959964)
    tau2 = review.i2 / 100 * review.n_studies * se**2
    half = critical(0.95, review.n_studies - 2) * math.sqrt(tau2 + se**2)
    return review.effect - half, review.effect + half
