"""Run wounds through the kernels: lanes in, courses out; infections are found and treated."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care.plan import infection_happenings
from exoburn.engine import Kernel, Schedule, System
from exoburn.engine.kernel import RTOL
from exoburn.errors import EngineError
from exoburn.outcome.constants import constant
from exoburn.outcome.course import WoundCourse
from exoburn.simulate.cohort_kernels import RECORDED, CohortKernels
from exoburn.simulate.course_store import CourseStore, Integrated
from exoburn.simulate.happenings import Happening, schedule_of
from exoburn.simulate.wound_plan import WoundPlan
from exoburn.wound import lane_parameters, state_array, system

Floats = NDArray[np.float64]
Values = Mapping[str, NDArray[np.float32]]

#: Observables that are amounts: outputs below 0 by rounding are cut there and counted.
_AMOUNTS = ("D", "B", "P", "V", "C", "Y", "occupancy", "particles_per_cell")


@dataclass
class Runner:
    """Runs wound plans; plans whose columns are equal are run once, whichever arm asks."""

    kernel: Kernel | CohortKernels
    days: Floats
    threads: int = 1
    rtol: float | None = None
    progress: Callable[[int], None] | None = None
    #: share of the columns of a run that may fail before the run does
    most_failed: float = 1e-3
    #: steps after which a column counts as failed
    max_steps: int = 30_000
    #: columns that the kernel cannot do go to SciPy, at some seconds each
    rescue: bool = True
    #: draws of the last plan in which a column failed
    lost: list[int] = field(default_factory=list)
    store: CourseStore = field(default_factory=CourseStore)

    @property
    def tolerance(self) -> float:
        """Relative tolerance of the integration."""
        return RTOL[self.kernel.dtype] if self.rtol is None else self.rtol

    @property
    def failed(self) -> list[str]:
        """Columns that could not be integrated, in words."""
        return self.store.failed()

    @property
    def clipped(self) -> dict[str, float]:
        """What was cut off below 0, by output."""
        return self.store.clipped()

    @property
    def rescued(self) -> tuple[int, float]:
        """Columns that SciPy had to integrate instead of the kernel, and the seconds it took."""
        return self.store.rescued()

    @property
    def lanes(self) -> int:
        """Columns integrated so far."""
        return self.store.lanes

    def course(self, plan: WoundPlan, *, treat_infection: bool = True) -> WoundCourse:
        """The course of one wound in all its draws, infections treated once they are diagnosed."""
        values, weights = self._values(plan)
        if treat_infection and plan.kind == "burn":
            values, weights = self._treated(plan, values, weights)
        if plan.kind == "donor":
            values = _shifted(values, self.days, np.asarray(plan.starts_on))
        return WoundCourse(
            name=plan.name, kind=plan.kind, area_cm2=plan.area_cm2,
            radius_mm=float(np.mean(plan.radius_mm)), days=self.days, weights=weights,
            depth_fraction=plan.depth_fraction, full_thickness=plan.full_thickness,
            values=values, grafted_on=plan.grafted_on,
            operations=np.zeros(plan.shape[0]), starts_on=plan.starts_on,
        )  # fmt: skip

    def _treated(
        self, plan: WoundPlan, values: Values, weights: Floats
    ) -> tuple[Values, Floats]:
        """Run infected draws again with the treatment that follows from their own onset."""
        onset = infection_onset(values["B"], weights, self.days)
        ill = np.isfinite(onset)
        if not ill.any():
            return values, weights
        k_anti = np.broadcast_to(np.asarray(plan.inputs["k_anti"], np.float64), onset.shape)
        treatment = [
            Happening(np.where(ill, day, np.nan), name, amount)
            for day, name, amount in infection_happenings(
                np.where(ill, onset, 0.0), k_anti=k_anti  # type: ignore[arg-type]
            )
        ]
        known = len(self.lost)
        again, left = self._values(only_draws(plan.with_happenings(treatment), ill))
        self.lost[known:] = np.flatnonzero(ill)[self.lost[known:]].tolist()
        return with_draws(values, again, ill), with_rows(weights, left, ill)

    def _values(self, plan: WoundPlan) -> tuple[Values, Floats]:
        """Recorded values (draws, columns, days) by name, and the weights of the columns.

        A column that could not be integrated weighs nothing: the rest of its draw's wound stands
        for it, and it is listed. A draw without any column left is an EngineError.
        """
        kernel = self.kernel if isinstance(self.kernel, Kernel) else self.kernel.of(plan)
        lanes = lanes_of(plan, float(self.days[-1]), kernel.system)
        key = _fingerprint(kernel, lanes, plan.shape, self.days, self.tolerance)
        found = self.store.get(key, lambda: self._run(kernel, plan, lanes))
        self.lost += [draw for draw, _ in found.failed]
        weights = plan.weights
        if found.failed:
            weights = weights.copy()
            for draw, column in found.failed:
                weights[draw, column] = 0.0
            left = weights.sum(axis=1, keepdims=True)
            if (left == 0).any() and self.most_failed < 1:
                raise EngineError(f"{plan.name}: a draw has no column that could be integrated")
            weights = np.where(left > 0, weights / np.where(left > 0, left, 1.0), plan.weights)
        return found.values, weights

    def _run(
        self, kernel: Kernel, plan: WoundPlan, lanes: tuple[Floats, Floats, Schedule]
    ) -> Integrated:
        y0, p, schedule = lanes
        count, columns = y0.shape[1], plan.shape[1]
        run = kernel.run(
            y0, p, schedule, self.days, threads=self.threads, rtol=self.rtol,
            clip=[name for name in _AMOUNTS if name in kernel.outputs],
            max_steps=self.max_steps, rescue=self.rescue,
        )
        if run.failed.size > self.most_failed * count:
            raise EngineError(
                f"{plan.name}: {run.failed.size} of {count} columns could not be integrated"
            )
        if self.progress:
            self.progress(count)
        assert run.outputs is not None
        shape = (*plan.shape, len(self.days))
        return Integrated(
            name=plan.name,
            lanes=count,
            values={n: run.outputs[i].T.reshape(shape) for i, n in enumerate(kernel.outputs)}
            | {n: _nothing(shape) for n in RECORDED if n not in kernel.outputs},
            failed=tuple((int(lane) // columns, int(lane) % columns) for lane in run.failed),
            clipped={
                name: float(mass)
                for name, mass in zip(kernel.outputs, run.clipped, strict=True) if mass > 0
            },
            rescued=len(run.rescued),
            seconds=run.rescue_s,
            distrusted=kernel.verdict is not None and not kernel.verdict.agrees,
        )  # fmt: skip

    def forget(self) -> None:
        """Free the courses kept for equal plans."""
        self.store.forget()


def lanes_of(
    plan: WoundPlan, horizon: float, equations: System | None = None
) -> tuple[Floats, Floats, Schedule]:
    """Start values (states, lanes), parameters (parameters, lanes) and schedule of a wound.

    `equations` (default: the whole system) say which states, parameters and events there are; what
    the plan states beyond them is left out.
    """
    shape, whole = plan.shape, system()
    equations = equations or whole
    count = shape[0] * shape[1]
    everything = state_array(whole, {k: _wide(v, shape) for k, v in plan.states.items()})
    rows = {name: i for i, name in enumerate(whole.states)}
    y0 = everything[[rows[name] for name in equations.states]]
    read = set(equations.parameters)
    p = lane_parameters(
        equations,
        radius_mm=_wide(plan.radius_mm, shape),
        values={key: _column(value) for key, value in plan.values.items() if key in read},
        inputs={key: _column(value) for key, value in plan.inputs.items() if key in read},
    )
    acting = [one for one in plan.happenings if equations.events[one.event].lines]
    schedule = schedule_of(acting, equations, shape, horizon)
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


def _is_nothing(array: NDArray[np.float32]) -> bool:
    """True for zeros that take no memory (and for an empty array)."""
    return not any(array.strides) or not array.size


def with_draws(
    values: Values, others: Values, where: NDArray[np.bool_], *, but: tuple[str, ...] = ()
) -> dict[str, NDArray[np.float32]]:
    """The values with `others`, which has those draws only, where `where` (draws,) is true."""
    merged = {}
    for key, array in values.items():
        if key not in but and not (_is_nothing(array) and _is_nothing(others[key])):
            array = array.copy()
            array[where] = others[key]
        merged[key] = array
    return merged


def _nothing(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Zeros that take no memory."""
    return np.broadcast_to(np.float32(0.0), shape)


def with_rows(weights: Floats, others: Floats, where: NDArray[np.bool_]) -> Floats:
    """The weights with `others`, which has those draws only, where `where` (draws,) is true."""
    merged = weights.copy()
    merged[where] = others
    return merged


def _shifted(values: Values, days: Floats, starts: Floats) -> dict[str, NDArray[np.float32]]:
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


def _fingerprint(
    kernel: Kernel, lanes: tuple[Floats, Floats, Schedule], shape: tuple[int, int],
    days: Floats, rtol: float,
) -> bytes:
    """Equal for runs that are equal: everything that the kernel gets to see."""
    y0, p, schedule = lanes
    digest = hashlib.blake2b(digest_size=16)
    digest.update(f"{kernel.states}{kernel.outputs}{kernel.dtype}{shape}{rtol}".encode())
    for array in (days, y0, p, schedule.lane, schedule.day, schedule.event, schedule.amount):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.digest()
