"""Vesicles are neither made nor lost: the ledger of model section 8 on the arms of the examples."""

from __future__ import annotations

import numpy as np
import pytest

from exoburn.engine import compile_system
from exoburn.wound import system
from tests.simulate.cases import NAMES
from tests.simulate.lanes import median_lanes

PARTS = ("Vb", "Vs", "Tr", "S", "Nd", "in_tissue", "taken", "lost")
DAYS = np.arange(0.0, 61.0)
#: Events that bring vesicles; what cells give off is in `taken`, `lost` and tissue as well.
DOSES = ("topical", "topical_free", "inject", "needles")


@pytest.mark.parametrize("name", NAMES)
def test_given_is_found_again_in_every_lane(name):
    """Law: given = vehicle + trapped + film + needles + tissue + taken up + lost, to 1e-6."""
    kernel = compile_system(system(), ("found", *PARTS, "M"))
    kinds, checked = list(system().events), 0
    for one in median_lanes(name, days=60):
        if not one.arm.active or one.arm.gives == ("prp",) or one.plan.kind == "donor":
            continue
        run = kernel.run(one.y0, one.p, one.schedule, DAYS, rtol=1e-9)
        assert run.outputs is not None
        found = dict(zip(kernel.outputs, run.outputs, strict=True))
        given = np.zeros_like(found["found"])
        for day, lane, code, amount in zip(
            np.asarray(one.schedule.day), np.asarray(one.schedule.lane),
            np.asarray(one.schedule.event), np.asarray(one.schedule.amount), strict=True,
        ):  # fmt: skip
            a_ref = one.p[list(kernel.parameters).index("A_ref"), lane]
            if kinds[code] in DOSES:
                given[day <= DAYS, lane] += amount / a_ref
            elif kinds[code] == "cells":
                decay, secreted = (
                    one.p[list(kernel.parameters).index(key), lane] for key in ("k_msc", "msc_ev")
                )
                since = np.maximum(DAYS - day, 0)
                given[:, lane] += amount * secreted / a_ref * -np.expm1(-decay * since) / decay
        np.testing.assert_allclose(found["found"], given, rtol=1e-6, atol=1e-6 * given.max())
        parts = sum(found[key] for key in PARTS)
        np.testing.assert_allclose(parts, found["found"], rtol=1e-9, atol=1e-12)
        for key in PARTS:
            assert found[key].min() > -1e-9, key
        checked += 1
    assert checked or name in ("child-scald-dressings", "toddler-scald")


def test_the_registered_dose_is_about_one_vesicle_a_cell():
    """Model section 4: 1e7 particles/cm2 is about one vesicle a cell before any loss."""
    from tests.simulate.cases import result_of

    arms = {one["name"]: one for one in result_of("registered-trial").summary["arms"]}
    assert 0.3 < arms["Registered dose"]["dose"]["offered_per_cell"] < 3
    rats = arms["Dose of rats"]["dose"]["offered_per_cell"]
    assert rats / arms["Registered dose"]["dose"]["offered_per_cell"] > 1e4
    held = arms["Registered dose"]["outcomes"]["particles_per_cell_peak"]
    assert 0 < held["median"] < 1
