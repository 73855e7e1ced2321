"""What is printed: no banned word, no certainty beyond the rating, marked claims, whole files."""

import re

import pytest

from exoburn.evidence.answer import answer
from exoburn.evidence.claims import as_dict as claims_dict
from exoburn.evidence.claims import claims, model_says, verdict
from exoburn.evidence.questions import PRODUCTS, questions
from exoburn.outcome.words import check_words, quote_claim
from exoburn.report.drawing import svg_file
from exoburn.report.evidence_forest import forest
from exoburn.report.evidence_funnel import funnel
from exoburn.report.evidence_page import evidence_html
from exoburn.report.evidence_panels import panels_of
from exoburn.report.evidence_text import answer_text


@pytest.mark.parametrize("kind", list(PRODUCTS))
def test_no_banned_word_in_any_answer(kind):
    """Text, page and both pictures of every question."""
    for id in questions():
        found = answer(id, type=kind, own=False)
        texts = [answer_text(found), evidence_html(found)]
        for picture in (forest(found), funnel(found)):
            for drawing in (picture.wide, picture.narrow):
                texts.append(svg_file(drawing, title=picture.title, summary=picture.summary,
                                      footer=""))  # fmt: skip
        for text in texts:
            assert check_words(text) == [], (id, kind)


def test_no_trial_is_said_beside_every_answer_on_vesicles():
    """The dated sentence stands in each of them."""
    for id in questions():
        found = answer(id, own=False)
        for text in (answer_text(found, 10_000), evidence_html(found)):
            assert "No completed controlled exosome trial in burns was found as of 20" in text


def test_pages_hold_no_script_and_load_nothing():
    """A page is read from a disc without a network."""
    page = evidence_html(answer("closure", own=False))
    assert "<script" not in page
    assert not re.search(r"(src|href)=\"http", page)
    assert page.count("<svg") == page.count("</svg>") >= 4


def test_a_page_gives_every_figure_in_numbers_too():
    """Each row of the forest plot stands in the table beside it."""
    found = answer("closure", own=False)
    picture = forest(found)
    assert len(picture.rows) == sum(len(panel.lines) for panel in panels_of(found))
    page = evidence_html(found)
    assert all(row[2] in page for row in picture.rows)


def test_nothing_to_plot_is_said():
    """An empty question gives a sentence, not an empty frame."""
    found = answer("infection", own=False)
    assert found.empty
    assert forest(found).rows == ()
    assert "No effect with a number" in forest(found).summary


def test_equal_answers_give_equal_bytes():
    """No clock, no chance in a page."""
    first, second = (evidence_html(answer("scar", own=False)) for _ in range(2))
    assert first == second


def test_sixteen_claims_each_answered():
    """Truth: the list of claims to be set against evidence."""
    found = {one.id for one in claims()}
    assert found == {
        "faster", "scar", "non_invasive", "infection", "pain", "all_degrees", "chronic_wounds",
        "old_scars", "better_than_prp", "safer_than_cells", "days_1_3", "week_1", "weeks_2_4",
        "months_1_3", "rare_harms", "price",
    }  # fmt: skip
    for one in claims():
        assert one.animals
        assert one.people
        assert one.verdict
        assert one.source
        assert one.model.told


def test_claims_use_no_banned_word_but_as_quotes():
    """The claim itself is marked; everything else is ours."""
    for one in claims():
        ours = " ".join((one.animals, one.people, one.model.told, one.verdict))
        assert check_words(ours) == [], one.id
        assert check_words(quote_claim(one.claim)) == []
    assert all(row["claim"].startswith("[claim: ") for row in claims_dict()["claims"])


def test_what_the_model_says_is_simulated_and_names_its_run():
    """A simulated vesicle outcome never borrows a certainty word beyond very low."""
    for one in claims():
        said = model_says(one.id)
        if said.case:
            assert "very low certainty; simulated" in said.told
            assert said.parameter_set in said.told
    assert sum(bool(model_says(one.id).case) for one in claims()) >= 10


def test_verdicts_follow_the_ratings():
    """From nothing to shown."""
    assert "Untested" in verdict({})
    assert "point that way" in verdict({"animals": "low"})
    assert "very uncertain" in verdict({"people": "very low"})
    assert verdict({"people with burns": "low"}).startswith("Shown in people with burns")


def test_claims_do_not_contradict_each_other_and_tell_burned_animals_apart():
    """Two claims on closure of burns say the same of people; borrowed certainty is said."""
    by_id = {one.id: one for one in claims()}
    assert by_id["faster"].levels == by_id["weeks_2_4"].levels
    assert "Burned animals alone: very low." in by_id["faster"].animals
    assert "burned animals alone" in by_id["scar"].verdict


def test_a_harm_in_animals_is_counted_against_closure():
    """Truth: the one row of the table of directions that says "harms"."""
    body = answer("closure", own=False).part("animals").body
    assert dict(body.results)["QE29_diaexo_mouse"] == -1
    assert "+ favours the product" not in answer_text(answer("source", own=False))
