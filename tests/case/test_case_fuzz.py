"""A damaged case file ends in a case or in one InputError line, never in anything else."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exoburn.case import evaluate, facts_of, load_case, read_case
from exoburn.errors import InputError

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.toml"))
SLOW_IS_FINE = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

_KEYS = st.sampled_from(
    ["age_years", "site", "area_cm2", "name", "burn", "scar", "arms", "products", "policy", "x",
     "depth", "exposure", "graft", "laser_days", "first_aid", "\n", "", "a b", "\x1b[31m"]
)  # fmt: skip
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | st.floats() | st.text(max_size=12)
    | st.sampled_from(["none", "sheet", "deep_partial", "1e9 ug/cm2, topical, day 1", "{}"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths of everything in a nested table."""
    found = [path] if path else []
    if isinstance(data, dict):
        items: list[tuple[Any, Any]] = list(data.items())
    elif isinstance(data, list):
        items = list(enumerate(data))
    else:
        items = []
    for key, value in items:
        found += places(value, (*path, key))
    return found


def read_or_refuse(text: str, suffix: str) -> None:
    """The promise: a case that can be looked at, or one line."""
    try:
        case = read_case(text, name="fuzzed", suffix=suffix)
    except InputError as error:
        line = str(error)
    else:
        line = " ".join(case.notes)
        for arm in case.arms:
            assert len(arm.regimens) == len(arm.products)
            case.policy_of(arm)
            case.lot_of(arm)
        evaluate(facts_of(case, tbsa_percent=3.0))
        json.dumps(case.resolved())
    assert "\n" not in line
    assert "\x1b" not in line
    line.encode("utf-8")


@SLOW_IS_FINE
@given(data=st.data())
def test_mutated_examples(data: st.DataObject) -> None:
    """Promised: a fuzzed case file never ends in a traceback."""
    source = data.draw(st.sampled_from(EXAMPLES))
    case = tomllib.loads(source.read_text(encoding="utf-8"))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(places(case)))
        table: Any = case
        for key in path[:-1]:
            table = table[key]
        last = path[-1]
        act = data.draw(st.sampled_from(["delete", "replace", "insert", "twin"]))
        if act == "delete":
            del table[last]
        elif act == "replace":
            table[last] = data.draw(JUNK)
        elif act == "insert" and isinstance(table, dict):
            table[data.draw(_KEYS)] = data.draw(JUNK)
        elif isinstance(table, list):
            table.append(copy.deepcopy(table[last]))
        if not case:
            return
    read_or_refuse(json.dumps(case), ".json")


@SLOW_IS_FINE
@given(data=st.data())
def test_damaged_text(data: st.DataObject) -> None:
    """Truth: a file cut short, or with characters lost, doubled or swapped, gets one line."""
    text = data.draw(st.sampled_from(EXAMPLES)).read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        length = data.draw(st.integers(0, 20))
        text = text[:at] + data.draw(st.text(max_size=6)) + text[at + length :]
    read_or_refuse(text, ".toml")


@SLOW_IS_FINE
@given(junk=JUNK)
def test_any_json(junk: Any) -> None:
    """Truth: JSON that has nothing to do with a case gets one line."""
    read_or_refuse(json.dumps(junk), ".json")


@SLOW_IS_FINE
@given(raw=st.binary(max_size=300), suffix=st.sampled_from([".toml", ".json", ".txt", ""]))
def test_any_bytes(tmp_path: Path, raw: bytes, suffix: str) -> None:
    """Truth: random bytes under any name get one line; all bytes are no case."""
    path = tmp_path / f"case{suffix}"
    path.write_bytes(raw)
    with pytest.raises(InputError):
        load_case(path)
