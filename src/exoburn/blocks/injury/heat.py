"""Heat through the skin and the damage it does, second by second.

Pennes' equation in layers, rho c dT/dt = d/dz(k dT/dz) + w exp(-damage) rho_b c_b (T_a - T)
(Pennes 1948, J Appl Physiol 1:93), with damage' = k(T). The blood stops where the tissue dies.

Time stepping: the L-stable diagonally implicit Runge-Kutta method of order 4 with five stages
(Hairer and Wanner, Solving ODEs II, section IV.6), one tridiagonal factorisation a step, its
embedded order-3 result as error estimate. Damage is integrated with a Gauss rule along the step's
cubic interpolant: k(T) grows e-fold in 1.6 K, and the method's own weights, some of them negative,
would spoil it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoburn.blocks.injury.laws import RateLaw
from exoburn.blocks.injury.mesh import Mesh
from exoburn.errors import EngineError

Floats = NDArray[np.float64]

_GAMMA = 0.25
_STAGES = (
    (),
    (1 / 2,),
    (17 / 50, -1 / 25),
    (371 / 1360, -137 / 2720, 15 / 544),
    (25 / 24, -49 / 48, 125 / 16, -85 / 12),
)
# order 4 minus embedded order 3
_ERROR = (25 / 24 - 59 / 48, -49 / 48 + 17 / 96, 125 / 16 - 225 / 32, 0.0, 1 / 4)
_GAUSS3 = ((0.5 - np.sqrt(0.15), 5 / 18), (0.5, 4 / 9), (0.5 + np.sqrt(0.15), 5 / 18))
_GAUSS2 = ((0.5 - np.sqrt(1 / 12), 0.5), (0.5 + np.sqrt(1 / 12), 0.5))


@dataclass(frozen=True)
class Phase:
    """What happens at the surface for `seconds`: held at a temperature, or h and flux.

    `held_c` fixes the surface temperature; otherwise `h` (W/m2K) draws it to `ambient_c` and
    `flux` (W/m2, absorbed) heats it.
    """

    seconds: float
    held_c: float | None = None
    h: float = 0.0
    ambient_c: float = 0.0
    flux: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Course:
    """Temperature and damage over time: times (m,) s, celsius (m, n), damage (m, n)."""

    times: Floats
    celsius: Floats
    damage: Floats
    z: Floats
    steps: int

    def at(self, t: float) -> tuple[Floats, Floats]:
        """Temperature and damage (n,) at time t, between steps: linear, damage on a log scale."""
        i = int(np.clip(np.searchsorted(self.times, t), 1, len(self.times) - 1))
        x = (t - self.times[i - 1]) / (self.times[i] - self.times[i - 1])
        x = float(np.clip(x, 0.0, 1.0))
        celsius = (1 - x) * self.celsius[i - 1] + x * self.celsius[i]
        before, after = self.damage[i - 1], self.damage[i]
        lines = (1 - x) * before + x * after
        tiny = 1e-12
        logs = np.exp((1 - x) * np.log(np.maximum(before, tiny))
                      + x * np.log(np.maximum(after, tiny)))
        return celsius, np.where(before > tiny, logs, lines)


@dataclass(frozen=True)
class Tolerance:
    """Largest error of one step: temperature in K plus a share of its change, damage as a share.

    The share of damage is asked only where it is near 1 or below: whether dead tissue is dead 100
    or 101 times over is nobody's question. `perfusion` (K) bounds the heat that vessels which stop
    within a step could still have carried.
    """

    kelvin: float = 3e-2
    relative: float = 1e-3
    damage: float = 1e-2
    perfusion: float = 0.02


def solve(
    mesh: Mesh,
    phases: Sequence[Phase],
    law: RateLaw,
    *,
    initial: Floats,
    blood_c: float = 37.0,
    blood_heat: float = 4.0e6,
    tolerance: Tolerance | None = None,
) -> Course:
    """Run the phases one after the other from `initial` (n,) degC; the base keeps its temperature.

    Stops early once all tissue is too cool for damage and nothing can warm it again. Raises
    EngineError if a step cannot be made accurate.
    """
    return _Run(mesh, law, initial, blood_c, blood_heat, tolerance or Tolerance()).through(phases)


class _Run:
    def __init__(self, mesh: Mesh, law: RateLaw, initial: Floats, blood_c: float,
                 blood_heat: float, tol: Tolerance) -> None:
        from scipy.linalg import get_lapack_funcs

        self.factor, self.substitute = get_lapack_funcs(("gttrf", "gttrs"), (initial,))
        self.mesh, self.law, self.tol = mesh, law, tol
        self.blood_c, self.blood_heat = blood_c, blood_heat
        self.start = initial.copy()
        self.t, self.temperature = 0.0, initial.copy()
        self.damage = np.zeros_like(initial)
        self.basal = mesh.interfaces[0]
        self.log: list[tuple[float, Floats, Floats]] = [(0.0, initial.copy(), self.damage.copy())]

    def through(self, phases: Sequence[Phase]) -> Course:
        for number, phase in enumerate(phases):
            self._phase(phase, last=number == len(phases) - 1)
        times, celsius, damage = zip(*self.log, strict=True)
        return Course(np.array(times), np.array(celsius), np.array(damage), self.mesh.z,
                      len(self.log) - 1)

    def _rates(self, phase: Phase) -> tuple[Floats, Floats, Floats, Floats]:
        """Off-diagonals, diagonal without perfusion, and source of dT/dt = A T + b."""
        m = self.mesh
        inverse = 1.0 / m.capacity
        inverse[-1] = 0.0                                    # the base is held
        if phase.held_c is not None:
            inverse[0] = 0.0
        g = m.conductance
        diagonal = np.zeros_like(m.capacity)
        diagonal[:-1] -= g
        diagonal[1:] -= g
        source = np.zeros_like(m.capacity)
        if phase.held_c is None:
            diagonal[0] -= phase.h
            source[0] = phase.h * phase.ambient_c + phase.flux
        return g * inverse[1:], g * inverse[:-1], diagonal * inverse, source * inverse

    def _phase(self, phase: Phase, *, last: bool) -> None:
        if phase.held_c is not None:
            self.temperature = self.temperature.copy()
            self.temperature[0] = phase.held_c
        lower, upper, diagonal, source = self._rates(phase)
        blood = self.mesh.perfusion * self.blood_heat / self.mesh.capacity
        blood[-1] = 0.0
        if phase.held_c is not None:
            blood[0] = 0.0
        end = self.t + phase.seconds
        cools = (phase.held_c is None and phase.flux == 0.0
                 and phase.ambient_c < self.law.lowest_c)
        dt = min(1e-5, phase.seconds)
        tries = 0
        while self.t < end * (1 - 1e-14):
            if cools and last and self.temperature.max() < self.law.lowest_c:
                break
            dt = min(dt, end - self.t)
            if end - self.t < 1.5 * dt:
                dt = end - self.t if end - self.t <= dt * 1.01 else (end - self.t) / 2
            error, temperature, damage = self._step(dt, lower, upper, diagonal, source, blood)
            tries += 1
            if tries > 20_000 or dt < 1e-12:
                raise EngineError("heat: the time step cannot be made accurate")
            if error <= 1.0:
                self.t += dt
                self.temperature, self.damage = temperature, damage
                self.log.append((self.t, temperature, damage))
            dt *= min(4.0, max(0.2, 0.85 * max(error, 1e-8) ** -0.25))

    def _step(self, dt: float, lower: Floats, upper: Floats, diagonal: Floats, source: Floats,
              blood: Floats) -> tuple[float, Floats, Floats]:
        t0, w0 = self.temperature, self.damage
        k0 = self._rate(t0)
        alive = blood * np.exp(-np.minimum(w0 + 0.5 * dt * k0, 700.0))
        main = diagonal - alive
        b = source + alive * self.blood_c

        def slope(t: Floats) -> Floats:
            out = main * t + b
            out[1:] += lower * t[:-1]
            out[:-1] += upper * t[1:]
            return out

        h = _GAMMA * dt
        dl, d, du, du2, pivot, info = self.factor(-h * lower, 1.0 - h * main, -h * upper)
        if info:
            raise EngineError("heat: singular step matrix")
        stages: list[Floats] = []
        for row in _STAGES:
            t = t0
            for a, stage in zip(row, stages, strict=True):
                t = t + (dt * a) * stage
            stages.append(self.substitute(dl, d, du, du2, pivot, slope(t))[0])
        t1 = t0
        for a, stage in zip((*_STAGES[-1], _GAMMA), stages, strict=True):
            t1 = t1 + (dt * a) * stage
        raw = dt * sum(e * stage for e, stage in zip(_ERROR, stages, strict=True) if e)
        smooth = self.substitute(dl, d, du, du2, pivot, raw)[0]     # as stiff error estimates need
        scale = self.tol.kelvin + self.tol.relative * np.abs(t1 - self.start)
        error = float(np.max(np.abs(smooth) / scale))
        if error > 1.0:
            return error, t1, w0
        gained, rough = self._damage(dt, t0, t1, slope(t0), slope(t1))
        w1 = w0 + gained
        doubt = np.max(np.abs(gained - rough) / (w1 + 1e-3 + 0.1 * w1 * np.minimum(w1, 1e9)))
        dying = np.exp(-np.minimum(w0, 700.0)) - np.exp(-np.minimum(w1, 700.0))
        missed = dt * np.max(blood * dying * np.abs(t1 - self.blood_c))
        error = max(error, float(doubt) / self.tol.damage, float(missed) / self.tol.perfusion)
        return error, t1, w1

    def _rate(self, t: Floats) -> Floats:
        k = self.law.rate(t)
        if self.law.dermis is not None:
            k[self.basal + 1 :] = self.law.dermis.rate(t[self.basal + 1 :])
        return k

    def _damage(self, dt: float, t0: Floats, t1: Floats, s0: Floats,
                s1: Floats) -> tuple[Floats, Floats]:
        """Damage gained in the step by a rule of order 6, and of order 4 to compare."""

        def at(x: float) -> Floats:
            y = 1.0 - x
            bend = x * y * ((2 * x - 1) * (t1 - t0) + dt * (y * s0 - x * s1))
            return self._rate(np.clip(y * t0 + x * t1 + bend, np.minimum(t0, t1) - 1.0,
                                      np.maximum(t0, t1) + 1.0))

        fine = sum((dt * w) * at(x) for x, w in _GAUSS3)
        rough = sum((dt * w) * at(x) for x, w in _GAUSS2)
        return np.asarray(fine), np.asarray(rough)
