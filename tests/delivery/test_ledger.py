"""The ledger: vehicle + film + depot + tissue + taken up + lost = given, whatever happens."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.delivery.bench import Bench

A_REF = 1e10
BENCH = Bench(A_ref=A_REF).inject_to(2.0)  # part of an injection lies below the layers
EVENT = st.tuples(
    st.integers(0, 48).map(lambda k: k / 8),
    st.sampled_from(["topical", "topical_free", "inject", "needles"]),
    st.floats(1e6, 1e12),
)
OTHER = st.sampled_from(
    [(1.5, "dressing_change", 0.9), (2.0, "channels", 1.0), (3.0, "dressing_change", 0.2),
     (4.0, "under_graft", 1.0), (5.0, "dressing_change", 1.0)]
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(doses=st.lists(EVENT, min_size=1, max_size=4), others=st.lists(OTHER, max_size=3))
def test_given_is_found_again(doses, others):
    """Borrows conservation of vesicles, to 1e-6 of the dose (model section 8)."""
    days = np.array([0.0, 1.0, 3.5, 7.0])
    BENCH.run([*doses, *others], days, rtol=1e-9, atol=1e-13)
    given_so_far = [sum(a for t, _, a in doses if t <= day) / A_REF for day in days]
    np.testing.assert_allclose(
        BENCH.output("found"), given_so_far, rtol=1e-6, atol=1e-9 * max(given_so_far)
    )


def test_cells_give_what_is_found():
    """Borrows the integral of exponential decay: vesicles given off by cells until day t."""
    bench = Bench(A_ref=A_REF).inject_to(0.3)
    days = np.array([0.0, 2.0, 10.0])
    bench.run([(0.0, "cells", 1.0)], days)
    secreted = 4e9 / A_REF * (1 - np.exp(-0.347 * days)) / 0.347
    np.testing.assert_allclose(bench.output("found"), secreted, rtol=1e-6, atol=1e-9)


def test_no_part_of_the_ledger_runs_below_zero():
    """Borrows positivity: all parts of a gel's ledger stay within the dose."""
    bench = Bench(A_ref=A_REF)
    got = bench.run([(0.0, "topical", A_REF)], np.linspace(0, 20, 41))
    for name in ("Vb", "Vs", "Tr", "S", "taken", "lost"):
        assert got[name].min() > -1e-9, name
        assert got[name].max() < 1 + 1e-9, name


def test_message_of_the_registered_trial():
    """Borrows the note's first message: 1e7 particles/cm2 is about one vesicle per cell, offered.

    Taken up, before any loss of activity, it is far below one.
    """
    from exoburn.blocks.delivery.doses import offered_per_cell

    assert offered_per_cell(1e7) == pytest.approx(1.0, rel=0.2)
    bench = Bench(A_ref=1e7)
    bench.run([(0.0, "topical", 1e7)], np.linspace(0, 7, 15))
    assert 0 < bench.output("particles_per_cell").max() < 1
