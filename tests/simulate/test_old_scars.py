"""Old scars by themselves stay or fade (56 of 100 raised at 3-6 months, 16 at 12-18)."""

import numpy as np
import pytest

from exoburn.wound.start import old_scar_start


@pytest.mark.parametrize("vss", [5.0, 7.0, 9.0])
def test_the_score_at_the_start_is_the_one_that_was_stated(vss: float):
    from exoburn.wound.scar_score import scar_score

    at = old_scar_start(vss, months=18)
    assert float(scar_score(at["C1"] + at["C3"], at["V"], at["Y"], at["eps"])) == pytest.approx(
        vss, abs=0.01)


def test_myofibroblasts_go_with_the_months():
    left = [float(old_scar_start(9.0, months=m)["Y"]) for m in (3, 6, 12, 24)]
    assert left == sorted(left, reverse=True)
    assert left[0] == pytest.approx(0.35)


def test_an_untreated_scar_of_eighteen_months_does_not_rise():
    from exoburn import load_case
    from exoburn.simulate.result import simulate

    case = load_case("examples/old-scar.toml")
    untreated = next(arm for arm in case.arms if arm.name == "No treatment")
    case = case.model_copy(update={
        "arms": (untreated,), "run": case.run.model_copy(update={"draws": 20, "days": 370})})
    told = simulate(case).summary["arms"][0]["outcomes"]
    course = np.array([told[key]["median"] for key in ("vss_3mo", "vss_6mo", "vss_12mo")])
    assert case.scar is not None
    assert (course <= case.scar.vss + 0.7).all()
    assert course[-1] <= case.scar.vss
