"""`exoburn product FILE`: a particle-tracking export read, and what the lot's facts are worth."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from exoburn.banner import BANNER
from exoburn.cli.say import say


def product(
    file: Annotated[
        Path, typer.Argument(help="ZetaView text, NanoSight summary CSV, TRPS or plain CSV.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout.")] = False,
    figure: Annotated[
        Path | None, typer.Option("--figure", help="Write the figure: .svg or .png.")
    ] = None,
    protein_ug_ml: Annotated[
        float | None, typer.Option(help="Protein of the undiluted sample, ug/mL.")
    ] = None,
    dilution: Annotated[
        float | None, typer.Option(help="Dilution factor, if the file lacks it or is wrong.")
    ] = None,
    lot: Annotated[
        Path | None, typer.Option("--lot", help="TOML: keys of a case's product table.")
    ] = None,
) -> None:
    """Sizes, concentration, purity, MISEV2023 completeness, and what missing facts do."""
    from exoburn.blocks.product.page import lot_lines, note_lines, size_lines
    from exoburn.blocks.product.reader import read_measurement
    from exoburn.blocks.product.sizing import size_up
    from exoburn.blocks.product.statement import read_product, read_statement
    from exoburn.blocks.product.summary import summary

    facts = dict(read_statement(lot)) if lot else {}
    if protein_ug_ml is not None:
        facts["protein_ug_per_ml"] = protein_ug_ml
    if dilution is not None:
        facts["dilution"] = dilution
    measured = size_up(read_measurement(file), dilution=_dilution(facts))
    batch = read_product(facts, file.parent, sizing=measured, key=str(lot) if lot else "product")
    if figure is not None:
        from exoburn.blocks.product.figure import draw

        draw(measured, figure, title=measured.measurement.sample or file.name, footer=BANNER)
    if as_json:
        typer.echo(json.dumps(summary(measured, batch), indent=1, allow_nan=False))
        return
    lines = [*size_lines(measured, file=file.name), *lot_lines(batch), *note_lines(measured, batch)]
    if figure is not None:
        lines += ["", f"Figure          {figure}"]
    say("\n".join([BANNER, "", *lines]))


def _dilution(facts: dict[str, object]) -> float | None:
    from exoburn.errors import InputError

    value = facts.get("dilution")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputError("must be a positive number", key="dilution", given=value)
    return float(value)
