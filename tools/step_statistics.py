"""Print what the integrator spends its steps on, arm by arm of a case.

    python tools/step_statistics.py [CASE] [--draws 20] [--days 365] [--rtol R] [--double]

The lanes of each arm (all its wounds, infections untreated) are run three times: without any
event, with events that change nothing at the same instants, and as they are. The differences say
what a smooth course costs, what standing still and starting again costs, and what the doses and
operations set in motion. All are steps tried a lane, refused ones included.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exoburn.case import load_case
from exoburn.engine import Kernel, Run, Schedule, compile_system
from exoburn.simulate.arm_run import Stage, forecast_of, plan_wounds
from exoburn.simulate.arms import arms_of
from exoburn.simulate.burn import injury_of
from exoburn.simulate.cohort_kernels import COHORT_RTOL, RECORDED, CohortKernels
from exoburn.simulate.draws import Draws
from exoburn.simulate.knowledge import Knowledge
from exoburn.simulate.runner import Runner, lanes_of
from exoburn.simulate.wound_plan import WoundPlan
from exoburn.wound import system

EXAMPLE = Path(__file__).parents[1] / "examples" / "hand-scald.toml"
#: An event that changes nothing: inflammation kept up as it is.
NOTHING = ("scale_p_U", 1.0)


@dataclass(frozen=True)
class Spent:
    """Lanes of an arm, instants of events, and steps tried, by cause; all but `lanes` a lane."""

    lanes: int
    instants: float
    steps: float
    refused: float
    smooth: float
    restarts: float
    most: int

    @property
    def shares(self) -> tuple[float, float, float]:
        """Percent of the steps: smooth, restarts, what events set in motion."""
        rest = self.steps - self.smooth - self.restarts
        smooth, restarts, rest = (100 * x / self.steps for x in (self.smooth, self.restarts, rest))
        return smooth, restarts, rest


def spent(stage: Stage, wounds: list[WoundPlan]) -> Spent:
    """Run all wounds of one arm in the three ways and add up."""
    runner = stage.runner
    totals = np.zeros(5)
    lanes, most = 0, 0
    for wound in wounds:
        kernel = runner.kernel if isinstance(runner.kernel, Kernel) else runner.kernel.of(wound)
        y0, p, schedule = lanes_of(wound, float(stage.days), kernel.system)

        def run(what: Schedule, kernel: Kernel = kernel, y0=y0, p=p) -> Run:
            return kernel.run(y0, p, what, runner.days, rtol=runner.tolerance)

        full, bare, still = run(schedule), run(Schedule.none()), run(quiet(schedule, kernel))
        lanes += full.steps.size
        most = max(most, int(full.steps.max()))
        totals += (
            instants(schedule), full.steps.sum(), full.rejected.sum(), bare.steps.sum(),
            still.steps.sum() - bare.steps.sum(),
        )  # fmt: skip
    return Spent(lanes, *(totals / lanes).tolist(), most)


def quiet(schedule: Schedule, kernel: Kernel) -> Schedule:
    """The same instants, and nothing happens at them; a visit finds nothing to take off."""
    name, amount = NOTHING
    ranks = np.array([event.rank for event in kernel.system.events.values()])
    codes = np.asarray(schedule.event)
    kept = ranks[codes] == "remove"
    return replace(
        schedule,
        event=np.where(kept, codes, kernel.event_code(name)),
        amount=np.where(kept, schedule.amount, amount),
    )


def instants(schedule: Schedule) -> int:
    """Pairs of a lane and a day at which something happens."""
    pairs = np.stack((np.asarray(schedule.lane, np.float64), np.asarray(schedule.day)))
    return np.unique(pairs, axis=1).shape[1]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("case", nargs="?", type=Path, default=EXAMPLE)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--rtol", type=float, default=COHORT_RTOL)
    parser.add_argument("--double", action="store_true", help="all states, in double precision")
    options = parser.parse_args()
    case = load_case(options.case)
    injuries = [None if case.is_scar else injury_of(case, arm) for arm in case.arms]
    kernel = compile_system(system(), RECORDED) if options.double else CohortKernels()
    runner = Runner(kernel, np.arange(options.days + 1.0), rtol=options.rtol)
    known = Knowledge(Draws(options.draws, case.run.seed), case.run.preset)
    stage = Stage(case, options.case.parent, known, runner, injuries)
    if not case.is_scar:
        stage = replace(stage, forecast=forecast_of(stage))
    print(f"{options.case.stem}: {options.draws} draws, {options.days} days, {kernel.dtype},"
          f" rtol {options.rtol:g}; steps tried a lane, and percent of them by cause")  # fmt: skip
    print(f"{'arm':28s} {'lanes':>6s} {'instants':>9s} {'steps':>7s} {'most':>6s} {'refused':>8s}"
          f" {'smooth':>7s} {'restart':>8s} {'set off':>8s} {'a restart':>10s}")  # fmt: skip
    for arm in arms_of(case):
        one = spent(stage, plan_wounds(stage, arm)[1])
        smooth, restarts, rest = one.shares
        each = one.restarts / one.instants if one.instants else 0.0
        print(f"{arm.name:28s} {one.lanes:6d} {one.instants:9.1f} {one.steps:7.1f} {one.most:6d}"
              f" {100 * one.refused / one.steps:7.1f}% {smooth:6.1f}% {restarts:7.1f}%"
              f" {rest:7.1f}% {each:10.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
