"""What a reader must know before believing a run, one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from exoburn.case import Flag
from exoburn.data import parameters
from exoburn.engine.self_test import DISAGREES
from exoburn.simulate.study import Findings

_PRESETS = {
    "animal": "Preset animal: animal-strength parameters; still smaller than animals reported.",
    "sceptical": "Preset sceptical: vesicle products have no effect in any draw.",
}


def _grafted_scars(found: Findings) -> list[str]:
    """The scar score reads collagen, vessels and strain, and a graft's mesh is none of them."""
    grafted = [
        one.arm.name for one in found.arms
        if not one.arm.emptied and (one.outcomes["operations"].values > 0).mean() > 0.5
    ]  # fmt: skip
    if not grafted:
        return []
    row = parameters()["vss_graft"]
    return [
        f"Scar scores of grafted skin ({', '.join(grafted)}) hold a fixed addition for mesh, "
        f"colour and texture (assumed, {row.value:g} of 13, range {row.low:g} to {row.high:g}) and "
        "are not calibrated for grafts."
    ]


def _grafted(found: Findings) -> list[str]:
    """How often policy operates; a time to close is then mostly that of the graft."""
    shares: dict[int, list[str]] = {}
    for one in found.arms:
        if one.unoperated is not None and not one.arm.emptied:
            share = float(one.outcomes["operations"].values.astype(bool).mean())
            shares.setdefault(round(100 * share), []).append(one.arm.name)
    return [
        f"In {count} of 100 runs the wound is grafted by policy ({', '.join(names)}); the time to "
        "close is then that of the graft; what would happen without surgery is shown beside it."
        for count, names in shares.items()
    ]


def warnings_of(found: Findings, flags: Sequence[Flag]) -> list[str]:
    """All warnings of a run, without repeats, in the order of weight."""
    case = found.case
    told: list[str] = []
    told += [f"{flag.action}: {flag.reason}." for flag in flags if flag.flag_class == "stamp"]
    if case.run.preset in _PRESETS:
        told.append(_PRESETS[case.run.preset])
    for one in (one for one in found.arms if not one.arm.emptied):
        if one.arm.statement.no_surgery:
            told.append(f"{one.arm.name}: natural course, not an option of care.")
        if one.plan.unsterile_odds != 1:
            told.append(
                f"{one.arm.name}: sterility of the lot not shown; the odds of infection are "
                f"multiplied by {one.plan.unsterile_odds:g} (assumed, 1.5 to 3), also where the "
                "product does nothing else."
            )
        told += [f"{one.arm.name}: {text}" for text in one.plan.doses.warnings]
        told += [f"{one.arm.name}: {text}" for text in one.plan.care.notes]
    told += _grafted(found)
    told += _grafted_scars(found)
    for injury in found.injuries:
        if injury is not None:
            told += [text for depth in injury.depths for text in depth.notes]
            told += injury.notes
            if any(depth.onset_day > 0 for depth in injury.depths):
                told.append("A radiation burn opens days to weeks later; day 0 is its opening.")
    told += case.notes
    if found.runner.failed:
        listed = ", ".join(found.runner.failed)
        told.append(
            "Columns that could not be integrated; the rest of their wound stands for them: "
            f"{listed}."
        )
    if found.runner.store.distrusted:
        told.append(f"{DISAGREES[0].upper()}{DISAGREES[1:]}.")
    columns, seconds = found.runner.rescued
    if columns:
        told.append(
            f"{columns} of {found.runner.lanes} columns were integrated with SciPy instead of the "
            f"compiled code, in {seconds:.0f} s."
        )
    return list(dict.fromkeys(told))
