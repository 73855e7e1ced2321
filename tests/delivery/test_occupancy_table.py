"""The occupancy table of model section 4: mean over days 0-7, with default and fine layers."""

import numpy as np
import pytest

from tests.delivery.bench import Bench, fine_faces, sparse_run

GEL = {"k_r": np.log(2) / 72, "f_b": 0.0, "f_inf": 1.0}
OINTMENT = {"k_r": 0.1, "f_b": 0.3, "f_inf": 0.6, "k_b": 5.0, "P_open": 0.2}


def _once(name, dose):
    return [(0.0, name, dose)]


#: name: parameters, events, mean occupancy 0-0.1 mm and 0-0.5 mm
ROWS = {
    "saline 3e11": ({"k_r": 10.0, "f_b": 0.0, "f_inf": 1.0}, _once("topical", 3e11), 0.355, 0.0738),
    "gel 3e11": (GEL, _once("topical", 3e11), 0.309, 0.0636),
    "gel 1e11": (GEL, _once("topical", 1e11), 0.160, 0.0326),
    "gel 1e10": (GEL, _once("topical", 1e10), 0.0231, 0.00468),
    "gel 1e7": (GEL, _once("topical", 1e7), 2.45e-5, 4.96e-6),
    "gel daily": (GEL, [(float(k), "topical", 6.7e8) for k in range(7)], 0.00582, 0.00118),
    "injected": ({}, _once("inject", 3e11), 0.239, 0.239),
    "ointment": (OINTMENT, [(k / 3, "topical", 1e9) for k in range(21)], 5.0e-4, 1.02e-4),
}


def bench(name, faces=None):
    """The lane of a row: uptake that does not saturate, no outflow, an open bed."""
    changes, events, *expected = ROWS[name]
    lane = Bench(faces, K_sat=np.inf, v_out=0.0, A_ref=events[0][2], **changes)
    return lane.inject_to(1.0), events, expected


@pytest.mark.parametrize("name", ROWS)
def test_default_layers_within_5_percent(name):
    """Borrows the deterministic check of model section 4."""
    lane, events, expected = bench(name)
    course = lane.run(events, rtol=1e-8, atol=1e-12)
    got = [course["shallow"][-1], course["deep"][-1]]
    assert got == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize("name", ["saline 3e11", "gel 1e7"])
def test_four_hundred_layers_within_2_percent(name):
    """Borrows the same table; the text of the equations is written for the finer faces."""
    faces = fine_faces(400)
    assert len(faces) == 401
    lane, events, expected = bench(name, faces)
    course = sparse_run(lane, events)
    assert [course["shallow"][-1], course["deep"][-1]] == pytest.approx(expected, rel=0.02)


def test_refining_layers_changes_less_than_the_stated_five_percent():
    """Borrows a 200-layer run of the same equations with outflow, saturation and a lagged bed."""
    events = [(0.0, "topical", 1e11), (3.0, "topical", 1e11)]
    coarse, fine = Bench(A_ref=1e11, **GEL), Bench(fine_faces(200), A_ref=1e11, **GEL)
    a, b = coarse.run(events, rtol=1e-8, atol=1e-12), sparse_run(fine, events)
    for name in ("shallow", "deep", "taken", "lost"):
        assert a[name][-1] == pytest.approx(b[name][-1], rel=0.05), name
    for group in ("inflammation", "epithelium", "fibro", "scar"):
        assert a[f"Q_{group}"][-1] == pytest.approx(b[f"Q_{group}"][-1], rel=0.05), group
