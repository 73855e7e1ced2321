"""For every rule of rules.csv, facts that make it fire and facts that do not."""

from __future__ import annotations

from typing import Any

Facts = dict[str, Any]

_SSD: Facts = {"dressings": ("silver_sulfadiazine", "silver_foam")}
_EXP: Facts = {"experimental": True}
_VES: Facts = {"gives_vesicles": True, "experimental": True}

_ILL = (
    "diabetes", "immunosuppressed", "renal_failure", "malignancy", "malnutrition", "coagulopathy",
    "other_trauma", "uncontrolled_pain",
)  # fmt: skip


def _yes_no(key: str, base: Facts) -> tuple[Facts, Facts]:
    return base | {key: True}, base | {key: False}


# rule id -> (facts that fire it, facts that do not)
CASES: dict[str, tuple[Facts, Facts]] = {
    "systemic_not_modelled": (
        {"tbsa_percent": 25, "inhalation": False},
        {"tbsa_percent": 20, "inhalation": False},
    ),
    "course_not_modelled": ({"cause": "radiation"}, {"cause": "flame"}),
    "full_thickness": (
        {"depths": ("deep_partial", "full_thickness")},
        {"depths": ("deep_partial",)},
    ),
    "inhalation": ({"inhalation": True}, {"inhalation": False}),
    "circumferential_deep": (
        {"circumferential": True, "depths": ("deep_partial",)},
        {"circumferential": True, "depths": ("superficial_partial",)},
    ),
    "eye": ({"marks": ("face", "eye")}, {"marks": ("face",)}),
    "chemical_electrical": ({"cause": "electrical"}, {"cause": "scald"}),
    "electrical_deep": ({"cause": "electrical"}, {"cause": "chemical"}),
    "chemical_irrigation": ({"cause": "chemical"}, {"cause": "electrical"}),
    "hydrofluoric_acid": ({"cause": "chemical"}, {"cause": "contact"}),
    "radiation_burn": ({"cause": "radiation"}, {"cause": "flash"}),
    "tbsa_partial_10": ({"tbsa_percent": 10}, {"tbsa_percent": 9.9}),
    "special_site_deep": ({"deep_marks": ("hand",)}, {"deep_marks": ()}),
    "perineum": ({"marks": ("perineum",)}, {"marks": ("joint",)}),
    "child": ({"age_years": 14}, {"age_years": 15, "weight_kg": 50}),
    "non_accidental": (
        {"cause": "contact", "age_years": 17, "open_wound": True},
        {"cause": "contact", "age_years": 18, "open_wound": True},
    ),
    "toxic_shock": (
        {"age_years": 9, "open_wound": True},
        {"age_years": 10, "open_wound": True},
    ),
    "pregnant": ({"pregnant": True}, {"pregnant": False}),
    "comorbidity": (
        {"diabetes": True},
        dict.fromkeys(_ILL, False),
    ),
    "unlikely_by_day_21": (
        {"forecast_t95_days": 22, "healed": False},
        {"forecast_t95_days": 21, "healed": False},
    ),
    "partial_any_depth": (
        {"tbsa_percent": 2, "depths": ("deep_partial",)},
        {"tbsa_percent": 2, "depths": ("superficial",)},
    ),
    "infected_wound": _yes_no("infected", {}),
    "tetanus": ({"tetanus_up_to_date": False}, {"tetanus_up_to_date": True}),
    "no_surgery_full": (
        {"no_surgery": True, "depths": ("full_thickness",)},
        {"no_surgery": True, "depths": ("deep_partial",)},
    ),
    "ssd_sulfa": _yes_no("sulfa_allergy", _SSD),
    "ssd_g6pd": _yes_no("g6pd_deficiency", _SSD),
    "ssd_pregnancy": _yes_no("pregnant", _SSD),
    "ssd_newborn": (_SSD | {"age_years": 0.1}, _SSD | {"age_years": 0.5}),
    "ssd_breastfeeding": _yes_no("breastfeeding", _SSD),
    "ssd_kidney": _yes_no("renal_failure", _SSD),
    "ssd_eye": (_SSD | {"marks": ("eye",)}, {"dressings": ("silver_foam",), "marks": ("eye",)}),
    "ssd_enzymes": _yes_no("silver_with_enzymes", {}),
    "sirs": _yes_no("sirs_or_sepsis", {}),
    "ventilated": (
        {"on_dialysis": True},
        {"on_dialysis": False, "ventilated": False},
    ),
    "cardiac": _yes_no("cardiac_disease", _EXP),
    "no_trial_number": (_VES | {"trial_number": ""}, _VES | {"trial_number": "stated"}),
    "injected_outside_trial": (
        _VES | {"trial_number": "", "injected": True},
        _VES | {"trial_number": "", "injected": False},
    ),
    "cosmetic_open_wound": (
        _VES | {"cosmetic_grade": True, "open_wound": True},
        _VES | {"cosmetic_grade": True, "open_wound": False, "needled": False},
    ),
    "not_sterile": (_EXP | {"sterility": "untested"}, _EXP | {"sterility": "gmp"}),
    "infected_experimental": _yes_no("infected", _EXP),
    "tbsa_over_20": (_EXP | {"tbsa_percent": 20}, {"experimental": False, "tbsa_percent": 20}),
    "tbsa_over_10": (_EXP | {"tbsa_percent": 11}, _EXP | {"tbsa_percent": 10}),
    "area_cap": (
        _EXP | {"open_area_cm2": 700},
        _EXP | {"open_area_cm2": 600, "largest_wound_percent": 4},
    ),
    "late_vesicles": (
        {"open_wound": True, "first_vesicle_day": 3},
        {"open_wound": True, "first_vesicle_day": 2},
    ),
    "late_cells": (
        {"open_wound": True, "first_cell_day": 8},
        {"open_wound": True, "first_cell_day": 7},
    ),
    "superficial": (
        _EXP | {"open_wound": True, "deepest": "superficial"},
        _EXP | {"open_wound": True, "deepest": "deep_partial", "forecast_t95_days": 25},
    ),
    "pregnant_experimental": (
        _EXP | {"breastfeeding": True},
        _EXP | {"breastfeeding": False, "pregnant": False},
    ),
    "malignancy": _yes_no("malignancy", _EXP),
    "immunosuppressed": _yes_no("immunosuppressed", _EXP),
    "autoimmune": _yes_no("autoimmune", _EXP),
    "coagulopathy": _yes_no("coagulopathy", _EXP),
    "hba1c": (_EXP | {"hba1c_percent": 8.1}, _EXP | {"hba1c_percent": 8.0}),
    "smoker": _yes_no("smoker", _EXP),
    "vehicle_allergy": _yes_no("vehicle_allergy", _EXP),
    "renal": _yes_no("renal_failure", _EXP),
    "malnutrition": _yes_no("malnutrition", _EXP),
    "other_trial": _yes_no("other_trial", _EXP),
    "fingers": (_EXP | {"sites": ("finger",)}, _EXP | {"sites": ("palm",)}),
    "consent": _yes_no("no_consent", _EXP),
    "after_treatment": _yes_no("infection_signs_after_treatment", {}),
    "scar_young": ({"scar_months": 11}, {"scar_months": 12}),
    "scar_defer": (
        {"skin_treated": True, "keloid_history": True},
        {"skin_treated": False, "keloid_history": True},
    ),
    "scar_dark_skin": ({"laser": True, "skin_tone": 7}, {"laser": True, "skin_tone": 6}),
    "scar_outside_trial": (
        _VES | {"skin_treated": True, "open_wound": False, "trial_number": ""},
        _VES | {"skin_treated": True, "open_wound": False, "trial_number": "stated"},
    ),
    "stalled": (
        {"day_assessed": 30, "open_wound": True},
        {"day_assessed": 29, "open_wound": True},
    ),
    "chronic_diabetes": (
        {"day_assessed": 40, "diabetes": True},
        {"day_assessed": 40, "diabetes": False},
    ),
    "scar_joint": (
        {"marks": ("hand", "joint"), "scar_months": 18},
        {"marks": ("hand",), "scar_months": 18},
    ),
    "chronic_vesicles": (
        {"day_assessed": 30, "open_wound": True, "gives_vesicles": True},
        {"day_assessed": 29, "open_wound": True, "gives_vesicles": True},
    ),
}
