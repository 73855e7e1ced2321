"""What burned: depth of each wound in each arm (first aid may differ), and the whole surface."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exoburn.blocks.injury.assess import assess_wound
from exoburn.blocks.injury.body import Body, body_of
from exoburn.blocks.injury.depth import Depth
from exoburn.blocks.injury.tbsa import region_shares, tbsa_of_regions, tbsa_of_wounds
from exoburn.case import Case
from exoburn.case.arm import Arm
from exoburn.data import parameters, table
from exoburn.errors import InputError


@dataclass(frozen=True)
class Injury:
    """The injury as one arm meets it: a depth for each wound, percent of the body burned."""

    depths: tuple[Depth, ...]
    tbsa_percent: float
    notes: tuple[str, ...]

    @property
    def deepest(self) -> Depth:
        """The deepest wound."""
        return max(self.depths, key=lambda d: d.depth_fraction)

    def to_json(self) -> dict[str, Any]:
        """The `burn` object of the interface: the deepest wound leads, all are listed."""
        wounds = [depth.to_json(self.tbsa_percent) for depth in self.depths]
        return self.deepest.to_json(self.tbsa_percent) | {
            "wounds": [{k: v for k, v in w.items() if k != "timeline"} for w in wounds],
        }


def injury_of(case: Case, arm: Arm) -> Injury:
    """Depth of each wound of a burn case, with the first aid of this arm.

    A wound that states its own depth keeps it; the others take the burn's. InputError for a wound
    that the region of its site cannot hold.
    """
    burn, patient = case.burn, case.patient
    if burn is None:
        raise InputError("an old scar has no depth to assess", key="burn")
    check_room(case)
    aid = case.first_aid_of(arm)
    depths = []
    for i, wound in enumerate(burn.wounds):
        own = wound if wound.ways else burn
        try:
            depth = assess_wound(
                site=wound.site, age_years=patient.age_years, sex=patient.sex, cause=burn.cause,
                depth=own.depth, depth_fraction=own.depth_fraction, depth_mm=own.depth_mm,
                depth_sd=wound.depth_sd if wound.depth_sd is not None else burn.depth_sd,
                exposure=burn.exposure.model_dump(exclude_none=True, exclude={"clothing"})
                if burn.exposure and not wound.ways else None,
                first_aid=aid.model_dump() if aid else None,
            )
        except InputError as error:
            where = "burn" if own is burn else f"burn.wounds[{i}]"
            error.key = f"{where}.{error.key}" if error.key else where
            raise
        if not depth.burned:
            raise InputError(
                "this exposure leaves no burn", key="burn.exposure",
                given=f"basal damage {depth.omega_basal:.2g}" if depth.omega_basal else None,
                allowed="a longer or hotter exposure; exoburn burn shows the threshold",
            )
        depths.append(depth)
    percent, notes = _surface(case, depths)
    return Injury(tuple(depths), percent, notes)


def _surface(case: Case, depths: list[Depth]) -> tuple[float, tuple[str, ...]]:
    burn, patient = case.burn, case.patient
    assert burn is not None
    if burn.tbsa_percent is not None:
        return burn.tbsa_percent, ()
    if burn.tbsa is not None:
        found = tbsa_of_regions(burn.tbsa, patient.age_years)
        return found.percent, found.notes
    body = _body(case)
    areas = [(w.area_cm2, d.depth_class) for w, d in zip(burn.wounds, depths, strict=True)]
    found = tbsa_of_wounds(areas, body)
    return found.percent, found.notes


def _body(case: Case) -> Body:
    patient = case.patient
    return body_of(
        age_years=patient.age_years, sex=patient.sex,
        weight_kg=patient.weight_kg, height_cm=patient.height_cm,
    )


def check_room(case: Case) -> None:
    """A wound larger than its region (one side of a pair) is a slip: palms for cm2, or mm2.

    InputError with the range of the site, for a wound or an old scar that is outside of it.
    """
    shares, body = region_shares(case.patient.age_years), _body(case)
    regions = {row["id"]: row["region"] for row in table("sites")}
    least, slack = (parameters()[f"injury_{id}"].value for id in ("least_area", "region_slack"))
    for key, site, area in _places(case):
        region = regions[site]
        share = shares.get(region, shares.get(f"right {region}"))
        # the reference skin lies nowhere: it has room for a whole body
        most = body.surface_cm2 if share is None else slack * body.area_cm2(share)
        if not least <= area <= most:
            small = area < least
            where = f"{share:g} % of {body.surface_cm2:.0f} cm2, with room to spare" if share else (
                "the whole body"
            )
            raise InputError(
                "is smaller than the ground of one hair follicle" if small
                else f"is more skin than one {region or 'body'} of this person has",
                key=key, given=area,
                allowed=f"{least:g} to {most:.0f} cm2 ({where}); a larger one is several wounds",
            )  # fmt: skip


    together: dict[str, float] = {}
    for key, site, area in _places(case):
        region = regions[site]
        together[region] = together.get(region, 0.0) + area
        sides = [shares[name] for name in shares if name in (region, f"right {region}",
                                                             f"left {region}")]  # fmt: skip
        most = slack * body.area_cm2(sum(sides)) if sides else body.surface_cm2
        if together[region] > most:
            raise InputError(
                f"with the wounds before it, is more skin than this person has there "
                f"({region or 'anywhere'}, both sides)",
                key=key, given=together[region], allowed=f"at most {most:.0f} cm2 in all",
            )  # fmt: skip


def _places(case: Case) -> Iterator[tuple[str, str, float]]:
    """Key, site and cm2 of everything that has an area."""
    if case.scar is not None:
        yield "scar.area_cm2", case.scar.site, case.scar.area_cm2
    for i, wound in enumerate(case.burn.wounds if case.burn is not None else ()):
        yield f"burn.wounds[{i}].area_cm2", wound.site, wound.area_cm2
