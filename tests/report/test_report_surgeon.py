"""What a burn surgeon must read first and must not be led to believe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from exoburn.case.rules import CLASSES
from exoburn.report import report_html
from exoburn.report.arms import arm_views
from exoburn.report.flags import flags_of
from exoburn.report.glance import glance
from exoburn.report.grounds import assumptions_of, citations_of
from exoburn.report.key_numbers import key_rows, without_surgery
from exoburn.report.outcomes import certainty_words, outcome_groups
from exoburn.report.surgery import contrast_without
from tests.report.fake import FakeResult, fake
from tests.report.page import read


def _cells(result: FakeResult, id: str) -> list[str]:
    """Every cell of an outcome, all its words."""
    groups = outcome_groups(arm_views(result), leading=True)
    row = next(row for group in groups for row in group.rows if row.id == id)
    return [" ".join((c.value, c.spread, c.change, c.better)) for c in row.cells]


def test_what_not_to_do_stands_above_referral() -> None:
    """Truth: the classes of the rules, in the order that the rules give them."""
    result = fake("hand-scald")
    one = result.summary["flags"][0]
    result.summary["flags"] = [
        one | {"class": name, "order": 5, "action": f"the {name} one"} for name in reversed(CLASSES)
    ]
    assert [flag.kind for flag in flags_of(result)] == list(CLASSES.values())
    page = read(report_html(result)[0])
    text = page.named("main")[0].text
    assert text.index("The do_not one") < text.index("The refer one") < text.index("The answer")
    assert text.index("The caution one") > text.index("The answer")
    assert "rules that wait" not in text


def test_first_lines_are_depth_closure_grafts_and_difference() -> None:
    """Truth: 30 of 100 made-up runs are grafted on day 14; the mean by day 21 is the fake's."""
    result = fake("hand-scald")
    arms = arm_views(result)
    result.summary["arms"][0]["without_surgery"]["outcomes"]["healed_by_21"]["mean"] = 0.07
    lines = {line.label: " ".join(line.texts) for line in glance(result, arms, 730.0)}
    assert len(lines) == 4
    assert "deep partial" in lines["Depth"]
    assert "7 of 100" in lines["Closes by day 21 without surgery"]
    assert lines["Grafted"] == "30 of 100 on day 14, by policy"
    assert "too small to matter" in lines["What the product changes, nobody grafted"]


def test_an_arm_that_is_never_grafted_is_compared_without_grafts() -> None:
    """Truth: such an arm's outcomes are its own; without a pair the medians' difference is told."""
    result = fake("toddler-scald")
    first, second = result.summary["arms"]
    first["without_surgery"]["outcomes"] = {
        key: dict(entry) for key, entry in first["outcomes"].items()
    }
    first["without_surgery"]["outcomes"]["t95_days"]["median"] = 30.0
    second.pop("without_surgery")
    second["operation_days"] = []
    second["outcomes"]["t95_days"]["median"] = 24.0
    arms = arm_views(result)
    rows = without_surgery(arms, 730.0)
    assert [row.arm.name for row in rows] == [arm.name for arm in arms]
    assert rows[1].gap == "6 days earlier (medians)"
    second["contrasts_without_surgery"] = {"t95_days": {"median": -5.0, "p05": -9.0, "p95": -1.0}}
    assert contrast_without(arms[1], arms[0], "t95_days") == {
        "median": -5.0, "p05": -9.0, "p95": -1.0,
    }  # fmt: skip
    assert "5 days earlier" in dict(key_rows(arms, 730.0)[1].cells)["Against arm A, nobody grafted"]


@pytest.mark.parametrize(
    ("id", "gap", "told"),
    [("vss_12mo", -0.3, False), ("vss_12mo", -1.4, True), ("t95_days", -0.6, False),
     ("t95_days", -3.0, True), ("contraction_percent", -0.4, False)],
)  # fmt: skip
def test_better_in_so_many_runs_needs_a_difference_that_matters(
    id: str, gap: float, told: bool
) -> None:
    """Truth: one day, one point, five percent: the rows of smallest_difference."""
    result = fake("hand-scald")
    result.summary["arms"][2]["contrasts"][id].update(median=gap, p05=2 * gap, p95=0.0)
    words = _cells(result, id)[2]
    assert ("better in" in words) is told
    assert ("too small to matter" in words) is not told


def test_a_natural_course_is_open_and_borrows_no_certainty() -> None:
    """Truth: nobody chooses it: open for so long, not a trial arm, better at nothing."""
    result = fake("leg-flame")
    natural = next(arm for arm in arm_views(result) if arm.statement.no_surgery)
    natural.data["outcomes"]["t95_days"].update(median=228.0, p05=147.0, p95=386.0)
    assert certainty_words(natural, "t95_days") == "natural course; not a trial arm"
    html = report_html(result)[0]
    assert "open for 228 days (147\u2013386)" in html
    assert "of 100 runs are 95 %" not in html
    assert "better in" not in _cells(result, "pain_rest_day3")[natural.number]


def test_particles_are_drawn_on_the_bed_that_excision_left() -> None:
    """Truth: the example excises on day 3 and injects on day 3."""
    result = fake("leg-flame")
    key, late = "tissue_concentration", result.arrays.labels("day") >= 3
    field = result.arrays.observables[key]
    given = replace(field, of_arm=lambda arm: np.where(late, field.of_arm(arm), np.float32(0)))
    result.arrays = replace(
        result.arrays, observables={**result.arrays.observables, key: given}
    )
    section = report_html(result)[1]["cross-section"]
    assert "cut away on day 3" in section.note
    assert any("Bed after excision on day 3" in row[0] for row in section.rows)
    assert "cut away" not in report_html(fake("hand-scald"))[1]["cross-section"].note


def test_contraction_is_not_called_contracture_and_counts_are_of_people() -> None:
    """Truth: the registry's own label; the made-up mean of 0.3 operations."""
    html = report_html(fake("hand-scald"))[0]
    assert "Largest wound contraction (not contracture)" in html
    result = fake("hand-scald")
    for arm in result.summary["arms"]:
        arm["outcomes"]["operations"].update(median=0.0, p05=0.0, p95=1.0, mean=0.17)
        arm["outcomes"]["contraction_percent"].update(median=3.5e-8, p05=0.0, p95=47.13)
    assert _cells(result, "operations")[0].startswith("17 of 100 operated")
    assert _cells(result, "contraction_percent")[0].startswith("<0.1 0\u201347")


def test_sources_name_no_files_of_ours() -> None:
    """Truth: a reader has no such files: papers by name or by what they were used for."""
    result = fake("hand-scald")
    row = result.summary["assumptions"][0]
    row |= {"id": "P_lot", "note": "CV 58% at MISEV2023 completeness 9%",
            "source": "ev_model_parameters.csv P_lot: prior (assumed)"}  # fmt: skip
    result.summary["citations"] = [
        {"id": "10.3402/jev.v2i0.19861", "link": "https://doi.org/10.3402/jev.v2i0.19861",
         "text": "ev_model_parameters.csv ppm_ug: prior +", "verified": False,
         "used_by": ["ppm_ug"]},
    ]  # fmt: skip
    shown = assumptions_of(result)[0][0]
    assert "lots vary by 58 %" in shown.note
    assert shown.source == "vesicle parameter table: prior (assumed)"
    assert citations_of(result)[0]["text"] == "For particles per ug of protein"
    assert ".csv" not in report_html(result)[0]
