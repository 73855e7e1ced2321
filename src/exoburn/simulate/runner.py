"""Run wounds through the kernel: lanes in, courses out; infections are found and treated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care.plan import infection_happenings
from exoburn.engine import Kernel, Schedule, compile_system
from exoburn.engine.kernel import RTOL
from exoburn.errors import EngineError
from exoburn.outcome.constants import constant
from exoburn.outcome.course import WoundCourse
from exoburn.simulate.happenings import Happening, schedule_of
from exoburn.simulate.wound_plan import WoundPlan
from exoburn.wound import lane_parameters, state_array, system

Floats = NDArray[np.float64]

#: What a cohort records per lane and day: what outcomes, pictures and data need.
RECORDED = ("E", "eps", "D", "B", "P", "V", "C", "Y", "occupancy", "particles_per_cell")
#: Observables that are amounts: outputs below 0 by rounding are cut there and counted.
_AMOUNTS = ("D", "B", "P", "V", "C", "Y", "occupancy", "particles_per_cell")
#: Tolerance of a cohort: what is recorded is then within 1e-3 (model section 8) of a
#: reference (`tools/refinement.py`), less than counts as a difference.
COHORT_RTOL = 8e-5
#: Bytes of courses kept in case an equal plan comes.
_MOST_KEPT = 400 * 2**20

Say = Callable[[str], None]


@cache
def cohort_kernel(say: Say | None = None) -> Kernel:
    """The kernel of a cohort: single precision, as many columns a register as fit."""
    return compile_system(system(), RECORDED, dtype="float32", progress=say)


@dataclass
class Runner:
    """Runs wound plans; equal plans are run once. Collects failed lanes and clipped mass."""

    kernel: Kernel
    days: Floats
    threads: int = 1
    rtol: float | None = None
    progress: Callable[[int], None] | None = None
    failed: list[str] = field(default_factory=list)
    clipped: dict[str, float] = field(default_factory=dict)
    lanes: int = 0
    #: share of the columns of a run that may fail before the run does
    most_failed: float = 1e-3
    #: steps after which a column counts as failed
    max_steps: int = 30_000
    #: draws of the last plan in which a column failed
    lost: list[int] = field(default_factory=list)
    _known: dict[bytes, Mapping[str, NDArray[np.float32]]] = field(default_factory=dict)

    @property
    def tolerance(self) -> float:
        """Relative tolerance of the integration."""
        return RTOL[self.kernel.dtype] if self.rtol is None else self.rtol

    def course(self, plan: WoundPlan, *, treat_infection: bool = True) -> WoundCourse:
        """The course of one wound in all its draws, infections treated once they are diagnosed."""
        values = self._values(plan)
        if treat_infection and plan.kind == "burn":
            values = self._treated(plan, values)
        if plan.kind == "donor":
            values = _shifted(values, self.days, np.asarray(plan.starts_on))
        return WoundCourse(
            name=plan.name, kind=plan.kind, area_cm2=plan.area_cm2,
            radius_mm=float(np.mean(plan.radius_mm)), days=self.days, weights=plan.weights,
            depth_fraction=plan.depth_fraction, full_thickness=plan.full_thickness,
            values=values, grafted_on=plan.grafted_on,
            operations=np.zeros(plan.shape[0]), starts_on=plan.starts_on,
        )  # fmt: skip

    def _treated(
        self, plan: WoundPlan, values: Mapping[str, NDArray[np.float32]]
    ) -> Mapping[str, NDArray[np.float32]]:
        """Run infected draws again with the treatment that follows from their own onset."""
        onset = infection_onset(values["B"], plan.weights, self.days)
        ill = np.isfinite(onset)
        if not ill.any():
            return values
        k_anti = np.broadcast_to(np.asarray(plan.inputs["k_anti"], np.float64), onset.shape)
        treatment = [
            Happening(np.where(ill, day, np.nan), name, amount)
            for day, name, amount in infection_happenings(
                np.where(ill, onset, 0.0), k_anti=k_anti  # type: ignore[arg-type]
            )
        ]
        known = len(self.lost)
        again = self._values(only_draws(plan.with_happenings(treatment), ill))
        self.lost[known:] = np.flatnonzero(ill)[self.lost[known:]].tolist()
        merged = {key: array.copy() for key, array in values.items()}
        for key, array in again.items():
            merged[key][ill] = array
        return merged

    def _values(self, plan: WoundPlan) -> Mapping[str, NDArray[np.float32]]:
        key = _fingerprint(plan)
        if key not in self._known:
            self._known[key] = self._run(plan)
            self._make_room()
        return self._known[key]

    def _make_room(self) -> None:
        """Drop the oldest courses once they fill the memory set aside for equal plans."""
        size = sum(a.nbytes for known in self._known.values() for a in known.values())
        while size > _MOST_KEPT and len(self._known) > 1:
            oldest = self._known.pop(next(iter(self._known)))
            size -= sum(array.nbytes for array in oldest.values())

    def _run(self, plan: WoundPlan) -> Mapping[str, NDArray[np.float32]]:
        y0, p, schedule = lanes_of(plan, float(self.days[-1]))
        lanes = y0.shape[1]
        run = self.kernel.run(
            y0, p, schedule, self.days, threads=self.threads, clip=_AMOUNTS, rtol=self.rtol,
            max_steps=self.max_steps,
        )
        if run.failed.size > self.most_failed * lanes:
            raise EngineError(
                f"{plan.name}: {run.failed.size} of {lanes} columns could not be integrated"
            )
        self.lanes += lanes
        columns = plan.shape[1]
        self.lost += np.unique(run.failed // columns).tolist()
        self.failed += [
            f"{plan.name}: draw {lane // columns}, column {lane % columns}" for lane in run.failed
        ]
        for name, mass in zip(self.kernel.outputs, run.clipped, strict=True):
            if mass > 0:
                self.clipped[name] = self.clipped.get(name, 0.0) + float(mass)
        if self.progress:
            self.progress(lanes)
        assert run.outputs is not None
        shape = (*plan.shape, len(self.days))
        return {
            name: _good(run.outputs[i].T.reshape(shape), run.failed, columns)
            for i, name in enumerate(self.kernel.outputs)
        }

    def forget(self) -> None:
        """Free the courses kept for equal plans."""
        self._known.clear()


def lanes_of(plan: WoundPlan, horizon: float) -> tuple[Floats, Floats, Schedule]:
    """Start values (states, lanes), parameters (parameters, lanes) and schedule of a wound."""
    shape = plan.shape
    y0 = state_array(system(), {k: _wide(v, shape) for k, v in plan.states.items()})
    p = lane_parameters(
        system(),
        radius_mm=_wide(plan.radius_mm, shape),
        values={key: _column(value) for key, value in plan.values.items()},
        inputs={key: _column(value) for key, value in plan.inputs.items()},
    )
    count = shape[0] * shape[1]
    schedule = schedule_of(plan.happenings, system(), shape, horizon)
    return y0.reshape(len(y0), count), p.reshape(len(p), count), schedule


def infection_onset(
    bacteria: NDArray[np.float32], weights: Floats, days: Floats
) -> Floats:
    """First day of infection by draw (inf: none): burden above 1e5 CFU/g in >= 10 % of the area.

    bacteria (draws, columns, days) in 1e9 CFU/g; an inoculum before day 2 does not count.
    """
    share = np.einsum("dk,dkt->dt", weights, bacteria > constant("infection_burden"))
    ill = (share >= constant("infection_area_share")) & (days >= constant("infection_first_day"))
    return np.where(ill.any(axis=1), days[ill.argmax(axis=1)], np.inf)


def only_draws(plan: WoundPlan, keep: NDArray[np.bool_]) -> WoundPlan:
    """The same wound in some of its draws."""
    count = plan.shape[0]

    def cut(value: ArrayLike) -> ArrayLike:
        array = np.asarray(value)
        return array[keep] if array.ndim and array.shape[0] == count else value

    def cut_all(values: Mapping[str, ArrayLike]) -> dict[str, ArrayLike]:
        return {key: cut(value) for key, value in values.items()}

    return replace(
        plan,
        radius_mm=np.asarray(cut(plan.radius_mm)), weights=plan.weights[keep],
        depth_fraction=plan.depth_fraction[keep], states=cut_all(plan.states),
        values=cut_all(plan.values), inputs=cut_all(plan.inputs),
        happenings=tuple(
            Happening(cut(h.day), h.event, cut(h.amount)) for h in plan.happenings
        ),
        grafted_on=plan.grafted_on[keep], column_f=plan.column_f[keep],
        starts_on=np.asarray(cut(plan.starts_on)),
    )  # fmt: skip


def _good(
    values: NDArray[np.float32], failed: NDArray[np.int64], columns: int
) -> NDArray[np.float32]:
    """A failed column (listed in the manifest) shows its neighbour's course, never 0 or nan."""
    if failed.size:
        values = values.copy()
        for lane in failed:
            draw, column = divmod(int(lane), columns)
            values[draw, column] = values[draw, column - 1 if column else min(1, columns - 1)]
    return values


