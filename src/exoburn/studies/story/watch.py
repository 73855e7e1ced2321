"""Run a story: standard care, the carrier alone, the product as it may be and at animal strength.

All arms share people and knowledge, so that what differs is the product and nothing else. "No
effect" is the carrier with nothing in it: what the sceptical preset comes to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoburn.case import Case
from exoburn.data import parameters
from exoburn.simulate.arm_run import Stage, forecast_of, run_arm
from exoburn.simulate.arms import RunArm
from exoburn.simulate.burn import injury_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, CohortKernels
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner
from exoburn.simulate.study import Progress
from exoburn.studies.story.cases import STANDARD, TREATED, Meaning, meanings
from exoburn.studies.story.rat_dose import at_rat_dose
from exoburn.studies.story.seen import Seen, see
from exoburn.studies.story.statement import Story

Floats = NDArray[np.float64]

#: The arms of a story: what each is run as.
NOBODY, NO_EFFECT, DEFAULT, ANIMAL = "standard", "no_effect", "default", "animal"
#: The product at animal strength and at the dose of rats, which a story seldom tells.
RAT_DOSE = "rat_dose"
#: Standard care under the other policy, and the carrier on a like wound of the same person.
OTHER_POLICY, BESIDE = "other_policy", "beside"


@dataclass(frozen=True)
class Depth:
    """One meaning of the story's depth: its share of such burns (draws,) and its arms."""

    name: str
    share: Floats
    arms: Mapping[str, Seen]


@dataclass(frozen=True)
class Watched:
    """All runs behind a story. `theta` (draws,) tells which knowledge each belongs to."""

    story: Story
    draws: Draws
    depths: Sequence[Depth]
    days: int
    parameter_set: str

    @property
    def theta(self) -> NDArray[np.int64]:
        """Knowledge index of each draw."""
        return self.draws.theta


def watch(
    story: Story, *, draws: int | None = None, seed: int = 0, folder: Path | str = ".",
    threads: int = 1, progress: Progress | None = None,
) -> Watched:
    """Run the arms of a story at each depth that it may mean.

    `draws` is rounded up to whole groups of persons (`story_persons`). Errors: InputError for a
    story that cannot be, EngineError if more than 0.1 % of the columns cannot be integrated.
    """
    rows = parameters()
    persons = int(rows["story_persons"].value)
    wanted = int(rows["story_draws"].value) if draws is None else draws
    joint = Draws(-(-wanted // persons) * persons, seed, persons=persons)
    days = max(int(rows["story_horizon"].value), int(np.ceil(story.outcome.day)) + 1)
    runner = Runner(CohortKernels(), np.arange(days + 1.0), threads=threads, rtol=COHORT_RTOL)
    say = progress or (lambda what, done, total: None)
    chosen = meanings(story)
    shares = _shares(chosen, joint)
    found = []
    for i, (one, share) in enumerate(zip(chosen, shares, strict=True)):
        say(f"running the story as {one.name.replace('_', ' ')}", float(i), float(len(chosen)))
        found.append(Depth(one.name, share, _arms(one.case, joint, runner, Path(folder))))
        runner.forget()
    return Watched(story, joint, found, days, rows.tag)


def _shares(chosen: Sequence[Meaning], joint: Draws) -> list[Floats]:
    """Share of each meaning (draws,), as it is known; they sum to 1."""
    if len(chosen) == 1:
        return [np.ones(joint.count)]
    assert chosen[1].share_row is not None
    other = joint.known(parameters()[chosen[1].share_row])
    return [1 - other, other]


def _arms(case: Case, joint: Draws, runner: Runner, folder: Path) -> dict[str, Seen]:
    injuries = [injury_of(case, arm) for arm in case.arms]
    stage = Stage(case, folder, Knowledge(joint, "default"), runner, injuries)
    stage = replace(stage, forecast=forecast_of(stage))
    strong = replace(stage, knowledge=Knowledge(joint, "animal"))
    usual, given = (RunArm(case.arms[i], i) for i in (STANDARD, TREATED))
    bare = replace(given, emptied=True)
    plan = {
        NOBODY: (stage, usual), NO_EFFECT: (stage, bare), DEFAULT: (stage, given),
        ANIMAL: (strong, given), BESIDE: (replace(stage, case=_beside(case)), bare),
        OTHER_POLICY: (replace(stage, case=_other_policy(case)), usual),
    }  # fmt: skip
    strongest = at_rat_dose(case)
    if strongest is not None:
        plan[RAT_DOSE] = (replace(strong, case=strongest), RunArm(strongest.arms[TREATED], TREATED))
    return {name: see(run_arm(where, arm)[1]) for name, (where, arm) in plan.items()}


def _beside(case: Case) -> Case:
    """The same people with a like wound beside each of theirs: alike, not equal."""
    assert case.burn is not None
    wounds = tuple(
        w.model_copy(update={"name": f"beside {w.name or f'{w.site} {i}'}"[:200]})
        for i, w in enumerate(case.burn.wounds)
    )
    return case.model_copy(update={"burn": case.burn.model_copy(update={"wounds": wounds})})


def _other_policy(case: Case) -> Case:
    """Operated on by policy if the story's people are not, and the other way round."""
    name = "conservative" if case.policy.operates else "standard"
    return case.model_copy(update={"policy": case.policy.model_copy(update={"name": name})})
