"""`exoburn access`: course cost, payment plan, who pays, what the law says, what to ask."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from exoburn.studies.access import Extra


def access(
    case: Annotated[
        Path | None, typer.Argument(help="Case file: its arms count the sessions")
    ] = None,
    country: Annotated[str | None, typer.Option(help="Whose law, insurance and prices")] = None,
    product: Annotated[str, typer.Option(help="exosome, prp or msc")] = "exosome",
    price: Annotated[float | None, typer.Option(help="Price of a session that was told")] = None,
    currency: Annotated[
        str | None, typer.Option(help="Its currency (default: the country's, or USD)")
    ] = None,
    sessions: Annotated[int | None, typer.Option(help="Number of sessions")] = None,
    regimen: Annotated[
        str | None, typer.Option(help="or a regimen sentence, whose days are counted")
    ] = None,
    months: Annotated[int | None, typer.Option(help="Monthly payments of a plan")] = None,
    apr: Annotated[float | None, typer.Option(help="Its interest, percent a year")] = None,
    insurance: Annotated[
        float, typer.Option(help="Percent that an insurer has agreed to pay")
    ] = 0.0,
    extra: Annotated[
        list[str] | None, typer.Option(help="Paid once beside it: NAME=AMOUNT (repeatable)")
    ] = None,
    session_extra: Annotated[
        list[str] | None, typer.Option(help="Paid at each session: NAME=AMOUNT (repeatable)")
    ] = None,
    answers: Annotated[
        Path | None, typer.Option(help="A provider's answers (.toml or .json) to be scored")
    ] = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask for the answers one by one on this terminal")
    ] = False,
    schedule: Annotated[
        bool, typer.Option("--schedule", help="Print every month of the payment plan")
    ] = False,
    today: Annotated[
        str | None, typer.Option(help="Day on which ages are counted (default: today)")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """What a course costs, a payment plan, insurance, the law by country, and what to ask."""
    from exoburn.case import load_case
    from exoburn.errors import InputError
    from exoburn.studies.access import Asked, country_of, read_answers
    from exoburn.studies.access import access as answer
    from exoburn.studies.access.dates import today_or

    if answers is not None and ask:
        raise InputError("answers come from one place", key="--ask",
                         allowed="--answers FILE or --ask")  # fmt: skip
    extras = [_extra(text, False) for text in extra or ()]
    extras += [_extra(text, True) for text in session_extra or ()]
    asked = Asked(
        today=today_or(today), country=country_of(country) if country is not None else None,
        case=load_case(case) if case is not None else None, product=product, price=price,
        currency=currency, sessions=sessions, regimen=regimen, months=months, apr_percent=apr,
        covered_percent=insurance, extras=extras,
        answers=read_answers(answers) if answers is not None else _asked() if ask else None,
    )  # fmt: skip
    told = answer(asked)
    if json:
        from json import dumps

        sys.stdout.write(dumps(told, allow_nan=False) + "\n")
        return
    from exoburn.cli.access_text import access_text
    from exoburn.cli.say import say

    say(access_text(told, schedule=schedule))


def _extra(text: str, each_session: bool) -> Extra:
    from exoburn.errors import InputError
    from exoburn.studies.access import Extra

    name, sign, amount = text.rpartition("=")
    key = "--session-extra" if each_session else "--extra"
    try:
        value = float(amount)
    except ValueError:
        sign = ""
        value = 0.0
    if not sign or not name.strip():
        raise InputError("not an extra", key=key, given=text, allowed="NAME=AMOUNT, like travel=40")
    return Extra.exactly(name.strip(), value, each_session=each_session)


def _asked() -> dict[str, str]:
    """Verdicts typed one by one; the questions go to stderr, an empty line leaves one open."""
    from exoburn.cli.progress import waiting_for_the_user
    from exoburn.studies.access import questions
    from exoburn.studies.access.provider import VERDICTS

    letters = {verdict[0]: verdict for verdict in VERDICTS if verdict != "unasked"}
    found: dict[str, str] = {}
    for number, one in enumerate(questions(), 1):
        typer.echo(f"\n{number}. {one.question}", err=True)
        typer.echo(f"   good: {one.good}\n   red flag: {one.red_flag}", err=True)
        while one.id not in found:
            with waiting_for_the_user():
                typed = typer.prompt("   good, unclear or red", default="", show_default=False,
                                     err=True).strip().lower()  # fmt: skip
            if typed in ("", *letters, *letters.values()):
                found[one.id] = letters.get(typed, typed) or "unasked"
            else:
                typer.echo("   type g, u or r; an empty line leaves it open", err=True)
    return found