def _shifted(
    values: Mapping[str, NDArray[np.float32]], days: Floats, starts: Floats
) -> dict[str, NDArray[np.float32]]:
    """Courses on a wound's own clock -> on the case's clock; before the start the first value."""
    found = {key: np.empty_like(array) for key, array in values.items()}
    begins = np.nan_to_num(starts)
    for start in np.unique(begins):
        draws = begins == start
        own = np.maximum(days - start, 0.0)
        before, after = (np.minimum(f(own).astype(int), len(days) - 1) for f in (np.floor, np.ceil))
        share = (own - before).astype(np.float32)
        for key, array in values.items():
            mine = array[draws]
            found[key][draws] = mine[:, :, before]
            if share.any():
                found[key][draws] += share * (mine[:, :, after] - mine[:, :, before])
    return found


def _wide(value: ArrayLike, shape: tuple[int, int]) -> Floats:
    return np.broadcast_to(_column(value), shape)


def _column(value: ArrayLike) -> Floats:
    array = np.asarray(value, np.float64)
    return array[:, None] if array.ndim == 1 else array


def _fingerprint(plan: WoundPlan) -> bytes:
    """Equal for plans whose lanes are equal: everything that the kernel gets to see."""
    digest = hashlib.blake2b(digest_size=16)

    def take(name: str, value: ArrayLike) -> None:
        array = np.ascontiguousarray(value, np.float64)
        digest.update(f"{name}{array.shape}".encode())
        digest.update(array.tobytes())

    take("shape", plan.shape)
    take("radius", plan.radius_mm)
    for kind, values in (("y", plan.states), ("v", plan.values), ("i", plan.inputs)):
        for key in sorted(values):
            take(f"{kind}/{key}", values[key])
    for what in plan.happenings:
        take(f"{what.event}/day", what.day)
        take(f"{what.event}/amount", what.amount)
    return digest.digest()
