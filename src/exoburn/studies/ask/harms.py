"""What can go wrong?"""

from __future__ import annotations

from exoburn.case.rules import all_rules
from exoburn.studies.ask.answer import Block
from exoburn.studies.ask.facts import Facts
from exoburn.studies.ask.numbers import Numbers
from exoburn.studies.ask.parts import Draft, how_sure, made_up, no_trial
from exoburn.studies.ask.words import people


def safety(numbers: Numbers) -> Draft:
    """Side effects that were counted, people who got ill, infection in the model, rules."""
    draft = Draft()
    facts = draft.facts
    some, bad = facts["any_event"], facts["serious_event"]
    draft.short = ("Serious harm was rare in small trials, but those were not in burns. Germs in "
                   "the product have made people very ill.")  # fmt: skip
    draft.say(
        f"Vesicles (sold as exosomes) were tried for other illnesses. There, about "
        f"{some.value:.0f} of 100 people had a side effect (1 to {some.high:.0f}).",
        f"About {bad.value:.0f} of 100 had a serious one (0 to {bad.high:.0f}).",
        no_trial(draft),
    )
    blood, states = facts["cord_blood_people"], facts["cord_blood_states"]
    ill, lumps = facts["nebraska_below"], facts["granuloma_women"]
    draft.say(
        f"People have been made ill. In 2018, {blood.value:.0f} people in {states.value:.0f} "
        "states of the US got infected. Closed vials of a cord blood product held germs.",
        f"In 2019 fewer than {ill.value:.0f} people in Nebraska fell ill after an exosome product. "
        "Some had germs in the blood.",
        f"In Korea {lumps.value:.0f} women got sore lumps after shots. No one knows out of how "
        "many.",
    )
    if not numbers.is_scar:
        base, mine = (numbers.chance(arm, "infection_probability")
                      for arm in (numbers.base, numbers.product))  # fmt: skip
        draft.say(
            "A burn can get infected with any care. In our computer model it does in "
            f"{people(base)} people with {numbers.pair.words[0]}.",
            f"With {numbers.pair.words[1]} it does in {people(mine)}.", made_up(numbers),
            "The model adds risk because no test for germs is stated for this gel."
            if round(100 * mine.mean) > round(100 * base.mean) else
            "A product with germs would make that worse.", how_sure(),
        )
    else:
        draft.say(made_up(numbers), "We have no model of infection in old scars.")
    draft.say(*_rules(numbers, facts))
    facts.cite("https://www.fda.gov/vaccines-blood-biologics/safety-availability-biologics/"
               "public-safety-notification-exosome-products")  # fmt: skip
    draft.say("Nobody knows what happens years later. Ask for the test paper of the very batch.")
    draft.count("Side effects in vesicle trials of any illness", "had a side effect",
                event_blocks(facts))  # fmt: skip
    return draft


def event_blocks(facts: Facts) -> list[Block]:
    """Side effects as they were counted, in any illness."""
    return [
        Block(name, "exosome" if name.startswith("Any") else "other", fact.value / 100,
              fact.low / 100 if fact.low is not None else None,
              fact.high / 100 if fact.high is not None else None, simulated=False)
        for name, fact in (("Any side effect", facts["any_event"]),
                           ("A serious one", facts["serious_event"]))
    ]  # fmt: skip


def _rules(numbers: Numbers, facts: Facts) -> list[str]:
    """How many rules of burn teams speak against the plan; the made-up gel counts as well."""
    flags = [f for f in numbers.result.summary["flags"] if f["judged"]]
    stops = [f for f in flags if f["class"] == "do_not"]
    calls = [f for f in flags if f["class"] == "refer"]
    known = {rule.id: rule for rule in all_rules()}
    facts.cite(*(known[f["id"]].source for f in stops if f["id"] in known))
    said = []
    if stops:
        said.append(f"{_count(len(stops), 'rule')} that teams use {_speaks(len(stops))} against "
                    "the gel in this plan.")  # fmt: skip
    if calls:
        said.append(f"{_count(len(calls), 'rule')} {_say(len(calls))} that a burn team must see "
                    "this burn." if not numbers.is_scar else "")  # fmt: skip
    return [*said, "The command “exoburn eligible” lists them."] if said else []


def _count(count: int, noun: str) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    number = words[count] if count < len(words) else str(count)
    return f"{number} {noun}{'' if count == 1 else 's'}"


def _speaks(count: int) -> str:
    return "speaks" if count == 1 else "speak"


def _say(count: int) -> str:
    return "says" if count == 1 else "say"
