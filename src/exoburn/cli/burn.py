"""`exoburn burn`: heat in, depth and degree out; regions, palms or cm2 in, percent burned out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

SCHEMA = "exoburn.burn/1"


def burn(
    medium: Annotated[
        str | None,
        typer.Option(help="running-water, immersion, air, steam, radiant, flash, flame, brass, "
                     "steel, glass and other solids"),
    ] = None,
    temperature: Annotated[float | None, typer.Option(help="degC of what met the skin")] = None,
    duration: Annotated[
        str | None, typer.Option(help="How long: seconds, or a number with s, min or h")
    ] = None,
    flux_kw_m2: Annotated[
        float | None, typer.Option("--flux-kw-m2", help="Absorbed heat, kW/m2")
    ] = None,
    h: Annotated[
        float | None, typer.Option("--h", help="Heat transfer W/m2K in place of the medium's own")
    ] = None,
    site: Annotated[str | None, typer.Option(help="Body site; none: the reference skin")] = None,
    age: Annotated[float | None, typer.Option(help="Age in years")] = None,
    sex: Annotated[str | None, typer.Option(help="female, male, other or unspecified")] = None,
    layers: Annotated[
        str | None, typer.Option(help="epidermis,dermis,fat in mm, in place of the site's")
    ] = None,
    cool_start: Annotated[
        str | None,
        typer.Option(help="Running water began so long after: minutes, or with s, min or h"),
    ] = None,
    cool_duration: Annotated[
        str | None, typer.Option(help="and ran for so long: minutes, or with s, min or h")
    ] = None,
    law: Annotated[str, typer.Option(help="Rate law of tissue death")] = "unified",
    compare_laws: Annotated[
        bool, typer.Option("--compare-laws", help="Also the depth by every other rate law")
    ] = False,
    dose_gy: Annotated[
        float | None, typer.Option("--dose-gy", help="Radiation: single acute skin dose, Gy")
    ] = None,
    tbsa: Annotated[
        str | None,
        typer.Option(help='Percent of the body burned in each region: "anterior trunk=6,right '
                     'arm=4"; erythema is not counted'),
    ] = None,
    palms: Annotated[
        float | None, typer.Option(help="Burned area in the patient's palms with fingers")
    ] = None,
    area_cm2: Annotated[float | None, typer.Option("--area-cm2", help="Burned area, cm2")] = None,
    weight: Annotated[float | None, typer.Option(help="kg, for the body surface")] = None,
    height: Annotated[float | None, typer.Option(help="cm, for the body surface")] = None,
    bsa: Annotated[
        str | None, typer.Option("--bsa", help="Formula: mosteller, dubois or haycock")
    ] = None,
    inhalation: Annotated[
        bool, typer.Option("--inhalation", help="Inhalation injury, for the revised Baux score")
    ] = False,
    figure: Annotated[
        Path | None, typer.Option(help="Write a picture of heat and damage by depth (.svg)")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """From an exposure: depth, class and time course. From regions or areas: percent burned."""
    from exoburn.cli.burn_answer import Question, answer
    from exoburn.cli.burn_text import burn_text

    found = answer(Question(
        medium=medium, temperature_c=temperature, duration=duration, flux_kw_m2=flux_kw_m2,
        h_w_m2k=h, site=site, age_years=age, sex=sex, layers=layers, cool_start=cool_start,
        cool_duration=cool_duration, law=law, compare_laws=compare_laws, dose_gy=dose_gy,
        tbsa=tbsa, palms=palms, area_cm2=area_cm2, weight_kg=weight, height_cm=height,
        formula=bsa, inhalation=inhalation,
    ))
    if figure is not None:
        from exoburn.cli.burn_figure import draw

        draw(found.burning, figure)
    if json:
        from json import dumps

        sys.stdout.write(dumps({"schema": SCHEMA, "burn": found.burn}, allow_nan=False) + "\n")
    else:
        sys.stdout.write(burn_text(found.burn))
