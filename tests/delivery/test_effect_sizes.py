"""What products do to a deep partial burn: the computed sizes of model section 4."""

import numpy as np
import pytest

from exoburn.blocks import delivery
from exoburn.blocks.delivery.routes import injection_shares
from exoburn.wound import AS_SPECIFIED
from tests.care import clinic
from tests.care.clinic import run, t95

GEL = delivery.engine_units({"k_r": np.log(2) / 72}) | {"f_b": 0.0, "f_inf": 1.0}
DAYS = (1.0, 4.0, 7.0)


def Lane(*args, **values):
    """A lane of the network as specified, for which the sizes were computed."""
    return clinic.Lane(*args, **(AS_SPECIFIED | values))


def gel(dose, *, days=DAYS, f=0.65, **values):
    """Gel of `dose` particles/cm2 on some days."""
    return Lane([(d, "topical", dose) for d in days], f=f, A_ref=dose, **GEL, **values)


def saved(*lanes, f=0.65):
    """Days by which each lane closes sooner than without (negative is sooner)."""
    days = t95([Lane(f=f), *lanes], days=60.0)
    return days[1:] - days[0]


def test_untreated_deep_partial_burn_closes_as_it_should():
    """Borrows the closure days of model section 2; delivery at rest changes nothing."""
    assert t95([Lane(f=f) for f in (0.2, 0.5, 0.65)]) == pytest.approx([12.05, 20.5, 26.8], abs=0.1)


@pytest.mark.parametrize(
    ("dose", "discount", "on", "off", "within"),
    [(3e11, 1.0, -1.9, -1.4, 0.1), (3e11, 0.4, -0.8, -0.6, 0.05),
     (1e10, 1.0, -0.13, -0.10, 0.02), (1e10, 0.4, -0.05, -0.04, 0.01), (1e7, 1.0, 0, 0, 1e-3)],
)  # fmt: skip
def test_gel_three_times(dose, discount, on, off, within):
    """Borrows the expected sizes for gel x 3, with e_clear on and off."""
    got = saved(*(gel(dose, d_trans=discount, clear_on=switch) for switch in (1.0, 0.0)))
    assert got == pytest.approx([on, off], abs=within)


def test_gel_on_a_superficial_burn():
    """Borrows the expected sizes at f 0.2: -0.9 d without and -0.4 d with the discount."""
    lanes = [gel(3e11, f=0.2, d_trans=d) for d in (1.0, 0.4)]
    assert saved(*lanes, f=0.2) == pytest.approx([-0.9, -0.4], abs=0.15)


def test_platelets():
    """Borrows PRP on days 1/5/9 -1.9 d, 1/8/15 -2.5 d; PRF -2.2 to -2.7 d."""

    def arm(days, k_prp):
        return Lane([(float(d), "platelet_gel", 1.0) for d in days], k_prp=k_prp)

    got = saved(arm((1, 5, 9), 16.8), arm((1, 8, 15), 16.8), arm((1, 5, 9), 0.48),
                arm((1, 8, 15), 0.48))  # fmt: skip
    assert got == pytest.approx([-1.9, -2.5, -2.2, -2.7], abs=0.1)


def test_cells():
    """Borrows MSC on day 1 -0.2 d, on days 1 and 8 -0.7 d (their vesicles discounted)."""

    def arm(*days, **values):
        given = [(float(d), "cells", 1.0) for d in days]
        return Lane(given, **injection_shares(0.3), **values)

    got = saved(arm(1), arm(1, 8), arm(1, 8, msc_ev=0.0))
    assert got == pytest.approx([-0.2, -0.8, -0.7], abs=0.07)
    assert saved(arm(1, msc_clear=0.0, msc_ev=0.0))[0] > 0  # without it the cells do harm


def test_the_sign_trap_of_injection():
    """Borrows model section 3: injected vesicles do less for closure than gel, against the data."""
    injected = Lane([(d, "inject", 3e11) for d in DAYS], A_ref=3e11, d_trans=1.0,
                    **injection_shares(1.0))  # fmt: skip
    deep, shallow = saved(injected, gel(3e11, d_trans=1.0))
    assert deep > shallow + 0.5


