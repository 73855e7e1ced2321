"""`exoburn burn`: every option of the interfaces, text, JSON, picture, refusals in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from exoburn.cli.burn_answer import Question, answer
from exoburn.errors import InputError


@pytest.fixture
def burn():
    """Run `exoburn burn` with these words; returns the result of typer's runner."""
    import typer

    from exoburn.cli.burn import burn as command

    app = typer.Typer()
    app.command()(command)

    def run(*words: str):
        return CliRunner().invoke(app, list(words))

    return run


SCALD = ("--medium", "running-water", "--temperature", "70", "--duration", "3")


def test_json_is_the_burn_object(burn) -> None:
    """`--json` prints one object with the schema and the five keys, nothing else."""
    out = burn(*SCALD, "--site", "chest", "--age", "2", "--sex", "male", "--json")
    found = json.loads(out.stdout)
    assert found["schema"] == "exoburn.burn/1"
    assert found["burn"]["depth_class"] == "deep_partial"
    assert found["burn"]["law"] == "unified"
    assert found["burn"]["tbsa_percent"] is None


def test_every_option_together(burn) -> None:
    """All options of interfaces.md in one call: heat, skin, cooling, law, regions."""
    out = burn(*SCALD, "--site", "chest", "--age", "4", "--sex", "female", "--layers", "0.07,1.2,8",
               "--cool-start", "5", "--cool-duration", "20", "--law", "henriques",
               "--h", "3000", "--tbsa", "anterior trunk=6,right arm=4", "--json")
    found = json.loads(out.stdout)["burn"]
    assert (found["law"], found["tbsa_percent"]) == ("henriques", 10.0)
    assert found["skin"]["dermis_mm"] == 1.2
    assert found["first_aid_g"] == pytest.approx(0.67)
    assert found["area_cm2"] == pytest.approx(0.1 * found["body_surface_cm2"])


def test_text_is_readable_and_ascii(burn) -> None:
    """Banner, depth, law, time course; no character that a bare terminal cannot show."""
    out = burn(*SCALD, "--site", "chest").stdout
    assert out.startswith("Research software. Not a medical device.")
    assert out.isascii()
    for word in ("superficial partial", "Time course", "unified", "assumed", "48-72 h"):
        assert word in out


@pytest.mark.parametrize("words", [("--palms", "5"), ("--area-cm2", "300"), ("--tbsa", "head=2")])
def test_size_alone(burn, words: tuple[str, str]) -> None:
    """A burned area without an exposure is answered; depth is null."""
    found = json.loads(burn(*words, "--age", "30", "--json").stdout)["burn"]
    assert found["depth_class"] is None
    assert 0 < found["tbsa_percent"] < 5


def test_times_with_units() -> None:
    """Bare seconds for the exposure, bare minutes for cooling, units where written."""
    base = Question(medium="immersion", temperature_c=60, duration="20", site="leg")
    same = Question(medium="immersion", temperature_c=60, duration="20 s", site="leg")
    assert answer(base).burn == answer(same).burn
    minutes = Question(medium="immersion", temperature_c=60, duration="20", cool_duration="20")
    seconds = Question(medium="immersion", temperature_c=60, duration="20", cool_duration="1200s")
    assert answer(minutes).burn["first_aid_g"] == answer(seconds).burn["first_aid_g"] == 0.67


@pytest.mark.parametrize("wrong", [
    Question(),
    Question(medium="immersion", temperature_c=60),
    Question(medium="immersion", temperature_c=60, duration="soon"),
    Question(medium="immersion", temperature_c=60, duration="-3"),
    Question(temperature_c=60, duration="3"),
    Question(medium="immersion", temperature_c=60, duration="3", cool_start="5"),
    Question(medium="immersion", temperature_c=60, duration="3", layers="1,2"),
    Question(medium="immersion", temperature_c=60, duration="3", layers="a,b,c"),
    Question(medium="immersion", temperature_c=60, duration="3", dose_gy=3),
    Question(tbsa="head=2", palms=3),
    Question(area_cm2=1e6),
    Question(tbsa="head=2", sex="fmale"),
    Question(tbsa="head=2", law="newton"),
    Question(dose_gy=30),
], ids=str)
def test_wrong_questions(wrong: Question) -> None:
    """Each is an InputError of one line."""
    with pytest.raises(InputError) as caught:
        answer(wrong)
    assert "\n" not in str(caught.value)


def test_picture(burn, tmp_path: Path) -> None:
    """The SVG is written whole, carries the banner, and a wrong name leaves nothing behind."""
    burn(*SCALD, "--figure", str(tmp_path / "burn.svg"))
    text = (tmp_path / "burn.svg").read_text(encoding="utf-8")
    assert "Not a medical device" in text
    assert text.rstrip().endswith("</svg>")
    assert burn(*SCALD, "--figure", str(tmp_path / "burn.txt")).exception is not None
    assert [p.name for p in tmp_path.iterdir()] == ["burn.svg"]


@pytest.mark.parametrize(("words", "wanted"), [
    ((*SCALD, "--site", "chest", "--age", "2"), {"child", "toxic_shock", "non_accidental"}),
    ((*SCALD, "--site", "hand_dorsum", "--age", "2", "--palms", "1"),
     {"child", "partial_any_depth"}),
    (("--medium", "flame", "--duration", "15", "--site", "palm", "--age", "40"),
     {"special_site_deep"}),
    (("--tbsa", "anterior trunk=12", "--age", "30"), {"tbsa_partial_10"}),
    (("--tbsa", "anterior trunk=12,posterior trunk=12", "--age", "30"),
     {"systemic_not_modelled", "tbsa_partial_10"}),
    (("--palms", "2", "--age", "30", "--inhalation"), {"systemic_not_modelled", "inhalation"}),
    (("--dose-gy", "18", "--age", "30"), {"radiation_burn", "course_not_modelled"}),
])  # fmt: skip
def test_referral_is_said(burn, words: tuple[str, ...], wanted: set[str]) -> None:
    """Borrowed truth: the referral criteria behind rules.csv, from age, depth, site, surface."""
    found = json.loads(burn(*words, "--json").stdout)["burn"]["flags"]
    assert wanted <= {flag["id"] for flag in found if flag["judged"]}
    text = burn(*words).stdout
    assert text.isascii()
    for flag in found:
        assert flag["action"] in text


def test_no_burn_raises_no_flag(burn) -> None:
    """Truth: bath water burns no one, so nobody is sent anywhere."""
    out = burn("--medium", "immersion", "--temperature", "38", "--duration", "60", "--age", "2")
    assert "Refer" not in out.stdout


def test_first_aid_that_nobody_stated_is_called_so(burn) -> None:
    """Truth: 'prevents 0 %' is a finding about late water, never about unknown water."""
    assert "first aid not stated" in burn(*SCALD, "--site", "chest").stdout
    cooled = burn(*SCALD, "--site", "chest", "--cool-start", "5", "--cool-duration", "20").stdout
    assert "first aid prevents 67 %" in cooled
    assert "not stated (--cool" not in cooled
