"""True of any exposure: longer, hotter, thinner skin never shallower; cooling never deeper."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoburn.blocks.injury import Depth, FirstAid, assess_wound, law_names

SLACK = 2e-3        # share of the dermis: numerical error of a depth


def depth(medium: str, celsius: float, seconds: float, **more: object) -> Depth:
    key = "flux_kw_m2" if medium == "radiant" else "temperature_c"
    stated = {"medium": medium, key: celsius, "duration_s": seconds}
    site = more.pop("site", "forearm")
    return assess_wound(site=site, age_years=more.pop("age", 30), sex="male",  # type: ignore[arg-type]
                        exposure=stated, **more)  # type: ignore[arg-type]


heats = st.one_of(
    st.tuples(st.sampled_from(["immersion", "brass", "glass", "steam"]), st.floats(44, 100)),
    st.tuples(st.just("radiant"), st.floats(2, 200)),
)
times = st.floats(-2, 2.5).map(lambda x: 10**x)
few = settings(max_examples=25, deadline=None)


@few
@given(heats, times, st.floats(1.0, 5.0))
def test_longer_is_never_shallower(heat: tuple[str, float], seconds: float, times: float) -> None:
    """A longer exposure to the same heat is at least as deep."""
    short, long = depth(*heat, seconds), depth(*heat, seconds * times)
    assert long.depth_fraction >= short.depth_fraction - SLACK
    assert (long.omega_basal or 0) >= (short.omega_basal or 0) * (1 - 0.02) - 1e-9


@few
@given(heats, times, st.floats(1.0, 1.4))
def test_hotter_is_never_shallower(heat: tuple[str, float], seconds: float, times: float) -> None:
    """More heat for the same time is at least as deep."""
    medium, celsius = heat
    assert (depth(medium, celsius * times, seconds).depth_fraction
            >= depth(medium, celsius, seconds).depth_fraction - SLACK)


@few
@given(heats, times, st.floats(0, 240), st.floats(0, 40))
def test_cooling_is_never_deeper(
    heat: tuple[str, float], seconds: float, start: float, length: float
) -> None:
    """First aid, early or late, short or long, never makes a burn deeper."""
    cooled = depth(*heat, seconds, first_aid=FirstAid(start, length))
    bare = depth(*heat, seconds)
    assert cooled.depth_fraction <= bare.depth_fraction + SLACK
    assert 0 <= cooled.e_rescue <= 0.3


@few
@given(heats, times, st.sampled_from([1, 30, 70]))
def test_thin_skin_is_never_spared(heat: tuple[str, float], seconds: float, age: int) -> None:
    """The face is at least as deep, in share of its dermis, as the back of the same person."""
    face, back = (depth(*heat, seconds, site=site, age=age) for site in ("face", "back"))
    assert face.depth_fraction >= back.depth_fraction - SLACK


@pytest.mark.parametrize("law", law_names())
def test_every_law_runs_and_is_ordered(law: str) -> None:
    """Each published law gives a burn that deepens with time and carries its name."""
    found = [
        assess_wound(exposure={"medium": "immersion", "temperature_c": 75, "duration_s": seconds},
                     law=law)
        for seconds in (1, 10, 100)
    ]
    fractions = [d.depth_fraction for d in found]
    assert fractions == sorted(fractions)
    assert fractions[-1] > 0
    assert {d.law for d in found} == {law}
