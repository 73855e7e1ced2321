"""Predict published numbers under every member of an ensemble: each group of people is run once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from exoburn.data import Ensemble
from exoburn.infer.cohort import Acting, Floats, cells_kernel, cohort_parts, grid
from exoburn.infer.measure import OF_CELLS, measure
from exoburn.infer.target import Setting, Target
from exoburn.simulate.cohort_kernels import PRODUCT_EVENTS, cohort_kernel
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge

#: Persons that stand for a group: more where people are counted than where they are averaged.
PERSONS, PERSONS_COUNTED = 12, 32
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
    jobs: int = 1,
    seed: int = 0,
    progress: Progress | None = None,
) -> Predictions:
    """Predictions of every member; with `acting` products act in every member.

    Without it the chance that a product does nothing in people, the discount from animals to
    people and dead lots are in, as in a simulation: animals always respond. `jobs` processes
    share the groups; the numbers do not depend on how many.
    """
    say = progress or (lambda what, done, total: None)
    runs: dict[_Run, list[tuple[int, Target, bool]]] = {}
    for i, target in enumerate(targets):
        for setting, other in ((target.group, False), (target.versus, True)):
            if setting is not None:
                runs.setdefault(_run_of(target, setting), []).append((i, target, other))
    work = [_Work(run, tuple(wanted), ensemble, acting, seed) for run, wanted in runs.items()]
    say(f"predicting {len(work)} groups", 0.0, float(len(work)))
    shape = (ensemble.members, len(targets))
    value, spread, versus = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    for k, found in enumerate(_each(work, jobs)):
        say(_named(work[k]), k + 1.0, len(work))
        for (i, _, other), (numbers, sds) in zip(work[k].wanted, found, strict=True):
            if other:
                versus[:, i] = numbers
            else:
                value[:, i], spread[:, i] = numbers, sds
    for i, target in enumerate(targets):
        if target.statistic == "difference":
            value[:, i] -= versus[:, i]
        elif target.statistic == "ratio":
            value[:, i] /= np.maximum(versus[:, i], 1e-6)
    return Predictions(tuple(targets), value, spread)


@dataclass(frozen=True, eq=False)
class _Work:
    """One group with the numbers that are wanted of it."""

    run: _Run
    wanted: tuple[tuple[int, Target, bool], ...]
    ensemble: Ensemble
    acting: bool
    seed: int


def _each(work: Sequence[_Work], jobs: int) -> Iterator[list[tuple[Floats, Floats]]]:
    """The numbers of each group in order; groups are shared out over processes."""
    if jobs < 2 or len(work) < 2:
        yield from map(_numbers_of, work)
        return
    import multiprocessing

    for variant in PRODUCT_EVENTS:
        cohort_kernel(variant)  # compiled once, before there are processes
    if any(one.run.cells for one in work):
        cells_kernel()
    # forked, so that kernels and tables need not be made again in each
    with multiprocessing.get_context("fork").Pool(min(jobs, len(work))) as pool:
        yield from pool.imap(_numbers_of, work)


def _numbers_of(work: _Work) -> list[tuple[Floats, Floats]]:
    """Value and spread (members,) of each number that is wanted of one group."""
    run, parts = work.run, []
    horizon = max(_horizon(target, run.setting) for _, target, _ in work.wanted)
    for cohort in cohort_parts(
        run.setting, _knowing(run.setting, work.acting), work.ensemble, persons=run.persons,
        days=grid(horizon, fine=run.cells), cells=run.cells, seed=work.seed,
    ):
        parts.append([measure(cohort, _plainly(target)) for _, target, _ in work.wanted])
    return [
        (np.concatenate([part[j][0] for part in parts]),
         np.concatenate([part[j][1] for part in parts]))
        for j in range(len(work.wanted))
    ]


def _named(work: _Work) -> str:
    target = work.wanted[0][1]
    return f"{target.study}: {work.run.setting.wound}"


def groups_of(targets: Sequence[Target]) -> list[Setting]:
    """Every group of people or animals that the targets are about, each once."""
    both = (setting for t in targets for setting in (t.group, t.versus) if setting is not None)
    return list(dict.fromkeys(both))


def _plainly(target: Target) -> Target:
    """The number of one group that a difference or a ratio is made of."""
    if target.versus is None:
        return target
    return replace(target, statistic="percent" if target.observable.is_share else "mean")


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
    if target.observable.id in OF_CELLS or target.observable.id == "infection_percent":
        days.append(30.0)
    elif target.observable.id != "epithelialised_percent":
        depth = setting.depth_class if setting.wound == "burn" else "superficial_partial"
        days.append(_HEALING[depth] if target.day is None else 30.0)
    start = setting.graft_day or (3.0 if setting.graft != "none" else 0.0)
    return max(days) + start + 1