@pytest.mark.parametrize("f", [0.55, 0.65])
def test_injection_helps_deep_burns_almost_as_gel_does(f):
    """The trap mended: injection saves days with e_clear on or off, within 0.4 d of gel if on."""
    saved_by = {}
    for clear in (1.0, 0.0):
        both = {"A_ref": 3e11, "d_trans": 1.0, "clear_on": clear}
        deep = [(d, "inject", 3e11) for d in DAYS]
        top = [(d, "topical", 3e11) for d in DAYS]
        lanes = [clinic.Lane(f=f), clinic.Lane(deep, f=f, **both, **injection_shares(1.0)),
                 clinic.Lane(top, f=f, **both, **GEL)]  # fmt: skip
        days = t95(lanes, days=60.0)
        saved_by[clear] = days[0] - days[1:]
    assert saved_by[0.0][0] > 0.5
    assert saved_by[1.0][0] > 1.5
    assert saved_by[1.0][0] > saved_by[1.0][1] - 0.4


def test_a_mechanism_that_is_off_does_nothing():
    """All four off leaves closure where it was, with any product."""
    off = {f"on_{m}": 0.0 for m in ("inflammation", "growth", "vessels", "scar")}
    platelets = Lane([(1.0, "platelet_gel", 1.0)], **off)
    assert saved(gel(3e11, **off), platelets) == pytest.approx([0.0, 0.0], abs=2e-3)


def test_null_products_do_nothing():
    """ev_on, msc_on and prp_on at 0 leave closure where it was; the vesicles still arrive."""
    lanes = [gel(3e11, ev_on=0.0), Lane([(1.0, "platelet_gel", 1.0)], prp_on=0.0),
             Lane([(1.0, "cells", 1.0)], msc_on=0.0, ev_on=0.0)]  # fmt: skip
    assert saved(*lanes) == pytest.approx([0.0] * 3, abs=2e-3)
    _, got = run(lanes[:1], days=10.0)
    assert got["occupancy"].max() > 0.1


def test_dose_zero_equals_its_vehicle_bit_for_bit():
    """Borrows model section 8, through the kernel: same visits and vehicle, nothing in it."""
    visits = [(1.0, "dressing_change", 0.2), (1.0, "scale_p_U", 0.9), (5.0, "scale_p_U", 1 / 0.9)]
    zero = Lane([*visits, (1.0, "topical", 0.0)], A_ref=1e10)
    vehicle = Lane(visits)
    _, got = run([zero, vehicle], days=40.0)
    for name, values in got.items():
        assert (values[:, 0] == values[:, 1]).all(), name


def test_the_ledger_closes_in_the_whole_system():
    """Borrows conservation, through the kernel, with dressing changes: 1e-6 of the dose."""
    changes = [(d, "dressing_change", 0.3) for d in (1.0, 4.0, 6.0, 7.0)]
    arm = Lane([*changes, *((d, "topical", 1e10) for d in DAYS)], A_ref=1e10)
    grid, got = run([arm], days=40.0, rtol=1e-6)
    so_far = np.searchsorted(DAYS, grid, side="right")
    np.testing.assert_allclose(got["found"][:, 0], so_far, rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_without_vesicles_the_kernel_holds_exact_zeros(dtype):
    """Borrows "no dose is exactly no effect", through the kernel in both precisions."""
    from exoburn.engine import Schedule, compile_system
    from exoburn.wound import burn_start, lane_parameters, state_array, system

    names = [*(n for n in system().states if n.startswith(("Q_", "Ct_", "Xc_"))), "occupancy"]
    kernel = compile_system(system(), outputs=tuple(names), dtype=dtype)
    y0 = state_array(system(), burn_start(np.full(3, 0.65)) | delivery.START)
    p = lane_parameters(system(), radius_mm=20.0, inputs={"hill_ev": np.array([0.8, 1.0, 1.37])})
    got = kernel.run(y0, p, Schedule.none(), np.arange(0.0, 30.0))
    assert got.outputs is not None
    assert not got.outputs.any()
