"""Any case that can be read can be run: mutated and extreme cases, through the whole command."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exoburn.cli.simulating import write_folder
from exoburn.errors import InputError
from exoburn.simulate import simulate
from exoburn.simulate.text import json_text
from tests.case.test_case_fuzz import places
from tests.simulate.cases import FOLDER, NAMES, case_of, statement

QUICK = settings(
    max_examples=15, deadline=None, derandomize=True, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip

NUMBERS = (0, 1, 2, 5, 10, 50, 0.0, 1e-3, 0.25, 0.5, 1.0, 3.0, 14.0, 100.0, 365.0, 3000.0, 1e9)
SITES = ("face", "hand_dorsum", "back", "thigh", "sole", "chest")
VEHICLES = ("saline", "hydrogel", "ointment")
ROUTES = (
    "topical", "spray", "wound-bed injection, 1 mm deep, 20 injections",
    "injected, 15 mm deep, 10000 injections, 10000 uL each", "microneedle", "laser-assisted",
    "microneedle, needle 5000 um",
)  # fmt: skip
DAYS = (
    "once from day 0", "on days 0, 1", "daily x 7 from day 0", "on days 3, 14",
    "once from day 365",
)  # fmt: skip
DOSES = ("0 particles/cm2", "1 particles/cm2", "1e10 particles/cm2", "1e14 particles/cm2",
         "1e4 ug/cm2", "1e14 particles")  # fmt: skip


def runs_or_refuses(data: dict[str, Any], **run: object) -> None:
    """The promise: a whole folder with finite numbers, or one InputError line and no folder."""

    def change(case: dict[str, Any]) -> None:
        case.clear()
        case.update(data)

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "run"
        try:
            try:
                case = case_of(NAMES[0], change, **run)
            except (ValueError, TypeError):  # the reader's own ring tests what it says
                return
            result = simulate(case, folder=FOLDER)
            write_folder(result, folder)
        except InputError as error:
            line, left = str(error), list(Path(place).iterdir())
            assert (line.count("\n"), left) == (0, [])
            return
        found = json.loads(json_text(result.summary), parse_constant=pytest.fail)
        assert found["arms"]
        names = {path.name for path in folder.iterdir()}
        assert {"report.html", "results.nc", "summary.csv", "manifest.json"} <= names
        assert list(Path(place).iterdir()) == [folder]


def sentence(draw: st.DrawFn) -> str:
    route, *more = draw(st.sampled_from(ROUTES)).split(", ", 1)
    words = [f"{draw(st.sampled_from(DOSES))} in {draw(st.sampled_from(VEHICLES))}", route,
             draw(st.sampled_from(DAYS)), *more]  # fmt: skip
    return ", ".join(words)


@st.composite
def extreme_cases(draw: st.DrawFn) -> dict[str, Any]:
    """Cases at the edges of what is allowed."""
    wounds = [
        {"site": draw(st.sampled_from(SITES)),
         "area_cm2": draw(st.sampled_from([0.01, 0.1, 5.0, 20.0, 60.0, 300.0]))}
        for _ in range(draw(st.sampled_from([1, 2, 3])))
    ]  # fmt: skip
    depth = draw(st.sampled_from([
        {"depth": "superficial"}, {"depth": "full_thickness"}, {"depth_fraction": 0.0},
        {"depth_fraction": 2.0, "depth_sd": 0.5}, {"depth_mm": 0.0}, {"depth_mm": 15.0},
        {"depth": "deep_partial", "depth_sd": 0.0}, {"depth_fraction": 0.33},
        {"exposure": {"medium": "flame", "duration_s": 86400.0, "temperature_c": 1000.0}},
        {"exposure": {"medium": "steam", "duration_s": 1e-4, "temperature_c": 100.0}},
    ]))  # fmt: skip
    extras = draw(st.sampled_from([
        {}, {"infected": True}, {"log10_cfu_per_g": 10.0}, {"tbsa_percent": 100.0},
        {"log10_cfu_per_g": 0.0, "inhalation": True},
    ]))  # fmt: skip
    arms: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 3))):
        care = draw(st.sampled_from([
            {}, {"dressing": "none"}, {"dressing": "silver_sulfadiazine"},
            {"graft": "1:6", "graft_day": 0.0}, {"graft": "sheet", "graft_take": 0.0},
            {"graft": "1:3", "graft_day": 365.0, "graft_take": 1.0},
            {"debridement": "enzymatic", "debridement_day": 0.0},
            {"debridement": "tangential", "dressing_change_every_days": 0.25},
            {"no_surgery": True}, {"policy": "conservative"},
            {"laser": "fractional_co2", "laser_days": [0.0, 1.0, 300.0]},
        ]))  # fmt: skip
        given_ = [sentence(draw) for _ in range(draw(st.integers(0, 2)))]
        arms.append({"name": f"arm {number}", **care, "products": given_})
    return {
        "title": "edge",
        "patient": {"age_years": draw(st.sampled_from([0.0, 2.9, 40.0, 110.0])),
                    "diabetes": draw(st.booleans()), "smoker": draw(st.booleans())},
        "burn": {"cause": "flame", **depth, **extras, "wounds": wounds},
        "arms": arms,
        "product": draw(st.sampled_from([{}, {"particles_per_ug": 1e13, "potency_assay": "passed"},
                                         {"particles_per_ug": 1e-3, "sterility": "failed",
                                          "freeze_thaw_cycles": 100}])),
        "policy": draw(st.sampled_from([
            {}, {"reassess_day": 0.0, "graft_day": 0.0, "graft_if_later_than_days": 0.1},
            {"full_thickness_graft_day": 365.0}, {"graft_if_later_than_days": 3650.0},
        ])),
    }  # fmt: skip


def mutated(data: st.DataObject) -> dict[str, Any]:
    """An example with some leaves gone, flipped, or at another number of the same kind."""
    case = statement(data.draw(st.sampled_from(NAMES)))
    for _ in range(data.draw(st.integers(1, 3))):
        leaves = [path for path in places(case) if path[0] != "schema_version"]
        path = data.draw(st.sampled_from(leaves))
        table: Any = case
        for key in path[:-1]:
            table = table[key]
        old = table[path[-1]]
        if isinstance(old, bool):
            table[path[-1]] = not old
        elif isinstance(old, int | float):
            kinds = [x for x in NUMBERS if isinstance(x, int) == isinstance(old, int)]
            table[path[-1]] = data.draw(st.sampled_from(kinds))
        elif not isinstance(old, dict | list) or data.draw(st.booleans()):
            del table[path[-1]]
    return case


@QUICK
@given(data=extreme_cases(), days=st.sampled_from([1, 2, 10, 100]), draws=st.sampled_from([1, 3]))
def test_extreme_cases(data: dict[str, Any], days: int, draws: int) -> None:
    """Promised: never a traceback, a half-written folder or a number that is not one."""
    runs_or_refuses(data, days=days, draws=draws)


@QUICK
@given(data=st.data())
def test_mutated_examples(data: st.DataObject) -> None:
    """The shipped examples with keys deleted and values replaced by other allowed-looking ones."""
    runs_or_refuses(mutated(data), draws=2, days=30)


def test_fifty_wounds_and_twenty_arms() -> None:
    """The largest case that is allowed."""
    wound = {"site": "thigh", "area_cm2": 1.0}
    data = {
        "patient": {"age_years": 40}, "burn": {"cause": "flame", "depth": "deep_partial",
                                               "wounds": [wound] * 50},
        "arms": [{"name": str(i)} for i in range(20)],
    }  # fmt: skip
    runs_or_refuses(data, draws=1, days=2)


@pytest.mark.parametrize("vss", [0, 0.5, 13])
def test_scars_at_the_ends_of_the_scale(vss) -> None:
    """A scar without a scar, and the worst there is."""
    data = statement("old-scar")
    data["scar"] |= {"vss": vss, "months": 0.5, "area_cm2": 0.01}
    runs_or_refuses(data, draws=2, days=100)
