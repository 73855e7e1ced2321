"""Laws of model section 8 that every wound obeys, as one class to inherit.

A scenario is a subclass that sets `values`, `inputs` or `events`; pytest then runs every law on
it. Nothing here knows how a scenario came about, so arms, presets and examples use the same class:

    class TestSilverFoam(WoundLaws):
        inputs = {"v0": 0.97 * 0.2186}
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import ArrayLike, NDArray

from exoburn.engine import Kernel, Reference, Schedule, System, compile_system
from exoburn.wound import burn_start, healing_system, healthy_state, lane_parameters, state_array
from exoburn.wound.parameters import defaults

Floats = NDArray[np.float64]
RADIUS_MM = 22.57
DAYS = np.arange(0.0, 366.0)
#: Days by which two closures may differ and still count as equal: the error of daily read-outs.
EQUAL = 0.02

#: Laws are inherited, so one property runs on several classes.
many = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.differing_executors]
)
depths = st.floats(0.0, 1.2)
_COMPILED: dict[tuple[int, tuple[str, ...]], Kernel] = {}


def kernel(system: System, outputs: tuple[str, ...]) -> Kernel:
    """A compiled kernel, once for a system."""
    key = (id(system), outputs)
    if key not in _COMPILED:
        _COMPILED[key] = compile_system(system, outputs=outputs)
    return _COMPILED[key]


def first_days(covered: Floats, level: float = 0.95) -> Floats:
    """Day on which each lane (days, lanes) first reaches a level, on -log(1 - E); inf if never."""
    open_log = np.log(np.maximum(1.0 - covered.astype(float), 1e-12))
    out = np.full(covered.shape[1], np.inf)
    for lane in range(covered.shape[1]):
        reached = np.flatnonzero(covered[:, lane] >= level)
        if len(reached) and reached[0] == 0:
            out[lane] = 0.0
        elif len(reached):
            i = reached[0]
            two = open_log[i - 1 : i + 1, lane]
            out[lane] = DAYS[i - 1] + (two[0] - np.log(1 - level)) / (two[0] - two[1])
    return out


class WoundLaws:
    """Every law, on the healing network under this class's scenario."""

    values: ClassVar[Mapping[str, float]] = {}
    inputs: ClassVar[Mapping[str, float]] = {}
    #: (day, event, amount) that every lane undergoes; needs a system that knows the events.
    events: ClassVar[tuple[tuple[float, str, float], ...]] = ()

    @classmethod
    def system(cls) -> System:
        """The equations of this scenario."""
        return healing_system()

    def run(
        self,
        f: ArrayLike,
        *,
        inoculum: ArrayLike = 1e-6,
        radius_mm: ArrayLike = RADIUS_MM,
        names: tuple[str, ...] = ("E", "B"),
        **inputs: ArrayLike,
    ) -> dict[str, Floats]:
        """Outputs (days, lanes) of lanes that differ in depth, inoculum, radius or an input."""
        shape = np.broadcast_shapes(
            (1,), *(np.shape(x) for x in (f, inoculum, radius_mm, *inputs.values()))
        )
        at = burn_start(np.broadcast_to(f, shape), inoculum=inoculum)
        system = self.system()
        p = lane_parameters(
            system,
            radius_mm=np.broadcast_to(radius_mm, shape),
            values=self.values,
            inputs=dict(self.inputs) | inputs,
        )
        compiled = kernel(system, names)
        run = compiled.run(state_array(system, at), p, self.schedule(compiled, shape[0]), DAYS,
                           rtol=1e-6)  # fmt: skip
        assert not len(run.failed)
        assert run.outputs is not None
        return dict(zip(names, run.outputs.astype(float), strict=True))

    def schedule(self, compiled: Kernel, lanes: int) -> Schedule | None:
        """The scenario's events on every lane."""
        if not self.events:
            return None
        day, name, amount = zip(*self.events, strict=True)
        code = [compiled.event_code(key) for key in name]
        return Schedule(
            lane=np.repeat(np.arange(lanes), len(day)),
            day=np.tile(np.array(day, float), lanes),
            event=np.tile(np.array(code), lanes),
            amount=np.tile(np.array(amount, float), lanes),
        )

    def t95(self, f: ArrayLike, **lanes: ArrayLike) -> Floats:
        """Days to 95 % coverage, by lane."""
        return first_days(self.run(f, **lanes)["E"])

    # laws

    @many
    @given(st.lists(depths, min_size=2, max_size=6))
    def test_deeper_never_heals_sooner(self, f):
        """Law: of two columns, all else equal, the deeper one is not closed sooner."""
        days = self.t95(np.sort(f))
        assert (days[1:] >= days[:-1] - EQUAL).all()

    @many
    @given(depths, st.lists(st.floats(2.0, 80.0), min_size=2, max_size=6))
    def test_larger_never_heals_sooner(self, f, radii):
        """Law (stated for full thickness, true at every depth): more area is not closed sooner."""
        days = self.t95(f, radius_mm=np.sort(radii))
        assert (days[1:] >= days[:-1] - EQUAL).all()

    @many
    @given(depths, st.lists(st.floats(-5.0, -1.0), min_size=3, max_size=6))
    def test_an_infection_never_shortens_closure(self, f, logs):
        """Law: a burden over 1e5 CFU/g on day 2 or later never closes a wound sooner.

        Allowed is 2.5 % of the closure time where the burden only touches the threshold (never
        over 5e6 CFU/g): what clears by itself in a day draws leukocytes, and with them some
        contraction of a full-thickness bed. See docs/departures.md.
        """
        course = self.run(f, inoculum=10.0 ** np.array([-6.0, *logs]))
        days = first_days(course["E"])
        infected = (course["B"][2:] > 1e-4).any(axis=0)
        touches = course["B"][2:].max(axis=0) < 5e-3
        allowed = EQUAL + np.where(touches, 0.025 * days[0], 0.0)
        sooner = infected & (days < days[0] - allowed)
        assert not sooner.any()

    @many
    @given(depths, st.floats(-8.0, -1.0), st.floats(2.0, 80.0))
    def test_everything_stays_in_range(self, f, log, radius):
        """Law: coverage, strain and collagen in range, no state below -10 absolute tolerances."""
        system = self.system()
        states = tuple(system.states)
        course = self.run(
            f, inoculum=10.0**log, radius_mm=radius, names=(*states, "E", "C", "open_fraction")
        )
        limits = dict(defaults()) | dict(self.values) | dict(self.inputs)
        for name, high in (("E", 1.0), ("eps", limits["eps_max"]), ("C", limits["Cmax"]),
                           ("open_fraction", 1.0), ("B", 1.0)):  # fmt: skip
            assert course[name].max() <= high * (1 + 1e-6), name
        for name in states:
            assert course[name].min() >= -10 * 1e-6 * system.states[name].scale, name

    @many
    @given(st.lists(st.tuples(depths, st.floats(-7, -3)), min_size=2, max_size=9), st.randoms())
    def test_columns_do_not_see_each_other(self, columns, random):
        """Law: permuting columns, or leaving some out, changes no bit of the others."""
        order = list(range(len(columns)))
        random.shuffle(order)
        f, log = np.array(columns).T
        plain = self.run(f, inoculum=10.0**log)["E"]
        shuffled = self.run(f[order], inoculum=10.0 ** log[order])["E"]
        np.testing.assert_array_equal(shuffled, plain[:, order])
        alone = self.run(f[:1], inoculum=10.0 ** log[:1])["E"]
        np.testing.assert_array_equal(alone[:, 0], plain[:, 0])

    def test_a_faster_front_never_closes_later(self):
        """Law: v0 up, closure not later, at every depth."""
        v0 = (dict(defaults()) | dict(self.values) | dict(self.inputs))["v0"]
        for f in (0.0, 0.2, 0.55, 0.9, 1.15):
            days = self.t95(f, v0=v0 * np.linspace(0.6, 1.6, 11))
            assert (np.diff(days[np.isfinite(days)]) <= EQUAL).all()
            assert (np.diff(np.isfinite(days).astype(int)) >= 0).all()

    def test_healthy_skin_rests(self):
        """Law: from the scenario's healthy state every state stays within 1e-4 for a year."""
        system = self.system()
        values = dict(defaults()) | dict(self.values) | dict(self.inputs)
        system_h = healing_system()
        rest = healthy_state({k: values[k] for k in system_h.parameters if k in values})
        at = dict(zip(system_h.states, rest, strict=True))
        p = lane_parameters(system, radius_mm=RADIUS_MM, values=self.values, inputs=self.inputs)
        course = Reference(system).solve(
            state_array(system, at), p, [0.0, 90.0, 365.0], rtol=1e-8, atol=1e-12
        )
        for name, moved in zip(system.states, np.ptp(course, axis=1), strict=True):
            if name in system_h.states and name != "s":
                assert moved < 1e-4, name
