"""From an arm's usual care to what happens: visits, debridement, graft, laser, and lane inputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from exoburn.blocks.care.dressings import Dressing, dressing
from exoburn.blocks.care.surgery import debridement_happenings, graft_happenings, is_operation
from exoburn.blocks.drawing import Amount, Draw, central
from exoburn.data import parameters, table

Happening = tuple[float, str, Amount]


class UsualCare(Protocol):
    """What a plan needs to know of an arm (`exoburn.case.arm.Arm` fits)."""

    @property
    def dressing(self) -> str: ...
    @property
    def dressing_change_every_days(self) -> float | None: ...
    @property
    def antimicrobial(self) -> str: ...
    @property
    def debridement(self) -> str: ...
    @property
    def debridement_day(self) -> float | None: ...
    @property
    def graft(self) -> str: ...
    @property
    def graft_day(self) -> float | None: ...
    @property
    def laser(self) -> str: ...
    @property
    def laser_days(self) -> tuple[float, ...]: ...
    @property
    def silicone(self) -> bool: ...
    @property
    def compression(self) -> bool: ...


@dataclass(frozen=True)
class CarePlan:
    """What an arm's care means for every lane.

    `happenings` in any order; `inputs` set lane parameters (k_anti); `factors` multiply them
    (v0, p_U); `dressing_days` the visits at which a dressing comes off, `dressing` what is worn;
    `operations` their days; `laser_days` the laser sessions; `notes` what care changes no number,
    with its source.
    """

    happenings: tuple[Happening, ...]
    inputs: Mapping[str, Amount]
    factors: Mapping[str, Amount]
    dressing: Dressing
    dressing_days: tuple[float, ...]
    operations: tuple[float, ...] = ()
    laser_days: tuple[float, ...] = ()
    notes: tuple[str, ...] = field(default=())


def care_happenings(
    arm: UsualCare,
    *,
    horizon_days: float,
    age_years: float = 40.0,
    session_days: Iterable[float] = (),
    take: Amount | None = None,
    draw: Draw = central,
) -> CarePlan:
    """The plan of an arm's care up to a horizon.

    `session_days` are the days on which the arm's products are given: the dressing comes off then
    too (before the dose, by the order of events), with product or with its vehicle alone, so that
    both arms have the same visits. `take` is the share of a graft that takes. Grafts and
    excisions by policy are the simulator's: `graft_happenings`. Changes after closure do nothing;
    the simulator stops counting them at t100.

    >>> from exoburn.case.arm import Arm
    >>> plan = care_happenings(Arm(name="a", dressing="silver_foam"), horizon_days=12)
    >>> plan.dressing_days, plan.happenings[0], plan.inputs
    ((5.0, 10.0), (5.0, 'dressing_change', 0.3), {'k_anti': 2.0})
    """
    worn = dressing(
        arm.dressing,
        age_years=age_years,
        change_every_days=arm.dressing_change_every_days,
        antimicrobial=arm.antimicrobial,
        draw=draw,
    )
    visits = _visits(worn, horizon_days, session_days)
    events: list[Happening] = [(day, "dressing_change", worn.f_removed) for day in visits]
    operations: list[float] = []
    cut_on = arm.debridement_day
    grafted = arm.graft != "none"
    if arm.debridement != "none" and cut_on is not None:
        events += debridement_happenings(cut_on, arm.debridement, draw=draw)
        if is_operation(arm.debridement):
            operations.append(cut_on)
    if grafted:
        day = arm.graft_day if arm.graft_day is not None else cut_on
        day = parameters()["graft_day_default"].value if day is None else day
        bare = cut_on is None or not is_operation(arm.debridement)
        share = draw(parameters()["graft_take"]) if take is None else take
        events += graft_happenings(
            day, mesh=arm.graft, take=share, excision="full" if bare else "none"
        )
        operations.append(day)
    events += _laser(arm, draw)
    return CarePlan(
        happenings=tuple(events),
        inputs={"k_anti": worn.k_anti},
        factors={"v0": worn.v0_x, "p_U": worn.p_U_x},
        dressing=worn,
        dressing_days=visits,
        operations=tuple(sorted(set(operations))),
        laser_days=tuple(arm.laser_days) if arm.laser != "none" else (),
        notes=_notes(arm),
    )


def infection_happenings(
    onset_day: Amount, *, k_anti: Amount, draw: Draw = central
) -> list[tuple[Amount, str, Amount]]:
    """Treatment of an infection: diagnosed two days after onset, more killing for ten days.

    `onset_day` is a day or one a draw; `k_anti` what the lane's dressing does by itself, which it
    goes back to.

    >>> infection_happenings(5, k_anti=2.0)
    [(7.0, 'set_k_anti', 10.0), (17.0, 'set_k_anti', 2.0)]
    """
    rows = parameters()
    starts = onset_day + rows["diagnosis_delay_days"].value
    ends = starts + rows["antibiotic_days"].value
    more = k_anti + draw(rows["antibiotic_k_anti"])
    return [(starts, "set_k_anti", more), (ends, "set_k_anti", k_anti)]


def first_aid_happenings(rescue: Amount, *, hours: float) -> list[Happening]:
    """Cooling within hours of the burn saves this share of stasis loss for some hours.

    >>> first_aid_happenings(0.3, hours=72)
    [(0.0, 'set_aid_rescue', 0.3), (3.0, 'set_aid_rescue', 0.0)]
    """
    return [(0.0, "set_aid_rescue", rescue), (hours / 24, "set_aid_rescue", 0.0)]


def _visits(worn: Dressing, horizon: float, sessions: Iterable[float]) -> tuple[float, ...]:
    """Days on which the dressing comes off: at every session, and `every_days` after the last."""
    opened = sorted({float(d) for d in sessions if d <= horizon}) if worn.id != "none" else []
    if worn.every_days is None:
        return tuple(opened)
    found, last = list(opened), 0.0
    for session in [*opened, np.inf]:
        day = last + worn.every_days
        while day < session and day <= horizon:
            found.append(day)
            day += worn.every_days
        last = session
    return tuple(sorted(found))


def _laser(arm: UsualCare, draw: Draw) -> list[Happening]:
    if arm.laser == "none":
        return []
    rows = {row["id"]: float(row["effect"]) for row in table("scar_care")}
    cut = draw(parameters()["laser_cut"]) if arm.laser == "fractional_co2" else rows[arm.laser]
    return [(float(day), arm.laser, cut) for day in arm.laser_days]


def _notes(arm: UsualCare) -> tuple[str, ...]:
    rows = {row["id"]: row for row in table("scar_care")}
    used = [key for key in ("silicone", "compression") if getattr(arm, key)]
    return tuple(
        f"{rows[key]['label']}: {rows[key]['note']} ({rows[key]['certainty']} certainty;"
        f" {rows[key]['source']})"
        for key in used
    )
