"""A user's own studies: checked to the cell, kept as a copy, and taken out again."""

import csv
import io

import pytest

from exoburn.errors import InputError
from exoburn.evidence import added as own
from exoburn.evidence.answer import answer
from exoburn.evidence.schema import columns


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of the user's for each test."""
    monkeypatch.setenv("EXOBURN_EVIDENCE", str(tmp_path / "mine"))
    return tmp_path / "mine"


def _file(tmp_path, name="my.csv", **changes):
    """The template with some cells changed; a list makes several rows."""
    reader = csv.DictReader(io.StringIO(own.template()))
    (row,) = list(reader)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(row), lineterminator="\n")
    writer.writeheader()
    writer.writerow({**row, **changes})
    path = tmp_path / name
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def test_the_template_is_a_valid_file(tmp_path):
    """What `evidence template` prints can be added as it is."""
    kept = own.add(_file(tmp_path))
    assert kept.studies == ("MY01_rat_gel",)
    assert [file.name for file in own.added()] == ["my.csv"]


def test_a_study_enters_the_pool_and_leaves_it_again(tmp_path):
    """Three studies give a prediction interval; after removal the answer is the old one."""
    before = answer("closure").part("animals").body.pools[0].result
    path = _file(tmp_path)
    bytes_before = path.read_bytes()
    own.add(path)
    with_it = answer("closure").part("animals").body.pools[0].result
    assert with_it.k == before.k + 1
    assert with_it.prediction is not None
    assert answer("closure", own=False).part("animals").body.pools[0].result.k == before.k
    own.remove("my.csv")
    after = answer("closure").part("animals").body.pools[0].result
    assert (after.k, after.estimate) == (before.k, before.estimate)
    assert path.read_bytes() == bytes_before


def test_human_and_burn_studies_go_where_they_belong(tmp_path):
    """A trial in burned people changes the rating of people with burns, not the animals'."""
    animals = answer("closure").part("animals").rating
    own.add(_file(tmp_path, species="human", study_id="H1", n_treated="300", n_control="300",
                  blinded="double", question="closure"))  # fmt: skip
    found = answer("closure")
    assert found.part("animals").rating == animals
    direct = found.part("people with burns")
    assert direct.body.pools[0].result.k == 1
    assert direct.rating.level in ("moderate", "high")


def test_effect_sizes_from_rows(tmp_path):
    """Truth: 1 of 8 against 4 of 8 is a log odds ratio of ln(1 x 4 / (7 x 4))."""
    import math

    (effect,) = own.read_studies(_file(tmp_path, measure="OR", better="lower"))
    assert effect.estimate == pytest.approx(math.log(1 / 7))
    assert effect.se == pytest.approx(math.sqrt(1 + 1 / 7 + 1 / 4 + 1 / 4))
    (ratio,) = own.read_studies(_file(tmp_path, measure="ROM", effect="0.8", se="0.1"))
    assert (ratio.estimate, ratio.se) == (pytest.approx(math.log(0.8)), 0.1)


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("species", "", "is empty"),
        ("type", "exosome", "no such word"),
        ("question", "clousre", "nearest: closure"),
        ("burn", "maybe", "allowed: yes, no"),
        ("n_treated", "8.5", "not a whole number"),
        ("n_treated", "0", "out of range"),
        ("mean_treated", "80,5", "number"),
        ("mean_treated", "nan", "not a finite number"),
        ("sd_treated", "-3", "out of range"),
        ("sd_control", "0", "above zero"),
        ("sd_control", "", "needs means and SDs"),
        ("source", "a friend", "can be looked up"),
        ("source", "10.1/x", "can be looked up"),
        ("effect", "5", "belong together"),
        ("study_id", "EV02_chenyq_mouse", "already in the shipped evidence"),
        ("source", "10.1089/wound.2024.0216", "would count twice"),
    ],
)
def test_a_wrong_cell_is_told_with_line_and_column(tmp_path, column, cell, said):
    """One line: file, line, column, what was given."""
    with pytest.raises(InputError) as failed:
        own.add(_file(tmp_path, **{column: cell}))
    message = str(failed.value)
    assert said in message
    assert "my.csv" in message
    assert "\n" not in message
    assert own.added() == ()


def test_more_events_than_people(tmp_path):
    """Nine events of eight people cannot be."""
    with pytest.raises(InputError, match="line 2, column events_treated"):
        own.read_studies(_file(tmp_path, measure="OR", events_treated="9"))


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_files_of_every_country_are_read(tmp_path, coding, sign):
    """Truth: the file of the template. Semicolons and tabs come with decimal commas."""
    plain = own.read_studies(_file(tmp_path, author="Müller", mean_treated="80.5"))
    rows = list(csv.reader((tmp_path / "my.csv").read_text("utf-8").splitlines()))
    rows[1] = [c.replace("80.5", "80.5" if sign == "," else "80,5") for c in rows[1]]
    out = io.StringIO()
    csv.writer(out, delimiter=sign).writerows(rows)
    path = tmp_path / "theirs.csv"
    path.write_bytes(out.getvalue().encode(coding))
    assert own.read_studies(path) == plain
    assert own.add(path).effects == plain
    assert own.added()[0].effects == plain


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("study_id,source\n", "a column is missing"),
        ("study_id,colour\n", "unknown column"),
        ("study_id,study_id\n", "stands twice"),
        (own.template() + '"open', "not a CSV table"),
    ],
)
def test_a_wrong_file_is_told(tmp_path, text, said):
    """Headers and broken quotes."""
    path = tmp_path / "bad.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        own.add(path)


def test_rows_of_another_length_and_other_encodings(tmp_path):
    """A row with too many cells, a file that is no text, a folder, a missing file."""
    path = _file(tmp_path)
    path.write_text(path.read_text() + "a,b\n", encoding="utf-8")
    with pytest.raises(InputError, match="line 3"):
        own.add(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        own.add(path)
    for wrong in (tmp_path / "none.csv", tmp_path / "x"):
        with pytest.raises(InputError):
            own.add(wrong)


def test_a_taken_name_needs_force(tmp_path):
    """Another file of the same name is not overwritten by accident."""
    own.add(_file(tmp_path))
    changed = _file(tmp_path, mean_treated="75")
    with pytest.raises(InputError, match="--force"):
        own.add(changed)
    own.add(changed, force=True)
    assert own.added()[0].effects[0].estimate == 13


def test_two_files_cannot_hold_one_study(tmp_path):
    """The same study in two files would count twice."""
    own.add(_file(tmp_path))
    with pytest.raises(InputError, match="already in"):
        own.add(_file(tmp_path, name="other.csv"))


def test_only_what_was_added_can_be_removed(tmp_path, folder):
    """No path leads out of the folder."""
    outside = _file(tmp_path)
    for name in ("my.csv", "../my.csv", str(outside)):
        with pytest.raises(InputError):
            own.remove(name)
    assert outside.exists()


def test_a_folder_that_cannot_be_written_is_the_users_to_mend(tmp_path, monkeypatch):
    """One line, and no half file."""
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("EXOBURN_EVIDENCE", str(blocked / "deeper"))
    with pytest.raises(InputError, match="cannot write here"):
        own.add(_file(tmp_path))


def test_the_docs_name_every_column():
    """The page on evidence lists the format in full."""
    from pathlib import Path

    page = Path(__file__).parents[2].joinpath("docs/evidence.md").read_text("utf-8")
    assert all(f"`{column.name}`" in page for column in columns())
