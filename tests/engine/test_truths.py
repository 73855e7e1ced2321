"""The kernel against answers that others have published."""

from __future__ import annotations

import math

import numpy as np
import pytest

from exoburn.engine import Reference, Schedule, compile_system
from tests.engine.systems import (
    PHARMACOKINETICS,
    PK_VALUES,
    ROBERTSON,
    ROBERTSON_RATES,
    VAN_DER_POL,
    WAUGH_SHERRATT,
    WAUGH_SHERRATT_VALUES,
    error,
    kernel,
    one,
)

METHODS = ["Rodas4", "Rodas4P", "Rodas4P2", "Rodas5", "Rodas5P"]


def course(name, values, y0, days, events=(), **options):
    """Outputs (states, days) of one lane; events are (day, name, amount)."""
    made = kernel(name)
    schedule = Schedule.of([(0, day, made.event_code(e), a) for day, e, a in events])
    run = made.run(y0, made.system.pack(values), schedule, days, **options)
    assert run.failed.size == 0
    return run.outputs[:, :, 0]


@pytest.mark.parametrize("method", METHODS)
def test_robertson_meets_the_published_end_and_keeps_its_mass(method):
    """Hairer & Wanner's values at t = 40 (0.7158, 0.9185e-5, 0.2842), and at 4e10 the end state."""
    made = kernel("robertson", method=method)
    days = [0.4, 4.0, 40.0, 4e10]
    run = made.run([1.0, 0, 0], ROBERTSON.pack(ROBERTSON_RATES), None, days, rtol=1e-8)
    y = run.outputs[:, :, 0]
    np.testing.assert_allclose(y[:, 2], [0.7158271, 9.185535e-6, 0.2841637], rtol=2e-6)
    assert y[0, 3] == pytest.approx(5.2083e-8, abs=1e-8)  # a is held to 1e-8 of 1
    np.testing.assert_allclose(y.sum(axis=0), 1.0, rtol=1e-11)


@pytest.mark.parametrize("mu", [1.0, 100.0])
def test_van_der_pol_follows_scipy(mu):
    """SciPy's Radau at 1e-11 through sharp turns."""
    days = np.linspace(0.0, 60.0 if mu == 1 else 150.0, 40)
    reference = Reference(VAN_DER_POL).solve(
        np.array([2.0, 0.0]), np.array([mu]), days, rtol=1e-11, method="Radau"
    )
    y = course("vdp", {"mu": mu}, [2.0, 0.0], days, rtol=1e-9)
    assert error(y, reference).max() < 1e-5


DETEST = {
    "A1": ("y' = -y", {"y": 1.0}, lambda t: np.exp(-t)),
    "A2": ("y' = -y**3/2", {"y": 1.0}, lambda t: 1 / np.sqrt(1 + t)),
    "A3": ("y' = y*c\ns' = c\nc' = -s", {"y": 1.0, "s": 0.0, "c": 1.0},
           lambda t: np.exp(np.sin(t))),
    "A4": ("y' = y/4*(1 - y/20)", {"y": 1.0}, lambda t: 20 / (1 + 19 * np.exp(-t / 4))),
}  # fmt: skip


@pytest.mark.parametrize("name", DETEST)
def test_detest_class_a_meets_its_closed_forms(name):
    """Hull et al. 1972, problems A1-A4, at rtol 1e-8 (A3 with cos t as an oscillator)."""
    text, start, truth = DETEST[name]
    system = one(name, text, dict.fromkeys(start, 1e-3))
    made = compile_system(system, ["y"])
    days = np.linspace(0, 20, 21)
    y = made.run(list(start.values()), [], None, days, rtol=1e-8).outputs[0, :, 0]
    np.testing.assert_allclose(y, truth(days), rtol=1e-6, atol=1e-9)


def test_a_bolus_gives_torsten_s_numbers():
    """Torsten mix1CptOdeModel, bolus 10 000 into the gut (borrowed truth, section 5)."""
    y = course("pk", PK_VALUES, np.zeros(7), [0.25, 1, 4], [(0, "oral", 10_000)], rtol=1e-10)
    expected = [[6065.3066, 1353.3528, 3.354626], [3786.2081, 7188.3234, 3716.6628],
                [-7.126788e-4, -6.995055e-3, -3.005284e-2]]  # fmt: skip
    np.testing.assert_allclose(y[:2], expected[:2], rtol=1e-7)
    np.testing.assert_allclose(y[2], expected[2], rtol=2e-5)  # as far as the oracle's figures go


def test_an_infusion_by_switch_gives_torsten_s_numbers():
    """Torsten mix1CptOdeModel, 12 000 over one hour."""
    events = [(0, "infuse", 12_000), (1, "infuse", 0)]
    y = course("pk", PK_VALUES, np.zeros(7), [0.25, 1, 4], events, rtol=1e-10)
    expected = [[2360.8160, 5187.9883, 12.859737], [623.63841, 6124.9596, 5152.8451],
                [-7.461806e-5, -3.296762e-3, -3.269696e-2]]  # fmt: skip
    np.testing.assert_allclose(y[:2], expected[:2], rtol=1e-7)
    np.testing.assert_allclose(y[2], expected[2], rtol=2e-5)  # as far as the oracle's figures go


def test_repeated_doses_reach_torsten_s_steady_state():
    """Torsten: 1200 every 12 h, after dose, 1 h and 10 h later."""
    last = 12.0 * 40
    events = [(12.0 * n, "oral", 1200) for n in range(41)]
    y = course("pk", PK_VALUES, np.zeros(7), [last, last + 1, last + 10], events, rtol=1e-10)
    np.testing.assert_allclose(y[0], [1200, 162.4023, 2.473e-6], rtol=2e-4)
    np.testing.assert_allclose(y[1], [46.92858, 897.8646, 83.1009], rtol=1e-6)


def test_simultaneous_doses_into_two_compartments_both_count():
    """Pumas#882: doses of 100 at 0 and 12 into depot and central."""
    values = PK_VALUES | {"CL": 0.1, "VC": 1.0, "KA": 0.11}
    events = [(day, route, 100) for day in (0, 12) for route in ("oral", "iv")]
    y = course("pk", values, np.zeros(7), [12.0], events, rtol=1e-10)
    np.testing.assert_allclose(y[:2, 0], [126.71353, 167.58422], rtol=1e-7)


def test_waugh_and_sherratt_s_diabetic_wound():
    """BIOMD0000000680 as two SBML simulators give it (borrowed truth, section 2)."""
    y = course("waugh_sherratt", WAUGH_SHERRATT_VALUES, [6.0, 200.0, 200.0], [10, 100], rtol=1e-10)
    expected = [[3.617046, 6.967485], [476.3613, 905.7730], [140.0358, 226.4433]]
    np.testing.assert_allclose(y, expected, rtol=1e-6)
    assert WAUGH_SHERRATT.parameters


def test_friberg_s_chain_equals_scipy_for_all_states():
    """SciPy LSODA at 1e-11 with the same doses, every state."""
    days = np.linspace(0, 100, 26)
    events = [(0.0, "oral", 10_000.0), (24.0, "iv", 5000.0), (48.0, "oral", 2000.0)]
    p = np.array(PHARMACOKINETICS.pack(PK_VALUES))
    reference = Reference(PHARMACOKINETICS).solve(np.zeros(7), p, days, events=events, rtol=1e-11)
    y = course("pk", PK_VALUES, np.zeros(7), days, events, rtol=1e-9)
    assert error(y, reference).max() < 1e-6
    assert math.isclose(y[0, 24], reference[0, 24], rel_tol=1e-4, abs_tol=1e-9)
