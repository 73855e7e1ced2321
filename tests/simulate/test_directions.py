"""Directions of model section 8 on whole cases: depth, size, first aid, infection, ranges."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from exoburn.simulate import Result
from exoburn.wound.parameters import defaults
from tests.simulate.cases import NAMES, Statement, result_of, run_changed, t95

#: Days by which two closures may differ and still count as equal: daily read-out and tolerance.
EQUAL = 0.05


def never_sooner(before: np.ndarray, after: np.ndarray) -> bool:
    """Draw by draw, `after` is not closed sooner than `before` (inf: not within the run)."""
    return bool((after >= np.where(np.isinf(before), before, before - EQUAL)).all())


def conservative(case: Statement) -> None:
    """Nobody is grafted, and every arm can be given another depth."""
    case["policy"] = "conservative"
    case["burn"].pop("depth", None)
    case["burn"].pop("exposure", None)


@cache
def at_depth(name: str, f: float) -> Result:
    def change(case: Statement) -> None:
        conservative(case)
        case["burn"] |= {"depth_fraction": f, "depth_sd": 0.0}

    return run_changed(name, change, days=120, draws=5)


@pytest.mark.parametrize("name", ["hand-scald", "registered-trial"])
def test_deeper_is_never_sooner_in_any_arm(name):
    """Law: same people, same product, deeper burn: no draw of any arm closes sooner."""
    for shallow, deep in pairwise((0.1, 0.3, 0.6, 0.9)):
        arms = zip(at_depth(name, shallow).findings.arms, at_depth(name, deep).findings.arms,
                   strict=True)  # fmt: skip
        for one, other in arms:
            assert never_sooner(t95(one), t95(other)), (one.arm.name, shallow, deep)


def test_larger_full_thickness_is_never_sooner():
    """Law: full thickness, no surgery: more area, no draw closes sooner."""
    found = []
    for area in (5.0, 12.0, 30.0, 120.0):

        def change(case, area=area):
            conservative(case)
            case["burn"] |= {"depth": "full_thickness"}
            case["burn"]["wounds"] = [{"site": "leg", "area_cm2": area}]
            case["arms"] = [{"name": "No graft", "no_surgery": True}]

        found.append(t95(run_changed("leg-flame", change, days=400).findings.arms[0]))
    assert np.isfinite(found[0]).all()
    for small, large in pairwise(found):
        assert never_sooner(small, large)


@pytest.mark.parametrize(("temperature", "seconds"), [(70, 3), (65, 5), (60, 12)])
def test_first_aid_is_never_later(temperature, seconds):
    """Law: with water on the burn no draw closes later; sooner or longer water never does worse."""
    aids = [
        None, {"cool_start_min": 120, "cool_duration_min": 20},
        {"cool_start_min": 30, "cool_duration_min": 10},
        {"cool_start_min": 30, "cool_duration_min": 20},
        {"cool_start_min": 1, "cool_duration_min": 20},
    ]  # fmt: skip

    def change(case):
        case["policy"] = "conservative"
        case["burn"]["exposure"] |= {"temperature_c": temperature, "duration_s": seconds}
        base = {"dressing": "silver_hydrofibre"}
        case["arms"] = [
            {**base, "name": str(i), **({"first_aid": aid} if aid else {})}
            for i, aid in enumerate(aids)
        ]

    arms = run_changed("toddler-scald", change, days=120).findings.arms
    for worse, better in pairwise(arms):
        assert never_sooner(t95(better), t95(worse))
    assert t95(arms[-1]).mean() < t95(arms[0]).mean() - 0.1


@pytest.mark.parametrize("f", [0.2, 0.55, 0.8])
def test_infection_never_shortens_closure(f):
    """Law: over the burden from day 2 on, then treated: closed no sooner than the clean."""

    def change(case, burden):
        conservative(case)
        case["burn"] |= {"depth_fraction": f, "depth_sd": 0.0, "log10_cfu_per_g": burden}
        case["arms"] = [case["arms"][0], {"name": "Gauze", "dressing": "paraffin_gauze"}]

    clean, ill = (
        run_changed("hand-scald", lambda case, b=b: change(case, b), days=150)
        for b in (1.0, 6.8)
    )
    struck = 0
    for one, other in zip(clean.findings.arms, ill.findings.arms, strict=True):
        infected = other.outcomes["infection_probability"].values > 0
        struck += infected.sum()
        # by wound: the time of the case is that of the last wound to close
        assert (t95(other)[infected] >= 0.99 * t95(one)[infected]).all()
    assert struck


@pytest.mark.parametrize("preset", ["default", "animal"])
@pytest.mark.parametrize("name", NAMES)
def test_everything_recorded_is_in_range(name, preset):
    """Law: coverage, area, collagen, occupancy and scores within range, and no nan in a wound."""
    data = result_of(name, preset=preset).dataset
    limits = {
        "percent_reepithelialised": (0, 100), "log10_bacteria": (0, 9), "inflammation": (0, 20),
        "vessels": (0, defaults()["Vmax"] * 1.5), "collagen": (0, defaults()["Cmax"] * 1.5),
        "myofibroblasts": (0, 3), "pain_rest": (0, 10), "scar_score": (0, 13),
        "occupancy": (0, 1),
    }  # fmt: skip
    for key in data.data_vars:
        if key == "tissue_concentration":
            values = data[key].values
            assert np.isfinite(values).all()
            assert values.min() >= 0
            continue
        for i, arm in enumerate(result_of(name, preset=preset).findings.arms[: data.sizes["arm"]]):
            for wound in arm.course.wounds:
                values = data[key].values[i, :, list(data.wound.values).index(wound.name)]
                assert np.isfinite(values).all(), (key, arm.arm.name, wound.name)
                low, high = limits.get(key, (0, wound.area_cm2 * 1.001))
                assert low - 1e-6 <= values.min() <= values.max() <= high * 1.000001, key


def test_open_area_never_grows_in_a_clean_wound():
    """Coverage of a wound that nobody cuts and nothing infects never falls."""
    result = at_depth("registered-trial", 0.3)
    for one in result.findings.arms:
        clean = one.outcomes["infection_probability"].values == 0
        for curves in one.observables.values():
            cover = curves["percent_reepithelialised"][clean]
            assert np.diff(cover, axis=1).min() > -0.05
