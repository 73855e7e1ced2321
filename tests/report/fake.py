"""A made-up Result of every shape that a report meets; its numbers mean nothing."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from exoburn.case import Case, load_case
from exoburn.data import table
from exoburn.evidence import certainty
from exoburn.simulate.labelled import Coordinate, LabelledArrays, Observable
from exoburn.streams import normal

EXAMPLES = Path(__file__).parents[2] / "examples"
GROUPS = ("people", "knowledge", "lot", "model")
_HEALING = ("t95_days", "t100_days", "fda_closure_days", "confirmed_on_days")
_FACES = (0, 0.005, 0.0125, 0.025, 0.05, 0.1, 0.175, 0.3, 0.5, 0.9, 1.5)


@dataclass
class FakeResult:
    """Looks like `exoburn.simulate.result.Result`."""

    summary: dict[str, Any]
    arrays: LabelledArrays
    case: Case
    manifest: dict[str, Any]


@cache
def _fake(name: str, arms: int, horizon: int) -> FakeResult:
    case = load_case(EXAMPLES / f"{name}.toml")
    case = case.model_copy(update={"arms": case.arms[:arms] if arms else case.arms})
    days = np.arange(horizon + 1.0)
    t95 = _times(case)
    return FakeResult(
        summary=_summary(case, t95, horizon),
        arrays=_arrays(case, t95, days),
        case=case,
        manifest={
            "schema": "exoburn.manifest/1", "version": "0.1.0", "git": "abc", "seed": 0,
            "duration_s": 1.234, "parameter_set": "fake+000000000000",
            "options": {"draws": 200, "days": horizon, "seed": 0, "preset": "default"},
            "solver": {"method": "Rodas4", "rtol": 1e-6}, "packages": {"numpy": "2"},
            "failed_lanes": [], "warnings": [],
        },
    )  # fmt: skip


def fake(name: str = "hand-scald", *, arms: int = 0, horizon: int = 730) -> FakeResult:
    """A Result of an example; `arms` keeps the first few."""
    known = _fake(name, arms, horizon)
    return FakeResult(
        copy.deepcopy(known.summary), known.arrays, known.case, copy.deepcopy(known.manifest)
    )


def _times(case: Case) -> np.ndarray:
    """Days to 95 % by arm and draw."""
    speed = normal(0, "fake speed", person=np.arange(200))
    gain = [0, -0.2, -0.4, -1.9, -0.3, 0.1, 0.0]
    usual = 24.5 * np.exp(0.24 * speed)
    return np.array([usual + gain[i % 7] * (1 + 0.3 * speed) for i in range(len(case.arms))])


def _outcome(row: dict[str, str], case: Case, times: np.ndarray) -> dict[str, Any]:
    shares = {"people": 0.62, "knowledge": 0.3, "lot": 0.03, "model": 0.05}
    none = dict.fromkeys(("median", "p05", "p95", "mean", "reached", "variance_share"))
    found: dict[str, Any] = {"unit": row["unit"], "status": "ok"}
    if case.is_scar and row["scope"] == "burns":
        return none | found | {"status": "not_applicable", "reason": "an old scar is closed"}
    if row["scope"] == "donor sites":
        return none | found | {"status": "not_applicable", "reason": "no donor site"}
    if row["type"] == "time":
        delay = {"t95_days": 0, "t100_days": 6, "fda_closure_days": 8, "confirmed_on_days": 22}
        spread = times + delay[row["id"]]
    elif row["type"] == "probability":
        spread = np.clip(0.3 + 0.1 * (times[::5] - times.mean()) / times.std(), 0, 1)
    elif row["type"] == "count":
        spread = np.full(200, 0.3 if row["id"] == "operations" else 4.0)
    elif row["id"] == "occupancy_peak":
        spread = np.full(200, 0.02)
    else:
        spread = np.abs(3 + (times - times.mean()) / times.std())
    low, middle, high = np.quantile(spread, [0.05, 0.5, 0.95])
    reached = 0.97 if row["type"] == "time" else None
    return found | {
        "median": float(middle), "p05": float(low), "p95": float(high),
        "mean": float(spread.mean()), "reached": reached, "variance_share": shares,
    }  # fmt: skip


def _contrast(row: dict[str, str], here: dict[str, Any], first: dict[str, Any], vesicle: bool):
    if here["median"] is None or first["median"] is None:
        return None
    gap = here["median"] - first["median"]
    found: dict[str, Any] = {
        "median": gap, "p05": gap - 0.8 * abs(gap) - 0.01, "p95": gap + 0.9 * abs(gap) + 0.01,
        "probability_better": 0.72, "restricted_mean_difference": gap,
    }  # fmt: skip
    if vesicle:
        found |= {"mean": gap, "probability_any_effect": 0.38,
                  "if_active": {"median": 2 * gap, "p05": 4 * gap, "p95": 0.1 * gap}}
    return found


def _summary(case: Case, t95: np.ndarray, horizon: int) -> dict[str, Any]:
    registry = table("outcome_registry")
    arms: list[dict[str, Any]] = []
    for i, arm in enumerate(case.arms):
        outcomes = {row["id"]: _outcome(row, case, t95[i]) for row in registry}
        vesicle = arm.kind == "exosome"
        contrasts = {}
        if i:
            pairs = (
                (r["id"], _contrast(r, outcomes[r["id"]], arms[0]["outcomes"][r["id"]], vesicle))
                for r in registry
            )
            contrasts = {key: one for key, one in pairs if one is not None}
        active = any(r.amount > 0 for r in arm.regimens)
        arms.append({
            "name": arm.name, "kind": arm.kind, "outcomes": outcomes, "contrasts": contrasts,
            "mechanisms": {
                "inflammation": 0.12, "growth": -0.4, "vessels": -0.05, "scar": 0.0,
                "outcome": "t95_days", "unit": "day", "total": -0.33, "harm": ["inflammation"],
                "all_but_one": {"inflammation": 0.1, "growth": -0.42, "vessels": -0.05, "scar": 0},
                "note": "",
            } if active else None,
            "milestones": _milestones(case, i),
            "certainty": {row["id"]: certainty(arm.kind, row["id"]).words for row in registry},
            **_surgery(case, arm, outcomes, contrasts),
            **({"contrasts_vs_vehicle": contrasts or _own(registry, outcomes),
                "null_sentence": "In 62 of 100 runs the product did nothing."} if active else {}),
            "dose": {
                "offered_per_cell": 1000.0 * vesicle, "sessions": len(arm.regimens[0].days),
                "particles_given": 6e12 * vesicle,
            } if arm.regimens else None,
        })  # fmt: skip
    return {
        "schema": "exoburn.simulate/1", "version": "0.1.0", "parameter_set": "fake+000000000000",
        "seed": 0, "case": case.resolved(), "burn": _burn(case),
        "flags": [
            {"id": "hands", "action": "refer to a burn centre", "reason": "burn of both hands",
             "source": "https://www.ameriburn.org/burn-care-team", "set": "acute",
             "class": "refer", "order": 16,
             "verified": True, "judged": True, "fired": {"sites": ["hand_dorsum"]}},
            {"id": "open_product", "action": "not stated; these rules wait for it",
             "reason": "pregnancy", "source": "exoburn", "set": "product", "verified": True,
             "class": "not_stated", "order": 2,
             "judged": False, "fired": {"trial_number": ["authorised"]}},
        ],
        "arms": arms,
        "warnings": ["Lot A: freezing once costs activity; 0.85 is used (0.7-1, assumed)."],
        "assumptions": [
            {"id": "p_null_ev", "value": 0.4, "low": 0.2, "high": 0.7, "unit": "1",
             "source": "assumed: model.md section 7", "verified": "no", "assumed": True,
             "note": "probability that vesicles do nothing in human burns"},
            {"id": "hts_slope", "value": 0.22, "low": 0.14, "high": 0.3, "unit": "1/day",
             "source": "10.1016/j.burns.2006.02.007", "verified": "yes", "assumed": False,
             "note": "slope of scarring by days to heal"},
        ],
        "vehicle_arms": [],
        "structure": {"e_clear": {
            "question": "do vesicles help to clear dead tissue?",
            "outcome": "vss_12mo" if case.is_scar else "t95_days",
            "arms": {
                arm.name: {"on": -0.13, "off": -0.1} for arm in case.arms if arm.kind == "exosome"
            },
        }},
    }  # fmt: skip


def _own(registry: Any, outcomes: dict[str, Any]) -> dict[str, Any]:
    """Contrasts of an arm against its vehicle, where there is no other arm."""
    pairs = ((r["id"], _contrast(r, outcomes[r["id"]], outcomes[r["id"]], True)) for r in registry)
    return {key: one for key, one in pairs if one is not None}


def _surgery(case: Case, arm: Any, outcomes: dict[str, Any], contrasts: Any) -> dict[str, Any]:
    """Grafts: by plan in all draws, by policy in some, never without surgery."""
    if case.is_scar or arm.no_surgery:
        return {"operation_days": []}
    if arm.graft != "none":
        return {"operation_days": [{"day": float(arm.graft_day or 3), "share": 1.0}]}
    keys = ("t95_days", "t100_days", "healed_by_21", "hts_probability", "vss_12mo")
    free: dict[str, Any] = {"outcomes": {key: outcomes[key] for key in keys}}
    if contrasts:
        free["contrasts"] = {key: contrasts[key] for key in keys if key in contrasts}
    return {"operation_days": [{"day": 14.0, "share": 0.3}], "without_surgery": free}


def _burn(case: Case) -> dict[str, Any] | None:
    if case.burn is None:
        return None
    f = {"full_thickness": 1.15}.get(case.burn.depth or "", 0.55)
    word = "full_thickness" if f > 1 else "deep_partial"
    one = {
        "depth_class": word, "depth_mm": 0.15 + 0.9 * f, "depth_fraction": f,
        "tbsa_percent": 0.9, "law": "entered", "burned": True, "depth_sd": 0.1,
        "origin": "class stated; f of the class", "first_aid_g": 0.0, "e_rescue": 0.0,
        "skin": {"site": case.burn.wounds[0].site, "epidermis_mm": 0.15, "dermis_mm": 0.9,
                 "fat_mm": 8.95, "source": "assumed"},
        "notes": [], "sources": ["science/model.md section 2"],
    }  # fmt: skip
    return one | {"wounds": [one for _ in case.burn.wounds]}


def _milestones(case: Case, arm: int) -> list[dict[str, Any]]:
    start = "scar" if case.is_scar else "burn"
    found = []
    for row in table("milestones"):
        if row["start"] != start:
            continue
        shown = {
            name: {"label": f"{name.capitalize()} on day {row['to_day']}", "unit": "%",
                   "median": 12.0 + arm, "p05": 3.0, "p95": 25.0}
            for name in row["shows"].split()
        }  # fmt: skip
        keys = ("id", "label", "expect", "happening", "source")
        found.append({key: row[key] for key in keys} | {
            "from_day": float(row["from_day"]), "to_day": float(row["to_day"]),
            "shown": shown, "reached": True,
        })  # fmt: skip
    return found


def _arrays(case: Case, t95: np.ndarray, days: np.ndarray) -> LabelledArrays:
    wounds = case.burn.wounds if case.burn else (case.scar,)
    kind = "burn" if case.burn else "scar"
    healed = 100 * (1 - np.exp(-3.0 * (days / t95[..., None]) ** 3))
    healed = np.repeat(healed[:, :, None, :], len(wounds), axis=2)
    over = np.maximum(0, days - 10) / 60 * np.exp(-np.maximum(0, days - 10) / 90)
    like = np.ones_like(healed)
    spread = normal(0, "fake scar", person=np.arange(t95.shape[1]))[None, :, None, None]
    depth = np.sqrt(np.array(_FACES[1:]) * np.maximum(np.array(_FACES[:-1]), 1e-3))
    shown = np.exp(-depth[:, None] / 0.023) * np.exp(-days / 3)[None, :]
    active = np.array([any(r.amount > 0 for r in arm.regimens) for arm in case.arms], float)
    names = [arm.name for arm in case.arms]
    per_arm = dict(zip(names, active, strict=True))
    values: dict[str, Any] = {
        "vessels": (1 + 0.5 * over) * like, "collagen": 1 + 0.1 * over * like,
        "pain_rest": 4 * np.exp(-days / 20) * like,
        "scar_score": np.clip((6 + spread) * over * like, 0, 13),
        "inflammation": np.exp(-days / 10) * like, "occupancy": 0.01 * over * like,
    }
    if case.burn:
        values["percent_reepithelialised"] = healed
        values["open_area_cm2"] = 100 - healed
    values = {key: value.astype(np.float32) for key, value in values.items()}
    concentration = 1e10 * active[:, None, None] * shown[None]
    observables = {
        key: Observable(("draw", "wound", "day"), value.__getitem__)
        for key, value in values.items()
    }
    observables["tissue_concentration"] = Observable(
        ("depth_mm", "day"), concentration.astype(np.float32).__getitem__
    )
    coordinates = {
        "arm": Coordinate("arm", np.array(list(per_arm))),
        "day": Coordinate("day", days),
        "draw": Coordinate("draw", np.arange(t95.shape[1])),
        "depth_mm": Coordinate("depth_mm", depth),
        "wound": Coordinate("wound", np.array([f"wound {i + 1}" for i in range(len(wounds))])),
        "wound_kind": Coordinate("wound", np.array([kind] * len(wounds))),
        "wound_area_cm2": Coordinate("wound", np.array([float(w.area_cm2) for w in wounds])),
    }
    return LabelledArrays(observables, coordinates)
