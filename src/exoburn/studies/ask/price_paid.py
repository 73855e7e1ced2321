"""What does it cost, and what do I get?"""

from __future__ import annotations

from exoburn.data import parameters
from exoburn.studies.access.cost import CourseCost, course_cost
from exoburn.studies.access.courses import sessions_of_case
from exoburn.studies.access.price import session_price
from exoburn.studies.ask.answer import Block
from exoburn.studies.ask.numbers import Numbers, Share
from exoburn.studies.ask.parts import Draft, how_sure, made_up, no_trial
from exoburn.studies.ask.words import many, people


def cost(numbers: Numbers) -> Draft:
    """The price of the plan's sessions, and how many of 100 who pay would notice a gain."""
    draft = Draft()
    bill = bill_of(numbers)
    low, high = draft.facts["survey_low"], draft.facts["survey_high"]
    middle = bill.low if bill.middle is None else bill.middle
    draft.short = (f"This plan would cost about {middle:,.0f} US dollars. You would most likely "
                   "pay it all.")  # fmt: skip
    draft.say(
        f"The plan has {many(bill.sessions, 'session')} of vesicles (sold as exosomes).",
        f"A guess from posted prices is {bill.low:,.0f} to {bill.high:,.0f} US dollars in all.",
        f"One survey of {low.n} sellers found {low.value:,.0f} to {high.value:,.0f} US dollars "
        "for one visit.",
        "We found no posted price for burns.", made_up(numbers),
    )
    draft.say(
        "As of 2026-11 we found no insurer that pays for it.",
        "Some pay for gel from your own blood, for diabetic sores. That is not for fresh burns.",
    )
    gain, label, who = gain_of(numbers)
    animal = people(numbers.at_animal_strength(lambda other: gain_of(other)[0]))
    draft.say(
        f"What would the money buy? Think of 100 people who pay. In our computer model "
        f"{people(gain)} {who}.",
        "We set them next to the same people with the plain gel.",
        "All of them gain less, or nothing." if gain.high == 0 else "The rest gain less, or "
        "nothing.",
        f"If it worked as well as in animals, it would be {animal}.",
        how_sure(), no_trial(draft),
    )
    draft.say(
        "A real trial mostly does not charge for the product.",
        "A large package paid in advance is a red flag.",
        "The command “exoburn access” shows prices, a payment plan and the law by country.",
    )
    draft.facts.cite(bill.price.source, "science table provider_checklist",
                     "science table regulation")  # fmt: skip
    draft.count(label, who, [
        Block(numbers.pair.product, "exosome", gain.mean, gain.low, gain.high)
    ])  # fmt: skip
    return draft


def bill_of(numbers: Numbers) -> CourseCost:
    """The course of the product's arm at the price for anywhere."""
    courses = sessions_of_case(numbers.pair.case)
    mine = next(
        one for one in courses if one.name == numbers.pair.product and one.product == "exosome"
    )
    return course_cost(session_price("exosome"), sessions=mine.count)


def gain_of(numbers: Numbers) -> tuple[Share, str, str]:
    """People whom the vesicles themselves helped by a difference that they would notice."""
    rows = parameters()
    if numbers.is_scar:
        need = rows["ask_gain_points"].value
        event = numbers.by_product("vss_12mo") <= -need
        label = f"Scar score {need:g} points lower for it"
        who = f"end with a scar score at least {need:g} points lower"
    else:
        need = rows["ask_gain_days"].value
        event = numbers.by_product("t95_days") <= -need
        label = f"Closed {need:g} days sooner for it"
        who = f"close at least {need:g} days sooner"
    return numbers.share(numbers.product, event), label, who
