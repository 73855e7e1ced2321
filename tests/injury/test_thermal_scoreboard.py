"""Published burn thresholds, replayed: a regression for the law, since these sets shaped it."""

from __future__ import annotations

import math
from functools import cache

import pytest

from exoburn.blocks.injury import depth_of, exposure_of
from exoburn.blocks.injury.burning import burn_skin
from exoburn.blocks.injury.skin import skin_at, skin_of_layers
from exoburn.blocks.injury.thresholds import BARS, Row, score, scoreboard, threshold_seconds


@cache
def rows() -> tuple[Row, ...]:
    return tuple(scoreboard(BARS))


@pytest.mark.parametrize("name", BARS)
def test_each_set(name: str) -> None:
    """Moritz-Henriques, hot tap and Stoll times: mean within x/1.3, 85 % of rows within x/2."""
    (found,) = score([row for row in rows() if row.dataset == name])
    assert 1 / 1.3 <= found.mean <= 1.3
    assert found.within_2 >= 0.85


def test_all_rows_together() -> None:
    """The same bar over all 44 rows."""
    logs = [math.log(row.ratio) for row in rows()]
    assert len(logs) == 44
    assert abs(sum(logs) / len(logs)) <= math.log(1.3)
    assert sum(abs(x) <= math.log(2) for x in logs) / len(logs) >= 0.85


def test_prototype_ratios() -> None:
    """Row by row within 3 % of the independent prototype of notes/burn-injury.md section 3."""
    prototype = {
        "MH_B": [0.95, 0.89, 0.97, 0.97, 0.65, 0.87, 1.08],
        "HOT_TAP_adult": [2.07, 0.94, 1.10, 1.22, 1.08, 0.93, 0.83, 1.11],
    }
    for name, ratios in prototype.items():
        ours = [row.ratio for row in rows() if row.dataset == name]
        assert ours == pytest.approx(ratios, rel=0.03, abs=0.005)


def test_flux_sets_with_the_astm_law() -> None:
    """Weaver-Stoll with our skin: the note reports 0.88 x/ for Stoll."""
    (found,) = score(scoreboard(("STOLL",), law="weaver-stoll"))
    assert found.mean == pytest.approx(0.88, rel=0.05)


def test_pig_depths() -> None:
    """Deep pig scalds (doi 10.1111/wrr.12577, not fitted): time to f 0.75 within x/2 on average."""
    (found,) = score(scoreboard(("PIG_DEEP",)))
    assert 0.5 < found.mean < 2
    assert found.within_2 >= 0.6


def test_hot_spill_burns() -> None:
    """70 degC water for 3 s burns any thin skin (model.md section 1)."""
    water = exposure_of(medium="running-water", temperature_c=70, duration_s=3)
    assert depth_of(burn_skin(water, skin_at())).depth_class == "superficial_partial"
    assert depth_of(burn_skin(water, skin_at("chest", age_years=2))).depth_fraction > 0.33
    still = exposure_of(medium="immersion", temperature_c=70, duration_s=3, h_w_m2k=500)
    assert depth_of(burn_skin(still, skin_at())).depth_class == "none"


def test_iron_on_a_rat() -> None:
    """150 degC iron for 5 s: full thickness (Acta Cir Bras 2017), even were its dermis 2 mm."""
    iron = exposure_of(medium="iron", temperature_c=150, duration_s=5)
    assert depth_of(burn_skin(iron, skin_of_layers([0.05, 2.0, 10.0]))).depth_fraction >= 1


def test_arc_energy() -> None:
    """An arc of 5 J/cm2 in about a second is at the edge of a second-degree burn (NFPA 70E)."""
    arc = exposure_of(medium="flash", flux_kw_m2=50.0, duration_s=1.0)
    seconds = threshold_seconds(arc, skin_at())
    assert 5.0 / 1.5 <= 50.0 * seconds / 10 <= 5.0 * 1.5


def test_colder_than_iso_metal_thresholds_is_no_burn() -> None:
    """ISO 13732-1 thresholds carry a margin: at them our metal gives no burn at all."""
    for celsius, seconds in ((65, 1), (55, 10), (51, 60)):
        metal = exposure_of(medium="brass", temperature_c=celsius, duration_s=seconds)
        assert depth_of(burn_skin(metal, skin_at())).depth_class == "none"
