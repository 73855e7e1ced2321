"""Records of what surrounds a treatment: comparators, money, health states, law, rules, sellers."""

from __future__ import annotations

from dataclasses import dataclass

from exoburn.evidence.records import Read


@dataclass(frozen=True, slots=True)
class ComparatorEffect:
    """What conventional care, PRP, cells, grafts or lasers did against something else."""

    population: str
    intervention: str
    comparator: str
    outcome: str
    effect_type: str
    effect: str
    low: str
    high: str
    n_studies: str
    n_people: str
    note: str
    read: Read


@dataclass(frozen=True, slots=True)
class Cost:
    """A price or a cost, in the money and year of its source."""

    item: str
    value: float | None
    low: float | None
    high: float | None
    currency: str
    year: str
    country: str
    per: str
    note: str
    read: Read


@dataclass(frozen=True, slots=True)
class Utility:
    """How good a state of health is, from 0 (dead) to 1; text where only words were given."""

    state: str
    instrument: str
    utility: str
    low: str
    high: str
    type: str
    time: str
    country: str
    note: str
    read: Read


@dataclass(frozen=True, slots=True)
class Regulation:
    """What a country allows, on `date`."""

    jurisdiction: str
    scope: str
    status: str
    basis: str
    routes: str
    date: str
    note: str
    read: Read


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule about who may take part, with the action it calls for."""

    rule: str
    action: str
    reason: str
    read: Read


@dataclass(frozen=True, slots=True)
class ProviderQuestion:
    """A question for somebody who sells a product, and the answer that is a red flag."""

    question: str
    acceptable: str
    red_flag: str
    weight: str
    read: Read
