"""How many sessions does it take?"""

from __future__ import annotations

from exoburn.data import parameters
from exoburn.studies.ask.numbers import Numbers
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
from exoburn.studies.ask.price_paid import bill_of
from exoburn.studies.ask.when import improved
from exoburn.studies.ask.words import many, people


def sessions(numbers: Numbers) -> Draft:
    """The plan's sessions, what stands behind the number, and for whom the last comes late."""
    draft = Draft()
    facts = draft.facts
    days = session_days(numbers)
    doses = facts["registered_doses"]
    draft.short = "No one knows how many are best. No study in burned people has put it to a test."
    draft.say(
        f"This plan has {many(bill_of(numbers).sessions, 'session')}, "
        f"{'on day' if len(days) == 1 else 'on days'} {_listed(days)}.", made_up(numbers),
        f"The one trial on file for burns plans {doses.value:g} doses in {doses.n} people. No "
        "results were found as of 2026-11.", no_trial(draft),
    )
    if numbers.is_scar:
        _scar(numbers, draft)
    else:
        _burn(numbers, draft, days[-1])
    draft.say("More sessions cost more. Ask why that number, and who saw that it helps in burns.")
    return draft


def session_days(numbers: Numbers) -> list[float]:
    """Days on which the product is given, in order."""
    arm = numbers.product.arm.statement
    return sorted({day for r in arm.regimens if r.product_class == "vesicle" for day in r.days})


def _burn(numbers: Numbers, draft: Draft, last: float) -> None:
    shares = [numbers.share(arm, numbers.values(arm, "t95_days") <= last)
              for arm in (numbers.base, numbers.product)]  # fmt: skip
    draft.say(
        f"The last session is on day {last:g}. Think of 100 people like this.",
        f"In our computer model {people(shares[1])} have closed skin by then"
        + (", so the last one comes too late for them." if shares[1].mean >= 0.005 else "."),
        f"With {numbers.pair.words[0]} alone, {people(shares[0])} are closed by that day too.",
        "Both plans have a skin graft." if graft_planned(numbers) else "",
        "No one is grafted in these counts." if no_graft(numbers) else "", how_sure(),
    )
    draft.count(f"Closed by the last session, day {last:g}", f"have closed skin by day {last:g}",
                two_blocks(numbers, *shares))  # fmt: skip


def _scar(numbers: Numbers, draft: Draft) -> None:
    facts = draft.facts
    before, first, end = (facts[f"laser_{name}"] for name in ("before", "first", "last"))
    part = (before.value - first.value) / (before.value - end.value)
    draft.say(
        f"In {before.n} children with raised burn scars, the first laser visit brought about "
        f"{round(100 * part)} percent of all the gain. Later visits added less. No one was "
        "left without laser to compare.",
    )
    need = parameters()["ask_gain_points"].value
    shares = improved(numbers, need)
    draft.say(
        f"Think of 100 people with this scar. After a year {people(shares[0])} are better by "
        f"{need:g} points or more with {numbers.pair.words[0]}. With {numbers.pair.words[1]} it is "
        f"{people(shares[1])}.", wide(*shares),
        "These counts come from a computer model.", how_sure(),
    )
    draft.count(f"Better by {need:g} points at 12 months",
                f"have a scar score {need:g} points lower at 12 months",
                two_blocks(numbers, *shares))  # fmt: skip


def _listed(days: list[float]) -> str:
    words = [f"{day:g}" for day in days]
    if len(words) > 8:
        return f"{words[0]} to {words[-1]}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
