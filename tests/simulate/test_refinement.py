"""Refining grid, steps, tolerance, layers or columns changes results by less than is stated."""

from __future__ import annotations

import pytest
from tools.refinement import STUDIES, layers, main


@pytest.mark.parametrize("study", STUDIES)
def test_no_default_is_worse_than_stated(study):
    """Law of model section 8; truth is each study's own finest run."""
    rows = list(layers(60) if study == "layers" else STUDIES[study]())
    usual = [row for row in rows if row.stated is not None]
    assert usual
    for row in usual:
        assert row.stated is not None
        assert row.error <= row.stated, str(row)


def test_the_tables_can_be_printed(capsys):
    """One command prints them; an unknown study is wrong input."""
    assert main(["heat"]) == 0
    told = capsys.readouterr().out
    assert told.count("stated 0.002") == 5
    assert "all as stated" in told
    assert main(["nonsense"]) == 2
