"""The named facts that rules ask for, drawn from a case and what was computed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exoburn.case.arm import Arm
from exoburn.case.model import Case
from exoburn.case.patient import Patient
from exoburn.data import table

# every fact a rule may name, with the words a reader knows it by
FACTS: dict[str, str] = {
    "age_years": "age",
    "sex": "sex",
    "weight_kg": "weight",
    "diabetes": "diabetes",
    "hba1c_percent": "HbA1c",
    "smoker": "smoking",
    "pregnant": "pregnancy",
    "breastfeeding": "breastfeeding",
    "immunosuppressed": "immune suppression",
    "malignancy": "malignancy",
    "autoimmune": "autoimmune disease",
    "coagulopathy": "bleeding disorder",
    "renal_failure": "kidney failure",
    "malnutrition": "malnutrition",
    "tetanus_up_to_date": "tetanus cover",
    "sulfa_allergy": "sulfonamide allergy",
    "g6pd_deficiency": "G6PD deficiency",
    "keloid_history": "earlier keloid",
    "skin_tone": "skin tone",
    "vehicle_allergy": "allergies",
    "cause": "cause",
    "day_assessed": "day of assessment",
    "tbsa_percent": "burned body surface",
    "inhalation": "inhalation injury",
    "circumferential": "circumferential burn",
    "infected": "infection of the wound",
    "depths": "depth",
    "deepest": "depth",
    "sites": "site",
    "marks": "site",
    "deep_marks": "depth by site",
    "deep_regions": "depth by site",
    "open_wound": "open wound",
    "open_area_cm2": "wound area",
    "largest_wound_percent": "share of the body in the largest wound",
    "forecast_t95_days": "forecast of healing",
    "healed": "healed",
    "scar_months": "age of the scar",
    "keloid": "keloid",
    "dressings": "dressing",
    "silver_with_enzymes": "dressing and debridement",
    "laser": "laser",
    "needled": "needling",
    "injected": "injection",
    "skin_treated": "laser or needling",
    "experimental": "experimental product",
    "gives_vesicles": "vesicle product",
    "first_vesicle_day": "first day of vesicles",
    "first_cell_day": "first day of cells",
    "trial_number": "trial number",
    "cosmetic_grade": "grade of the product (cosmetic or medicinal)",
    "sterility": "sterility of the lot",
    "no_surgery": "no surgery",
    # not part of a case file: judged only where a caller states them
    "sirs_or_sepsis": "sepsis",
    "ventilated": "ventilation",
    "on_dialysis": "dialysis",
    "cardiac_disease": "heart disease",
    "other_trauma": "other trauma",
    "uncontrolled_pain": "uncontrolled pain",
    "other_trial": "another trial",
    "no_consent": "consent",
    "infection_signs_after_treatment": "signs of infection after treatment",
    "recent_isotretinoin": "isotretinoin within 6 months",
    "photosensitiser": "photosensitising drug",
}

_DEPTHS = ("none", "superficial", "superficial_partial", "deep_partial", "full_thickness")
_PATIENT = [key for key in FACTS if key in Patient.model_fields]
# stems of what vehicles are made of, and of where that comes from
_VEHICLE_STEMS = (
    "gelatin", "hyaluron", "alginate", "porcine", "pork", "bovine", "chitosan", "shellfish",
    "fibrin", "silk", "poloxamer", "pluronic",
)  # fmt: skip


def facts_of(
    case: Case,
    *,
    tbsa_percent: float | None = None,
    depth_classes: Sequence[str] = (),
    largest_wound_percent: float | None = None,
    forecast_t95_days: float | None = None,
    more: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """Facts of a case; None or absent means not stated.

    `depth_classes` holds one class a wound, as the injury room assessed them; without it the
    classes that the case states are used. `tbsa_percent` is the whole burned surface,
    `largest_wound_percent` that of the largest wound, `forecast_t95_days` the median time to 95 %
    coverage in the first arm. `more` adds or replaces facts by name.

    >>> case = Case.model_validate({"patient": {"age_years": 2}, "arms": [{"name": "Care"}],
    ...     "burn": {"cause": "scald", "depth": "deep_partial",
    ...              "wounds": [{"site": "palm", "area_cm2": 20}]}})
    >>> facts = facts_of(case, tbsa_percent=0.5)
    >>> facts["deepest"], facts["deep_marks"], facts["experimental"]
    ('deep_partial', ('hand', 'joint'), False)
    """
    facts: dict[str, object] = {key: getattr(case.patient, key) for key in _PATIENT}
    facts["vehicle_allergy"] = _vehicle_allergy(case.patient.allergies)
    facts["tbsa_percent"] = tbsa_percent
    facts["largest_wound_percent"] = largest_wound_percent
    facts["forecast_t95_days"] = forecast_t95_days
    facts |= _of_the_skin(case, tuple(depth_classes)) | _of_the_arms(case) | _of_the_lots(case)
    return facts | dict(more or {})


def _vehicle_allergy(allergies: Sequence[str]) -> bool | None:
    if not allergies:
        return None
    return any(stem in allergy.lower() for allergy in allergies for stem in _VEHICLE_STEMS)


def _of_the_skin(case: Case, depth_classes: tuple[str, ...]) -> dict[str, object]:
    if case.scar is not None:
        return {
            "scar_months": case.scar.months,
            "keloid": case.scar.keloid,
            "sites": (case.scar.site,),
            "marks": marks_of([case.scar.site]),
            "open_wound": False,
            "healed": True,
        }
    burn = case.burn
    assert burn is not None
    depths = depth_classes or tuple(wound.depth or burn.depth for wound in burn.wounds)
    known = [depth for depth in depths if depth is not None]
    deep = [
        wound.site
        for wound, depth in zip(burn.wounds, depths, strict=True)
        if depth in ("deep_partial", "full_thickness")
    ]
    areas = [wound.area_cm2 for wound in burn.wounds]
    return {
        "cause": burn.cause,
        "day_assessed": burn.day_assessed,
        "inhalation": burn.inhalation,
        "circumferential": burn.circumferential,
        "infected": burn.infected,
        "depths": tuple(dict.fromkeys(known)) if len(known) == len(depths) else None,
        "deepest": max(known, key=_DEPTHS.index) if len(known) == len(depths) else None,
        "sites": tuple(dict.fromkeys(wound.site for wound in burn.wounds)),
        "marks": marks_of([wound.site for wound in burn.wounds]),
        "deep_marks": marks_of(deep) if len(known) == len(depths) else None,
        "deep_regions": regions_of(deep) if len(known) == len(depths) else None,
        "open_wound": True,
        "open_area_cm2": sum(areas),
        "healed": False,
    }


def marks_of(sites: Sequence[str]) -> tuple[str, ...]:
    """What is special about these sites: face, eye, hand, foot, perineum, genitalia, joint.

    >>> marks_of(["palm", "leg"])
    ('hand', 'joint')
    """
    marks = {row["id"]: row["marks"].split(";") for row in table("sites")}
    return tuple(dict.fromkeys(mark for site in sites for mark in marks[site] if mark))


def regions_of(sites: Sequence[str]) -> tuple[str, ...]:
    """Regions of the Lund-Browder table that these sites lie in.

    >>> regions_of(["palm", "finger", "knee"])
    ('hand', 'lower leg')
    """
    regions = {row["id"]: row["region"] for row in table("sites")}
    return tuple(dict.fromkeys(regions[site] for site in sites if regions[site]))


def _of_the_arms(case: Case) -> dict[str, object]:
    given = [(arm, r) for arm in case.arms for r in arm.regimens if r.amount > 0]
    vesicles = [r for _, r in given if r.product_class == "vesicle"]
    cells = [r for _, r in given if r.product_class == "msc"]
    laser = any(arm.laser != "none" for arm in case.arms)
    needled = any(r.route in ("microneedle", "dissolving_needle") or r.injected for _, r in given)
    return {
        "dressings": tuple(dict.fromkeys(arm.dressing for arm in case.arms)),
        "silver_with_enzymes": any(_silver_with_enzymes(arm) for arm in case.arms),
        "no_surgery": any(arm.no_surgery for arm in case.arms),
        "laser": laser,
        "needled": needled or (laser and bool(vesicles)),
        "skin_treated": laser or needled,
        "injected": any(r.injected for r in vesicles),
        "gives_vesicles": bool(vesicles),
        "experimental": bool(vesicles or cells),
        "first_vesicle_day": min((r.days[0] for r in vesicles), default=None),
        "first_cell_day": min((r.days[0] for r in cells), default=None),
    }


def _silver_with_enzymes(arm: Arm) -> bool:
    return arm.dressing == "silver_sulfadiazine" and arm.debridement == "enzymatic"


def _of_the_lots(case: Case) -> dict[str, object]:
    """The least reassuring of the lots that the arms draw on."""
    lots = [lot for arm in case.arms if (lot := case.lot_of(arm)) is not None]
    if not lots:
        return {}
    grades = [lot.cosmetic_grade for lot in lots]
    sterility = [lot.sterility for lot in lots]
    worst = next((w for w in ("failed", "untested") if w in sterility), None)
    return {
        "trial_number": "" if any(lot.trial_number is None for lot in lots) else "stated",
        "cosmetic_grade": True if True in grades else (None if None in grades else False),
        "sterility": worst or (None if "unknown" in sterility else sterility[0]),
    }
