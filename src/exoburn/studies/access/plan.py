"""A payment plan: equal monthly payments, the interest in each, and what is still owed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from exoburn.errors import InputError
from exoburn.studies.access.price import digits

_LEAST_RATE = Decimal("1e-10")


@dataclass(frozen=True, slots=True)
class Payment:
    """One month: what is paid, how much of it is interest, what is owed afterwards."""

    month: int
    paid: float
    interest: float
    principal: float
    owed: float


@dataclass(frozen=True, slots=True)
class PaymentPlan:
    """An amount paid off in equal months; the last payment takes up the rounding."""

    amount: float
    currency: str
    months: int
    apr_percent: float
    monthly: float
    total_paid: float
    total_interest: float
    schedule: tuple[Payment, ...]


def payment_plan(
    amount: float, *, months: int, apr_percent: float, currency: str = "USD"
) -> PaymentPlan:
    """The annuity of an amount in `currency`, a twelfth of the nominal yearly rate each month.

    Every figure is rounded as the currency is paid. InputError for what no lender offers.

    >>> plan = payment_plan(6000, months=12, apr_percent=20)
    >>> plan.monthly, plan.total_interest, plan.schedule[-1].owed
    (555.81, 669.68, 0.0)
    >>> payment_plan(900, months=3, apr_percent=0).monthly
    300.0
    """
    _check(amount, months, apr_percent)
    unit = Decimal(1).scaleb(-digits()[currency])
    owed = _rounded(Decimal(repr(float(amount))), unit)
    rate = Decimal(repr(float(apr_percent))) / 1200
    # a rate too small to be told from none is none: the formula would divide by zero
    level = owed / months if rate < _LEAST_RATE else owed * rate / (1 - (1 + rate) ** -months)
    monthly = _rounded(level, unit)
    start, rows = owed, []
    for month in range(1, months + 1):
        interest = _rounded(owed * rate, unit)
        # the last payment clears the debt; an earlier one never pays more than is owed
        paid = owed + interest if month == months else min(monthly, owed + interest)
        owed = owed + interest - paid
        rows.append(Payment(
            month, float(paid), float(interest), float(paid - interest), float(owed)
        ))  # fmt: skip
    total = sum((Decimal(repr(row.paid)) for row in rows), Decimal(0))
    return PaymentPlan(
        float(start), currency, months, float(apr_percent), float(monthly), float(total),
        float(total - start), tuple(rows),
    )  # fmt: skip


def _check(amount: float, months: int, apr_percent: float) -> None:
    if not (math.isfinite(amount) and 0 < amount <= 1e12):
        raise InputError("nothing to pay off", key="amount", given=amount, allowed="above 0")
    if isinstance(months, bool) or months != int(months) or not 1 <= months <= 600:
        raise InputError("not a number of months", key="--months", given=months,
                         allowed="1 to 600")  # fmt: skip
    if not (math.isfinite(apr_percent) and 0 <= apr_percent <= 1000):
        raise InputError("not a yearly rate", key="--apr", given=apr_percent,
                         allowed="0 to 1000 (percent a year)")  # fmt: skip


def _rounded(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, rounding=ROUND_HALF_UP)
