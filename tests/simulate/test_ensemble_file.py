"""A file that EXOBURN_ENSEMBLE names and that is no ensemble costs one line, whatever it is."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from exoburn.cli import run
from exoburn.data import Ensemble
from exoburn.data.ensemble import SHIPPED, shipped
from exoburn.errors import InputError


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """What was read of other files is forgotten before and after."""
    shipped.cache_clear()
    yield
    shipped.cache_clear()


def archive(about: object, values: object = ((1.0, 2.0),)) -> bytes:
    buffer = io.BytesIO()
    text = json.dumps(about).encode()
    np.savez(buffer, about=np.frombuffer(text, np.uint8), values=np.asarray(values))
    return buffer.getvalue()


GOOD = {"format": "exoburn.ensemble/1", "name": "n", "prior": "p", "ids": ["v0"], "about": {}}
WRONG = {
    "empty": b"",
    "text": b"v0\n0.2\n",
    "half": SHIPPED.read_bytes()[:3000],
    "an array": b"\x93NUMPY\x01\x00",
    "a list": archive([1]),
    "no ids": archive({"format": "exoburn.ensemble/1"}),
    "two ids, one row": archive(GOOD | {"ids": ["v0", "k"]}),
    "another format": archive(GOOD | {"format": "exoburn.ensemble/9"}),
    "no members": archive(GOOD, np.zeros((1, 0))),
    "not finite": archive(GOOD, [[1.0, np.nan]]),
    "one number": archive(GOOD, [1.0]),
    "objects": archive(GOOD, np.array([[None]], object)),
    "words": archive(GOOD, [["a", "b"]]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_no_ensemble_is_an_input_error(name):
    """Never a traceback, never a pickle that is opened."""
    assert Ensemble.read_bytes(archive(GOOD)).members == 2
    with pytest.raises(InputError, match=r"file\.npz"):
        Ensemble.read_bytes(WRONG[name], file="file.npz")


def test_what_is_no_plain_file_is_one_line_and_code_2(tmp_path, monkeypatch, capsys):
    """A folder; a pipe, which would be waited for; nothing at all."""
    case = Path(__file__).parents[2] / "examples" / "toddler-scald.toml"
    places = [tmp_path, tmp_path / "absent", Path(os.devnull)]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        places.append(tmp_path / "pipe")
    for place in places:
        shipped.cache_clear()
        monkeypatch.setenv("EXOBURN_ENSEMBLE", str(place))
        assert run(["simulate", str(case), "--out", str(tmp_path / "run"), "--draws", "2"]) == 2
        told = capsys.readouterr()
        assert "EXOBURN_ENSEMBLE" in told.err
        assert "Traceback" not in told.err
        assert not (tmp_path / "run").exists()
