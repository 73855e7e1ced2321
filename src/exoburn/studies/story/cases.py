"""A story as cases that can be run: one case for each depth that the told word may mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from exoburn.case import Case
from exoburn.case.arm import Arm
from exoburn.case.messages import input_error
from exoburn.data import table
from exoburn.studies.story.statement import Story

#: Surgery that both arms share unless the story states standard care itself.
_SURGERY = ("debridement", "debridement_day", "graft", "graft_day", "graft_take", "no_surgery")
STANDARD, TREATED = 0, 1


@dataclass(frozen=True)
class Meaning:
    """One depth that the story may mean: a case of two arms, standard care and the treatment.

    `share_row` is the parameter that holds its share of such burns; None: all, or the rest.
    """

    name: str
    case: Case
    share_row: str | None


def meanings(story: Story) -> list[Meaning]:
    """The cases behind a story, the usual meaning of its depth first.

    >>> from exoburn.studies.story.read import read_story
    >>> story = read_story('''
    ... patient.age_years = 35
    ... burn = {cause = "scald", depth = "second_degree", wounds = [
    ...     {site = "hand_dorsum", area_cm2 = 60}]}
    ... treatment.products = ["1e10 particles/cm2 in hydrogel, topical, once from day 1"]
    ... outcome = {kind = "healed", day = 42}''')
    >>> [(one.name, one.share_row) for one in meanings(story)]
    [('superficial_partial', None), ('deep_partial', 'story_deep_of_second')]
    """
    row = next((row for row in table("story_depths") if row["word"] == story.burn.depth), None)
    if row is None:
        return [Meaning(story.burn.depth or "as stated", case_of(story, story.burn.depth), None)]
    return [
        Meaning(row["usual"], case_of(story, row["usual"]), None),
        Meaning(row["other"], case_of(story, row["other"]), row["share_of_other"]),
    ]


def case_of(story: Story, depth: str | None) -> Case:
    """The story at one depth: arm 0 is standard care, arm 1 the treatment. InputError if it
    contradicts itself."""
    burn = story.burn.model_dump(exclude_none=True, exclude_unset=True)
    if depth is not None:
        burn["depth"] = depth
    standard = story.standard or _usual_care(story.treatment)
    data: dict[str, Any] = {
        "title": story.title,
        "patient": story.patient,
        "burn": burn,
        "arms": [standard, story.treatment],
        "product": story.product,
        "policy": story.policy,
    }
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        found = input_error(error)
        found.key = (found.key or "").replace("arms[0]", "standard").replace(
            "arms[1]", "treatment")  # fmt: skip
        raise found from None


def _usual_care(treatment: Arm) -> Arm:
    """The usual dressing with the surgery of the treatment, and no product."""
    same = {key: getattr(treatment, key) for key in _SURGERY}
    return Arm.model_validate({"name": "Standard care"} | {
        key: value for key, value in same.items() if value is not None
    })  # fmt: skip
