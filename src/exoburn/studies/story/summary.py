"""The answer to a story as plain data: `exoburn.story/1` (numbers are finite or null)."""

from __future__ import annotations

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import numpy as np

from exoburn.data import parameters
from exoburn.evidence import SIMULATED, statement
from exoburn.outcome.quantiles import finite
from exoburn.studies.story.followups import FollowUp, follow_ups
from exoburn.studies.story.ladder import ladder
from exoburn.studies.story.shares import (
    ByKnowledge,
    bayes_factor,
    knowledge_shares,
)
from exoburn.studies.story.statement import Told
from exoburn.studies.story.telling import believed, factor_of_counted, factor_of_stories
from exoburn.studies.story.told import scar_readings
from exoburn.studies.story.watch import (
    ANIMAL,
    DEFAULT,
    NO_EFFECT,
    NOBODY,
    OTHER_POLICY,
    RAT_DOSE,
    Watched,
)

SCHEMA = "exoburn.story/1"
Json = dict[str, Any]
#: Numbers of stories that the table of telling shows.
_STORIES = (1, 5, 20)


def summary_of(watched: Watched) -> Json:
    """Everything a story's answer says, before it is put into words."""
    story, told = watched.story, watched.story.outcome
    arms = [NOBODY, NO_EFFECT, DEFAULT, ANIMAL]
    found = knowledge_shares(watched, told, arms)
    factor = bayes_factor(found, ANIMAL, NO_EFFECT)
    return {
        "schema": SCHEMA,
        "version": version("exoburn"),
        "parameter_set": watched.parameter_set,
        "seed": watched.draws.seed,
        "draws": watched.draws.count,
        "days": watched.days,
        "title": story.title,
        "outcome": told.model_dump(mode="json", exclude_none=True),
        "standard_care_share": found.share(NOBODY).share,
        "treated_share": found.share(DEFAULT).share,
        "bayes_factor": factor.value,
        "standard_care": asdict(found.share(NOBODY)),
        "treated": {
            "default": asdict(found.share(DEFAULT)),
            "works_as_in_animals": asdict(found.share(ANIMAL)),
            "no_effect": asdict(found.share(NO_EFFECT)),
        },
        "bayes_factor_range": asdict(factor),
        "telling": _telling(watched, found),
        "beliefs": _beliefs(watched, found),
        "natural_course": _natural(watched),
        "ladder": ladder(watched),
        "by_depth": [_depth(watched, told, one.name, float(one.share.mean()))
                     for one in watched.depths],
        "readings": _readings(watched, told),
        "follow_up": [_follow_up(one) for one in follow_ups(watched, found)],
        "certainty": SIMULATED,
        "evidence_statement": statement("no_controlled_trial"),
    }  # fmt: skip


def _telling(watched: Watched, found: ByKnowledge) -> Json:
    """Bayes factors by how stories reach us, for several numbers of them."""
    how = watched.story.telling
    p1, p0 = found.shares[ANIMAL], found.shares[NO_EFFECT]
    counts = sorted({*_STORIES, how.stories})
    # a count of failures weighs nothing where hardly any run fails: the ratio would be of chance
    known = not (found.too_few(ANIMAL) or found.too_few(NO_EFFECT))
    rows = [
        {
            "stories": n,
            "all_told": factor_of_stories(p1, p0, n),
            "only_successes_told": factor_of_stories(p1, p0, n, failure=0.0),
            "as_stated": factor_of_stories(
                p1, p0, n, success=how.tell_success, failure=how.tell_failure
            ),
            "of_twice_as_many_treated": factor_of_counted(p1, p0, n, 2 * n) if known else None,
            "of_ten_times_as_many_treated": factor_of_counted(p1, p0, n, 10 * n) if known else None,
        }
        for n in counts
    ]
    own = factor_of_stories(
        p1, p0, how.stories, success=how.tell_success, failure=how.tell_failure,
        failures_told=how.failures_told,
    ) if how.treated is None else factor_of_counted(
        p1, p0, how.stories, how.treated, success=how.tell_success, failure=how.tell_failure,
        failures_told=how.failures_told,
    )  # fmt: skip
    return how.model_dump(mode="json", exclude_none=True) | {
        "bayes_factor_as_told": own, "by_number": rows,
    }


