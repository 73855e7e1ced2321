"""The heat solver against solutions in closed form, and against finer meshes and steps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import erfc

from exoburn.blocks.injury.burning import burn_skin
from exoburn.blocks.injury.exposure import exposure_of
from exoburn.blocks.injury.heat import Phase, Tolerance, solve
from exoburn.blocks.injury.laws import rate_law
from exoburn.blocks.injury.mesh import Layer, mesh
from exoburn.blocks.injury.skin import skin_at

K, C = 0.4, 3.6e6
LAW = rate_law("unified")


def block(perfusion: float = 0.0, depth_mm: float = 60.0) -> list[Layer]:
    """One material in two layers: an interface that must not show."""
    return [Layer("top", 0.1, K, C, perfusion), Layer("rest", depth_mm, K, C, perfusion)]


def run(layers: list[Layer], phases: list[Phase], start: float = 34.0):
    cut = mesh(layers)
    return cut, solve(cut, phases, LAW, initial=np.full(len(cut.z), start))


@pytest.mark.parametrize("seconds", [0.003, 0.5, 30.0])
def test_step_of_surface_temperature(seconds: float) -> None:
    """Half-space whose surface jumps: T = T0 + dT erfc(z / (2 sqrt(a t))) (Carslaw and Jaeger)."""
    cut, course = run(block(), [Phase(seconds, held_c=70.0)])
    exact = 34 + 36 * erfc(cut.z / (2 * math.sqrt(K / C * seconds)))
    near = cut.z < 10e-3
    assert np.max(np.abs(course.celsius[-1] - exact)[near]) < 0.05


@pytest.mark.parametrize(("flux", "seconds"), [(2e6, 0.01), (20e3, 10.0), (4e3, 60.0)])
def test_constant_flux(flux: float, seconds: float) -> None:
    """Half-space under constant flux: surface rise 2 q sqrt(t / (pi k rho c))."""
    _, course = run(block(), [Phase(seconds, flux=flux)])
    rise = 2 * flux * math.sqrt(seconds / (math.pi * K * C))
    assert course.celsius[-1][0] - 34 == pytest.approx(rise, rel=2e-3)


def test_convection() -> None:
    """Half-space with a film coefficient: surface as 1 - exp(x^2) erfc(x), x = h sqrt(at)/k."""
    h, seconds = 1500.0, 5.0
    _, course = run(block(), [Phase(seconds, h=h, ambient_c=80.0)])
    x = h * math.sqrt(K / C * seconds) / K
    exact = 34 + 46 * (1 - math.exp(x * x) * erfc(x))
    assert course.celsius[-1][0] == pytest.approx(exact, abs=0.03)


def test_flux_pulse_and_rest() -> None:
    """A pulse and its end superpose: two square-root laws, the second negative."""
    flux, on, off = 80e3, 0.5, 2.0
    _, course = run(block(), [Phase(on, flux=flux), Phase(off)])
    scale = 2 * flux / math.sqrt(math.pi * K * C)
    exact = scale * (math.sqrt(on + off) - math.sqrt(off))
    assert course.celsius[-1][0] - 34 == pytest.approx(exact, rel=3e-3)


def test_steady_layers_with_blood() -> None:
    """Long after: each perfused layer follows cosh and sinh; solved here as a boundary problem."""
    layers = [Layer("a", 1.0, 0.25, 4e6, 0.0), Layer("b", 5.0, 0.5, 4e6, 0.002)]
    cut = mesh(layers)
    course = solve(cut, [Phase(30_000.0, held_c=42.0)], LAW, initial=np.full(len(cut.z), 37.0))
    m = math.sqrt(0.002 * 4.0e6 / 0.5)
    length = 5e-3                       # b: excess over blood A sinh(m (L - x)), 0 at its base
    ga, gb = 0.25 / 1e-3, 0.5 * m / math.tanh(m * length)
    interface = 37 + 5 * ga / (ga + gb)
    assert course.celsius[-1][cut.interfaces[0]] == pytest.approx(interface, abs=0.01)
    x = cut.z[cut.interfaces[0]:] - 1e-3
    inside = 37 + (interface - 37) * np.sinh(m * (length - x)) / math.sinh(m * length)
    assert np.max(np.abs(course.celsius[-1][cut.interfaces[0]:] - inside)) < 0.02


def test_heat_is_conserved() -> None:
    """Without blood, what a pulse brought in is in the skin: flux x time, to rounding."""
    cut, course = run(block(), [Phase(1.0, flux=50e3), Phase(1.0)])
    stored = float(np.sum(cut.capacity * (course.celsius[-1] - 34)))
    assert stored == pytest.approx(50e3, rel=1e-8)


def test_damage_of_a_constant_temperature() -> None:
    """Tissue all at 55 degC and kept there: damage is k(55) t."""
    cut = mesh(block())
    course = solve(cut, [Phase(20.0, held_c=55.0)], LAW, initial=np.full(len(cut.z), 55.0),
                   blood_c=55.0)
    assert course.damage[-1] == pytest.approx(float(LAW.rate(55.0)) * 20.0, rel=1e-9)


EXPOSURES = [
    {"medium": "immersion", "temperature_c": 60, "duration_s": 5},
    {"medium": "immersion", "temperature_c": 45, "duration_s": 10_800},
    {"medium": "flash", "flux_kw_m2": 500, "duration_s": 0.05},
    {"medium": "flame", "flux_kw_m2": 84, "duration_s": 3},
    {"medium": "brass", "temperature_c": 90, "duration_s": 1},
]


@pytest.mark.parametrize("stated", EXPOSURES, ids=lambda e: e["medium"])
def test_refinement(stated: dict) -> None:
    """Three times the mesh and a hundredth of the step error change basal damage by under 3 %."""
    what, skin = exposure_of(**stated), skin_at()
    default = burn_skin(what, skin)
    fine = burn_skin(what, skin, refine=3, tolerance=Tolerance(3e-4, 1e-5, 1e-4, 2e-3))
    assert default.omega_basal == pytest.approx(fine.omega_basal, rel=0.03)
    assert default.depth_mm == pytest.approx(fine.depth_mm, abs=0.004)
