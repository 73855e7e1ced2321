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
        str | None,
        typer.Option(help="Dilution, if the file lacks it or is wrong: 500, 1:500, 1/500."),
    ] = None,
    lot: Annotated[
        Path | None, typer.Option("--lot", help="TOML: keys of a case's product table.")
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(help="Column of sizes, by title or number, if a table has several."),
    ] = None,
    rows: Annotated[
        str, typer.Option(help="Particles that count: included (as the file marks them) or all.")
    ] = "included",
    sample: Annotated[
        str, typer.Option(help="Sample to show, by name or number, if a file holds several.")
    ] = "",
) -> None:
    """Sizes, concentration, purity, MISEV2023 completeness, and what missing facts do."""
    from exoburn.blocks.product.page import lot_lines, note_lines, sample_lines, size_lines
    from exoburn.blocks.product.reader import read_samples, the_sample
    from exoburn.blocks.product.sizing import size_up
    from exoburn.blocks.product.statement import read_product, read_statement
    from exoburn.blocks.product.summary import summary
    from exoburn.errors import InputError

    if rows not in ("included", "all"):
        raise InputError("no such choice", key="--rows", given=rows, allowed=["included", "all"])
    facts = dict(read_statement(lot)) if lot else {}
    if protein_ug_ml is not None:
        facts["protein_ug_per_ml"] = protein_ug_ml
    if dilution is not None:
        facts["dilution"] = dilution
    factor = _dilution(facts)
    if factor is not None:
        facts["dilution"] = factor
    found = read_samples(file, column=column, every_row=rows == "all")
    sizings = [size_up(m, dilution=factor) for m in found]
    at = found.index(the_sample(found, sample, file=str(file))) if sample else 0
    measured = sizings[at]
    batch = read_product(facts, file.parent, sizing=measured, key=str(lot) if lot else "product")
    if figure is not None:
        from exoburn.blocks.product.figure import draw

        draw(measured, figure, title=measured.measurement.sample or file.name, footer=BANNER)
    if as_json:
        told = summary(measured, batch, samples=sizings)
        typer.echo(json.dumps(told, indent=1, allow_nan=False))
        return
    lines = [*size_lines(measured, file=file.name), *sample_lines(sizings, at),
             *lot_lines(batch), *note_lines(measured, batch)]  # fmt: skip
    if figure is not None:
        lines += ["", f"Figure          {figure}"]
    say("\n".join([BANNER, "", *lines]))


def _dilution(facts: dict[str, object]) -> float | None:
    """The stated factor: a number, or words as laboratories write them (1:500)."""
    from exoburn.blocks.product.dilution import read_dilution
    from exoburn.errors import InputError

    value = facts.get("dilution")
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    said = read_dilution(value) if isinstance(value, str) else None
    if said is not None and said.factor is not None:
        return said.factor
    raise InputError(said.question if said and said.question else "must be a positive number",
                     key="dilution", given=value, allowed="a factor such as 500, or 1:500")
