"""`story`: how surprising an outcome is without the product, and what telling it weighs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from exoburn.simulate.study import Progress
from exoburn.studies.story.statement import Story
from exoburn.studies.story.summary import summary_of
from exoburn.studies.story.watch import watch
from exoburn.studies.story.words import paragraphs, short


def story_answer(
    story: Story, *, draws: int | None = None, seed: int = 0, folder: Path | str = ".",
    threads: int = 1, progress: Progress | None = None,
) -> dict[str, Any]:
    """The answer to a story as `exoburn.story/1`, with its words under `short`, `paragraphs`.

    Errors: InputError for a story that cannot be.

    >>> from exoburn.studies.story.read import read_story
    >>> found = story_answer(read_story('''
    ... patient.age_years = 35
    ... burn = {cause = "scald", depth = "superficial_partial", wounds = [
    ...     {site = "forearm", area_cm2 = 40}]}
    ... treatment.products = ["1e10 particles/cm2 in hydrogel, topical, once from day 1"]
    ... outcome = {kind = "healed", day = 42}'''), draws=10)
    >>> found["standard_care_share"] > 0.9, 0.95 < found["bayes_factor"] < 1.05
    (True, True)
    """
    found = summary_of(
        watch(story, draws=draws, seed=seed, folder=folder, threads=threads, progress=progress)
    )
    return found | {"short": short(found), "paragraphs": paragraphs(found)}
