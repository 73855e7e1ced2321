"""Rows of the tables about care, money and law, as records."""

from __future__ import annotations

from collections.abc import Mapping

from exoburn.evidence.care_records import (
    ComparatorEffect,
    Cost,
    ProviderQuestion,
    Regulation,
    Rule,
    Utility,
)
from exoburn.evidence.cells import decimal
from exoburn.evidence.records import Read


def comparator_of(row: Mapping[str, str]) -> ComparatorEffect:
    """One row of comparator_effects."""
    return ComparatorEffect(
        row["population"], row["intervention"], row["comparator"], row["outcome"],
        row["effect_type"], row["effect"], row["ci_low"], row["ci_high"], row["n_studies"],
        row["n_patients"], row["note"], read_of(row),
    )  # fmt: skip


def cost_of(row: Mapping[str, str]) -> Cost:
    """One row of costs."""
    return Cost(
        row["item"], decimal(row["value"]), decimal(row["low"]), decimal(row["high"]),
        row["currency"], row["year"], row["country"], row["per"], row["note"], read_of(row),
    )  # fmt: skip


def utility_of(row: Mapping[str, str]) -> Utility:
    """One row of utilities."""
    return Utility(
        row["state"], row["instrument"], row["utility"], row["low"], row["high"], row["type"],
        row["time"], row["country"], row["note"], read_of(row),
    )  # fmt: skip


def regulation_of(row: Mapping[str, str]) -> Regulation:
    """One row of regulation."""
    return Regulation(
        row["jurisdiction"], row["product_scope"], row["status"], row["legal_basis"],
        row["permitted_routes"], row["date"], row["note"], read_of(row),
    )  # fmt: skip


def read_of(row: Mapping[str, str]) -> Read:
    """Source and checking of a row."""
    return Read(row["source"], "", row["verified"])


def rule_of(row: Mapping[str, str]) -> Rule:
    """One row of eligibility_rules."""
    return Rule(row["rule"], row["action"], row["rationale"], read_of(row))


def provider_question_of(row: Mapping[str, str]) -> ProviderQuestion:
    """One row of provider_checklist."""
    return ProviderQuestion(
        row["question_to_provider"], row["acceptable_answer"], row["red_flag"], row["weight_hint"],
        read_of(row),
    )  # fmt: skip
