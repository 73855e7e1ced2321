"""What may be handed to `exoburn.pool`, what comes back, and how wrong input is refused."""

from __future__ import annotations

import json
import math
from dataclasses import FrozenInstanceError
from typing import Any

import numpy as np
import pytest

import exoburn
from exoburn import InputError, pool
from exoburn.outcome.words import check_words

Y, V = [1.0, 2.0, 4.0, 3.0], [0.5, 0.4, 0.6, 0.2]


def test_every_kind_of_table_gives_the_same() -> None:
    """Lists, mapping, rows, structured array, data frame: the same numbers."""
    plain = pool(effect=Y, variance=V)
    array = np.array(list(zip(Y, V, strict=True)), [("effect", float), ("variance", float)])
    rows = [{"effect": y, "variance": v} for y, v in zip(Y, V, strict=True)]
    for table in ({"effect": Y, "variance": V}, rows, array):
        assert pool(table).estimate == plain.estimate
    assert pool({"g": Y, "v": V}, effect="g", variance="v").estimate == plain.estimate


def test_a_data_frame() -> None:
    """pandas, where it is installed: columns by name, a group column with numbers too."""
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"effect": Y, "variance": V, "dose": [1, 2, 3, 4], "sp": list("mmrr")})
    frame = frame[frame["dose"] > 1]
    found = pool(frame, moderators=["dose"], names="sp")
    assert [line.name for line in found.coefficients] == ["mean", "dose"]
    groups = pool(frame, groups="sp").subgroups
    assert groups is not None
    assert set(groups.groups) == {"m", "r"}


def test_the_public_name_is_lazy_and_frozen() -> None:
    """`exoburn.pool` is the function; its answer cannot be changed."""
    found: Any = exoburn.pool(effect=Y, variance=V)
    with pytest.raises(FrozenInstanceError):
        found.estimate = 0.0


def test_json_holds_no_nan() -> None:
    """The degenerate result of one study is plain JSON."""
    alone = pool(effect=[2.0], variance=[0.25])
    text = json.dumps(alone.as_dict(), allow_nan=False)
    assert json.loads(text)["tau2_ci"] is None
    assert (alone.estimate, alone.se, alone.tau2, alone.prediction) == (2.0, 0.5, 0.0, None)
    assert math.isnan(alone.I2)
    assert "one study" in alone.notes[0]
    json.dumps(pool(effect=Y, variance=V, groups=list("aabb")).as_dict(), allow_nan=False)


def test_two_studies_have_no_prediction_interval() -> None:
    """t with k - 2 = 0 degrees of freedom does not exist; normal does."""
    assert pool(effect=Y[:2], variance=V[:2]).prediction is None
    assert pool(effect=Y[:2], variance=V[:2], prediction="normal").prediction is not None
    assert pool(effect=Y, variance=V, method="FE").prediction is None


def test_equal_effects_leave_hartung_knapp_no_spread() -> None:
    """Zero spread: knha says zero width with a note, knha-safe keeps the plain width."""
    bare = pool(effect=[1.0, 1.0, 1.0], variance=V[:3], test="knha")
    assert bare.se == pytest.approx(0, abs=1e-12)
    assert any("narrows" in note for note in bare.notes)
    guarded = pool(effect=[1.0] * 3, variance=V[:3], test="knha-safe")
    assert guarded.se > 0.3
    assert check_words(json.dumps([bare.as_dict(), guarded.as_dict()])) == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"effect": [1, 2], "variance": [1, -1]}, r"variance\[1\]: a variance is above zero"),
        ({"effect": [1, 2], "variance": [1, 0]}, "above zero"),
        ({"effect": [1, 2], "variance": [1]}, "2 effects but 1 values"),
        ({"effect": [1, math.nan], "variance": [1, 1]}, r"effect\[1\]: not a finite"),
        ({"effect": [1, "two"], "variance": [1, 1]}, r"effect\[1\]: not a number"),
        ({"effect": [1, None], "variance": [1, 1]}, "not a number"),
        ({"effect": [], "variance": []}, "no study"),
        ({"effect": [[1, 2]], "variance": [1, 1]}, "one number for each study"),
        ({"effect": [1, 2], "variance": [1, 1], "method": "REM"}, "nearest: REML"),
        ({"effect": [1, 2], "variance": [1, 1], "test": "wald"}, "unknown test"),
        ({"effect": [1, 2], "variance": [1, 1], "level": 95}, "between 0 and 1"),
        ({"effect": [1, 2], "variance": [1, 1], "tau2": -1}, "zero or more"),
        ({"effect": [1], "variance": [1], "test": "knha"}, "one study"),
        ({"effect": [1, 2], "variance": [[1, 0.9], [0.8, 1]]}, "symmetric"),
        ({"effect": [1, 2], "variance": [[1, 2], [2, 1]]}, "positive definite"),
        ({"effect": [1, 2], "variance": [[1.0]]}, "2 x 2"),
        ({"effect": [1, 2], "variance": [1, 1], "study": ["a", "a"]}, "several effects"),
        ({"effect": [1, 2], "variance": [1, 1], "groups": ["a"]}, "2 effects but 1"),
        ({"effect": [1, 2, 3], "variance": [1, 1, 1], "moderators": {"x": [5, 5, 5]}}, "vary"),
        ({"effect": [1, 2], "variance": [1, 1], "moderators": {"x": [5, 6]}}, "at least 3"),
        ({"data": {"effect": [1], "var": [1]}}, "no such column"),
        ({"data": {"effect": [1], "varianc": [1]}}, "nearest: varianc"),
        ({"data": 3}, "not a table"),
        ({}, "give its values"),
    ],
)
def test_wrong_input_is_one_line(options: dict[str, Any], words: str) -> None:
    """Conventions: what was given, what is allowed, in one line."""
    with pytest.raises(InputError, match=words) as told:
        pool(**options)
    assert "\n" not in str(told.value)


