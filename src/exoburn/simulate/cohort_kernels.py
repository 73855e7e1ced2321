"""The kernels of a cohort: one for wounds without a product, one for platelets, one for vesicles.

What a wound is given decides which equations it needs. A wound under a dressing alone does not
carry the states of delivery, and platelet gel brings two of them; leaving out states that stay at 0
and states that nothing recorded rests on changes no number and most of the time (`engine.reduce`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np

from exoburn.engine import Kernel, System, compile_system, resting, without
from exoburn.simulate.wound_plan import WoundPlan
from exoburn.wound import blocks, system
from exoburn.wound.self_test import self_test

#: What a cohort records per lane and day: what outcomes, pictures and data need.
RECORDED = ("E", "eps", "D", "B", "P", "V", "C", "Y", "occupancy", "particles_per_cell")
#: Of these, how much arrives at the cells.
ARRIVING = ("occupancy", "particles_per_cell")
#: Tolerance of a cohort: what is recorded is then within 1e-3 (model section 8) of a reference on
#: every column of every example (`tests/simulate/test_accuracy_on_examples.py`).
COHORT_RTOL = 2e-5
#: Vesicles on their way are recorded only through what they do; their states may err by so many
#: times the tolerance, and what is recorded keeps its own.
DELIVERY_SLACK = 30.0
#: Events that bring a product, by the lightest kernel that knows them.
PRODUCT_EVENTS = {
    "bare": (),
    "platelets": ("platelet_gel",),
    "vesicles": ("topical", "topical_free", "inject", "needles", "cells", "platelet_gel"),
}

Say = Callable[[str], None]
log = logging.getLogger("exoburn")


@dataclass(frozen=True)
class CohortKernels:
    """Kernels in single precision, compiled when a plan first needs them; `say` is told."""

    say: Say | None = None
    outputs: tuple[str, ...] = RECORDED
    dtype: str = "float32"

    def of(self, plan: WoundPlan) -> Kernel:
        """The lightest kernel that runs this plan."""
        return cohort_kernel(variant_of(plan), self.say)


def variant_of(plan: WoundPlan) -> str:
    """Which of the kernels a wound needs, from the events that bring it something."""
    given = {
        one.event for one in plan.happenings
        if one.event in PRODUCT_EVENTS["vesicles"] and np.any(np.asarray(one.amount) != 0.0)
    }
    laden = any(name in plan.states and np.any(plan.states[name]) for name in delivered())
    return next(
        name for name, known in PRODUCT_EVENTS.items()
        if name == "vesicles" or (given <= set(known) and not laden)
    )


def cohort_kernel(variant: str = "vesicles", say: Say | None = None) -> Kernel:
    """One of the kernels, with as many columns a register as fit; made once a process."""
    return made_once(variant, lambda: compile_system(
        cohort_system(variant), recorded_by(variant), dtype="float32", progress=say,
        slack=dict.fromkeys(delivered(), DELIVERY_SLACK),
        self_test=self_test(variant).within(system(), cohort_system(variant)),
    ))  # fmt: skip


def recorded_by(variant: str) -> tuple[str, ...]:
    """What a kernel works out of `RECORDED`; the rest is 0 where no vesicles are given."""
    return tuple(
        name for name in RECORDED if variant == "vesicles" or name not in ARRIVING
    )


def made_once(name: str, make: Callable[[], Kernel]) -> Kernel:
    """A kernel by name; arms run side by side, and one of them compiles for all."""
    with _LOCK:
        if name not in _MADE:
            _MADE[name] = make()
        return _MADE[name]


_LOCK = Lock()
_MADE: dict[str, Kernel] = {}


def spoken(progress: Callable[[str, float, float], None] | None) -> Say:
    """A progress callback as the engine wants it: told that a kernel is being built."""

    def say(what: str) -> None:
        log.info(what)
        if progress:
            progress(what, 0.0, 0.0)

    return say


@cache
def cohort_system(variant: str) -> System:
    """The equations that a wound given no more than this needs for what is recorded.

    >>> len(cohort_system("bare").states) < len(cohort_system("vesicles").states)
    True
    """
    whole = system()
    brings = set(PRODUCT_EVENTS["vesicles"]) - set(PRODUCT_EVENTS[variant])
    events = [name for name in whole.events if name not in brings]
    return without(whole, resting(whole, delivered(), events), RECORDED)


@cache
def delivered() -> Mapping[str, None]:
    """States of delivery that are 0 until something is given, in the system's order."""
    skin = ("ch", "fresh")  # the barrier's own: open channels, and how fresh the wound is
    return dict.fromkeys(
        name for block in blocks("delivery") for name in block.states if name not in skin
    )
