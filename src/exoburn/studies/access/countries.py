"""Countries that rules and prices are known for, under the names people type."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from exoburn.data import table
from exoburn.errors import InputError


@dataclass(frozen=True, slots=True)
class Country:
    """A country (or the European Union): its own currency, and its rows in the law table."""

    id: str
    name: str
    currency: str
    jurisdictions: tuple[str, ...]
    aliases: tuple[str, ...]
    note: str


@cache
def countries() -> tuple[Country, ...]:
    """Every country that the tables know.

    >>> len(countries()), countries()[0].name
    (12, 'United States')
    """
    return tuple(
        Country(
            id=row["id"],
            name=row["name"],
            currency=row["currency"],
            jurisdictions=tuple(row["jurisdictions"].split(";")),
            aliases=tuple(alias for alias in row["aliases"].split(";") if alias),
            note=row["note"],
        )
        for row in table("countries")
    )


def country_of(word: str, *, key: str = "--country") -> Country:
    """The country of a name, a code or a member state; InputError with the nearest name.

    >>> country_of("germany").name, country_of("uk").id
    ('European Union', 'GB')
    >>> country_of("Germny")
    Traceback (most recent call last):
    exoburn.errors.InputError: --country: no rules or prices are held for this country (given \
'Germny'; allowed: United States, Canada, United Kingdom, European Union, Japan, South Korea, \
China, India, United Arab Emirates, Saudi Arabia, Mexico, Australia, Germany; nearest: Germany)
    """
    names = _names()
    wanted = " ".join(word.lower().split())
    if wanted in names:
        return names[wanted]
    allowed = [country.name for country in countries()]
    other = {alias.lower(): alias for country in countries() for alias in country.aliases}
    spelled = {name.lower(): name for name in allowed} | other
    near = [spelled[found] for found in get_close_matches(wanted, spelled, n=1, cutoff=0.6)]
    error = InputError(
        "no rules or prices are held for this country", key=key, given=word,
        allowed=list(dict.fromkeys(allowed + near)),
    )  # fmt: skip
    if near and error.nearest is None:  # the same name in other letters
        error.message += f"; did you mean {near[0]}"
    raise error


@cache
def _names() -> dict[str, Country]:
    return {
        name.lower(): country
        for country in countries()
        for name in (country.id, country.name, *country.aliases)
    }
