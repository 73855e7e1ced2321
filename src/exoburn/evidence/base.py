"""The evidence base: literature tables read into one schema, our classification beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError
from exoburn.evidence.bias import bias_items, tool_of
from exoburn.evidence.care_records import (
    ComparatorEffect,
    Cost,
    ProviderQuestion,
    Regulation,
    Rule,
    Utility,
)
from exoburn.evidence.care_rows import (
    comparator_of,
    cost_of,
    provider_question_of,
    regulation_of,
    rule_of,
    utility_of,
)
from exoburn.evidence.cells import decimal, whole
from exoburn.evidence.records import Arm, MetaAnalysis, Outcome, Read, Study, Trial
from exoburn.evidence.stated import left_out

#: what the tables call a kind of evidence -> what a reader filters by
TYPES = {
    "ev": "ev", "ev_human": "ev", "secretome": "secretome", "secretome_human": "secretome",
    "other_human": "other", "prp_comparator": "prp", "cell_comparator": "cells",
    "natural_history": "standard", "other_comparator": "other",
    "EV": "ev", "PRP": "prp", "cells": "cells", "other": "other", "regulatory": "other",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EvidenceBase:
    """Everything that was read, one schema."""

    studies: tuple[Study, ...]
    arms: tuple[Arm, ...]
    outcomes: tuple[Outcome, ...]
    reviews: tuple[MetaAnalysis, ...]
    trials: tuple[Trial, ...]
    comparators: tuple[ComparatorEffect, ...]
    costs: tuple[Cost, ...]
    utilities: tuple[Utility, ...]
    regulations: tuple[Regulation, ...]
    rules: tuple[Rule, ...]
    provider_questions: tuple[ProviderQuestion, ...]


@cache
def shipped() -> EvidenceBase:
    """The base that ships with the package.

    >>> base = shipped()
    >>> len(base.studies), base.studies[0].id, base.studies[0].group
    (74, 'EV02_chenyq_mouse', 'animals')
    """
    outcomes = tuple(_outcome(row) for row in table("outcomes"))
    return EvidenceBase(
        studies=tuple(_study(row) for row in table("studies")),
        arms=_arms(),
        outcomes=outcomes,
        reviews=_reviews(),
        trials=tuple(_trial(row) for row in table("human_trials")),
        comparators=tuple(comparator_of(row) for row in table("comparator_effects")),
        costs=tuple(cost_of(row) for row in table("costs")),
        utilities=tuple(utility_of(row) for row in table("utilities")),
        regulations=tuple(regulation_of(row) for row in table("regulation")),
        rules=tuple(rule_of(row) for row in table("eligibility_rules")),
        provider_questions=tuple(provider_question_of(row) for row in table("provider_checklist")),
    )


def study_by_id(base: EvidenceBase, id: str) -> Study:
    """One study; an unknown id is our fault."""
    for study in base.studies:
        if study.id == id:
            return study
    raise EngineError(f"no study {id!r} in the evidence base")


def trial_key(row: Mapping[str, str]) -> str:
    """A name for a row of the trials table, as the register number is often missing."""
    return "|".join((row["registry_id"], row["short_name"], row["product"], row["indication"]))


def burned(wound: str) -> bool:
    """Is a wound model a burn of skin?

    >>> burned("contact burn 100 C 15 s"), burned("severe burn with lung injury")
    (True, True)
    >>> burned("fractional CO2 laser wounds, inner arm"), burned("skin wound / burn")
    (False, True)
    """
    return bool(re.search(r"\b(burn|scald)", wound.lower()))


def _study(row: Mapping[str, str]) -> Study:
    tool = tool_of(row["species"])
    name = row["first_author"] or row["study_id"].split("_", 1)[1].replace("_", " ")
    return Study(
        id=row["study_id"],
        label=f"{name} {row['year']}".strip(),
        year=row["year"],
        species=row["species"] or "not stated",
        wound=row["wound_model"] or "not stated",
        burn=burned(row["wound_model"]),
        type=TYPES[row["evidence_type"]],
        product=row["ev_source"],
        dose=f"{row['ev_dose_value']} {row['ev_dose_unit']}".strip(),
        route=row["route"],
        vehicle=row["vehicle"],
        n_per_arm=whole(row["n_per_arm"]),
        followup_days=decimal(row["followup_days"]),
        bias_tool=tool,
        bias=bias_items(tool, row["randomised"], row["blinded"]),
        note=row["notes"],
        read=Read(row["doi"] or row["source_url"] or row["notes"], "", row["verified"]),
    )


def _outcome(row: Mapping[str, str]) -> Outcome:
    return Outcome(
        row["study_id"], row["arm"], row["outcome"], decimal(row["timepoint_day"]),
        row["statistic"], float(row["mean"]), decimal(row["sd"]), decimal(row["sem"]),
        whole(row["n"]), row["unit"], row["note"],
        Read(row["study_id"], row["location_in_source"], row["verified"]),
    )  # fmt: skip


def _arms() -> tuple[Arm, ...]:
    found: dict[tuple[str, str], Arm] = {}
    for row in table("outcomes"):
        key = (row["study_id"], row["arm"])
        read = Read(row["study_id"], row["location_in_source"], row["verified"])
        found.setdefault(key, Arm(*key, row["arm_type"], whole(row["n"]), read))
    return tuple(found.values())


def _reviews() -> tuple[MetaAnalysis, ...]:
    keys = ("doi", "population", "intervention", "outcome")
    classed: dict[tuple[str, ...], Mapping[str, str]] = {}
    for row in table("evidence_reviews"):
        classed[tuple(row[key] for key in keys)] = row
    rows = (*table("meta_analyses"), *table("evidence_more_reviews"))
    found: list[MetaAnalysis] = []
    for row in rows:
        key = tuple(row[name] for name in keys)
        if key not in classed:
            raise EngineError(f"evidence_reviews.csv does not class the review {key}")
        found.append(_review(row, classed[key]))
    return tuple(found)


def _review(row: Mapping[str, str], ours: Mapping[str, str]) -> MetaAnalysis:
    why = ours["reason"] or left_out(ours["rule"])
    where = row["doi"] or (row["source"] if row["source"] not in ("abstract", "") else row["note"])
    return MetaAnalysis(
        label=f"{row['intervention']}, {row['population']}",
        year=row["year"],
        population=row["population"],
        intervention=row["intervention"],
        comparator=row["comparator"],
        outcome=row["outcome"],
        question=ours["question"],
        type=ours["type"],
        group=ours["species"],
        burn=ours["burn"] == "yes",
        n_studies=whole(row["n_studies"]),
        n_subjects=whole(row["n_subjects"]),
        effect_type=row["effect_type"],
        scale=ours["scale"],
        effect=decimal(row["effect"]),
        low=decimal(row["ci_low"]),
        high=decimal(row["ci_high"]),
        i2=decimal(row["i2"]),
        better=ours["better"],
        design=ours["design"],
        use=ours["use"],
        why=why,
        same_as=ours["same_as"],
        note=row["note"],
        read=Read(where, row["source"], row["verified"]),
    )


def _trial(row: Mapping[str, str]) -> Trial:
    design = row["design"].lower()
    chance = "RCT" in row["design"] or "randomised" in design
    randomised = "" if not design else "no" if "single arm" in design or "case" in design else (
        "yes" if chance and "non-randomised" not in design else ""
    )
    blinded = "double" if "double-blind" in design else "yes" if "blinded" in design else ""
    return Trial(
        key=trial_key(row),
        registry=row["registry_id"],
        label=row["short_name"] or f"{row['first_author']} {row['registry_id']}".strip(),
        year=row["year"],
        product=row["product"],
        type=TYPES.get(row["product_class"], row["product_class"]),
        indication=row["indication"],
        burn=row["burn_relevant"] == "yes",
        phase=row["phase"],
        design=row["design"],
        n=row["n"],
        comparator=row["comparator"],
        regimen=row["route_dose_schedule"],
        status=row["status"],
        result=row["result"],
        harms=row["adverse_events"],
        funding=row["funding_coi"],
        bias_tool="RoB 2",
        bias=bias_items("RoB 2", randomised, blinded),
        note=row["notes"],
        read=Read(row["doi_or_url"] or row["registry_id"] or row["notes"], "", row["verified"]),
    )
