"""Which rules fire on a case, referral first, and which facts are missing to judge the rest.

A rule refers, warns or excludes; none says that a person be given anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exoburn.case import CLASSES, Case, Flag, Patient, evaluate, facts_of
from exoburn.case.condition import judge
from exoburn.case.facts import FACTS
from exoburn.case.rules import all_rules
from exoburn.data import parameters, table
from exoburn.errors import InputError
from exoburn.simulate.judged import judged
from exoburn.simulate.study import Progress

SCHEMA = "exoburn.eligible/1"
#: whom to call comes before what not to do and what the numbers leave out
ORDER = ("refer", "do_not", "stamp", "caution")
NEVER = "No rule here says that someone be given a product; each refers, warns or excludes."
#: facts that a case file has no key for: stated by name on the command line
_YES = {"true": True, "yes": True, "false": False, "no": False}
STATED = (
    "sirs_or_sepsis", "ventilated", "on_dialysis", "cardiac_disease", "other_trauma",
    "uncontrolled_pain", "other_trial", "no_consent", "infection_signs_after_treatment",
    "recent_isotretinoin", "photosensitiser",
)  # fmt: skip
#: facts that a person can answer; the others are computed from the case
_ANSWERABLE = {
    *STATED, *Patient.model_fields, "vehicle_allergy", "inhalation", "circumferential", "infected",
    "keloid", "cosmetic_grade", "sterility", "trial_number",
}  # fmt: skip


def sets_of(case: Case) -> tuple[str, ...]:
    """The sets of rules for a case: fresh burn, wound that stays open, or old scar.

    >>> from exoburn.case import read_case
    >>> sets_of(read_case('''patient.age_years = 28
    ... arms = [{name = "Care"}]
    ... scar = {months = 18, vss = 9, site = "forearm", area_cm2 = 40}'''))
    ('scar', 'product')
    """
    if case.burn is None:
        return ("scar", "product")
    late = case.burn.day_assessed >= parameters()["eligible_chronic_day"].value
    return ("chronic", "systemic", "acute", "product") if late else ("systemic", "acute", "product")


def eligibility(
    case: Case, *, folder: Path | str = ".", more: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Rules that fire with action, reason and source; facts not stated that would matter.

    `more` states facts that a case file has no key for, by name, as text. InputError for an
    unknown name or value.
    """
    facts = _facts(case, folder, progress) | _stated(more or {})
    sets = sets_of(case)
    flags = [flag for flag in evaluate(facts, sets=sets) if flag.judged]
    flags.sort(key=lambda flag: (ORDER.index(flag.flag_class), flag.order))
    waiting = _waiting(facts, sets)
    return {
        "schema": SCHEMA,
        "title": case.title,
        "sets": list(sets),
        "never": NEVER,
        "flags": [_told(flag) for flag in flags],
        "not_stated": [row for row in waiting if row["asked"]],
        "could_be_stated": [row for row in waiting if not row["asked"]],
        "not_expressed": [dict(row) for row in table("rules_not_expressed")],
    }


def _facts(
    case: Case, folder: Path | str, progress: Progress | None
) -> dict[str, object]:
    """Facts as `simulate` sees them."""
    found = judged(case, folder=folder, progress=progress)
    injury = found.injury
    if injury is None or case.burn is None:
        return facts_of(case)
    areas = [wound.area_cm2 for wound in case.burn.wounds]
    largest = injury.tbsa_percent * max(areas) / sum(areas) if injury.tbsa_percent else None
    forecast = found.forecast_t95
    return facts_of(
        case, tbsa_percent=injury.tbsa_percent,
        depth_classes=[depth.depth_class for depth in injury.depths],
        largest_wound_percent=largest,
        forecast_t95_days=None if forecast is None else min(forecast, _NEVER),
    )  # fmt: skip


_NEVER = 1e6


def _stated(more: Mapping[str, str]) -> dict[str, object]:
    """Facts as the command line states them: yes, no or a number.

    >>> _stated({"cardiac_disease": "yes"})
    {'cardiac_disease': True}
    """
    told: dict[str, object] = {}
    for name, text in more.items():
        if name in FACTS and name not in STATED:
            raise InputError("belongs in the case file", key="--fact", given=name,
                             allowed=list(STATED))  # fmt: skip
        if name not in STATED:
            raise InputError("no such fact", key="--fact", given=name, allowed=list(STATED))
        if text.strip().lower() not in _YES:
            raise InputError("not a yes or no", key=f"--fact {name}", given=text,
                             allowed=["yes", "no"])  # fmt: skip
        told[name] = _YES[text.strip().lower()]
    return told


def _waiting(facts: Mapping[str, object], sets: tuple[str, ...]) -> list[dict[str, Any]]:
    """Facts that are not stated, each with the rules that hang on it; asked-for ones first."""
    found: dict[str, dict[str, Any]] = {}
    for rule in all_rules():
        if rule.set not in sets:
            continue
        verdict = judge(rule.condition, facts)
        if verdict.value is not None:
            continue
        asked = judge(rule.ask_if, facts).value if rule.ask_if else False
        if rule.ask_if and asked is False:  # it would not matter here
            continue
        for name in verdict.missing:
            if name not in _ANSWERABLE:
                continue
            row = found.setdefault(
                name, {"fact": name, "words": FACTS.get(name, name), "asked": False, "rules": []}
            )
            row["asked"] = row["asked"] or asked is True
            row["rules"].append({"id": rule.id, "class": rule.flag_class, "action": rule.action,
                                 "source": rule.source})  # fmt: skip
    return sorted(found.values(), key=lambda row: not row["asked"])


def _told(flag: Flag) -> dict[str, Any]:
    return flag.to_json() | {"class_words": CLASSES[flag.flag_class]}
