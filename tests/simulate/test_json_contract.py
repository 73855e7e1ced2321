"""The JSON of a run is what interfaces.md promises, for all six examples."""

from __future__ import annotations

import csv
import io
import json

import pytest

from exoburn.case import Case
from exoburn.outcome import registry
from exoburn.outcome.words import check_words
from exoburn.report import report_html
from exoburn.simulate.text import json_text
from tests.simulate.cases import NAMES, case_of, result_of

STATUS = {"ok", "beyond_horizon", "not_applicable"}
KINDS = {"standard", "exosome", "prp", "msc", "graft", "vehicle", "other"}
REGISTRY = (
    "t95_days", "t100_days", "fda_closure_days", "healed_by_14", "healed_by_21",
    "hts_probability", "hts_probability_matrix", "vss_3mo", "vss_12mo", "contraction_percent",
    "infection_probability", "pain_rest_day3", "pain_procedure_day3", "punctures", "operations",
    "dressing_changes", "sessions", "occupancy_peak", "particles_per_cell_peak",
)  # fmt: skip
#: A short run leaves much unreached, a long one little; 1 day is before the first outcome.
RUNS = [(name, days) for name in NAMES for days in (1, 60, 400)]


@pytest.fixture(params=RUNS, ids=lambda p: f"{p[0]}-{p[1]}")
def summary(request):
    name, days = request.param
    text = json_text(result_of(name, days=days).summary)
    return json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} in JSON"))


def test_top_of_the_object(summary):
    """interfaces.md: the keys of exoburn.simulate/1."""
    assert summary["schema"] == "exoburn.simulate/1"
    keys = {"schema", "version", "parameter_set", "seed", "case", "burn", "flags", "arms",
            "warnings"}  # fmt: skip
    assert keys <= set(summary)
    name, _, digest = summary["parameter_set"].partition("+")
    assert name
    assert digest.isalnum()
    assert Case.model_validate(summary["case"]).title == summary["case"]["title"]
    for flag in summary["flags"]:
        assert {"id", "action", "reason", "source"} <= set(flag)
    assert all(isinstance(text, str) for text in summary["warnings"])


def test_the_burn(summary):
    """interfaces.md: class, depth and surface of the burn; an old scar has none."""
    burn = summary["burn"]
    if "scar" in summary["case"]:
        assert burn is None
        return
    assert {"depth_class", "depth_mm", "depth_fraction", "tbsa_percent", "law"} <= set(burn)
    classes = ("superficial", "superficial_partial", "deep_partial", "full_thickness")
    assert burn["depth_class"] in classes
    assert 0 <= burn["depth_fraction"] <= 2
    assert 0 < burn["tbsa_percent"] <= 100


def test_outcomes_of_every_arm(summary):
    """interfaces.md: every outcome of the registry, percentiles in order, unreached ones null."""
    for arm in summary["arms"] + summary["vehicle_arms"]:
        assert arm["kind"] in KINDS
        assert set(arm["outcomes"]) == set(registry())
        assert set(REGISTRY) <= set(arm["outcomes"])
        for key, one in arm["outcomes"].items():
            assert {"median", "p05", "p95", "mean", "unit", "status", "reached",
                    "variance_share"} <= set(one)  # fmt: skip
            assert one["status"] in STATUS
            assert one["unit"] == registry()[key].unit
            if one["status"] == "ok":
                assert one["median"] is not None
                known = [one[k] for k in ("p05", "median", "p95") if one[k] is not None]
                assert known == sorted(known), (key, one)
                assert one["p95"] is not None or one["reached"] < 1
            else:
                assert one["median"] is None
                assert one["reason"]
            is_time = registry()[key].type == "time"
            if is_time and one["status"] != "not_applicable":
                assert 0 <= one["reached"] <= 1
                limit = summary["days"] + 14
                assert all(one[k] is None or 0 <= one[k] <= limit for k in ("p05", "p95"))
            else:
                assert one["reached"] is None, key
            if registry()[key].type == "probability" and one["status"] == "ok":
                assert all(0 <= one[k] <= 1 for k in ("p05", "median", "p95", "mean"))


def test_contrasts(summary):
    """interfaces.md: arm minus first arm; the first has none; better is a share."""
    first, *others = summary["arms"]
    assert first["contrasts"] == {}
    for arm in others:
        both_ok = {
            key
            for key, one in arm["outcomes"].items()
            if one["status"] != "not_applicable"
            and first["outcomes"][key]["status"] != "not_applicable"
        }
        assert set(arm["contrasts"]) <= both_ok
        for key, gap in arm["contrasts"].items():
            needed = {"median", "p05", "p95", "probability_better", "restricted_mean_difference"}
            assert needed <= set(gap)
            known = [gap[k] for k in ("p05", "median", "p95") if gap[k] is not None]
            assert known == sorted(known), (key, gap)
            assert gap["probability_better"] is None or 0 <= gap["probability_better"] <= 1
            if arm["kind"] == "exosome":
                assert {"probability_any_effect", "if_active", "mean"} <= set(gap)


def test_mechanisms(summary):
    """interfaces.md: four mechanisms for what acts; null where nothing does."""
    names = {"inflammation", "growth", "vessels", "scar"}
    for arm in summary["arms"]:
        active = arm["kind"] in ("exosome", "prp", "msc")
        told = arm["mechanisms"]
        if told is not None:
            assert names <= set(told)
            assert all(isinstance(told[key], float) for key in names)
        elif active:  # only an old scar in a run too short for its first score
            assert "scar" in summary["case"]
            assert summary["days"] < 91
        assert active or told is None or arm["kind"] in ("graft", "other")


@pytest.mark.parametrize("name", NAMES)
def test_no_word_that_we_never_assert(name):
    """Conventions: banned words are in no JSON, CSV or report (quoted claims apart)."""
    result = result_of(name, days=400)
    html, _ = report_html(result)
    for text in (json_text(result.summary), result.summary_csv(), html):
        assert check_words(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_summary_csv_is_the_json_in_lines(name):
    """One line per arm and outcome, the numbers of the JSON."""
    result = result_of(name)
    lines = list(csv.DictReader(io.StringIO(result.summary_csv())))
    arms = [*result.summary["arms"], *result.summary["vehicle_arms"]]
    assert len(lines) == len(arms) * len(registry())
    told = {(line["arm"], line["outcome"]): line for line in lines}
    for arm in arms:
        for key, one in arm["outcomes"].items():
            line = told[arm["name"], key]
            assert line["median"] == ("" if one["median"] is None else repr(one["median"]))
            assert line["status"] == one["status"]


@pytest.mark.parametrize("name", NAMES)
def test_the_arrays_are_labelled(name):
    """Architecture: observables over (arm, draw, wound, day) in single precision, with units."""
    data, case = result_of(name).dataset, case_of(name)
    assert list(data.arm.values) == [one.name for one in case.arms]
    assert data.sizes["draw"] == case.run.draws
    assert data.sizes["day"] == case.run.days + 1
    for key in data.data_vars:
        assert data[key].dtype == "float32"
        assert data[key].attrs["units"]
    first = data["percent_reepithelialised"].isel(day=0)
    assert float(first.max()) < 100 or case.is_scar
