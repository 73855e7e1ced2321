"""A run's result: what it says, its labelled arrays, and what it was made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exoburn.case import Case
from exoburn.engine.processor import host
from exoburn.letters import csv_text
from exoburn.simulate.burn import check_room
from exoburn.simulate.dataset import dataset_of
from exoburn.simulate.labelled import LabelledArrays
from exoburn.simulate.manifest import manifest_of
from exoburn.simulate.study import Findings, Progress, study
from exoburn.simulate.summary import summary_of

if TYPE_CHECKING:
    import xarray as xr


@dataclass
class Result:
    """What `simulate` returns.

    `summary` is the JSON of the interface, `dataset` observables over (arm, draw, wound, day),
    `arrays` the same an arm at a time, `case` the resolved case, `manifest` what the run was made
    of.
    """

    summary: dict[str, Any]
    case: Case
    manifest: dict[str, Any]
    findings: Findings = field(repr=False)

    @property
    def arrays(self) -> LabelledArrays:
        """Labelled arrays in single precision, an arm at a time."""
        stated = [one for one in self.findings.arms if not one.arm.emptied]
        return dataset_of(
            [(one.course, one.observables) for one in stated],
            self.findings.tissue,
            {"title": self.case.title, "parameter_set": self.summary["parameter_set"],
             "seed": self.case.run.seed, "version": self.summary["version"]},
        )  # fmt: skip

    @cached_property
    def dataset(self) -> xr.Dataset:
        """The labelled arrays as one xarray Dataset; built when first asked for."""
        return self.arrays.to_xarray()

    def summary_csv(self) -> str:
        """One line per arm and outcome."""
        columns = ("arm", "kind", "outcome", "unit", "status", "median", "p05", "p95", "mean",
                   "reached", "contrast_median", "contrast_p05", "contrast_p95",
                   "probability_better", "vs_vehicle_median", "vs_vehicle_p05",
                   "vs_vehicle_p95")  # fmt: skip
        rows: list[Sequence[object]] = [columns]
        for arm in (*self.summary["arms"], *self.summary["vehicle_arms"]):
            for key, entry in arm["outcomes"].items():
                gap = arm["contrasts"].get(key) or {}
                bare = arm.get("contrasts_vs_vehicle", {}).get(key) or {}
                rows.append(
                    [arm["name"], arm["kind"], key, entry["unit"], entry["status"]]
                    + [entry[k] for k in ("median", "p05", "p95", "mean", "reached")]
                    + [gap.get(k) for k in ("median", "p05", "p95", "probability_better")]
                    + [bare.get(k) for k in ("median", "p05", "p95")]
                )
        return csv_text(rows)


def simulate(
    case: Case,
    *,
    folder: Path | str = ".",
    threads: int = 1,
    inputs: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Result:
    """Simulate a case with the options of its [run].

    `folder` is where files that the case names are looked for; `inputs` maps names of input files
    to their sha256, for the manifest. Errors: InputError for a case that cannot be, EngineError
    if more than 0.1 % of the columns cannot be integrated.

    >>> from exoburn.case import read_case
    >>> case = read_case('''
    ... title = "Scald"
    ... patient = {age_years = 35}
    ... burn = {cause = "scald", depth = "superficial_partial", wounds = [
    ...     {site = "forearm", area_cm2 = 40}]}
    ... arms = [{name = "Standard care"}]
    ... run = {draws = 20, days = 60}
    ... ''')
    >>> result = simulate(case)
    >>> 8 < result.summary["arms"][0]["outcomes"]["t95_days"]["median"] < 20
    True
    """
    check_room(case)
    found = study(case, folder=Path(folder), threads=threads, progress=progress)
    summary = summary_of(found)
    runner = found.runner
    manifest = manifest_of(
        case=case.resolved(),
        options=case.run.model_dump(mode="json"),
        parameter_set=found.knowledge.rows.tag,
        solver={
            "method": "Rodas5P", "dtype": runner.kernel.dtype, "rtol": runner.tolerance,
            "processor": host().path, "vector_bits": host().vector_bits,
            "lanes": runner.lanes, "clipped": dict(runner.clipped),
        },
        inputs=inputs or {},
        warnings=summary["warnings"],  # type: ignore[arg-type]
        failed_lanes=runner.failed,
        duration_s=found.duration_s,
    )  # fmt: skip
    return Result(summary, case, manifest, found)
