"""`access`: everything that stands between a wish for a product and having it, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from exoburn.case import Case
from exoburn.data import parameters
from exoburn.errors import InputError
from exoburn.evidence import statement
from exoburn.studies.access.cost import CourseCost, Extra, course_cost
from exoburn.studies.access.countries import Country
from exoburn.studies.access.courses import Sessions, sessions_of_case, sessions_of_regimen
from exoburn.studies.access.law import Cover, Rule, insurance_of, law_of, stale_of
from exoburn.studies.access.plan import payment_plan
from exoburn.studies.access.price import (
    PRODUCTS,
    Price,
    currency_of,
    prices_of,
    product_of,
    session_price,
    stated_price,
)
from exoburn.studies.access.provider import questions, score

SCHEMA = "exoburn.access/1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the user states; None or empty means not stated.

    `price` is a session's in `currency`; `sessions` or `regimen` or the arms of `case` count the
    course; `covered_percent` is paid by an insurer; `answers` are verdicts by question id.
    """

    today: date
    country: Country | None = None
    case: Case | None = None
    product: str = "exosome"
    price: float | None = None
    currency: str | None = None
    sessions: int | None = None
    regimen: str | None = None
    months: int | None = None
    apr_percent: float | None = None
    covered_percent: float = 0.0
    extras: Sequence[Extra] = ()
    answers: Mapping[str, str] | None = None


def access(asked: Asked) -> dict[str, Any]:
    """Cost, payment plan, insurance, law and provider questions as one JSON-able object.

    >>> told = access(Asked(today=date(2026, 11, 22), price=1500, sessions=4))
    >>> told["courses"][0]["cost"]["middle"], told["plan"]["months"]
    (6000.0, 12)
    """
    product = _product(asked)
    courses = [_course(asked, sessions) for sessions in _counted(asked, product)]
    law = law_of(asked.country, asked.today)
    cover = [
        one for name in dict.fromkeys([product, *(c["product"] for c in courses)])
        for one in insurance_of(asked.country, name, asked.today)
    ]  # fmt: skip
    told: dict[str, Any] = {
        "schema": SCHEMA,
        "today": asked.today.isoformat(),
        "country": asked.country.name if asked.country else None,
        "country_note": asked.country.note if asked.country else "",
        "evidence_statement": statement("no_controlled_trial"),
        "product_statement": statement("no_authorised_product"),
        "courses": courses,
        "plan": _plan(asked, courses),
        "prices": [_price(price) for price in prices_of(product)],
        "insurance": [_dated(one) for one in cover],
        "law": [_dated(rule) for rule in law],
        "questions": [asdict(one) for one in questions()],
        "score": None,
        "warnings": stale_of([*law, *cover]),
    }
    if asked.answers is not None:
        told["score"] = asdict(score(asked.answers)) | {"answers": dict(asked.answers)}
    return told


def _product(asked: Asked) -> str:
    return product_of(asked.product)


def _counted(asked: Asked, product: str) -> list[Sessions]:
    """The courses that were asked about; without any, the price of one session."""
    if asked.sessions is not None and asked.regimen is not None:
        raise InputError(
            "one of the two counts the course", key="--sessions", given=asked.sessions,
            allowed="--sessions or --regimen",
        )  # fmt: skip
    if asked.sessions is not None:
        text = f"{asked.sessions} sessions, as stated"
        return [Sessions(PRODUCTS[product], product, asked.sessions, text)]
    if asked.regimen is not None:
        return [sessions_of_regimen(asked.regimen)]
    if asked.case is not None:
        found = sessions_of_case(asked.case)
        if not found:
            raise InputError(
                "no arm of this case gives a product", key="arms",
                allowed="a case with products, or --sessions or --regimen",
            )  # fmt: skip
        return found
    return [Sessions(PRODUCTS[product], product, 1, "one session, since no number was stated")]


def _course(asked: Asked, sessions: Sessions) -> dict[str, Any]:
    price, notes = _price_for(asked, sessions.product), []
    extras = list(asked.extras)
    if sessions.laser:
        laser = session_price("laser", asked.country)
        if laser.currency == price.currency and laser.middle is not None:
            extras.append(Extra(
                laser.label, sessions.laser * laser.middle, sessions.laser * laser.low,
                sessions.laser * laser.high,
            ))  # fmt: skip
            notes.append(f"{sessions.laser} laser sessions are in the bill: {laser.note}")
        else:
            notes.append(
                f"{sessions.laser} laser sessions are left out: their price is held in "
                f"{laser.currency} only and nothing is exchanged here"
            )
    cost = course_cost(
        price, sessions=sessions.count, extras=extras, covered_percent=asked.covered_percent
    )
    return {
        "name": sessions.name, "product": sessions.product, "sessions": sessions.count,
        "text": sessions.text, "price": _price(price), "cost": _cost(cost), "notes": notes,
    }  # fmt: skip


def _price_for(asked: Asked, product: str) -> Price:
    """The stated price for the product that was asked about, the table's for any other."""
    if asked.price is not None and product == _stated_for(asked):
        currency = asked.currency or (asked.country.currency if asked.country else "USD")
        return stated_price(
            asked.price, currency=currency, product=product, year=str(asked.today.year)
        )
    found = session_price(product, asked.country)
    if asked.currency is not None and currency_of(asked.currency) != found.currency:
        raise InputError(
            "prices are held in another currency and nothing is exchanged here",
            key="--currency", given=asked.currency, allowed=f"{found.currency}, or a --price",
        )  # fmt: skip
    return found


def _stated_for(asked: Asked) -> str:
    if asked.regimen is not None:
        return sessions_of_regimen(asked.regimen).product
    return product_of(asked.product)


def _plan(asked: Asked, courses: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The payment plan of the first course of the product asked about, at its middle price."""
    wanted = _stated_for(asked)
    course = next((one for one in courses if one["product"] == wanted), courses[0])
    rows, cost = parameters(), course["cost"]
    months = int(rows["access_months"].value) if asked.months is None else asked.months
    apr = rows["access_apr_percent"].value if asked.apr_percent is None else asked.apr_percent
    amount = cost["paid_high"] if cost["paid_middle"] is None else cost["paid_middle"]
    assumed = [
        name for name, value in (("months", asked.months), ("apr", asked.apr_percent))
        if value is None
    ]  # fmt: skip
    told: dict[str, Any] = {"course": course["name"], "assumed": assumed, "months": months,
                            "apr_percent": apr, "amount": amount, "currency": cost["currency"]}
    if amount <= 0:  # an insurer pays it all
        return told | {"monthly": 0.0, "total_paid": 0.0, "total_interest": 0.0, "schedule": []}
    plan = payment_plan(amount, months=months, apr_percent=apr, currency=cost["currency"])
    return told | asdict(plan) | {"schedule": [asdict(row) for row in plan.schedule]}


def _cost(cost: CourseCost) -> dict[str, Any]:
    told = asdict(cost)
    told.pop("price")
    return told


def _price(price: Price) -> dict[str, Any]:
    return asdict(price)


def _dated(one: Rule | Cover) -> dict[str, Any]:
    told = asdict(one)
    age = told.pop("age")
    return told | {
        "date": age["text"], "age_days": age["days"], "older_than_a_year": age["stale"],
        "warning": age["warning"],
    }  # fmt: skip
