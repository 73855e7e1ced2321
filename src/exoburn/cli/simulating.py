"""Run a case and write its folder: report, figures, data, summary and manifest."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from exoburn.files import write_whole

if TYPE_CHECKING:
    from exoburn.case import Case
    from exoburn.cli.progress import Progress
    from exoburn.simulate import Result


def run_and_write(
    case: Case,
    folder: Path,
    *,
    source: Path,
    threads: int,
    png: bool,
    full_precision: bool,
    progress: Progress,
    options: Mapping[str, object],
) -> Result:
    """Simulate `case` with the options of the command line over its own; write everything."""
    from exoburn.case import with_run
    from exoburn.case.read import folder_of

    stated = {key: value for key, value in options.items() if value is not None}
    resolved = with_run(case, **stated)  # type: ignore[arg-type]
    progress(f"preparing {len(resolved.arms)} arms in {resolved.run.draws} draws", 0, 0)
    from exoburn.simulate import simulate  # a second or more, for which there is a word now

    result = simulate(
        resolved, folder=folder_of(source), threads=threads, inputs=_inputs(resolved, source),
        progress=progress,
    )  # fmt: skip
    progress("writing the report", 0, 0)
    write_folder(result, folder, png=png, full_precision=full_precision, source=source)
    return result


def write_folder(
    result: Result,
    folder: Path,
    *,
    png: bool = False,
    full_precision: bool = False,
    source: Path | None = None,
) -> None:
    """All files of a run, moved into `folder` in whole.

    Measurements that the case names (beside its file `source`) go along, and the manifest's case
    names the copies, so that the folder can be run again by itself.
    """
    from exoburn.report import write_report
    from exoburn.simulate.folder import MANIFEST, moved_in_whole, sha256
    from exoburn.simulate.netcdf import write_netcdf
    from exoburn.simulate.text import json_text

    with moved_in_whole(folder) as draft:
        write_report(result, draft, png=png)
        write_netcdf(result.arrays, draft / "results.nc", full_precision=full_precision)
        write_whole(draft / "summary.csv", result.summary_csv())
        write_whole(draft / "summary.json", json_text(result.summary, indent=1) + "\n")
        if source is not None:
            result.manifest["case"] = _with_measurements(result.case, source, draft)
        result.manifest["outputs"] = {
            str(path.relative_to(draft)): sha256(path)
            for path in sorted(draft.rglob("*"))
            if path.is_file()
        }
        write_whole(draft / MANIFEST, json_text(result.manifest, indent=1) + "\n")


def _inputs(case: Case, source: Path) -> dict[str, str]:
    """sha256 of the case file and of the measurements that it names."""
    from exoburn.blocks.product.place import measurement_path
    from exoburn.case.read import folder_of
    from exoburn.simulate.folder import sha256

    lots = [lot for lot in (case.product, *case.products.values()) if lot is not None]
    named = {lot.file: measurement_path(lot.file, folder_of(source)) for lot in lots if lot.file}
    files = {source.name: source} | named
    return {name: sha256(path) for name, path in files.items() if path.is_file()}


def _with_measurements(case: Case, source: Path, draft: Path) -> dict[str, Any]:
    """The resolved case, its measurements copied into the run's folder and named there."""
    from exoburn.blocks.product.place import measurement_path
    from exoburn.case.read import folder_of

    data = case.resolved()
    lots = [lot for lot in (data.get("product"), *data["products"].values()) if lot]
    for i, lot in enumerate(lots):
        path = measurement_path(lot.get("file", ""), folder_of(source))
        if path.is_file():
            lot["file"] = f"inputs/lot-{i + 1}{path.suffix}"
            write_whole(draft / lot["file"], path.read_bytes())
    return data
