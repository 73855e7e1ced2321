"""A story as a file tells it: who, what burn, what was done, what came of it, and who tells it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, StrictBool, model_validator

from exoburn.case.arm import Arm
from exoburn.case.base import Count, Number, Statement, Text, refuse
from exoburn.case.burn import Burn
from exoburn.case.patient import Patient
from exoburn.case.policy import Policy, PolicyStatement
from exoburn.case.product import Product
from exoburn.data import table

#: the words of a case file, then those of `story_depths`
ToldDepth = Literal[
    "superficial", "superficial_partial", "deep_partial", "full_thickness",
    "second_degree", "third_degree",
]
Kind = Literal["healed", "scar_reduction_percent", "vss", "pain", "no_infection"]
_LIMITS = ("at_least", "at_most", "without_graft", "against")


class ToldBurn(Burn):
    """The burn of a story: as in a case file, and the depth may be a plain word.

    >>> ToldBurn.model_validate({"cause": "scald", "depth": "second_degree",
    ...     "wounds": [{"site": "hand_dorsum", "area_cm2": 60}]}).depth
    'second_degree'
    """

    depth: ToldDepth | None = None  # type: ignore[assignment]


class Told(Statement):
    """What happened, by `day` after the burn, at least as good as the story says.

    healed: 95 % closed by the day (`without_graft`: and never grafted). scar_reduction_percent:
    the scar score is `at_least` that many percent below the worst score read before
    (`against = "own_worst"`) or below the mean scar of standard care on that day
    (`"average_scar"`). vss and pain: `at_most` that score on the day. no_infection: none by the
    day.

    >>> Told(kind="healed", day=42, without_graft=True).kind
    'healed'
    """

    kind: Kind
    day: Number = Field(ge=1, le=3000)
    at_least: Number | None = Field(default=None, gt=0, le=100)
    at_most: Number | None = Field(default=None, ge=0, le=13)
    without_graft: StrictBool = False
    against: Literal["own_worst", "average_scar"] = "own_worst"

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Told:
        row = next(row for row in table("story_kinds") if row["kind"] == self.kind)
        needs, may = row["needs"].split(";"), row["may_have"].split(";")
        for key in needs:
            if getattr(self, key) is None:
                raise refuse("is missing", key=key, allowed=f"a number, for kind = {self.kind!r}")
        for key in _LIMITS:
            if key in self.model_fields_set and key not in needs + may:
                raise refuse(f"does not go with kind {self.kind}", key=key,
                             given=getattr(self, key),
                             allowed=[k for k in needs + may if k])  # fmt: skip
        if row["limits"]:
            low, high = (float(end) for end in row["limits"].split(";"))
            value = self.at_least if "at_least" in needs else self.at_most
            if value is not None and not low <= value <= high:
                raise refuse("out of range", key="at_most" if "at_most" in needs else "at_least",
                             given=value, allowed=f"{low:g} to {high:g}")  # fmt: skip
        return self


class Telling(Statement):
    """How the story reached us: `stories` told successes (and `failures_told` told failures).

    `tell_success` and `tell_failure` are the chances that a success and a failure are told at all;
    `treated` is how many were treated in all, if anybody knows. The default is what a sales page
    does: successes are told, failures never, and nobody counts the treated.

    >>> Telling().tell_failure, Telling(stories=3).treated is None
    (0.0, True)
    """

    stories: Count = Field(default=1, ge=1, le=1000)
    failures_told: Count = Field(default=0, ge=0, le=1000)
    tell_success: Number = Field(default=1.0, gt=0, le=1)
    tell_failure: Number = Field(default=0.0, ge=0, le=1)
    treated: Count | None = Field(default=None, ge=1, le=1_000_000)

    @model_validator(mode="after")
    def _adds_up(self) -> Telling:
        told = self.stories + self.failures_told
        if self.treated is not None and self.treated < told:
            raise refuse("is fewer than the stories told", key="treated", given=self.treated,
                         allowed=f"at least {told}")  # fmt: skip
        if self.failures_told and not self.tell_failure:
            raise refuse("failures were told, and none is ever told", key="tell_failure",
                         given=self.tell_failure, allowed="above 0 and at most 1")  # fmt: skip
        return self


class Story(Statement):
    """A whole story file; read it with `load_story`.

    `treatment` and `standard` are arms as in a case file; without `standard` it is the usual
    dressing with the same surgery. `policy` is the same in both.
    """

    schema_version: Literal[1] = 1
    title: Text = "untitled story"
    patient: Patient
    burn: ToldBurn
    treatment: Arm
    standard: Arm | None = None
    product: Product | None = None
    policy: PolicyStatement = Policy()
    outcome: Told
    telling: Telling = Telling()

    @model_validator(mode="before")
    @classmethod
    def _arms_have_names(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        named = dict(data)
        for key, name in (("treatment", "With the product"), ("standard", "Standard care")):
            if isinstance(named.get(key), dict):
                named[key] = {"name": name, **named[key]}
        return named

    @model_validator(mode="after")
    def _gives_vesicles(self) -> Story:
        given = [r for r in self.treatment.regimens if r.amount > 0]
        if not any(r.product_class == "vesicle" for r in given):
            raise refuse("gives no vesicles, and the question is what they did",
                         key="treatment.products", given=list(self.treatment.products) or None,
                         allowed='a list such as ["1e10 particles/cm2 in hydrogel, topical, '
                         'every 3 days x 4 from day 1"]')  # fmt: skip
        if self.standard is not None and self.standard.products:
            raise refuse("standard care has no product", key="standard.products",
                         given=list(self.standard.products), allowed="none")  # fmt: skip
        return self
