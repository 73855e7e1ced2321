"""Predict published numbers under every member of an ensemble: each group of people is run once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exoburn.data import Ensemble
from exoburn.infer.cohort import Acting, Floats, cohort_parts, grid
from exoburn.infer.measure import OF_CELLS, measure
from exoburn.infer.target import Setting, Target
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge

#: Persons that stand for a group: more where people are counted than where they are averaged.
PERSONS, PERSONS_COUNTED = 12, 36
_COUNTED = {"infection_percent", "hypertrophic_scar_percent", "hypertrophic_scar_matrix_percent"}
#: Days that are run to see a wound of a depth heal.
_HEALING = {"superficial": 60.0, "superficial_partial": 75.0, "deep_partial": 120.0,
            "full_thickness": 180.0}

Progress = Callable[[str, float, float], None]


@dataclass(frozen=True)
class Predictions:
    """What each member predicts for each target: `value` and the SD between people `spread`.

    Both (members, targets), in the observables' units; nan where a member predicts nothing.
    """

    targets: tuple[Target, ...]
    value: Floats
    spread: Floats


@dataclass(frozen=True)
class _Run:
    """One group to simulate: whose cohort it is, how many persons, whether cells are recorded."""

    setting: Setting
    persons: int
    cells: bool


def predict(
    targets: Sequence[Target],
    ensemble: Ensemble,
    *,
    acting: bool = True,
    threads: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
) -> Predictions:
    """Predictions of every member; with `acting` products act in every member.

    Without it the chance that a product does nothing in people, the discount from animals to
    people and dead lots are in, as in a simulation: animals always respond.
    """
    say = progress or (lambda what, done, total: None)
    runs: dict[_Run, list[tuple[int, Target, bool]]] = {}
    for i, target in enumerate(targets):
        for setting, other in ((target.group, False), (target.versus, True)):
            if setting is not None:
                runs.setdefault(_run_of(target, setting), []).append((i, target, other))
    shape = (ensemble.members, len(targets))
    value, spread, versus = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    for k, (run, wanted) in enumerate(runs.items()):
        say(f"{wanted[0][1].study}: {run.setting.depth} {run.setting.wound}", k, len(runs))
        horizon = max(_horizon(target, run.setting) for _, target, _ in wanted)
        first = 0
        for cohort in cohort_parts(
            run.setting, _knowing(run.setting, acting), ensemble, persons=run.persons,
            days=grid(horizon, fine=run.cells), cells=run.cells, threads=threads, seed=seed,
        ):
            members = slice(first, first + cohort.reading.arm.draws // run.persons)
            first = members.stop
            for i, target, other in wanted:
                found, sd = measure(cohort, _plainly(target))
                if other:
                    versus[members, i] = found
                else:
                    value[members, i], spread[members, i] = found, sd
    for i, target in enumerate(targets):
        if target.statistic == "difference":
            value[:, i] -= versus[:, i]
        elif target.statistic == "ratio":
            value[:, i] /= np.maximum(versus[:, i], 1e-6)
    say("", len(runs), len(runs))
    return Predictions(tuple(targets), value, spread)


def groups_of(targets: Sequence[Target]) -> list[Setting]:
    """Every group of people or animals that the targets are about, each once."""
    both = (setting for t in targets for setting in (t.group, t.versus) if setting is not None)
    return list(dict.fromkeys(both))


def _plainly(target: Target) -> Target:
    """The number of one group that a difference or a ratio is made of."""
    if target.versus is None:
        return target
    percent = "percent" in target.observable.statistics and "mean" not in (
        target.observable.statistics)
    return replace(target, statistic="percent" if percent else "mean")


def _knowing(setting: Setting, acting: bool) -> Callable[[Draws], Knowledge]:
    """Animals show what products do in animals; people, what is assumed to carry over."""
    kind = Acting if acting or setting.species != "human" else Knowledge
    preset = "animal" if setting.species != "human" else "default"
    return lambda draws: kind(draws, preset)


def _run_of(target: Target, setting: Setting) -> _Run:
    counted = target.observable.id in _COUNTED
    return _Run(setting, PERSONS_COUNTED if counted else PERSONS,
                target.observable.id in OF_CELLS)


def _horizon(target: Target, setting: Setting) -> float:
    late = {"hypertrophic_scar_matrix_percent": 180.0, "new_collagen_of_day28": 28.0}
    days = [target.day or 0.0, late.get(target.observable.id, 0.0)]
    if target.observable.id in OF_CELLS:
        days.append(30.0)
    elif target.observable.id != "epithelialised_percent":
        depth = setting.depth_class if setting.wound == "burn" else "superficial_partial"
        days.append(_HEALING[depth] if target.day is None else 30.0)
    start = setting.graft_day or (3.0 if setting.graft != "none" else 0.0)
    return max(days) + start + 1


