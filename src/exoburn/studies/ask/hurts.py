"""Does it hurt?"""

from __future__ import annotations

from exoburn.studies.ask.numbers import Numbers
from exoburn.studies.ask.parts import Draft, how_sure, made_up, no_trial, two_blocks
from exoburn.studies.ask.words import many, people, points


def pain(numbers: Numbers) -> Draft:
    """Pain at rest and at a dressing change; needles; what is not known."""
    return _scar(numbers) if numbers.is_scar else _burn(numbers)


def _burn(numbers: Numbers) -> Draft:
    draft = Draft()
    base, product = numbers.pair.words
    facts = draft.facts
    cut = facts["pain_moderate_from"].value
    rest = [numbers.middle(arm, "pain_rest_day3") for arm in (numbers.base, numbers.product)]
    change = numbers.middle(numbers.base, "pain_procedure_day3")
    shares = [numbers.share(arm, numbers.values(arm, "pain_rest_day3") >= cut)
              for arm in (numbers.base, numbers.product)]  # fmt: skip
    draft.short = "Yes, burns hurt. No study shows that vesicles (sold as exosomes) ease the pain."
    draft.say(
        f"With {base}, pain at rest on day 3 is about {points(rest[0], 10)}.",
        f"When a dressing is changed it is about {points(change, 10)}."
        if change.middle - rest[0].middle >= 0.5 else "",
        "Zero is no pain. Ten is the worst pain.",
    )  # fmt: skip
    draft.say(
        f"Think of 100 people like this. On day 3, {people(shares[0])} have pain of {cut:g} or "
        f"more with {base}.",
        f"With {product} it is {people(shares[1])}.",
        made_up(numbers),
        "These counts come from a computer model.", how_sure(),
    )
    draft.say(no_trial(draft), "So our model takes it to do nothing to pain, on the whole.",
              "One study in rats hints at less pain.")  # fmt: skip
    draft.say(_needles(numbers))
    cream, sheet = facts["pain_day3_ssd"], facts["pain_day3_hydrofibre"]
    draft.say(
        f"The dressing counts. In one trial of {cream.n} people, pain on day 3 was "
        f"{cream.value:.0f} of 10 with a silver cream. It was {sheet.value:.0f} of 10 with a "
        "silver sheet.",
        "Burn teams have drugs for pain. Tell them early when it hurts.",
    )
    facts.cite("10.1007/s12967-024-05744-0")
    draft.count(f"Pain of {cut:g} or more on day 3",
                f"have pain of {cut:g} or more at rest on day 3",
                two_blocks(numbers, *shares))  # fmt: skip
    return draft


def _needles(numbers: Numbers) -> str:
    pricks = numbers.middle(numbers.product, "punctures").middle
    if pricks < 1:
        return "No needle is used in this plan."
    return (f"Needles hurt too. This plan makes about {many(round(pricks), 'prick')} in the skin "
            "in all.")


def _scar(numbers: Numbers) -> Draft:
    draft = Draft()
    ten = draft.facts["surgical_scar_people"]
    sessions = numbers.middle(numbers.product, "sessions").middle
    laser = numbers.product.arm.statement.laser != "none"
    how = "The laser hurts" if laser else "Needles in a scar hurt"
    draft.short = f"{how}. No study shows that the gel changes that."
    draft.say(
        f"This plan has {many(round(sessions), 'session')}.",
        "" if laser else _needles(numbers), made_up(numbers),
        "We have no model of pain in old scars, so we give no number for it.",
    )
    draft.say(
        no_trial(draft),
        f"One small study put vesicles on half of a scar from surgery in {ten.value:g} people. "
        "Pain and itch did not change.",
    )
    draft.say("Ask who numbs the skin, with what, and for how long it will be sore.")
    any_event = draft.facts["any_event"]
    from exoburn.studies.ask.harms import event_blocks

    draft.say(
        "No study counted pain in such scars. So the squares show side effects of any kind, in "
        f"vesicle trials for any illness: about {any_event.value:.0f} of 100.",
    )
    draft.count("Side effects in vesicle trials of any illness", "had a side effect",
                event_blocks(draft.facts))  # fmt: skip
    return draft
