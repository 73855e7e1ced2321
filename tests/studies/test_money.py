"""Prices, courses and payment plans: arithmetic against numbers that do not come from here."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoburn.data import table
from exoburn.errors import InputError
from exoburn.studies.access import (
    Extra,
    country_of,
    course_cost,
    payment_plan,
    prices_of,
    session_price,
    stated_price,
)
from exoburn.studies.access.courses import sessions_of_regimen
from exoburn.studies.access.price import PRODUCTS


def test_an_annuity_is_that_of_the_textbook() -> None:
    """Borrowed truth: 200,000 at 6.5 % over 30 years is 1,264.14 a month (textbook annuity)."""
    plan = payment_plan(200_000, months=360, apr_percent=6.5)
    assert plan.monthly == 1264.14
    assert plan.schedule[0].interest == 1083.33


@given(
    amount=st.floats(1, 1e6), months=st.integers(1, 120), apr=st.floats(0, 100),
    unit=st.sampled_from(["USD", "KRW"]),
)  # fmt: skip
def test_a_plan_ends_at_zero_and_its_parts_add_up(
    amount: float, months: int, apr: float, unit: str
) -> None:
    """Truth: the debt is paid, interest is what is paid beyond it, no month pays below zero."""
    plan = payment_plan(amount, months=months, apr_percent=apr, currency=unit)
    assert plan.schedule[-1].owed == 0
    assert len(plan.schedule) == months
    paid = sum(Decimal(repr(row.paid)) for row in plan.schedule)
    principal = sum(Decimal(repr(row.principal)) for row in plan.schedule)
    assert float(paid) == pytest.approx(plan.total_paid, abs=1e-6)
    assert float(principal) == pytest.approx(plan.amount, rel=1e-12, abs=1e-6)
    assert plan.total_interest >= 0
    assert all(row.paid >= 0 and row.owed >= 0 for row in plan.schedule)


def test_more_months_cost_more_interest() -> None:
    """Truth: money owed for longer bears more interest."""
    totals = [payment_plan(6000, months=m, apr_percent=20).total_interest for m in (6, 12, 24)]
    assert totals == sorted(totals)
    assert payment_plan(6000, months=12, apr_percent=0).total_interest == 0


@pytest.mark.parametrize(
    "wrong",
    [{"months": 0}, {"months": 601}, {"apr_percent": -1}, {"apr_percent": float("nan")},
     {"amount": 0}, {"amount": float("inf")}],
)  # fmt: skip
def test_a_plan_that_nobody_offers_is_refused(wrong: dict[str, float]) -> None:
    """Truth: wrong input, fed on purpose."""
    stated = {"amount": 100.0, "months": 12, "apr_percent": 5.0} | wrong
    with pytest.raises(InputError):
        payment_plan(stated["amount"], months=int(stated["months"]),
                     apr_percent=stated["apr_percent"])  # fmt: skip


def test_a_course_is_price_times_sessions_with_extras_and_an_insurer() -> None:
    """Truth: arithmetic by hand."""
    price = session_price("exosome", country_of("us"))
    extras = [Extra.exactly("travel", 50, each_session=True), Extra.exactly("photo", 30)]
    cost = course_cost(price, sessions=3, extras=extras, covered_percent=25)
    assert (cost.low, cost.middle, cost.high) == (3180, 6180, 9180)
    assert cost.paid_middle == pytest.approx(4635)
    assert sum(line.low for line in cost.lines) == cost.low


@given(count=st.integers(1, 60), share=st.floats(0, 100))
def test_a_bill_is_linear_and_ordered(count: int, share: float) -> None:
    """Truth: twice the sessions cost twice; low, middle and high never cross."""
    price = session_price("exosome")
    one, many = (course_cost(price, sessions=n, covered_percent=share) for n in (1, count))
    assert one.middle is not None
    assert many.middle == pytest.approx(count * one.middle)
    assert many.low <= (many.middle or 0) <= many.high
    assert 0 <= many.paid_high <= many.high


@pytest.mark.parametrize("sessions", [0, -1, 1001, 2.5, True])
def test_a_course_needs_a_count(sessions: float) -> None:
    """Truth: wrong input, fed on purpose."""
    with pytest.raises(InputError):
        course_cost(stated_price(10), sessions=sessions)  # type: ignore[arg-type]


def test_every_price_is_in_the_literature_or_says_that_it_is_derived() -> None:
    """Borrowed truth: costs.csv; a row of ours names what it was derived from."""
    costs = {row["item"] for row in table("costs")}
    for row in table("session_prices"):
        assert row["item"] in costs or row["source"].startswith("derived")
    for product in PRODUCTS:
        for price in prices_of(product):
            assert price.source
            assert 0 < price.low <= (price.middle or price.low) <= price.high


def test_survey_and_seed_range_hold_the_default() -> None:
    """Borrowed truth: 114 sellers ask 99 to 20,000 USD (10.1186/s13287-023-03335-2)."""
    survey = next(p for p in prices_of("exosome") if "survey" in p.label)
    default = session_price("exosome")
    assert (survey.low, survey.high) == (99, 20000)
    assert survey.low < default.low < default.high < survey.high


def test_sessions_are_the_days_of_a_sentence() -> None:
    """Truth: the registered trial gives three doses."""
    found = sessions_of_regimen(
        "1e7 particles/cm2 in saline, topical, within 48 h, day 5-7, week 2"
    )
    assert (found.count, found.product) == (3, "exosome")
    with pytest.raises(InputError, match="--regimen"):
        sessions_of_regimen("a lot, please")
