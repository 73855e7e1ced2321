"""Each outcome against a truth it can borrow: the reference courses, published series, trials."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.data import number, table
from exoburn.outcome import evaluate
from exoburn.outcome.scar import risk_after_graft, risk_by_healing_time
from tests.outcome.courses import arm, closing, reference_wound, wound

DEPTHS = ("superficial_partial", "deep_partial", "full_thickness")
SSD_INCREMENT = 2.5


def of(scenario: str, id: str, **fields: object) -> float:
    """One outcome of an arm whose only wound follows a reference scenario."""
    return float(evaluate(arm(reference_wound(scenario), **fields))[id].values[0])


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("vss_3mo", (1.5, 4.2, 11.6)),
        ("vss_12mo", (1.2, 2.4, 5.5)),
        ("hts_probability_matrix", (0.05, 0.6, 1.0)),
    ],
)
def test_scar_of_the_reference_courses(id: str, expected: tuple[float, ...]) -> None:
    """Model specification section 6 states these numbers for its three reference courses."""
    found = [of(depth, id) for depth in DEPTHS]
    assert found == pytest.approx(expected, abs=0.05 if id.startswith("vss") else 0.015)


def test_t95_of_the_reference_courses() -> None:
    """Section 2 states t95 12.05 (f 0.2), 26.8 (0.65), 86.0 (1); the table skips days."""
    found = [of(depth, "t95_days") for depth in DEPTHS]
    assert found == pytest.approx((12.05, 26.8, 86.0), abs=0.5)


def test_scar_risk_by_healing_time_follows_cubison() -> None:
    """The fit lies within 4 points of each class of 337 scalded children (Cubison 2006)."""
    rows = [r for r in table("scar_vs_time_to_heal") if r["study"] == "Cubison 2006"]
    for row in (r for r in rows if r["group"] == "all"):
        low, high = number(row["tth_low_d"]), number(row["tth_high_d"], 39)
        risk = risk_by_healing_time(np.array([(low + high) / 2]))[0]
        assert 100 * risk == pytest.approx(number(row["value"]), abs=4)


def test_grafted_risk_is_the_published_row() -> None:
    """Grafted children of the same series: 33, 19, 54, 64 and 88 %, the first two pooled to 26."""
    days = np.array([10.0, 14.9, 15.0, 21.9, 22.0, 26.0, 30.9, 31.0, 90.0, 9.0, np.inf])
    expected = [0.26, 0.26, 0.26, 0.26, 0.54, 0.64, 0.64, 0.88, 0.88, 0.26, 0.95]
    assert risk_after_graft(days).tolist() == pytest.approx(expected)


def test_a_graft_after_closure_is_no_grafted_wound() -> None:
    """The grafted row is for wounds that the graft closed."""
    days = np.arange(0.0, 61.0)
    cover = closing(days, [18.0, 18.0])
    course = wound({"E": cover}, draws=2, days=days, grafted_on=np.array([14.0, 30.0]))
    risk = evaluate(arm(course))["hts_probability"].values
    assert risk[0] == pytest.approx(0.26)
    assert risk[1] == pytest.approx(risk_by_healing_time(np.array([18.0]))[0], abs=0.01)


@pytest.mark.parametrize(("dressing", "increment"), [("Aquacel Ag", 0.0), ("SSD", SSD_INCREMENT)])
def test_pain_hits_the_dressing_trial(dressing: str, increment: float) -> None:
    """Days 1, 3, 7 of the outpatient trial 10.1111/j.1742-481X.2010.00690.x within 1 point.

    The trial's burns were partial thickness: P and U of the superficial reference course.
    """
    from exoburn.outcome.pain import pain_at_procedure
    from exoburn.outcome.reading import Reading

    course = arm(reference_wound("superficial_partial"), dressing_pain=increment)
    rows = table("standard_care_outcomes")
    seen = 0
    for row in rows:
        if row["treatment"] == dressing and row["outcome"].startswith("pain at dressing"):
            day = float(row["timepoint"].removeprefix("day "))
            found = pain_at_procedure(Reading(course), day)[0]
            assert found == pytest.approx(float(row["value"]), abs=1.0)
            seen += 1
    assert seen == 3


def test_inpatients_hurt_as_reported() -> None:
    """Adults in hospital: 5.6 at rest, 8.5 at a dressing change (traumamon.com 100075)."""
    fields = {"inpatient": True, "dressing_pain": SSD_INCREMENT}
    assert of("deep_partial", "pain_rest_day3", **fields) == pytest.approx(5.6, abs=0.3)
    assert of("deep_partial", "pain_procedure_day3", **fields) == pytest.approx(8.5, abs=0.6)


def test_full_thickness_is_never_painless() -> None:
    """Singer 2016: arrival median 4 in full-thickness burns against 6 in shallower ones."""
    deep = of("deep_partial", "pain_rest_day3", inpatient=True)
    full = of("full_thickness", "pain_rest_day3", inpatient=True)
    assert 0.6 < full / deep < 1


def test_pain_of_injections_is_capped_and_stays_on_the_scale() -> None:
    """0.2 a puncture up to 2 points; the scale ends at 10."""
    few = of("deep_partial", "pain_procedure_day3", session_days=(1.0,), punctures_per_session=(5,))
    many = of(
        "deep_partial", "pain_procedure_day3", session_days=(1.0,), punctures_per_session=(90,)
    )
    rest = of("deep_partial", "pain_rest_day3")
    assert (few - rest, many - rest) == pytest.approx((1.0, 2.0))
    high = arm(reference_wound("deep_partial"), pain_effect=np.array([30.0]), dressing_pain=2.5)
    assert evaluate(high)["pain_procedure_day3"].values[0] == 10


def test_a_childs_number_is_an_observers() -> None:
    """Below 8 years the pain number is marked as an observer scale."""
    young = evaluate(arm(reference_wound("deep_partial"), age_years=2.0))["pain_rest_day3"]
    assert (young.status, young.reason) == ("ok", "observer scale")


def test_infection_scenarios_of_the_reference() -> None:
    """Both infected reference courses stay above 1e5 CFU/g; the clean one never is after day 2."""
    ids = ("deep_partial", "deep_partial_infected_antimicrobial", "deep_partial_infected_untreated")
    assert [of(scenario, "infection_probability") for scenario in ids] == [0, 1, 1]


def test_an_inoculum_that_clears_is_no_infection() -> None:
    """1e7 CFU/g on days 0 and 1, gone on day 2: it counts at time 0 only, so it does not count."""
    days = np.arange(0.0, 31.0)
    burden = np.where(days < 2, 1e-2, 1e-9)
    assert evaluate(arm(wound({"B": burden}, days=days)))["infection_probability"].values[0] == 0
    late = np.where(days == 2, 1e-2, 1e-9)
    assert evaluate(arm(wound({"B": late}, days=days)))["infection_probability"].values[0] == 1


def test_infection_needs_a_tenth_of_the_area_at_one_time() -> None:
    """9 % of the area is too little, 10 % enough; spots at different times do not add."""
    days = np.arange(0.0, 31.0)

    def infected(weights: list[float], spots: list[float]) -> float:
        burden = np.zeros((1, len(weights), len(days)))
        for column, day in enumerate(spots):
            burden[0, column, days == day] = 1e-3
        course = wound({"B": burden}, columns=len(weights), weights=np.array([weights]), days=days)
        return float(evaluate(arm(course))["infection_probability"].values[0])

    assert infected([0.09, 0.91], [10]) == 0
    assert infected([0.10, 0.90], [10]) == 1
    assert infected([0.06, 0.06, 0.88], [10, 20]) == 0
    assert infected([0.06, 0.06, 0.88], [10, 10]) == 1


def test_contraction_is_the_largest_loss_of_area() -> None:
    """A strain of 0.2 leaves 64 % of the area: 36 % lost, whatever relaxes afterwards."""
    days = np.arange(0.0, 31.0)
    strain = 0.2 * np.exp(-((days - 15) ** 2))
    found = evaluate(arm(wound({"eps": strain}, days=days)))["contraction_percent"]
    assert found.values[0] == pytest.approx(36.0, abs=1e-4)


def test_healed_and_area_reduction_are_not_the_same_number() -> None:
    """Half covered and a fifth shorter: 50 % re-epithelialised, 68 % less open area."""
    found = evaluate(arm(wound({"E": _from(0.5), "eps": _from(0.2)})))
    assert found["percent_healed_day14"].values[0] == pytest.approx(50)
    assert found["percent_area_reduction_day14"].values[0] == pytest.approx(68, abs=1e-4)


def _from(value: float) -> np.ndarray:
    """0 on day 0, then the value."""
    return np.where(np.arange(0.0, 61.0) == 0, 0, value)
