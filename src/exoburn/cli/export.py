"""`exoburn export CASE --to sbml`: one column of an arm in a format that other tools read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from exoburn.cli.say import say
from exoburn.errors import InputError

if TYPE_CHECKING:
    from exoburn.simulate.median_draw import LaneStatement

#: Formats of the interface; those not written yet are named so, not called unknown.
FORMATS = ("sbml",)
LATER = ("petab", "nonmem", "fhir", "adam")


def export(
    case: Annotated[Path, typer.Argument(help="Case file (.toml or .json); see: exoburn init")],
    to: Annotated[str, typer.Option("--to", help="Format: sbml")] = "sbml",
    arm: Annotated[
        str | None, typer.Option("--arm", help="Name of the arm; default: the first one")
    ] = None,
    wound: Annotated[int, typer.Option("--wound", help="Wound, counted from 1")] = 1,
    column: Annotated[
        int | None,
        typer.Option("--column", help="Column of the wound's depth, from 1; default: middle one"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="File to write; default: standard output")
    ] = None,
) -> None:
    """Write one column (median draw) with its dose and care events, for anyone's simulator."""
    _check_format(to)
    _check_place(out)
    from exoburn.case import load_case
    from exoburn.case.read import folder_of
    from exoburn.simulate.median_draw import lane_of

    lane = lane_of(load_case(case), arm=arm, wound=wound, column=column, folder=folder_of(case))
    text = sbml_of(lane)
    if out is None:
        typer.echo(text, nl=False)
        return
    from exoburn.files import write_whole

    write_whole(out, text)
    say(str(out))


def sbml_of(lane: LaneStatement) -> str:
    """The SBML text of a lane, with the units of our tables and where it comes from."""
    from importlib.metadata import version

    from exoburn.export.sbml import to_sbml
    from exoburn.export.table_units import table_units

    facts = {"exoburn": version("exoburn"), **lane.provenance}
    return to_sbml(
        lane.system, lane.y0, lane.p, lane.events,
        model_id="exoburn_column", title=facts.get("case", ""), provenance=facts,
        units=table_units(lane.system),
    )  # fmt: skip


def _check_format(to: str) -> None:
    if to in LATER:
        raise InputError("not available yet in this version", key="--to", given=to, allowed=FORMATS)
    if to not in FORMATS:
        raise InputError("unknown format", key="--to", given=to, allowed=(*FORMATS, *LATER))


def _check_place(out: Path | None) -> None:
    if out is None:
        return
    if out.is_dir():
        raise InputError("this is a folder, not a file", key="--out", given=str(out))
    if not out.parent.is_dir():
        raise InputError("there is no such folder", key="--out", given=str(out.parent))
