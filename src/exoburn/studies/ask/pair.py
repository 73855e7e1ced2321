"""Which two arms an answer sets side by side; a made-up gel where a case has no product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exoburn.case import Case, with_run
from exoburn.data import table

_MADE_UP = "Made-up gel"


@dataclass(frozen=True)
class Pair:
    """The case that is run: two arms, no surgery by policy; `with_policy` runs the first with it.

    `base` and `product` are names of arms; `made_up` is True where the product was added by us.
    """

    case: Case
    base: str
    product: str
    made_up: bool
    with_policy: Case | None

    @property
    def words(self) -> tuple[str, str]:
        """Names of both arms as a sentence quotes them."""
        return f"\u201c{self.base}\u201d", f"\u201c{self.product}\u201d"


def pair_of(case: Case, *, draws: int, days: int) -> Pair:
    """The first arm with vesicles beside the same care without them.

    Where no arm has the same care, it is written anew from the product's arm; where no arm gives
    vesicles, a made-up gel is added to the first arm's care. Other care (a laser, a graft, a
    dressing) would pass for an effect of the product.

    >>> from exoburn.case import read_case
    >>> case = read_case('''patient.age_years = 2
    ... arms = [{name = "Care"}]
    ... burn = {cause = "scald", depth = "deep_partial", wounds = [
    ...     {site = "chest", area_cm2 = 50}]}''')
    >>> pair = pair_of(case, draws=20, days=60)
    >>> pair.base, pair.product, pair.made_up
    ('Care', 'Made-up gel', True)
    """
    data = with_run(case, draws=draws, days=days).resolved()
    gives = [any(r.product_class == "vesicle" and r.amount > 0 for r in arm.regimens)
             for arm in case.arms]  # fmt: skip
    made_up = not any(gives)
    arms = [_quiet(arm) for arm in data["arms"]]
    if made_up:
        base, product = arms[0], _made_up(case, arms[0])
    else:
        product = arms[gives.index(True)]
        same = (arm for arm, yes in zip(arms, gives, strict=True)
                if not yes and _care(arm) == _care(product))  # fmt: skip
        base = next(same, None) or _without(case, product)
    chosen = data | {"arms": [base, product]}
    operated = None
    if not case.is_scar:
        chosen["policy"] = data["policy"] | {"name": "conservative"}
        by_policy = base.get("graft", "none") == "none" and not base.get("no_surgery")
        if case.policy.operates and by_policy:
            operated = Case.model_validate(data | {"arms": [base]})
    return Pair(Case.model_validate(chosen), base["name"], product["name"], made_up, operated)


def _care(arm: dict[str, Any]) -> dict[str, Any]:
    """What an arm is beside its product: dressing, surgery, laser and the rest."""
    apart = ("name", "kind", "products", "product")
    return {key: value for key, value in arm.items() if key not in apart}


def _without(case: Case, arm: dict[str, Any]) -> dict[str, Any]:
    """The product's arm with every vesicle taken out."""
    stated = next(one for one in case.arms if one.name == arm["name"])
    left = [text for text, regimen in zip(stated.products, stated.regimens, strict=True)
            if regimen.product_class != "vesicle"]  # fmt: skip
    return _care(arm) | {"name": _free(case, "The same care without it"), "products": left}


def _quiet(arm: dict[str, Any]) -> dict[str, Any]:
    """The arm under the case's policy, not one of its own."""
    return {key: value for key, value in arm.items() if key != "policy"}


def _made_up(case: Case, base: dict[str, Any]) -> dict[str, Any]:
    """The same care with a gel of vesicles, as in the starting case."""
    kind = "scar" if case.is_scar else "burn"
    sentence = next(row["regimen"] for row in table("ask_products") if row["kind"] == kind)
    products = [*base.get("products", ()), sentence]
    return _care(base) | {"name": _free(case, _MADE_UP), "products": products}


def _free(case: Case, name: str) -> str:
    """The name, or the name with a number where an arm has it already."""
    taken = {arm.name for arm in case.arms}
    return next(n for n in (name, *(f"{name} {i}" for i in range(2, 99))) if n not in taken)
