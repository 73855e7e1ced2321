"""What the report says, against the numbers that it was given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoburn.report import report_html
from exoburn.report.answer import answer, in_words
from exoburn.report.arms import arm_views
from exoburn.report.flags import flags_of, stamps_of
from exoburn.report.grounds import warnings_of
from exoburn.report.outcomes import left_out, outcome_groups
from exoburn.simulate.labelled import Coordinate
from tests.report.fake import fake
from tests.report.page import read


def test_answer_leads_with_the_runs_in_which_the_product_did_nothing() -> None:
    """Truth: 38 % of the made-up draws are active, so 62 of 100 runs did nothing."""
    result = fake("hand-scald")
    sentences = answer(arm_views(result))
    assert sentences[0] == "In 62 of 100 runs the product did nothing (Exosome gel)."
    assert any("No completed controlled exosome trial" in s for s in sentences)


def test_answer_takes_its_numbers_from_the_summary() -> None:
    """Truth: the median of the first arm, changed by hand, appears in the first sentences."""
    result = fake("hand-scald", arms=1)
    result.summary["arms"][0]["outcomes"]["t95_days"].update(median=33.3, p05=20.0, p95=None)
    text = " ".join(in_words(arm_views(result), 730.0))
    assert "by day 33 (90 % of runs: days 20\u2013beyond)" in text


def test_unreached_times_say_so() -> None:
    """Truth: a null median with 12 of 100 draws reached is told as such, not as a number."""
    result = fake("hand-scald")
    for arm in result.summary["arms"]:
        arm["outcomes"]["t95_days"].update(
            median=None, p05=None, p95=None, mean=None, status="beyond_horizon", reached=0.12,
            variance_share=None,
        )  # fmt: skip
        for gap in (arm["contrasts"], arm.get("contrasts_vs_vehicle") or {}):
            if "t95_days" in gap:
                gap["t95_days"].update(median=None, p05=None, p95=None)
    html, pictures = report_html(result)
    assert "still open on day 730 in 88 of 100 runs" in html
    assert "not by day 730" in html
    assert "not finite" in pictures["differences"].summary


def test_all_outcomes_absent_still_make_a_page() -> None:
    """Truth: a run in which every outcome is not applicable is a page without those parts."""
    result = fake("hand-scald")
    for arm in result.summary["arms"]:
        for entry in arm["outcomes"].values():
            entry.update(dict.fromkeys(("median", "p05", "p95", "mean", "reached"), None))
            entry.update(status="not_applicable", reason="not simulated", variance_share=None)
        arm["contrasts"], arm["mechanisms"], arm["milestones"] = {}, None, []
        arm.pop("contrasts_vs_vehicle", None)
        arm.pop("without_surgery", None)
    html, pictures = report_html(result)
    page = read(html)
    assert page.faults == []
    assert {"differences", "of-100", "mechanisms", "uncertainty"}.isdisjoint(pictures)
    assert left_out(arm_views(result))[0].endswith("not simulated.")
    assert "not simulated" in html


def test_an_old_scar_has_no_closure() -> None:
    """Truth: a closed scar has no closure curve and no chances of closing."""
    html, pictures = report_html(fake("old-scar"))
    assert "closure" not in pictures
    assert "of-100" not in pictures
    assert "the first session" in html
    assert "of 13 a year after the first session" in html


def test_natural_course_is_never_called_care() -> None:
    """Truth: the model's rule on full thickness without surgery."""
    result = fake("leg-flame")
    sentences = " ".join(in_words(arm_views(result), 730.0))
    assert "No graft is the natural course, not an option of care" in sentences
    assert "No graft" not in report_html(result)[1]["differences"].summary


def test_one_arm_has_no_differences() -> None:
    """Truth: nothing to compare with."""
    html, pictures = report_html(fake("hand-scald", arms=1))
    assert "differences" not in pictures
    assert "Against arm A" not in html


def test_harm_through_a_mechanism_is_said_plainly() -> None:
    """Truth: the made-up inflammation costs 0.12 days of a gain of 0.33."""
    html, pictures = report_html(fake("hand-scald"))
    assert "inflammation worked against the benefit" in html
    summary = pictures["mechanisms"].summary
    assert "inflammation \u22120.12" in summary
    assert "Inflammation works against the arm." in summary


def test_referral_comes_first_and_open_questions_last() -> None:
    """Truth: the order that a surgeon needs."""
    result = fake("hand-scald")
    result.summary["flags"].reverse()
    assert [flag.kind for flag in flags_of(result)] == ["Refer", "Not stated"]


def test_systemic_response_is_stamped() -> None:
    """Truth: the rule's own words at the head of the page."""
    result = fake("hand-scald")
    result.summary["flags"].append(
        {"id": "systemic_not_modelled", "set": "systemic", "class": "stamp", "order": 1,
         "judged": True, "reason": "large",
         "action": "systemic response not modelled: the numbers are of the wounds alone",
         "source": "assumed"}
    )  # fmt: skip
    assert len(stamps_of(result)) == 1
    head = read(report_html(result)[0]).named("header")[0].text
    assert "Systemic response not modelled" in head


def test_warnings_that_arms_share_are_told_once() -> None:
    """Truth: two arms with one sentence are one line; a note of the case is not repeated."""
    result = fake("hand-scald")
    names = [arm["name"] for arm in result.summary["arms"]]
    result.summary["warnings"] = [f"{name}: grafted." for name in names[:2]] + ["Alone."]
    result.summary["warnings"] += list(result.case.notes)
    assert warnings_of(result) == [f"{names[0]} and {names[1]}: grafted.", "Alone."]


def test_certainty_words_of_vesicles_are_never_those_of_trials() -> None:
    """Truth: GRADE words stay with evidence; a simulated vesicle outcome has its own."""
    arms = arm_views(fake("hand-scald"))
    closure = outcome_groups(arms, leading=True)[0]
    by_kind = dict(zip((arm.kind for arm in arms), closure.certainty, strict=True))
    assert by_kind["exosome"] == "very low certainty; simulated"
    assert "from trials" in by_kind["prp"]


def test_assumptions_carry_value_range_and_source() -> None:
    """Truth: the row that was given."""
    html = report_html(fake("hand-scald"))[0]
    source = "assumed: model specification, section 7"
    for text in ("p_null_ev", "0.2 to 0.7", source, "0.14 to 0.3 1/day"):
        assert text in html


def test_what_a_case_calls_itself_is_text_not_markup() -> None:
    """Truth: an arm named as a script is shown as those letters."""
    result = fake("hand-scald")
    evil = "<script>x</script>"
    arms = list(result.case.arms)
    arms[1] = arms[1].model_copy(update={"name": evil})
    result.case = result.case.model_copy(update={"arms": tuple(arms), "title": evil})
    result.summary["arms"][1]["name"] = evil
    names = Coordinate("arm", np.array([arm.name for arm in result.case.arms]))
    result.arrays = replace(
        result.arrays, coordinates={**result.arrays.coordinates, "arm": names}
    )
    page = read(report_html(result)[0])
    assert page.faults == []
    assert not page.named("script")
    assert evil in page.named("h1")[0].text
