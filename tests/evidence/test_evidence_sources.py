"""Every row of every table says where it comes from, with identifiers that can be looked up."""

import pytest

from exoburn.evidence.source_check import (
    exceptions,
    malformed,
    source_faults,
    table_names,
    unexplained,
)


def test_no_row_without_a_source():
    """Over all shipped tables; exceptions are rows of evidence_source_exceptions.csv."""
    faults = unexplained()
    told = "\n".join(f"{f.table}: {f.row}: {f.fault}" for f in faults[:20])
    assert not faults, f"add a source, or an exception with its reason:\n{told}"


def test_exceptions_are_needed_and_have_reasons():
    """No exception outlives its fault."""
    faults = {(f.table, f.row) for name in table_names() for f in source_faults(name)}
    tables = {name for name, _ in faults}
    for (name, row), reason in exceptions().items():
        assert reason
        assert name in tables if row == "*" else (name, row) in faults, (name, row)


@pytest.mark.parametrize("wrong", ["10.12/abc", "NCT0123", "http://nohost/x", "PMID see text"])
def test_malformed_identifiers_are_found(wrong):
    """The check can fail."""
    assert malformed(f"read in {wrong} and elsewhere")


@pytest.mark.parametrize(
    "right",
    [
        "10.1002/(SICI)1096-9101(1997)20:3<310::AID-LSM10>3.0.CO;2-P",
        "NCT02104713 https://ctv.veeva.com/study/x ; PMID: 6632013",
        "Burns 2021;47:1012",
    ],
)
def test_well_formed_identifiers_pass(right):
    """Old DOIs with brackets, several identifiers, a journal reference."""
    assert malformed(right) == []
