"""The JSON of a run: `exoburn.simulate/1`, with what the report needs beside it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version

import numpy as np

from exoburn.case import Flag, facts_of
from exoburn.case import evaluate as judge
from exoburn.evidence import certainty, not_modelled, statement
from exoburn.outcome import PerDraw
from exoburn.outcome.contrast import sentence_of_nulls
from exoburn.outcome.milestones import Milestone
from exoburn.outcome.tables import contrasts, summaries
from exoburn.simulate.leaned_on import assumptions_of_run, citations_of_run
from exoburn.simulate.structure import structure_of
from exoburn.simulate.study import ArmFindings, Findings
from exoburn.simulate.warnings import warnings_of

SCHEMA = "exoburn.simulate/1"

Json = dict[str, object]


def summary_of(found: Findings) -> Json:
    """Everything a run says, as plain data (numbers are finite or null)."""
    case = found.case
    stated = [one for one in found.arms if not one.arm.emptied]
    vehicles = [one for one in found.arms if one.arm.emptied]
    injury = found.injuries[0]
    flags = _flags(found)
    return {
        "schema": SCHEMA,
        "version": version("exoburn"),
        "parameter_set": found.knowledge.rows.tag,
        "seed": case.run.seed,
        "draws": case.run.draws,
        "days": case.run.days,
        "preset": case.run.preset,
        "case": case.resolved(),
        "burn": injury.to_json() if injury else None,
        "flags": [flag.to_json() for flag in flags],
        "arms": [_arm(found, one) for one in stated],
        "vehicle_arms": [_arm(found, one) for one in vehicles],
        "structure": structure_of(found),
        "assumptions": assumptions_of_run(found),
        "citations": citations_of_run(found),
        "not_modelled": [
            {"topic": gap.topic, "label": gap.label, "status": gap.status, "reason": gap.reason,
             "known": gap.known, "source": gap.source, "as_of": gap.as_of}
            for gap in not_modelled()
        ],
        "evidence_statement": statement("no_controlled_trial"),
        "warnings": warnings_of(found, flags),
    }  # fmt: skip


def _arm(found: Findings, one: ArmFindings) -> Json:
    course, horizon = one.course, float(found.case.run.days)
    entry: Json = {
        "name": one.arm.name,
        "kind": one.arm.kind,
        "outcomes": {
            key: value.as_json()
            for key, value in summaries(one.outcomes, one.theta, shares=one.shares).items()
        },
        "contrasts": {},
        "mechanisms": one.mechanisms.to_json() if one.mechanisms else None,
        "milestones": [_stage(stage) for stage in one.stages],
        "dose": _dose(found, one),
        "certainty": {key: certainty(one.arm.kind, key).words for key in one.outcomes},
        "operation_days": _operation_days(one),
        "dressing_days": list(course.dressing_days),
        "session_days": list(course.session_days),
    }
    first = found.arms[0]
    if one is not first:
        entry["contrasts"] = _contrasts(one, one.outcomes, first.outcomes, horizon)
    if one.arm.active:
        vehicle = found.vehicle_of(one)
        entry["contrasts_vs_vehicle"] = _contrasts(one, one.outcomes, vehicle.outcomes, horizon)
        entry["null_sentence"] = sentence_of_nulls(_active(one))
    if one.unoperated is not None:
        entry["without_surgery"] = _without_surgery(found, one, horizon)
    elif one is not first and first.unoperated is not None:
        # policy never operates on it: its own outcomes meet the first arm's without surgery
        mine = {key: one.outcomes[key] for key in _UNHIDDEN}
        entry["contrasts_without_surgery"] = _contrasts(one, mine, first.unoperated, horizon)
    return entry


def _contrasts(
    one: ArmFindings, mine: Mapping[str, PerDraw], theirs: Mapping[str, PerDraw], horizon: float
) -> Json:
    active = _active(one) if one.arm.active else None
    made = contrasts(mine, theirs, theta=one.theta, horizon=horizon, active=active)
    return {key: value.as_json() for key, value in made.items()}


def _active(one: ArmFindings) -> np.ndarray:
    assert one.plan.active is not None
    return one.plan.active


#: what a graft by policy hides
_UNHIDDEN = ("t95_days", "t100_days", "healed_by_21", "hts_probability", "vss_12mo")


def _without_surgery(found: Findings, one: ArmFindings, horizon: float) -> Json:
    """The same arm if nobody were operated on by policy: what surgery hides."""
    assert one.unoperated is not None
    keys = _UNHIDDEN
    outcomes = summaries({key: one.unoperated[key] for key in keys}, one.theta)
    entry: Json = {"outcomes": {key: value.as_json() for key, value in outcomes.items()}}
    first = found.arms[0]
    if one is not first:
        mine = {key: one.unoperated[key] for key in keys}
        theirs = first.outcomes if first.unoperated is None else first.unoperated
        entry["contrasts"] = _contrasts(one, mine, theirs, horizon)
    return entry


def _stage(stage: Milestone) -> Json:
    return {
        "id": stage.id, "label": stage.label, "from_day": stage.from_day, "to_day": stage.to_day,
        "expect": stage.expect, "happening": stage.happening, "source": stage.source,
        "reached": stage.reached,
        "shown": {
            key: {"label": m.label, "unit": m.unit, "median": m.median, "p05": m.p05, "p95": m.p95}
            for key, m in stage.shown.items()
        },
    }  # fmt: skip


def _dose(found: Findings, one: ArmFindings) -> Json | None:
    doses = one.plan.doses
    if not doses.sessions:
        return None
    area = sum(wound.area_cm2 for wound in one.course.of_kind("burn", "scar"))
    shares = None
    if doses.to_open_area:
        open_area = sum(
            each["open_area_cm2"].mean(axis=0)
            for name, each in one.observables.items()
            if any(w.name == name for w in one.course.of_kind("burn"))
        )
        days = one.course.days
        shares = [float(np.interp(day, days, open_area)) / area for day in doses.sessions]
    given = doses.particles_given(area_cm2=area, open_share=shares or ())
    return {
        "sessions": len(doses.sessions),
        "session_days": list(doses.sessions),
        "particles_per_cm2": [float(np.median(dose)) for dose in doses.dose_per_cm2],
        "particles_given": float(np.median(given)),
        "offered_per_cell": float(np.median(doses.offered_per_cell)),
        "coverage": float(np.median(doses.inputs.get("cov", 1.0))),
        "follows_open_area": doses.to_open_area,
    }


def _operation_days(one: ArmFindings) -> list[dict[str, float]]:
    """Days of surgery with the share of draws that have it."""
    count = one.course.draws
    days: dict[float, np.ndarray] = {
        day: np.ones(count, bool) for day in one.plan.care.operations if day <= one.course.horizon
    }
    for wound in one.course.of_kind("burn"):
        for day in np.unique(wound.grafted_on[~np.isnan(wound.grafted_on)]):
            done = days.get(float(day), np.zeros(count, bool)) | (wound.grafted_on == day)
            days[float(day)] = done
    return [{"day": day, "share": float(done.mean())} for day, done in sorted(days.items())]


def _flags(found: Findings) -> list[Flag]:
    case, injury = found.case, found.injuries[0]
    t95 = found.forecast_t95
    largest = None
    if injury is not None and case.burn is not None and injury.tbsa_percent:
        areas = [wound.area_cm2 for wound in case.burn.wounds]
        largest = injury.tbsa_percent * max(areas) / sum(areas)
    return judge(
        facts_of(
            case,
            tbsa_percent=injury.tbsa_percent if injury else None,
            depth_classes=[d.depth_class for d in injury.depths] if injury else (),
            largest_wound_percent=largest,
            forecast_t95_days=t95 if t95 is None or np.isfinite(t95) else 1e6,
        )
    )
