"""The burn as the report tells it: depth in words, and what the cross-section is drawn from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoburn.blocks.delivery.faces import default_faces
from exoburn.blocks.injury.depth import LABELS
from exoburn.blocks.injury.skin import skin_at
from exoburn.report.arms import ArmView, Data, Shown
from exoburn.report.figures.section import Profile, Section
from exoburn.report.recovery import operations_of
from exoburn.report.wording import plain, site_words
from exoburn.wound.anchors import anchored

_LEAST_PER_ML = 1.0


def burn_sentences(result: Shown) -> list[str]:
    """What burned, how deep, how that is known, what is left to grow from."""
    burn = result.summary.get("burn")
    case = result.case
    if not burn:
        scar = case.scar
        assert scar is not None
        return [
            f"A closed scar of the {site_words(scar.site)}, {plain(scar.area_cm2)} cm2, "
            f"{scar.months:g} months after the burn; {scar.vss:g} of 13 points on the Vancouver "
            "Scar Scale at the start. Day 0 is the first session."
        ]
    assert case.burn is not None
    wounds = ", ".join(
        f"{w.name or site_words(w.site)} {plain(w.area_cm2)} cm2" for w in case.burn.wounds
    )
    label = LABELS.get(burn["depth_class"], burn["depth_class"])
    sd = burn.get("depth_sd") or 0.0
    found = [
        f"{case.burn.cause.capitalize()} of {wounds}: {label}.",
        f"It reaches {plain(burn['depth_mm'])} mm, {plain(100 * burn['depth_fraction'])} % of the "
        f"dermis (SD {plain(100 * sd)} percentage points).",
    ]
    if burn.get("law") == "entered":
        found.append("The depth was entered, not computed.")
    else:
        found.append(f"The depth was computed from the exposure with the rate law {burn['law']}.")
    if any(arm.first_aid is not None for arm in case.arms):
        found.append(
            f"This is the depth in the first arm, {case.arms[0].name}; where first aid differs, so "
            "does the depth."
        )
    if burn.get("tbsa_percent") is not None:
        found.append(f"The burn covers {plain(burn['tbsa_percent'])} % of the body surface.")
    islands = float(anchored(burn["depth_fraction"])["na"])
    if islands > 1e-3:
        found.append(
            f"About {plain(100 * islands)} islands of living skin per cm2 (hair roots and glands) "
            "are left to grow from (assumed by depth)."
        )
    else:
        found.append("No islands of living skin are left in it: it can only close from its edge.")
    return found


def section_of(result: Shown, arms: Sequence[ArmView]) -> Section:
    """Skin, burn depth and particle profiles for the picture to scale; the deepest wound."""
    profiles = tuple(p for arm in arms if (p := _profile(result, arm)) is not None)
    burn: Data | None = result.summary.get("burn")
    case = result.case
    if burn is None:
        assert case.scar is not None
        skin = skin_at(case.scar.site, age_years=case.patient.age_years, sex=case.patient.sex)
        return Section(site_words(skin.site), skin.epidermis_mm, skin.dermis_mm, None, 0.0,
                       "a closed scar", profiles)
    given = {profile.name: profile.day for profile in profiles}
    cut = {
        arm.name: day
        for arm in arms
        if arm.name in given and (day := excision_day(result, arm)) is not None
        and day <= given[arm.name]
    }  # fmt: skip
    on_bed = bool(cut) and len(cut) == len(profiles)
    skin_data = burn["skin"]
    dermis = float(skin_data["dermis_mm"])
    return Section(
        site=site_words(skin_data["site"]),
        epidermis_mm=float(skin_data["epidermis_mm"]),
        dermis_mm=dermis,
        depth_mm=float(burn["depth_mm"]),
        depth_sd_mm=float(burn.get("depth_sd") or 0.0) * dermis,
        depth_words=LABELS.get(burn["depth_class"]) or str(burn["depth_class"]),
        profiles=profiles,
        excised_day=min(cut.values()) if on_bed else None,
        excised_arms=() if on_bed else tuple(cut),
    )


def excision_day(result: Shown, arm: ArmView) -> float | None:
    """The day on which most runs of an arm lose the burned tissue to the knife; None without."""
    said = arm.statement
    if said.debridement in ("full", "tangential") and said.debridement_day is not None:
        return float(said.debridement_day)
    return next((day for day, share in operations_of(result, arm) if share > 0.5), None)


def _profile(result: Shown, arm: ArmView) -> Profile | None:
    """Particles by depth on the day that most of them are in the tissue; None without any."""
    arrays = result.arrays
    if "tissue_concentration" not in arrays.observables or not arm.active:
        return None
    by_day = np.nan_to_num(arrays.of("tissue_concentration", arm.name).astype(np.float64))
    centres = arrays.labels("depth_mm")
    faces = _faces(centres)
    amount = np.diff(faces) @ by_day
    if not amount.size or by_day.max() < _LEAST_PER_ML:
        return None
    peak = int(amount.argmax())
    day = float(arrays.labels("day")[peak])
    return Profile(arm.name, arm.style, faces, by_day[:, peak], day)


def _faces(centres: np.ndarray) -> np.ndarray:
    """Faces of the layers: the default ones if there are as many, else half-way."""
    known = np.array(default_faces())
    if len(known) == len(centres) + 1:
        return known
    middle = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[0.0], middle, [2 * centres[-1] - middle[-1]]])
