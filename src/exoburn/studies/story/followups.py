"""Which follow-up would have told more than the story: candidates ranked by information."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.data import number, parameters, table
from exoburn.streams import normal
from exoburn.studies.story.information import Information, information, without_depth, yes_or_no
from exoburn.studies.story.seen import Seen
from exoburn.studies.story.shares import ByKnowledge, knowledge_shares
from exoburn.studies.story.told import on_day
from exoburn.studies.story.watch import ANIMAL, BESIDE, NO_EFFECT, RAT_DOSE, Watched

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One way of looking; `tested` for a lot known to act, `untested` for one that may not.

    `people` is how many people followed like this, whatever came of it, until the evidence is
    expected to reach ten to one; None above a million. `stronger` is the same at the dose of
    animals, if the story's is lower.
    """

    id: str
    label: str
    tested: Information
    untested: Information
    people: int | None
    stronger: Information | None
    stronger_people: int | None


def follow_ups(watched: Watched, told: ByKnowledge) -> list[FollowUp]:
    """All candidates, the most telling first (at the dose of animals, if that is higher), and the
    story itself, told whatever came of it."""
    active = parameters()["p_act"].value
    found = []
    for row in table("story_followups"):
        if row["day"] and number(row["day"]) > watched.days:
            continue
        tested, untested = (_of(row, watched, ANIMAL, share) for share in (1.0, active))
        high = _of(row, watched, RAT_DOSE, 1.0) if _has_rat_dose(watched) else None
        found.append(_one(row["id"], row["label"], tested, untested, high))
    p1, p0 = (float(told.shares[arm].mean()) for arm in (ANIMAL, NO_EFFECT))
    one = yes_or_no(p1, p0)
    mixed = yes_or_no(active * p1 + (1 - active) * p0, p0)
    high = None
    if _has_rat_dose(watched):
        best = knowledge_shares(watched, watched.story.outcome, [NO_EFFECT, RAT_DOSE])
        high = yes_or_no(*(float(best.shares[arm].mean()) for arm in (RAT_DOSE, NO_EFFECT)))
    found.append(_one("story", "the story alone, told whether it went well or not", one, mixed,
                      high))  # fmt: skip
    return sorted(found, key=lambda each: (-(each.stronger or each.tested).bits, each.id))


def _has_rat_dose(watched: Watched) -> bool:
    return RAT_DOSE in watched.depths[0].arms


def _one(
    id: str, label: str, tested: Information, untested: Information, high: Information | None
) -> FollowUp:
    more = None if high is None else _people(high)
    return FollowUp(id, label, tested, untested, _people(tested), high, more)


def _of(row: Mapping[str, str], watched: Watched, arm: str, active: float) -> Information:
    rows = parameters()
    error = rows[row["error"]].value
    weights = np.concatenate([depth.share for depth in watched.depths])
    works, nothing, beside, f = _all(row, watched, arm)
    if row["design"] == "pair":
        works, nothing, error = works - beside, nothing - beside, error * math.sqrt(2)
    if row["design"] == "depth":
        person = np.tile(watched.draws.number, len(watched.depths))
        noise = normal(watched.draws.seed, "story/laser", person=person)
        measured = f + rows["story_laser_sd"].value * noise
        works, nothing = without_depth(works, nothing, measured, weights)
    return information(works, nothing, weights, error, active=active)


def _all(
    row: Mapping[str, str], watched: Watched, works: str
) -> tuple[Floats, Floats, Floats, Floats]:
    """The reading with effect, without, on the wound beside, and the depth, (runs,) each."""
    read = [
        np.concatenate([_reading(row, depth.arms[arm], watched) for depth in watched.depths])
        for arm in (works, NO_EFFECT, BESIDE)
    ]
    depth = np.concatenate([depth.arms[NO_EFFECT].depth for depth in watched.depths])
    return read[0], read[1], read[2], depth


def _reading(row: Mapping[str, str], seen: Seen, watched: Watched) -> Floats:
    """True value of what is looked at, (draws,)."""
    if row["reading"] == "closed":
        return np.minimum(seen.closed, watched.days)
    daily = seen.score if row["reading"] == "score" else seen.healed_percent
    return on_day(daily, number(row["day"]))


def _people(found: Information) -> int | None:
    """People until the expected log10 Bayes factor is 1 either way."""
    least = min(found.if_works, found.if_nothing)
    return math.ceil(1 / least) if least > 1e-6 else None
