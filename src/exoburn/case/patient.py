"""[patient]: the person, as far as the model or a rule asks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from exoburn.case.base import Answer, Count, Number, Statement, Texts, refuse


class Patient(Statement):
    """Age and what else is known of the person; what is not stated stays None.

    Age, diabetes and smoking change healing (model section 5). `skin_tone` (1-10, light to dark)
    is recorded for the reader of redness scores and never changes healing. The rest serves the
    eligibility rules, which tell "no" apart from "not stated". `inpatient` left out is decided
    from the burned body surface by whoever needs it.

    >>> Patient(age_years=35, sex="female").diabetes is None
    True
    """

    age_years: Number = Field(ge=0, le=110)
    sex: Literal["female", "male", "other", "unspecified"] = "unspecified"
    weight_kg: Number | None = Field(default=None, ge=0.4, le=400)
    height_cm: Number | None = Field(default=None, ge=20, le=260)
    diabetes: Answer = None
    hba1c_percent: Number | None = Field(default=None, ge=3, le=20)
    smoker: Answer = None
    pregnant: Answer = None
    breastfeeding: Answer = None
    immunosuppressed: Answer = None
    malignancy: Answer = None
    autoimmune: Answer = None
    coagulopathy: Answer = None
    renal_failure: Answer = None
    malnutrition: Answer = None
    tetanus_up_to_date: Answer = None
    sulfa_allergy: Answer = None
    g6pd_deficiency: Answer = None
    keloid_history: Answer = None
    allergies: Texts = ()
    inpatient: Answer = None
    skin_tone: Count | None = Field(default=None, ge=1, le=10)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Patient:
        if self.sex == "male":
            for key in ("pregnant", "breastfeeding"):
                if getattr(self, key):
                    raise refuse(
                        'does not go with sex = "male"', key=key, given=True, allowed="false"
                    )
        return self
