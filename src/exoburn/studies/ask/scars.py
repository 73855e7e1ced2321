"""Does it help old scars?"""

from __future__ import annotations

from exoburn.data import parameters
from exoburn.studies.ask.numbers import Numbers
from exoburn.studies.ask.parts import (
    Draft,
    how_sure,
    made_up,
    no_graft,
    no_trial,
    two_blocks,
    wide,
)
from exoburn.studies.ask.when import improved
from exoburn.studies.ask.words import people


def old_scars(numbers: Numbers) -> Draft:
    """What was seen in other scars, what time and laser do, and what the model says."""
    draft = Draft()
    facts = draft.facts
    draft.short = "No one knows. We found no test of vesicles (sold as exosomes) in burn scars."
    gel, plain = facts["acne_with"], facts["acne_without"]
    ten, boosters = facts["surgical_scar_people"], facts["boosters_people"]
    draft.say(
        no_trial(draft),
        f"In acne scars there was one blinded trial, with {gel.n} people. All had a laser on both "
        f"sides of the face. Scars on the side with the gel got {gel.value:g} percent better. On "
        f"the side with plain gel it was {plain.value:g} percent.",
    )
    draft.say(
        f"In scars from surgery, a study of {ten.value:g} people saw softer skin. The scars were "
        "as thick and as high as before.",
        f"A study of {boosters.value:g} people saw gains with vesicles from cells and from plants. "
        "Both did as well as each other. So it may be the gel and not the vesicles.",
    )
    early, late, laser = facts["raised_early"], facts["raised_late"], facts["laser_vss"]
    draft.say(
        "Time helps a lot, which makes any product look good. "
        f"Of 100 children who healed late, {early.value:.0f} had a raised scar at 3 to 6 months. "
        f"At 12 to 18 months it was {late.value:.0f}.",
        f"Laser took {laser.value:.0f} points of 13 off a scar score ({laser.low:.0f} to "
        f"{laser.high:.0f}), but no one was left without it to compare.",
    )
    _model(numbers, draft)
    return draft


def _model(numbers: Numbers, draft: Draft) -> None:
    base, product = numbers.pair.words
    if numbers.is_scar:
        need = parameters()["ask_gain_points"].value
        shares = improved(numbers, need)
        draft.say(
            "Think of 100 people with this scar. In our computer model "
            f"{people(shares[0])} are better by {need:g} points or more after a year with {base}.",
            f"With {product} it is {people(shares[1])}.",
            wide(*shares), made_up(numbers), how_sure(),
        )
        draft.count(f"Better by {need:g} points at 12 months",
                    f"have a scar score {need:g} points lower at 12 months",
                    two_blocks(numbers, *shares))  # fmt: skip
        return
    chances = [numbers.chance(arm, "hts_probability") for arm in (numbers.base, numbers.product)]
    draft.say(
        "This burn is not a scar yet.",
        "Think of 100 people like this. In our computer model "
        f"{people(chances[0])} get a raised scar with {base}{no_graft(numbers)}.",
        f"With {product} it is {people(chances[1])}.",
        made_up(numbers), how_sure(),
    )
    draft.count(f"A raised scar{no_graft(numbers, 'if no one is grafted')}",
                "get a raised scar",
                two_blocks(numbers, *chances))  # fmt: skip
