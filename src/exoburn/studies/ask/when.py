"""When do I see results?"""

from __future__ import annotations

import math

import numpy as np

from exoburn.data import parameters
from exoburn.studies.ask.numbers import Middle, Numbers, Share
from exoburn.studies.ask.parts import (
    Draft,
    graft_planned,
    how_sure,
    made_up,
    no_graft,
    no_trial,
    two_blocks,
    wide,
)
from exoburn.studies.ask.words import days_range, people, points, sooner

#: below so many days to closure it is no longer only weeks
_SOON = 14


def results(numbers: Numbers) -> Draft:
    """When skin closes and a scar settles, with and without the product."""
    return _scar(numbers) if numbers.is_scar else _burn(numbers)


def _burn(numbers: Numbers) -> Draft:
    draft = Draft()
    base, product = numbers.pair.words
    closed = [numbers.middle(arm, "t95_days") for arm in (numbers.base, numbers.product)]
    shares = [numbers.share(arm, numbers.values(arm, "t95_days") <= 21)
              for arm in (numbers.base, numbers.product)]  # fmt: skip
    gap = numbers.gap("t95_days")
    how_long = "days to weeks" if closed[0].middle < _SOON else "weeks"
    draft.short = f"Skin takes {how_long} to close. A scar takes a year or more to settle."
    draft.say(
        _graft(numbers),
        _closes(base, closed[0]),
        f"With {product}, the middle run closes {sooner(gap, 'day')}.", made_up(numbers),
    )
    draft.say(
        f"Think of 100 people like this. By day 21, {people(shares[0])} are closed with {base}.",
        f"With {product} it is {people(shares[1])}.",
        "These counts come from a computer model.", how_sure(), no_trial(draft),
    )
    if numbers.grafted >= 0.005:
        draft.say(
            f"In this plan, about {round(100 * numbers.grafted)} of 100 would go on to have a skin "
            "graft. The counts above are for when no one does, so that the gel is not hidden.",
        )
    scars = [numbers.chance(arm, "hts_probability") for arm in (numbers.base, numbers.product)]
    draft.say(
        f"Skin that closes late scars more. About {people(scars[0])} get a raised scar with "
        f"{base}, and {people(scars[1])} with {product}.",
        _ratings(draft),
    )
    label = f"Closed by day 21{no_graft(numbers, 'if no one is grafted')}"
    draft.count(label, "have closed skin by day 21",
                two_blocks(numbers, *shares))  # fmt: skip
    return draft


def _closes(name: str, closed: Middle) -> str:
    if not math.isfinite(closed.middle):
        return f"With {name}, most such burns are still open at the end of the run."
    return (f"With {name}, half of such burns are closed by about day {round(closed.middle)}. Nine "
            f"of ten close {days_range(closed)}.")


def _graft(numbers: Numbers) -> str:
    return "A skin graft is part of both plans here." if graft_planned(numbers) else ""


def _ratings(draft: Draft) -> str:
    early, late = draft.facts["posas_3mo"], draft.facts["posas_28mo"]
    return (f"In one Dutch group of {early.n} people, the scar was rated {early.value:g} of 10 at "
            f"3 months and {late.value:g} at 28 months. Ten is the worst.")


def _scar(numbers: Numbers) -> Draft:
    draft = Draft()
    base, product = numbers.pair.words
    need = parameters()["ask_gain_points"].value
    before = numbers.pair.case.scar.vss if numbers.pair.case.scar else 0.0
    shares = improved(numbers, need)
    draft.short = "Scars change over months. Much of the change comes with time alone."
    draft.say(f"The scar starts at {before:g} of 13 on a scar scale. Zero is normal skin.")
    early, late = (numbers.middle(numbers.base, f"vss_{months}mo") for months in (3, 12))
    draft.say(
        f"With {base}, it is about {points(early, 13)} after 3 months and {points(late, 13)} after "
        "12 months.",
        made_up(numbers),
    )
    gap = numbers.gap("vss_12mo")
    draft.say(
        f"With {product} the score at 12 months is {sooner(gap, 'point', 'lower', 'higher')}.",
        f"Think of 100 people like this. At 12 months, {people(shares[0])} are better by "
        f"{need:g} points or more with {base}. With {product} it is {people(shares[1])}.",
        wide(*shares),
        "These counts come from a computer model.", how_sure(), no_trial(draft),
    )
    draft.count(f"Better by {need:g} points at 12 months",
                f"have a scar score {need:g} points lower at 12 months",
                two_blocks(numbers, *shares))  # fmt: skip
    return draft


def improved(numbers: Numbers, need: float) -> list[Share]:
    """Shares whose scar score fell by `need` points at 12 months, in both arms."""
    scar = numbers.pair.case.scar
    start = scar.vss if scar is not None else np.inf
    return [
        numbers.share(arm, numbers.values(arm, "vss_12mo") <= start - need)
        for arm in (numbers.base, numbers.product)
    ]
