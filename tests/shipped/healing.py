"""Cohorts and resting skin under the ensemble that ships, printed as one JSON object."""

import json

import numpy as np

from exoburn.data import Ensemble, parameters, shipped
from exoburn.infer.predict import predict
from exoburn.infer.target import target_of
from exoburn.wound import healing_system, healthy_state

EACH = 8


def every(ensemble: Ensemble, step: int) -> Ensemble:
    """Some of the members, structures kept in turn."""
    keep = [i for i in range(ensemble.members) if (i // 4) % step == 0]
    return Ensemble("some", {k: v[keep] for k, v in ensemble.values.items()}, ensemble.prior)


def ask(**cells: str) -> list[float]:
    """Median, 5th and 95th percentile over members of a number of a cohort."""
    base = {"id": "a", "study": "s", "source": "x", "value": "20", "observable": "time_to_heal",
            "visits_every_days": "0.5"}
    found = predict([target_of(base | cells)], SOME, acting=True).value[:, 0]
    return [float(np.nanpercentile(found, q)) for q in (50, 5, 95)]


WHOLE = shipped()
assert WHOLE is not None
SOME = every(WHOLE, EACH)
names = list(healing_system().states)


def skin(values: dict[str, float]) -> dict[str, float]:
    rest = healthy_state(values)
    return {name: float(rest[names.index(name)]) for name in ("V", "O", "F")} | {
        "C": float(rest[names.index("C1")] + rest[names.index("C3")])}


central = parameters().values_by_id
print(json.dumps({
    "tag": parameters().tag, "members": WHOLE.members,
    "superficial": ask(depth="superficial_partial"),
    "superficial_sd": ask(depth="superficial_partial", statistic="sd"),
    "superficial_day7": ask(depth="superficial_partial", observable="epithelialised_percent",
                            day="7"),
    "deep_hydrofibre": ask(depth="deep_partial"),
    "deep_ssd": ask(depth="deep_partial", dressing="silver_sulfadiazine"),
    "deep_sd": ask(depth="deep_partial", statistic="sd"),
    "full_day60": ask(depth="full_thickness", area_cm2="50", observable="healed_percent",
                      statistic="percent", day="60"),
    "old": ask(depth="deep_partial", age_years="70"),
    "diabetic": ask(depth="deep_partial", diabetes="yes"),
    "graft_day42": ask(depth="full_thickness", graft="full_thickness", graft_day="14",
                       observable="wound_size_percent", day="42"),
    "first_aid": ask(depth="mixed", observable="grafted_percent", statistic="ratio",
                     first_aid="yes", versus_first_aid="no"),
    "gel_gain": ask(depth="0.65", statistic="difference", versus_products="none",
                    products="3e11 particles/cm2 in hydrogel, topical, every 3 days x 3 from day 1"),
    "injected_gain": ask(depth="0.65", statistic="difference", versus_products="none",
                         products="3e11 particles/cm2 in saline, injected, every 3 days x 3 "
                                  "from day 1"),
    "skin": skin(central),
    "skin_of_members": [skin(central | {k: float(v[m]) for k, v in WHOLE.values.items()
                                        if k in central})
                        for m in range(0, WHOLE.members, 30)],
}))
