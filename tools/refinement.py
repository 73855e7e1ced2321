"""Print what refining changes: heat grid and steps, solver tolerance, tissue layers, columns.

    python tools/refinement.py [heat] [tolerance] [layers] [columns]        (default: all four)

Every table marks the default, its error against the finest run, and the error that is stated for
it; a test (tests/simulate/test_refinement.py) asserts that no default is worse than stated.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.simulate.lanes import Lanes, error, median_lanes

from exoburn.blocks.injury import burn_skin, exposure_of, skin_at
from exoburn.blocks.injury.heat import Tolerance
from exoburn.engine import Kernel, compile_system
from exoburn.outcome.crossing import first_crossing
from exoburn.simulate.cohort_kernels import COHORT_RTOL, RECORDED, cohort_kernel
from exoburn.simulate.median_draw import RTOL as MEDIAN_RTOL
from exoburn.simulate.median_draw import full_kernel
from exoburn.simulate.runner import lanes_of
from exoburn.wound import burn_start, columns, healing_system, lane_parameters, state_array, system
from exoburn.wound.columns import column_count

DAYS = np.arange(0.0, 181.0)
YEAR = np.arange(0.0, 401.0)


@dataclass(frozen=True)
class Row:
    """One choice: what it is, its error, the error stated for it (None: not the default)."""

    study: str
    choice: str
    error: float
    unit: str
    stated: float | None = None
    detail: str = ""

    def __str__(self) -> str:
        mark = "*" if self.stated is not None else " "
        stated = "" if self.stated is None else f"  stated {self.stated:g}"
        return (f"{mark} {self.study:44s} {self.choice:>18s} {self.error:12.3g} {self.unit:9s}"
                f"{stated:16s} {self.detail}")  # fmt: skip


EXPOSURES = (
    {"medium": "immersion", "temperature_c": 60, "duration_s": 5},
    {"medium": "immersion", "temperature_c": 45, "duration_s": 10_800},
    {"medium": "flash", "flux_kw_m2": 500, "duration_s": 0.05},
    {"medium": "flame", "flux_kw_m2": 84, "duration_s": 3},
    {"medium": "brass", "temperature_c": 90, "duration_s": 1},
)
_FINE = Tolerance(3e-4, 1e-5, 1e-4, 2e-3)
#: Burn depth, mm: a fiftieth of a millimetre is far below what anyone can measure.
HEAT_STATED = 0.002


def heat() -> Iterator[Row]:
    """Depth of a burn with the default mesh and steps, against four times the mesh, fine steps."""
    for stated in EXPOSURES:
        what = exposure_of(**stated)
        name = f"{stated['medium']}, {stated['duration_s']} s"
        best = burn_skin(what, skin_at(), refine=4, tolerance=_FINE).depth_mm
        for choice, refine, tolerance in (("default", 1, None), ("fine steps", 1, _FINE),
                                          ("mesh x 2", 2, _FINE)):  # fmt: skip
            found = burn_skin(what, skin_at(), refine=refine, tolerance=tolerance)
            yield Row(name, choice, abs(found.depth_mm - best), "mm",
                      HEAT_STATED if choice == "default" else None,
                      f"{len(found.course.z)} nodes, {found.course.steps} steps")  # fmt: skip


EXAMPLES = ("child-scald-dressings", "hand-scald", "leg-flame", "old-scar", "registered-trial",
            "toddler-scald")  # fmt: skip
#: Error by model section 8; days of t95.
STATE_STATED, COHORT_STATED, T95_STATED = 1e-3, 1e-3, 0.004


def tolerance() -> Iterator[Row]:
    """Largest error of any state, recorded number and t95 of the examples' median draws."""
    lanes = [one for name in EXAMPLES for one in median_lanes(name, days=int(DAYS[-1]))]
    full, long, short = full_kernel(), compile_system(system(), RECORDED), cohort_kernel()
    states, seen = ([_run(kernel, one, 1e-9) for one in lanes] for kernel in (full, long))
    closed = [_t95(run, one) for run, one in zip(seen, lanes, strict=True)]
    for rtol in (1e-2, 1e-3, 1e-4, 3e-5, 1e-5, 1e-6):
        usual = STATE_STATED if rtol == MEDIAN_RTOL else None
        yield _worst("states, double precision", f"rtol {rtol:g}", full, lanes, states, rtol, usual)
    for kernel, name in ((long, "double"), (short, "single")):
        for rtol in (1e-2, 1e-3, COHORT_RTOL, 3e-5):
            default = rtol == COHORT_RTOL and kernel is short
            usual, choice = COHORT_STATED if default else None, f"rtol {rtol:g}"
            yield _worst(f"what a cohort records, {name}", choice, kernel, lanes, seen, rtol, usual)
            off = [
                np.abs(_t95(_run(kernel, one, rtol), one) - truth)
                for one, truth in zip(lanes, closed, strict=True)
                if np.isfinite(truth).all() and one.plan.kind == "burn"
            ]
            yield Row(f"days to 95 %, {name}", choice, float(np.max(off)), "days",
                      T95_STATED if default else None)  # fmt: skip


