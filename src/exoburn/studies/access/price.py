"""What a session costs: a seller's own price, or what the tables hold for a country."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from exoburn.data import table
from exoburn.errors import EngineError, InputError
from exoburn.studies.access.countries import Country, countries

#: product -> what it is called in a sentence
PRODUCTS = {
    "exosome": "vesicle product (sold as exosomes)", "prp": "platelet-rich plasma",
    "msc": "stem cells", "laser": "fractional laser",
}  # fmt: skip
#: a price beyond this is a slip of the pen in any currency
_MOST = 1e9


@dataclass(frozen=True, slots=True)
class Price:
    """Money for one session, low to high, in one currency of one year.

    `middle` is None where a source gives only a range. `stated` marks a price that the user gave.
    """

    product: str
    low: float
    middle: float | None
    high: float
    currency: str
    year: str
    per: str
    label: str
    country: str
    source: str
    verified: bool
    note: str = ""
    stated: bool = False


def stated_price(
    amount: float, *, currency: str = "USD", product: str = "exosome", year: str = "stated",
    key: str = "--price",
) -> Price:  # fmt: skip
    """A price that somebody was told: no range.

    >>> stated_price(900, currency="gbp").currency
    'GBP'
    """
    if not (math.isfinite(amount) and 0 < amount <= _MOST):
        raise InputError(
            "not a price", key=key, given=amount, allowed=f"above 0, at most {_MOST:,.0f}"
        )
    return Price(
        product_of(product), amount, amount, amount, currency_of(currency), year, "session",
        "price that was stated", "", "stated by the user", True, stated=True,
    )  # fmt: skip


def session_price(product: str, country: Country | None = None) -> Price:
    """The price of a session in a country, or the one for anywhere if none was found there.

    >>> price = session_price("exosome")
    >>> price.low, price.middle, price.high, price.currency
    (200.0, 1500.0, 6000.0, 'USD')
    """
    product = product_of(product)
    known = [price for use, price in _rows() if use == "default" and price.product == product]
    for price in known:
        if country is not None and price.country == country.id:
            return price
    anywhere = next(price for price in known if price.country == "*")
    if country is None:
        return anywhere
    note = f"no price was found for {country.name} as of 2026-11, so one from elsewhere stands in"
    return replace(anywhere, note="; ".join(filter(None, (note, anywhere.note))))


def prices_of(product: str) -> list[Price]:
    """Every price that the tables hold for a product.

    >>> max(price.high for price in prices_of("exosome") if price.currency == "USD")
    20000.0
    """
    product = product_of(product)
    return [price for _, price in _rows() if price.product == product]


def product_of(word: str, *, key: str = "--product") -> str:
    """The product as the price table names it.

    >>> product_of("PRP")
    'prp'
    """
    found = word.strip().lower()
    if found not in PRODUCTS:
        raise InputError("no such product", key=key, given=word, allowed=list(PRODUCTS))
    return found


def currency_of(word: str, *, key: str = "--currency") -> str:
    """A currency by its three letters.

    >>> currency_of("krw")
    'KRW'
    """
    found = word.strip().upper()
    if found not in digits():
        raise InputError("no such currency here", key=key, given=word, allowed=list(digits()))
    return found


@cache
def digits() -> Mapping[str, int]:
    """Currency -> digits after the point.

    >>> digits()["KRW"], digits()["USD"]
    (0, 2)
    """
    return {row["id"]: int(row["digits"]) for row in table("currencies")}


@cache
def _rows() -> tuple[tuple[str, Price], ...]:
    costs = {row["item"]: row for row in table("costs")}
    found = []
    for row in table("session_prices"):
        if row["item"] and row["item"] not in costs:
            raise EngineError(f"session_prices.csv: no cost is named {row['item']!r}")
        of = costs[row["item"]] if row["item"] else row
        # the survey and the quotes hold a range or a middle, not always both
        middle = float(of["value"]) if of["value"] else None
        low, high = (float(of[end]) if of[end] else middle for end in ("low", "high"))
        if low is None or high is None:
            raise EngineError(f"session_prices.csv: no number for {row['product']}")
        found.append((row["use"], Price(
            product=row["product"], low=low, middle=middle, high=high, currency=of["currency"],
            year=of["year"], per=of["per"], label=row["label"],
            country=row["country"], source=of["source"], verified=of["verified"] == "yes",
            note=row["note"],
        )))  # fmt: skip
    known = {country.id for country in countries()} | {"*"}
    if any(price.country not in known for _, price in found):
        raise EngineError("session_prices.csv: a country that countries.csv lacks")
    return tuple(found)
