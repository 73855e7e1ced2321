"""Cohorts and resting skin under the ensemble that ships, printed as one JSON object."""

import json

import numpy as np

from exoburn.data import Ensemble, parameters, shipped
from exoburn.infer.predict import predict
from exoburn.infer.target import target_of
from exoburn.wound import healing_system, healthy_state

EACH = 8
NAMES = list(healing_system().states)


def every(ensemble: Ensemble, step: int) -> Ensemble:
    """Some of the members, structures kept in turn."""
    keep = [i for i in range(ensemble.members) if (i // 4) % step == 0]
    return Ensemble("some", {k: v[keep] for k, v in ensemble.values.items()}, ensemble.prior)


def ask(some: Ensemble, **cells: str) -> list[float]:
    """Median, 5th and 95th percentile over members of a number of a cohort."""
    base = {"id": "a", "study": "s", "source": "x", "value": "20", "observable": "time_to_heal",
            "visits_every_days": "0.5"}
    found = predict([target_of(base | cells)], some, acting=True).value[:, 0]
    return [float(np.nanpercentile(found, q)) for q in (50, 5, 95)]


def skin(values: dict[str, float]) -> dict[str, float]:
    """Vessels, oxygen, fibroblasts and collagen of skin at rest."""
    rest = healthy_state(values)
    found = {name: float(rest[NAMES.index(name)]) for name in ("V", "O", "F")}
    return found | {"C": float(rest[NAMES.index("C1")] + rest[NAMES.index("C3")])}


ASKED = {
    "superficial": {"depth": "superficial_partial"},
    "superficial_sd": {"depth": "superficial_partial", "statistic": "sd"},
    "superficial_day7": {"depth": "superficial_partial", "observable": "epithelialised_percent",
                         "day": "7"},
    "deep_hydrofibre": {"depth": "deep_partial"},
    "deep_ssd": {"depth": "deep_partial", "dressing": "silver_sulfadiazine"},
    "deep_sd": {"depth": "deep_partial", "statistic": "sd"},
    "full_day60": {"depth": "full_thickness", "area_cm2": "50", "observable": "healed_percent",
                   "statistic": "percent", "day": "60"},
    "old": {"depth": "deep_partial", "age_years": "70"},
    "diabetic": {"depth": "deep_partial", "diabetes": "yes"},
    "graft_day42": {"depth": "full_thickness", "graft": "full_thickness", "graft_day": "14",
                    "observable": "wound_size_percent", "day": "42"},
    "first_aid": {"depth": "mixed", "observable": "grafted_percent", "statistic": "ratio",
                  "first_aid": "yes", "versus_first_aid": "no"},
    "gel_gain": {"depth": "0.65", "statistic": "difference", "versus_products": "none",
                 "products": "3e11 particles/cm2 in hydrogel, topical, every 3 days x 3 "
                             "from day 1"},
    "injected_gain": {"depth": "0.65", "statistic": "difference", "versus_products": "none",
                      "products": "3e11 particles/cm2 in saline, injected, every 3 days x 3 "
                                  "from day 1"},
}


def main() -> None:
    """Print everything."""
    whole = shipped()
    assert whole is not None
    some, central = every(whole, EACH), parameters().values_by_id
    members = [central | {k: float(v[m]) for k, v in whole.values.items() if k in central}
               for m in range(0, whole.members, 30)]
    print(json.dumps({
        "tag": parameters().tag, "members": whole.members, "skin": skin(central),
        "skin_of_members": [skin(values) for values in members],
        **{key: ask(some, **cells) for key, cells in ASKED.items()},
    }))


if __name__ == "__main__":
    main()