def _run(kernel: Kernel, one: Lanes, rtol: float | None) -> np.ndarray:
    y0, p, schedule = one.y0, one.p, one.schedule
    if kernel.system is not system():  # the cohort's own equations
        y0, p, schedule = lanes_of(one.plan, float(DAYS[-1]), kernel.system)
    run = kernel.run(y0, p, schedule, DAYS, rtol=rtol)
    assert run.outputs is not None
    assert not len(run.failed)
    return run.outputs


def _worst(
    study: str, choice: str, kernel: Kernel, lanes: list[Lanes], truth: list[np.ndarray],
    rtol: float | None, stated: float | None,
) -> Row:  # fmt: skip
    found = [error(_run(kernel, one, rtol), ref) for one, ref in zip(lanes, truth, strict=True)]
    at = int(np.argmax([each.max() for each in found]))
    name = kernel.outputs[int(found[at].argmax())]
    return Row(study, choice, float(found[at].max()), "of state", stated,
               f"{name} in {lanes[at].arm.name}")  # fmt: skip


def _t95(outputs: np.ndarray, one: Lanes) -> np.ndarray:
    covered = outputs[RECORDED.index("E")].astype(float) @ one.plan.weights[0]
    return first_crossing(DAYS, covered[None], 0.95, jump_on=one.plan.grafted_on[:1])


#: Relative error of the mean occupancy over a week.
LAYERS_STATED = 0.01


def layers(finest: int = 200) -> Iterator[Row]:
    """Occupancy with the default ten tissue layers, against two hundred."""
    from tools.delivery_refinement import DOSES, occupancy

    for name in DOSES:
        best = occupancy(name, finest)
        for count in (count for count in (10, 20, 50) if 2 * count <= finest):
            parts = zip(occupancy(name, count), best, strict=True)
            off = max(abs(value / ref - 1) for value, ref in parts)
            stated = LAYERS_STATED if count == 10 else None
            yield Row(f"occupancy, {name}", f"{count} layers", off, "relative", stated)


#: Days of t95 by mean depth: nine columns where closure bends sharply still cost about a day.
COLUMNS_STATED = {0.2: 0.1, 0.4: 0.1, 0.55: 0.15, 0.65: 0.2, 0.8: 0.2, 0.9: 1.2, 1.15: 1.0}


def depth_columns() -> Iterator[Row]:
    """Days to 95 % of a wound with few columns, against forty-one."""
    kernel = compile_system(healing_system(), ("E",))
    for f, stated in COLUMNS_STATED.items():
        best = _closure(kernel, f, 41)
        usual = column_count(f)
        for count in (1, 3, 5, 9, 21):
            off = abs(_closure(kernel, f, count) - best)
            yield Row(f"days to 95 % at depth {f:g}", f"{count} columns", off, "days",
                      stated if count == usual else None, f"of {best:.2f}")  # fmt: skip


def _closure(kernel: Kernel, f: float, count: int) -> float:
    depth, weight = columns(f, count=count)
    y0 = state_array(healing_system(), burn_start(depth, inoculum=1e-6))
    p = lane_parameters(healing_system(), radius_mm=np.full(count, 22.57))
    run = kernel.run(y0, p, None, YEAR, rtol=1e-7)
    assert run.outputs is not None
    return float(first_crossing(YEAR, (run.outputs[0] @ weight)[None], 0.95)[0])


STUDIES: dict[str, Callable[[], Iterator[Row]]] = {
    "heat": heat, "tolerance": tolerance, "layers": layers, "columns": depth_columns,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Print the studies named on the command line; 1 if a default is worse than stated."""
    unknown = [word for word in arguments if word not in STUDIES]
    if unknown:
        print(f"no such study: {', '.join(unknown)}; there are {', '.join(STUDIES)}",
              file=sys.stderr)  # fmt: skip
        return 2
    worse = 0
    for name in arguments or STUDIES:
        print(f"\n{name}: {(STUDIES[name].__doc__ or '').strip()}")
        for row in STUDIES[name]():
            print(row, flush=True)
            worse += row.stated is not None and row.error > row.stated
    print(f"\n* default; {worse} worse than stated" if worse else "\n* default; all as stated")
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
