"""The questions that people ask, and how an answer may be narrowed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from exoburn.data import table
from exoburn.errors import InputError

#: what can be asked about, and what a sentence calls it
PRODUCTS = {
    "ev": "vesicle products (sold as exosomes)",
    "secretome": "conditioned medium",
    "prp": "platelet-rich plasma",
    "cells": "stem cells",
    "vehicle": "carriers without vesicles",
    "other": "other products",
}
WOUNDS = ("all", "burn", "other")


@dataclass(frozen=True, slots=True)
class Question:
    """A question: `verb` and `what` make the sentence "... may VERB WHAT"."""

    id: str
    label: str
    subject: str
    verb: str
    what: str
    measure: str
    unit: str
    better: str
    asks: str
    animal_note: str
    people_note: str
    source: str

    def subject_for(self, type: str) -> str:
        """Who does it: the question's own subject, or the product."""
        return self.subject or PRODUCTS[type]


@dataclass(frozen=True, slots=True)
class Filter:
    """What to look at: `species` a species, "animals", "people" or "all"; `wound`, `type`."""

    species: str = "all"
    wound: str = "all"
    type: str = "ev"

    def takes(self, *, species: str, group: str, burn: bool, type: str) -> bool:
        """Does a study pass?"""
        if type != self.type or not self.takes_wound(burn):
            return False
        return self.species in ("all", group) or species.startswith(self.species)

    def takes_wound(self, burn: bool) -> bool:
        """Does a wound pass?"""
        return self.wound == "all" or (self.wound == "burn") == burn

    @property
    def groups(self) -> tuple[str, ...]:
        """Animals, people or both."""
        if self.species == "all":
            return ("animals", "people")
        return ("people",) if self.species in ("people", "human") else ("animals",)

    @property
    def one_species(self) -> bool:
        """True if only one animal is asked for: reviews of many species then do not count."""
        return self.species not in ("all", "animals", "people", "human")


@cache
def questions() -> Mapping[str, Question]:
    """Every question by id.

    >>> list(questions())[:4]
    ['closure', 'scar', 'infection', 'pain']
    """
    return {row["id"]: Question(**row) for row in table("questions")}


def question_by_id(id: str) -> Question:
    """One question; InputError with the nearest word if it is unknown."""
    if id not in questions():
        raise InputError("no such question", key="QUESTION", given=id, allowed=list(questions()))
    return questions()[id]


def filter_of(species: str, wound: str, type: str, known: set[str]) -> Filter:
    """A checked filter; `known` are the species that the evidence holds."""
    allowed = ["all", "animals", "people", *sorted(known - {"not stated"})]
    if species not in allowed:
        raise InputError("no such species in the evidence", key="--species", given=species,
                         allowed=allowed)
    if wound not in WOUNDS:
        raise InputError("no such wound", key="--wound", given=wound, allowed=WOUNDS)
    if type not in PRODUCTS:
        raise InputError("no such type of evidence", key="--type", given=type,
                         allowed=list(PRODUCTS))
    return Filter(species, wound, type)
