"""From regimens to what happens in a lane: events, inputs, sessions, and what was given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exoburn.blocks.delivery import doses, routes, vehicles
from exoburn.blocks.delivery.desk import Desk
from exoburn.blocks.delivery.doses import Given
from exoburn.blocks.delivery.plan import Happening, Plan, largest
from exoburn.blocks.drawing import Amount, Draw, central
from exoburn.data import parameters


def dose_happenings(
    regimens: Iterable[Given],
    *,
    area_cm2: float,
    ppm_ug: Amount | None = None,
    rho: Amount | None = None,
    draw: Draw = central,
) -> Plan:
    """The plan of an arm's regimens on wounds of `area_cm2` in all (at day 0).

    `ppm_ug` (particles per ug, of the lot) and `rho` (cells per mL) default to the tables'
    central values; `draw` gives every other number its value, or one value a draw. Raises
    InputError for an unknown unit, route or vehicle.

    >>> from exoburn.case.regimen import Regimen
    >>> gel = Regimen(amount=1e10, unit="particles/cm2", vehicle="hydrogel", days=(1, 4, 7, 10))
    >>> plan = dose_happenings([gel], area_cm2=90)
    >>> len(plan.sessions), plan.happenings[0], plan.offered_per_cell
    (4, (1.0, 'topical', 10000000000.0), 1000.0)
    """
    regimens = tuple(regimens)
    if not regimens:
        return Plan()
    for regimen in regimens:
        routes.check_route(regimen)
        vehicles.vehicle_row(regimen.vehicle)
    lot = parameters()["ppm_ug"].value if ppm_ug is None else ppm_ug
    desk = Desk(regimens, area_cm2=area_cm2, ppm_ug=lot, draw=draw)
    events = [event for regimen in regimens for event in desk.events(regimen)]
    sessions = tuple(sorted({day for regimen in regimens for day in regimen.days}))
    given = tuple(desk.given_on(day) for day in sessions)
    return Plan(
        happenings=(*events, *_moist(regimens, draw)),
        inputs=desk.inputs(),
        rows=desk.rows,
        sessions=sessions,
        punctures=tuple(desk.punctures_on(day) for day in sessions),
        dose_per_cm2=given,
        reach=desk.reach,
        surface_ref=desk.surface_ref,
        to_open_area=any(regimen.to == "open area" for regimen in regimens),
        offered_per_cell=doses.offered_per_cell(largest(given), rho=rho),
        classes=frozenset(doses.product_of(r) for r in regimens if r.amount > 0),
        warnings=tuple(desk.warnings),
    )


def _moist(regimens: Sequence[Given], draw: Draw) -> list[Happening]:
    """Spans of days on which a moist vehicle lies on the wound: p_U is scaled, and scaled back."""
    covered: list[tuple[float, float, str]] = []
    for regimen in regimens:
        _, days = vehicles.moisture(regimen.vehicle)
        if days > 0 and regimen.route in ("topical", "spray", *routes.CHANNELS):
            covered += [(day, day + days, regimen.vehicle) for day in regimen.days]
    spans: list[tuple[float, float, str]] = []
    for start, end, vehicle in sorted(covered):
        if spans and start <= spans[-1][1]:
            first, last, same = spans[-1]
            spans[-1] = (first, max(end, last), same)
        else:
            spans.append((start, end, vehicle))
    found: list[Happening] = []
    for start, end, vehicle in spans:
        factor = draw(vehicles.moisture(vehicle)[0])
        found += [(start, "scale_p_U", factor), (end, "scale_p_U", 1 / factor)]
    return found