def test_words_become_levels() -> None:
    """Treatment coding by hand: level b against level a is the difference of their means."""
    found = pool(effect=[1, 1, 4, 4], variance=[1] * 4, moderators={"route": list("aabb")})
    assert [line.name for line in found.coefficients] == ["mean", "route=b"]
    assert [line.estimate for line in found.coefficients] == pytest.approx([1, 3])
    assert found.predict({"route=b": 1}).estimate == pytest.approx(4)
    with pytest.raises(InputError, match="no such moderator"):
        found.predict({"rout": 1})


def test_sensitivity_by_hand() -> None:
    """Each left out is the pool of the others; the last of the cumulative is the pool of all."""
    found = pool(effect=Y, variance=V, names=list("abcd"))
    left = dict(found.leave_one_out())
    assert left["b"].estimate == pool(effect=[1, 4, 3], variance=[0.5, 0.6, 0.2]).estimate
    steps = found.cumulative(order=[2020, 2010, 2015, 2012])
    assert [name for name, _ in steps] == ["b", "d", "c", "a"]
    assert steps[-1][1].estimate == pytest.approx(found.estimate)
    assert [step.k for _, step in steps] == [1, 2, 3, 4]
    with pytest.raises(InputError, match="too few"):
        pool(effect=Y[:1], variance=V[:1]).leave_one_out()


def test_back_to_ratios() -> None:
    """Log ratios turn back by exp, the interval end by end."""
    found = pool(effect=Y, variance=V)
    back = found.back(np.exp)
    assert back["ci"] == pytest.approx(tuple(np.exp(found.ci)))
    assert back["estimate"] == pytest.approx(math.exp(found.estimate))


@pytest.mark.parametrize("unit", [1e-9, 1e12])
def test_very_small_and_very_large_units(unit: float) -> None:
    """Truth: the same studies in another unit have the same shares (REML once failed)."""
    y, v = [0.1, 0.9, 0.4, 1.3], [0.02, 0.05, 0.03, 0.1]
    one = pool(effect=y, variance=v)
    two = pool(effect=[unit * x for x in y], variance=[unit**2 * x for x in v])
    assert two.estimate / unit == pytest.approx(one.estimate, rel=1e-9)
    assert pytest.approx(one.I2, rel=1e-7) == two.I2


def test_masked_entries_are_refused() -> None:
    """A masked effect must not come back as a number."""
    with pytest.raises(InputError, match="masked"):
        pool(effect=np.ma.array([1.0, 2.0, 3.0], mask=[0, 1, 0]), variance=[1, 1, 1])


def test_dependence_is_told() -> None:
    """Covariances without a study, and many effects of one study, each leave a note."""
    v = [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]
    assert "no study is named" in pool(effect=[1, 2, 3], variance=v).notes[0]
    one = pool(effect=[1, 2, 3], variance=v, study=["a", "a", "a"])
    assert one.notes[0].startswith("3 effects of 1 study")
