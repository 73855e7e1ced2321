"""Regimen sentences: text equals object, and an error points at the part that failed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.case import Regimen, parse_regimen
from exoburn.case.regimen import INJECTIONS, NEEDLES, ROUTES
from exoburn.case.schedule import schedule_text
from exoburn.data import table
from exoburn.errors import InputError

# twenty sentences that are canonical: str(parse(s)) == s
CANONICAL = [
    "1e10 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1",
    "1e7 particles/cm2 in saline, topical, on days 1, 6, 14",
    "100 ug/cm2 in saline, topical, once from day 1",
    "3e11 particles/cm2 in pluronic, topical, daily x 7 from day 0",
    "6.7e8 particles/cm2 in hydrogel, topical, daily x 7 from day 0.5",
    "1e9 particles/cm2 in ointment, topical, every 8 h x 21 from day 0",
    "1e9 particles/cm2 in ointment, topical, 5 times a day x 10 from day 0",
    "2e11 particles in saline, injected, once from day 1, 1 mm deep, 40 injections, 100 uL each",
    "1e10 particles/cm2 in saline, wound-bed injection, every 7 days x 3 from day 3, 0.5 mm deep",
    "1e10 particles/cm2 in saline, microneedle, every 7 days x 3 from day 21, needle 500 um",
    "1e9 particles/cm2 in dissolving_needle, dissolving needle, once from day 2, needle 600 um",
    "1e10 particles/cm2 in spray, spray, every 12 h x 6 from day 1",
    "5e10 particles/cm2 in fibrin, under graft, once from day 3",
    "1e10 particles/cm2 in hydrogel, laser-assisted, on days 0, 28, 60",
    "1e10 particles/cm2 in gelma, topical, every 1.5 days x 4 from day 1, to open area",
    "0 particles/cm2 in hydrogel, topical, every 3 days x 4 from day 1",
    "1e6 cells/cm2 in saline, topical, every 7 days x 2 from day 1",
    "2e6 cells/cm2 in fibrin, injected, once from day 4, 2 mm deep, 12 injections",
    "0.1 mL/cm2 in prp_gel, topical, every 4 days x 3 from day 1, platelets 1e9/mL",
    "0.05 mL/cm2 in prf, under graft, once from day 3",
]


@pytest.mark.parametrize("sentence", CANONICAL)
def test_twenty_sentences_round_trip(sentence: str) -> None:
    """Truth: interfaces.md, text equals object."""
    regimen = parse_regimen(sentence)
    assert str(regimen) == sentence
    assert parse_regimen(str(regimen)) == regimen


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("from day 2", (2,)),
        ("once on day 2", None),
        ("daily x 3 from day 1", (1, 2, 3)),
        ("weekly x 3 from day 2", (2, 9, 16)),
        ("2 times a day x 4 from day 0", (0, 0.5, 1, 1.5)),
        ("every 12 h x 3 from day 1", (1, 1.5, 2)),
        ("every 3 days from day 1, until day 8", (1, 4, 7)),
        ("every 3 days x 2 from day 1, until day 30", (1, 4)),
        ("every 3 days x 4, from day 1", (1, 4, 7, 10)),
        ("from day 1, every 3 days x 4", (1, 4, 7, 10)),
        ("on days 1, 6, 14", (1, 6, 14)),
        ("days 1 and 6 and 14", (1, 6, 14)),
        ("on days 14, 1 and 6", (1, 6, 14)),
        ("day 1, 6, and 14", (1, 6, 14)),
        # model.md section 4: day 5-7 = day 6, within 48 h = day 1, week 2 = day 14
        ("day 5-7", (6,)),
        ("within 48 h", (1,)),
        ("week 2", (14,)),
        ("within 48 h, day 5-7, week 2", (1, 6, 14)),
        ("within 2 days", (1,)),
        ("EVERY 3 DAYS X 2 FROM DAY 1", (1, 4)),
        ("every 3 days \u00d7 2 from day 1", (1, 4)),
    ],
)
def test_schedule_words(words: str, days: tuple[float, ...] | None) -> None:
    """Truth: the dates that a reader of a protocol would put into a calendar."""
    sentence = f"1e9 particles/cm2 in saline, topical, {words}"
    if days is None:
        with pytest.raises(InputError):
            parse_regimen(sentence)
    else:
        assert parse_regimen(sentence).days == days


@pytest.mark.parametrize(
    ("sentence", "same"),
    [
        ("1e9 EV/cm2, topical, from day 1", "1e9 particles/cm2 in saline, topical, from day 1"),
        ("5 \u00b5g/cm\u00b2 in gel, spray, from day 1", "5 ug/cm2 in hydrogel, spray, from day 1"),
        ("1e6 cells per cm2, intradermal, day 1", "1e6 cells/cm2 in saline, injected, day 1"),
        (".1 ml/cm2 in PRP gel, topical, from day 1", "0.1 mL/cm2, topical, from day 1"),
        ("1 mL/cm2 in PRF, topical, from day 1", "1 mL/cm2 in prf, topical, from day 1"),
        ("1e9 particles/cm2, spray, from day 1", "1e9 particles/cm2 in spray, spray, from day 1"),
    ],
)  # fmt: skip
def test_other_words_for_the_same(sentence: str, same: str) -> None:
    """Truth: two ways of writing one regimen give equal objects."""
    assert parse_regimen(sentence) == parse_regimen(same)


@pytest.mark.parametrize(
    ("unit", "vehicle", "product"),
    [
        ("particles/cm2", "saline", "vesicle"),
        ("particles", "saline", "vesicle"),
        ("ug/cm2", "hydrogel", "vesicle"),
        ("cells/cm2", "saline", "msc"),
        ("mL/cm2", "prf", "prp"),
    ],
)
def test_class_follows_from_the_unit(unit: str, vehicle: str, product: str) -> None:
    """Truth: particles and ug are vesicles, cells are stem cells, mL are platelets."""
    regimen = parse_regimen(f"1 {unit} in {vehicle}, topical, from day 1")
    assert regimen.product_class == product


@pytest.mark.parametrize(
    ("sentence", "key", "part"),
    [
        ("", "regimen", "an empty part"),
        ("lots, topical, from day 1", "dose", "cannot read the dose"),
        ("1e9 particle/cm2, topical, from day 1", "unit", "nearest: particles/cm2"),
        ("1e9 particles/cm2 in jelly, topical, from day 1", "vehicle", "allowed: saline"),
        ("1e9 particles/cm2", "route", "no route"),
        ("1e9 particles/cm2, oral, from day 1", "route", "allowed: topical"),
        ("1e9 particles/cm2, topical", "schedule", "no day is given"),
        ("1e9 particles/cm2, topical, every 3 days from day 1", "schedule", "how many times"),
        ("1e9 particles/cm2, topical, daily x 0 from day 1", "x N", "wrong number of doses"),
        ("1e9 particles/cm2, topical, daily x 9999 from day 1", "x N", "1 to 1000"),
        ("1e9 particles/cm2, topical, once x 3 from day 1", "x N", "wrong number of doses"),
        ("1e9 particles/cm2, topical, fortnightly x 2, day 1", "schedule or modifier", "weekly"),
        ("1e9 particles/cm2, topical, daily x 2 from day 1, from day 2", "schedule", "two first"),
        ("1e9 particles/cm2, topical, on days 1, 1", "days", "days must rise"),
        ("1e9 particles/cm2, topical, day 7-5", "day", "runs backwards"),
        ("1e9 particles/cm2, topical, from day 99999", "days", "0 to 3650"),
        ("1e9 particles/cm2, topical, from day 1, 7", "schedule", "a number on its own"),
        ("1e400 particles/cm2, topical, from day 1", "amount", "out of range"),
        ("1e20 particles/cm2, topical, from day 1", "amount", "0 to 1e14 particles/cm2"),
        ("1e9 particles/cm2, topical, from day 1, 1 mm deep", "depth_mm", "this route"),
        ("1e9 particles/cm2, injected, from day 1, 90 mm deep", "depth_mm", "0.01 to 20"),
        ("1e9 particles/cm2, injected, from day 1, needle 500 um", "needle_um", "this route"),
        ("1e9 particles/cm2, topical, from day 1, platelets 1e9/mL", "platelets_per_ml", "mL/cm2"),
        ("1e9 particles, topical, from day 1, to open area", "to", "per cm2"),
        ("1e9 particles/cm2 in PRF, topical, from day 1", "unit", "mL/cm2"),
        ("1 mL/cm2 in hydrogel, topical, from day 1", "vehicle", "prp_gel, prf"),
        ("1e9 particles/cm2 in silk, dissolving needle, from day 1", "vehicle", "both the route"),
        ("1e9 particles/cm2, injected, day 1, 4 injections, 5 injections", "injections", "twice"),
        ("1e9 particles/cm2, topical, every 0 days x 2 from day 1", "interval", "too short"),
    ],
)  # fmt: skip
def test_an_error_points_at_the_part_that_failed(sentence: str, key: str, part: str) -> None:
    """Truth: a reader sees which words to change and what is allowed."""
    with pytest.raises(InputError) as found:
        parse_regimen(sentence)
    assert found.value.key == key
    assert part in str(found.value)


_DAY = st.one_of(
    st.integers(0, 3000).map(float),
    st.floats(0, 3650, allow_nan=False),
    st.integers(0, 24 * 50).map(lambda hours: hours / 24),
)
_AMOUNT = {row["unit"]: float(row["most"]) for row in table("dose_limits")}


@st.composite
def regimens(draw: Any) -> Regimen:
    """Any regimen that can be given."""
    unit = draw(st.sampled_from(sorted(_AMOUNT)))
    route = draw(st.sampled_from(sorted(ROUTES)))
    if unit == "mL/cm2":
        route = draw(st.sampled_from(sorted(set(ROUTES) - {"dissolving_needle"})))
    wanted = "prp" if unit == "mL/cm2" else "vesicle"
    vehicles = [
        row["id"]
        for row in table("vehicles")
        if row["product"] == wanted and (row["id"] == "dissolving_needle") == (route == row["id"])
        and (route != "dissolving_needle" or row["id"] == route)
    ]  # fmt: skip
    extra: dict[str, Any] = {}
    if route in INJECTIONS:
        extra["depth_mm"] = draw(st.none() | st.floats(0.01, 20))
        extra["injections"] = draw(st.none() | st.integers(1, 10000))
        extra["volume_ul"] = draw(st.none() | st.floats(0.1, 10000))
    if route in NEEDLES:
        extra["needle_um"] = draw(st.none() | st.floats(10, 5000))
    if unit == "mL/cm2":
        extra["platelets_per_ml"] = draw(st.none() | st.floats(1e6, 1e11))
    if unit != "particles":
        extra["to"] = draw(st.sampled_from(["wound", "open area"]))
    if draw(st.booleans()):
        start, count = draw(st.integers(0, 100)), draw(st.integers(1, 30))
        step = draw(st.sampled_from([1, 2, 7, 0.5, 1 / 3, 0.25, 0.2, 1.5, 1 / 24, 0.1]))
        days = tuple(start + i * step for i in range(count))
    else:
        days = tuple(sorted(draw(st.sets(_DAY, min_size=1, max_size=8))))
    return Regimen(
        amount=draw(st.floats(0, _AMOUNT[unit])),
        unit=unit,
        vehicle=draw(st.sampled_from(vehicles)),
        route=route,
        days=days,
        **extra,
    )


@settings(max_examples=300, deadline=None)
@given(regimens())
def test_any_regimen_round_trips(regimen: Regimen) -> None:
    """Truth: parse_regimen(str(r)) == r for every object, to the last bit of every number."""
    assert parse_regimen(str(regimen)) == regimen


@settings(max_examples=200, deadline=None)
@given(st.lists(_DAY, min_size=1, max_size=6, unique=True).map(sorted))
def test_schedule_words_are_exact(days: list[float]) -> None:
    """Truth: whatever words are chosen, they name exactly these days."""
    sentence = f"1 ug/cm2 in saline, topical, {schedule_text(tuple(days))}"
    assert parse_regimen(sentence).days == tuple(days)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["1e9", "particles/cm2", "in", "hydrogel", ",", "topical", "every", "3", "days", "x", "from",
     "day", "-", "week", "within", "48 h", "and", "until", "uL each", "1e999", "0"]
), max_size=14).map(" ".join))  # fmt: skip
def test_any_text_is_read_or_refused(text: str) -> None:
    """Truth: no text of any kind ends in anything but a regimen or an InputError."""
    try:
        regimen = parse_regimen(text)
    except InputError:
        return
    assert parse_regimen(str(regimen)) == regimen
