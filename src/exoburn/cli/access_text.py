"""The terminal's page of `exoburn access`: money, payer, law, questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from exoburn.banner import BANNER

Told = Mapping[str, Any]
_WIDTH = 96


def access_text(told: Told, *, schedule: bool = False) -> str:
    """The whole page as text; every month of the plan if `schedule`."""
    lines = [*_wrapped(BANNER), "", *_wrapped(told["product_statement"]),
             *_wrapped(told["evidence_statement"])]  # fmt: skip
    for part in (
        _courses(told), _plan(told, schedule), _insurance(told), _law(told), _prices(told),
        _questions(told),
    ):  # fmt: skip
        lines += ["", *part]
    return "\n".join(lines)


def money(amount: float, currency: str) -> str:
    """An amount as people write it.

    >>> money(6000.0, "USD"), money(555.81, "USD")
    ('USD 6,000', 'USD 555.81')
    """
    digits = 0 if float(amount).is_integer() else 2
    return f"{currency} {amount:,.{digits}f}"


def _courses(told: Told) -> Iterator[str]:
    yield "WHAT IT COSTS"
    for course in told["courses"]:
        cost, price = course["cost"], course["price"]
        yield f"  {course['name']} ({course['product']}, {_many(course['sessions'], 'session')})"
        if course["text"]:
            yield from _wrapped(course["text"], 4)
        for line in cost["lines"]:
            yield f"    {line['text']:<28} {line['name']}"
        yield f"    {_range(cost['low'], cost['middle'], cost['high'], cost['currency'])} in all"
        if cost["covered_percent"]:
            left = _range(cost["paid_low"], cost["paid_middle"], cost["paid_high"],
                          cost["currency"])  # fmt: skip
            yield f"    {left} left to pay after {cost['covered_percent']:g} % from an insurer"
        year = "" if price["stated"] else f", prices of {price['year']}"
        note = f"; {price['note']}" if price["note"] else ""
        yield from _wrapped(f"price: {_source(price)}{year}{note}", 4)
        for note in course["notes"]:
            yield from _wrapped(f"note: {note}", 4)


def _plan(told: Told, schedule: bool) -> Iterator[str]:
    plan = told["plan"]
    names = {"months": "the number of months", "apr": "the rate"}
    assumed = " and ".join(names[name] for name in plan["assumed"])
    yield "IF IT IS PAID OVER TIME" + (f" (an example: {assumed} assumed)" if assumed else "")
    if not plan["schedule"]:
        yield "  nothing is left to pay"
        return
    unit = plan["currency"]
    yield (f"  {money(plan['amount'], unit)} over {_many(plan['months'], 'month')} at "
           f"{plan['apr_percent']:g} % a year: {money(plan['monthly'], unit)} a month")
    yield (f"  {money(plan['total_paid'], unit)} paid in all, of which "
           f"{money(plan['total_interest'], unit)} is interest")
    if schedule:
        yield "  month         paid     interest         owed"
        for row in plan["schedule"]:
            yield (f"  {row['month']:>5} {row['paid']:>12,.2f} {row['interest']:>12,.2f} "
                   f"{row['owed']:>12,.2f}")


def _insurance(told: Told) -> Iterator[str]:
    yield "WHO PAYS"
    if not told["insurance"]:
        yield "  no rule on this product was found for this country"
    for one in told["insurance"]:
        where = "" if one["country"] == "*" else f"{one['country']}, "
        yield from _item(f"{where}{one['payer']} ({one['product']}): {one['status']}", one)


def _law(told: Told) -> Iterator[str]:
    yield f"WHAT THE LAW SAYS ({told['country'] or 'every country that is held'})"
    if told["country_note"]:
        yield from _wrapped(told["country_note"], 2)
    for one in told["law"]:
        head = f"{one['jurisdiction']}, {one['scope']}: {one['status']}"
        if one["permitted"]:
            head += f". Open: {one['permitted']}"
        if one["note"]:
            head += f" ({one['note']})"
        yield from _item(head, one)
    old = [one for one in (*told["law"], *told["insurance"]) if one["warning"]]
    if old:
        yield from _wrapped(
            f"! {len(old)} of {len(told['law']) + len(told['insurance'])} of these entries are or "
            f"may be older than a year on {told['today']}: look for a newer text.", 2
        )  # fmt: skip


def _prices(told: Told) -> Iterator[str]:
    yield "WHAT SELLERS ASK (none of it for burns)"
    for price in told["prices"]:
        where = f"{price['country']}, " if price["country"] != "*" else ""
        text = _range(price["low"], price["middle"], price["high"], price["currency"])
        yield from _wrapped(
            f"- {where}{price['label']}: {text} per {price['per']} ({price['year']}); "
            f"{_source(price)}", 2
        )  # fmt: skip


def _questions(told: Told) -> Iterator[str]:
    score = told["score"]
    if score is None:
        yield "QUESTIONS FOR A PROVIDER (score answers with --ask or --answers FILE)"
        for one in told["questions"]:
            yield from _wrapped(f"[ ] {one['question']} ({one['id']}, {one['weight']})", 2)
            yield from _wrapped(f"good: {one['good']}", 6)
            yield from _wrapped(f"red flag: {one['red_flag']}", 6)
        return
    yield "THE PROVIDER'S ANSWERS"
    yield from _wrapped(score["words"], 2)
    yield (f"  {score['points']:g} of {score['most']:g} points; "
           f"{score['must_have_good']} of {score['must_have']} must-haves answered well")
    for one in score["red_flags"]:
        yield from _wrapped(f"! red flag ({one['weight']}): {one['question']}", 2)
        yield from _wrapped(f"a sound answer: {one['good']}", 6)
    for one in score["open"]:
        yield from _wrapped(f"? open ({one['weight']}): {one['question']}", 2)


def _item(text: str, one: Told) -> Iterator[str]:
    yield from _wrapped(f"- {text}", 2)
    old = " ! OVER A YEAR OLD, OR MAY BE" if one["older_than_a_year"] else ""
    read = "" if one["verified"] else ", not checked"
    yield from _wrapped(f"[{one['date']}{read}; {one['source']}]{old}", 4)


def _range(low: float, middle: float | None, high: float, unit: str) -> str:
    if middle is None:
        return f"{money(low, unit)} to {high:,.0f}"
    if low == high:
        return money(middle, unit)
    return f"{money(middle, unit)} ({low:,.0f} to {high:,.0f})"


def _source(price: Told) -> str:
    return price["source"] + ("" if price["verified"] else " (not checked)")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _wrapped(text: str, indent: int = 0) -> list[str]:
    after = indent + (2 if text[:2] in ("- ", "! ", "? ") else 4 if text[:4] == "[ ] " else 0)
    return wrap(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * after,
                break_long_words=False, break_on_hyphens=False)  # fmt: skip
