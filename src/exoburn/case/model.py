"""The whole case: who, what happened, what would be done, and how to run it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from exoburn.case.arm import Arm
from exoburn.case.base import AsTuple, Statement, Text, refuse
from exoburn.case.burn import Burn, FirstAid
from exoburn.case.notes import notes_of
from exoburn.case.patient import Patient
from exoburn.case.policy import Policy, PolicyStatement, Run
from exoburn.case.product import Product
from exoburn.case.regimen import UNITS
from exoburn.case.scar import Scar
from exoburn.case.schedule import plain

#: How the name of the computed vehicle arm of an arm ends.
VEHICLE = " (vehicle)"


class Case(Statement):
    """A case file as one object; read it with `load_case`.

    Exactly one of `burn` and `scar`. The first arm is the baseline. `product` is the lot of every
    vesicle arm that does not name one of `products`.

    >>> case = Case.model_validate({
    ...     "title": "Scald", "patient": {"age_years": 35},
    ...     "burn": {"cause": "scald", "depth": "deep_partial",
    ...              "wounds": [{"site": "hand_dorsum", "area_cm2": 90}]},
    ...     "arms": [{"name": "Standard care"}]})
    >>> case.arms[0].kind, case.arms[0].dressing, case.is_scar
    ('standard', 'silver_hydrofibre', False)
    """

    schema_version: Literal[1] = 1
    title: Text = "untitled case"
    patient: Patient
    burn: Burn | None = None
    scar: Scar | None = None
    arms: Annotated[tuple[Arm, ...], AsTuple] = Field(min_length=1, max_length=20)
    product: Product | None = None
    products: dict[Text, Product] = Field(default_factory=dict)
    policy: PolicyStatement = Policy()
    run: Run = Run()

    @property
    def is_scar(self) -> bool:
        """True for an old scar, False for a burn."""
        return self.scar is not None

    @property
    def notes(self) -> tuple[str, ...]:
        """What was assumed because the case does not say it, one sentence each."""
        return notes_of(self)

    def policy_of(self, arm: Arm) -> Policy:
        """The policy of care in this arm."""
        return self.policy.changed_by(arm.policy)

    def first_aid_of(self, arm: Arm) -> FirstAid | None:
        """The first aid in this arm: its own, or that of the burn."""
        if arm.first_aid is not None or self.burn is None:
            return arm.first_aid
        return self.burn.first_aid

    def lot_of(self, arm: Arm) -> Product | None:
        """The lot that this arm's vesicles come from; None if it gives no vesicles.

        A vesicle arm without any statement of a lot gets an empty one: everything about it is
        unknown, and `notes` says so.
        """
        if not any(regimen.product_class == "vesicle" for regimen in arm.regimens):
            return None
        if arm.product is not None:
            return self.products[arm.product]
        return self.product if self.product is not None else Product()

    def resolved(self) -> dict[str, Any]:
        """The case with every default written out, as plain data that reads back to the same case.

        >>> case = Case.model_validate({"patient": {"age_years": 4}, "arms": [{"name": "Laser",
        ...     "laser": "pdl", "laser_days": [0]}],
        ...     "scar": {"months": 18, "vss": 9, "site": "forearm", "area_cm2": 40}})
        >>> case.resolved()["run"]["draws"], Case.model_validate(case.resolved()) == case
        (200, True)
        """
        data = self.model_dump(mode="json", exclude_none=True)
        for stated, arm in zip(data["arms"], self.arms, strict=True):
            if arm.policy is not None:
                stated["policy"] = self.policy_of(arm).model_dump(mode="json")
        return data

    @model_validator(mode="before")
    @classmethod
    def _scars_wear_no_dressing(cls, data: Any) -> Any:
        """An arm of a scar case without a dressing has none: the skin is closed."""
        if not isinstance(data, dict) or data.get("scar") is None:
            return data
        arms = data.get("arms")
        if not isinstance(arms, list | tuple):
            return data
        bare = [{"dressing": "none", **arm} if isinstance(arm, dict) else arm for arm in arms]
        return {**data, "arms": bare}

    @model_validator(mode="after")
    def _is_a_burn_or_a_scar(self) -> Case:
        if self.burn is None and self.scar is None:
            raise refuse("is missing", key="burn", allowed="[burn], or [scar] for an old scar")
        if self.burn is not None and self.scar is not None:
            raise refuse(
                "a case is a burn or an old scar", key="scar", allowed="one of [burn] and [scar]"
            )
        if self.scar is None:
            return self
        for i, arm in enumerate(self.arms):
            for key, resting in (("dressing", "none"), ("debridement", "none"), ("graft", "none")):
                if getattr(arm, key) != resting:
                    raise refuse(
                        "belongs to an open wound, and an old scar is closed",
                        key=f"arms[{i}].{key}",
                        given=getattr(arm, key),
                        allowed=[resting],
                    )
        return self

    @model_validator(mode="after")
    def _totals_fit_the_wounds(self) -> Case:
        """A dose that is stated as a total keeps the limit per cm2 of the wounds too."""
        wounds = self.burn.wounds if self.burn is not None else ()
        area = self.scar.area_cm2 if self.scar is not None else sum(w.area_cm2 for w in wounds)
        _, most, why = UNITS["particles/cm2"]
        for i, arm in enumerate(self.arms):
            for j, regimen in enumerate(arm.regimens):
                if regimen.unit == "particles" and regimen.amount > most * area:
                    raise refuse(
                        "is more than the wounds of this case can hold",
                        key=f"arms[{i}].products[{j}]",
                        given=arm.products[j],
                        allowed=f"at most {plain(float(f'{most * area:.3g}'))} particles, "
                        f"{plain(most)} per cm2; with more than that, {why}",
                    )
        return self

    @model_validator(mode="after")
    def _arms_agree_with_the_case(self) -> Case:
        names = [arm.name for arm in self.arms]
        self.policy.check()
        for i, arm in enumerate(self.arms):
            if names.index(arm.name) != i:
                raise refuse(
                    "two arms have the same name",
                    key=f"arms[{i}].name",
                    given=arm.name,
                    allowed="a name that no other arm has",
                )
            if arm.name.endswith(VEHICLE):
                raise refuse(
                    "is what results call the vehicle arm that is computed behind an arm",
                    key=f"arms[{i}].name",
                    given=arm.name,
                    allowed=f"a name that does not end in {VEHICLE!r}",
                )
            self.policy_of(arm).check(f"arms[{i}].policy")
            if arm.product is not None and arm.product not in self.products:
                raise refuse(
                    "no such lot in [products]",
                    key=f"arms[{i}].product",
                    given=arm.product,
                    allowed=list(self.products) or "a name under [products], such as [products.a]",
                )
        return self
