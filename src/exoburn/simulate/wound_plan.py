"""One wound of one arm before it is run: its lanes, how they start, and what happens to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoburn.blocks.care.plan import first_aid_happenings
from exoburn.blocks.care.surgery import donor_area_cm2, donor_heals_open, graft_happenings
from exoburn.blocks.delivery import START
from exoburn.blocks.injury.depth import Depth
from exoburn.case import Case
from exoburn.case.burn import DONOR
from exoburn.data import parameters
from exoburn.simulate.arm_plan import ArmPlan
from exoburn.simulate.draws import Draws
from exoburn.simulate.happenings import Happening
from exoburn.simulate.people import People, people_of
from exoburn.wound import burn_start, donor_start, front_radius, old_scar_start

Floats = NDArray[np.float64]

#: Events that only a wound deep enough for surgery meets.
_SURGERY = ("tangential", "full_excision", "graft_")
#: A visit takes vesicles off that lie on the wound, if any have been laid there.
_VISIT = "dressing_change"
_SURFACE = ("topical", "topical_free", "needles")


@dataclass(frozen=True)
class WoundPlan:
    """Lanes of one wound: draws x columns.

    `states` start values (draws, columns) or scalars; `values` (rows' units) and `inputs`
    (engine units) by parameter, numbers or (draws,); `weights` (draws, columns); `grafted_on`
    (draws,), nan without a graft; `starts_on` the day of harvest of a donor site.
    """

    name: str
    kind: str
    area_cm2: float
    radius_mm: Floats
    weights: Floats
    depth_fraction: Floats
    full_thickness: bool
    states: Mapping[str, ArrayLike]
    values: Mapping[str, ArrayLike]
    inputs: Mapping[str, ArrayLike]
    happenings: tuple[Happening, ...]
    grafted_on: Floats
    mesh: str = ""
    starts_on: Floats | float = 0.0
    column_f: Floats = field(default_factory=lambda: np.zeros((1, 1)))

    @property
    def shape(self) -> tuple[int, int]:
        """Draws and columns."""
        return self.weights.shape

    def with_happenings(self, more: Sequence[Happening]) -> WoundPlan:
        """The same wound with more events."""
        return replace(self, happenings=(*self.happenings, *more))


def burn_wound(
    case: Case, plan: ArmPlan, number: int, depth: Depth, draws: Draws, *, graft: Surgery
) -> WoundPlan:
    """A burned wound of an arm; `graft` says in which draws policy sends it to surgery."""
    assert case.burn is not None
    stated = case.burn.wounds[number]
    people = people_of(case, depth, number, draws)
    values = _personal(plan.values, people)
    events = _shared_events(plan, deep=depth.depth_fraction >= _least_f())
    take = people.graft_take if plan.arm.statement.graft_take is None else (
        plan.arm.statement.graft_take
    )
    grafted_on, mesh = np.full(draws.count, np.nan), ""
    cuttable = people.column_f >= _least_f()
    if plan.arm.statement.graft != "none" and depth.depth_fraction >= _least_f():
        mesh = plan.arm.statement.graft
        grafted_on[:] = plan.care.operations[-1]
        events = [replace(e, amount=take) if e.event.startswith("graft_") else e for e in events]
    elif graft.day is not None:
        mesh = graft.mesh
        grafted_on[graft.chosen] = graft.day
        surgery = graft_happenings(graft.day, mesh=mesh, excision="full")
        for _, name, amount in surgery:
            share = take if name.startswith("graft_") else amount
            happening = Happening(graft.day, name, share)
            events.append(happening.only(cuttable & graft.chosen[:, None]))
    if depth.e_rescue > 0:
        aid = first_aid_happenings(depth.e_rescue, hours=depth.rescue_hours)
        events += [Happening(*each) for each in aid]
    start = burn_start(people.column_f, inoculum=people.inoculum[:, None])
    start["na"] = start["na"] * islands_left(
        draws.known(parameters()["islands_x"]), people.column_f
    )
    weights, column_f, inputs = people.column_weight, people.column_f, plan.inputs
    if plan.doses.reach is not None:
        # what injections do not reach holds far less: counted in what is given on the surface
        assert plan.doses.surface_ref is not None
        refs = [plan.inputs["A_ref"], plan.doses.surface_ref]
        wide = [np.broadcast_to(np.reshape(r, (-1, 1)), weights.shape) for r in refs]
        inputs = {**inputs, "A_ref": np.concatenate(wide, axis=1)}
        weights, column_f, start, events = _split(
            plan.doses.reach, weights, column_f, start, events
        )
    return WoundPlan(
        name=case.burn.wound_name(number),
        kind="burn",
        area_cm2=stated.area_cm2,
        radius_mm=np.full(draws.count, front_radius(stated.area_cm2, stated.perimeter_cm)),
        weights=weights,
        depth_fraction=people.depth_fraction,
        full_thickness=depth.depth_class == "full_thickness",
        states={**start, **START},
        values=values,
        inputs=inputs,
        happenings=tuple(events),
        grafted_on=grafted_on,
        mesh=mesh,
        column_f=column_f,
    )


def _split(
    reach: ArrayLike, weights: Floats, column_f: Floats,
    start: Mapping[str, ArrayLike], events: Sequence[Happening],
) -> tuple[Floats, Floats, dict[str, ArrayLike], list[Happening]]:
    """Every column twice: the share that injections reach, and the rest, which they do not.

    Columns are uncoupled, so this is exact and not an average of what the two would do.
    """
    share = np.broadcast_to(np.asarray(reach, np.float64), weights.shape[:1])[:, None]
    reached = np.concatenate([np.ones(weights.shape, bool), np.zeros(weights.shape, bool)], axis=1)

    def twice(value: ArrayLike) -> ArrayLike:
        array = np.asarray(value)
        return np.concatenate([array, array], axis=1) if array.ndim == 2 else value

    doubled = [Happening(twice(e.day), e.event, twice(e.amount)) for e in events]
    return (
        np.concatenate([weights * share, weights * (1 - share)], axis=1),
        np.concatenate([column_f, column_f], axis=1),
        {key: twice(np.broadcast_to(value, weights.shape)) for key, value in start.items()},
        [e.only(reached) if e.event == "inject" else e for e in doubled],
    )


def islands_left(factor: Floats, f: Floats) -> Floats:
    """Factor on the islands left (draws, columns) of `islands_x` (draws,) at these depths.

    Where only epidermis burned nothing is lost, and nothing is gained.
    """
    depth = np.clip(f / parameters()["islands_from_f"].value, 0.0, 1.0)
    return np.asarray(factor[:, None] ** depth, np.float64)


@dataclass(frozen=True)
class Surgery:
    """What policy does to one wound: the day, the mesh, and the draws (draws,) it is done in."""

    day: float | None
    mesh: str
    chosen: NDArray[np.bool_]

    @classmethod
    def none(cls, count: int) -> Surgery:
        """No surgery by policy."""
        return cls(None, "", np.zeros(count, bool))


def scar_wound(case: Case, plan: ArmPlan, draws: Draws) -> WoundPlan:
    """An old scar: closed, with the excess that its score stands for."""
    assert case.scar is not None
    one = np.ones((draws.count, 1))
    start = {key: value * one for key, value in old_scar_start(
        case.scar.vss, months=case.scar.months
    ).items()}
    return WoundPlan(
        name=f"scar ({case.scar.site.replace('_', ' ')})",
        kind="scar",
        area_cm2=case.scar.area_cm2,
        radius_mm=np.full(draws.count, front_radius(case.scar.area_cm2)),
        weights=one,
        depth_fraction=np.zeros(draws.count),
        full_thickness=False,
        states={**start, **START, "fresh": 0.0},
        values=plan.values,
        inputs=plan.inputs,
        happenings=tuple(_shared_events(plan, deep=False)),
        grafted_on=np.full(draws.count, np.nan),
        column_f=np.zeros((draws.count, 1)),
    )


def donor_wound(wound: WoundPlan, plan: ArmPlan, draws: Draws) -> WoundPlan | None:
    """The donor site that a grafted wound costs, on its own clock from harvest; None if ungrafted.

    In draws without a graft the lanes run all the same and are marked by a start of nan.
    """
    chosen = ~np.isnan(wound.grafted_on)
    if not chosen.any() or not donor_heals_open(wound.mesh):
        return None
    deep = (wound.weights * (wound.column_f >= _least_f())).sum(axis=1)
    grafted = wound.area_cm2 * np.where(deep > 0, deep, 1.0)
    area = np.asarray(donor_area_cm2(grafted, mesh=wound.mesh))
    one = np.ones((len(chosen), 1))
    start = donor_states(draws)
    return WoundPlan(
        name=f"{DONOR}{wound.name}",
        kind="donor",
        # one number for all draws, so that no draw depends on another: as if all were grafted
        area_cm2=float(np.max(donor_area_cm2(wound.area_cm2, mesh=wound.mesh))),
        radius_mm=10.0 * np.sqrt(area / np.pi),
        weights=one,
        depth_fraction=np.zeros(len(chosen)),
        full_thickness=False,
        states={**start, **START},
        values={**wound.values, **{k: plan.values[k] for k in ("k_eps", "k_rel")}},
        inputs={"k_anti": wound.inputs["k_anti"]},
        happenings=(),
        grafted_on=np.full(len(chosen), np.nan),
        starts_on=np.where(chosen, wound.grafted_on, np.nan),
        column_f=np.zeros((len(chosen), 1)),
    )


def donor_states(draws: Draws) -> dict[str, Floats]:
    """A donor site on the day of harvest in every draw, (draws, 1) each."""
    start = {key: value * np.ones((draws.count, 1)) for key, value in donor_start().items()}
    start["na"] = start["na"] * draws.known(parameters()["donor_islands_x"])[:, None]
    return start


def _personal(values: Mapping[str, ArrayLike], people: People) -> dict[str, ArrayLike]:
    return {**values, "v0": np.asarray(values["v0"]) * people.speed}


def _shared_events(plan: ArmPlan, *, deep: bool) -> list[Happening]:
    """Events of care and doses; visits that find no vesicles on the wound change nothing and go."""
    laid = [day for day, name, _ in plan.doses.happenings if name in _SURFACE]
    kept = []
    for day, name, amount in plan.care.happenings:
        if name == _VISIT and (not laid or day < min(laid)):
            continue
        if name.startswith(_SURGERY) and not deep:
            continue
        kept.append(Happening(day, name, amount))
    return kept + [Happening(*each) for each in plan.doses.happenings]


def _least_f() -> float:
    return parameters()["surgery_least_f"].value