def _beliefs(watched: Watched, found: ByKnowledge) -> list[Json]:
    """What prior odds become: of the one story at face value, and of it as it was told."""
    rows = parameters()
    p1, p0 = found.shares[ANIMAL], found.shares[NO_EFFECT]
    face = factor_of_stories(p1, p0, 1)
    told = _telling(watched, found)["bayes_factor_as_told"]
    # stated beliefs only: the model's own chance is one of any effect, not of that of animals
    priors = (rows["story_prior_low"].value, rows["story_prior_even"].value)
    return [
        {"before": prior, "after_one_story": believed(prior, face),
         "after_as_told": believed(prior, told)}
        for prior in priors
    ]  # fmt: skip


def _natural(watched: Watched) -> Json:
    """What standard care alone does: closure, scar at its worst and later, luck of readings."""
    told = watched.story.outcome
    weights = np.concatenate([depth.share for depth in watched.depths])
    seen = [depth.arms[NOBODY] for depth in watched.depths]
    closed = np.concatenate([one.closed for one in seen])
    scar: Json = {}
    if told.kind == "scar_reduction_percent":
        truth = [one.score[:, : int(told.day) + 1] for one in seen]
        step = int(parameters()["story_looks_days"].value)
        fell = np.concatenate([_percent_less(t[:, -1], t[:, step:].max(axis=1)) for t in truth])
        read = []
        for one in seen:
            looks, last = scar_readings(one, watched, told.day)
            read.append(_percent_less(last, looks.max(axis=2)).mean(axis=1))
        scar = {
            "scar_falls_percent": _mean(fell, weights),
            "scar_read_as_falling_percent": _mean(np.concatenate(read), weights),
        }
    return {
        "closed_day_median": finite(_median(closed, weights)),
        "grafted_share": _mean(np.concatenate([one.grafted for one in seen]), weights),
    } | scar


def _percent_less(last: np.ndarray, worst: np.ndarray) -> np.ndarray:
    return 100 * (1 - last / np.maximum(worst, parameters()["story_least_worst"].value))


def _mean(values: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(values, weights=weights))


def _median(values: np.ndarray, weights: np.ndarray) -> float:
    order = np.argsort(values)
    share = np.cumsum(weights[order]) / weights.sum()
    return float(values[order][min(int(np.searchsorted(share, 0.5)), len(values) - 1)])


def _depth(watched: Watched, told: Told, name: str, share: float) -> Json:
    found = knowledge_shares(watched, told, [NOBODY, NO_EFFECT, DEFAULT, ANIMAL], depth=name)
    return {
        "depth": name, "share_of_such_burns": share,
        "standard_care": asdict(found.share(NOBODY)),
        "treated": asdict(found.share(DEFAULT)),
        "works_as_in_animals": asdict(found.share(ANIMAL)),
        "bayes_factor": asdict(bayes_factor(found, ANIMAL, NO_EFFECT)),
    }


def _readings(watched: Watched, told: Told) -> list[Json]:
    """The same question read in other ways: the other policy, the other scar, the animals' dose."""
    rows = []
    if told.kind == "scar_reduction_percent":
        other = "average_scar" if told.against == "own_worst" else "own_worst"
        again = knowledge_shares(watched, told.model_copy(update={"against": other}),
                                 [NOBODY, NO_EFFECT, ANIMAL])  # fmt: skip
        rows.append({"id": f"against_{other}", "standard_care": asdict(again.share(NOBODY)),
                     "bayes_factor": asdict(bayes_factor(again, ANIMAL, NO_EFFECT))})
    policy = knowledge_shares(watched, told, [OTHER_POLICY])
    operates = watched.story.policy.operates
    rows.append({"id": "nobody_grafted_by_policy" if operates else "grafted_by_policy",
                 "standard_care": asdict(policy.share(OTHER_POLICY)), "bayes_factor": None})
    if RAT_DOSE in watched.depths[0].arms:
        dose = knowledge_shares(watched, told, [NOBODY, NO_EFFECT, RAT_DOSE])
        rows.append({"id": "dose_of_rats", "standard_care": asdict(dose.share(NOBODY)),
                     "works_as_in_animals": asdict(dose.share(RAT_DOSE)),
                     "bayes_factor": asdict(bayes_factor(dose, RAT_DOSE, NO_EFFECT))})
    return rows


def _follow_up(one: FollowUp) -> Json:
    return {
        "id": one.id, "label": one.label, "bits": one.tested.bits,
        "log10_factor_if_it_works": one.tested.if_works,
        "log10_factor_if_it_does_nothing": one.tested.if_nothing,
        "people_for_ten_to_one": one.people,
        "bits_if_the_lot_is_untested": one.untested.bits,
        "bits_at_the_dose_of_rats": None if one.stronger is None else one.stronger.bits,
        "people_at_the_dose_of_rats": one.stronger_people,
    }  # fmt: skip


