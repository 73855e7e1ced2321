"""The answer of `exoburn burn` as a page of plain text."""

from __future__ import annotations

from typing import Any

from exoburn.banner import BANNER


def burn_text(burn: dict[str, Any]) -> str:
    """Readable text of a `burn` object, ASCII only.

    >>> print(burn_text({"depth_class": None, "tbsa_percent": 4.0, "area_cm2": 270.0,
    ...     "body_surface_cm2": 6750.0, "body_surface_formula": "haycock", "regions": {},
    ...     "size_notes": []}).splitlines()[2])
    Burned area    4.0 % of the body surface, 270 cm2
    """
    from exoburn.cli.burn_flags import flag_lines

    lines = [BANNER, ""]
    if burn.get("flags"):
        lines += [*flag_lines(burn["flags"]), ""]
    if burn["depth_class"] is not None:
        lines += _depth(burn)
    if burn.get("tbsa_percent") is not None:
        lines += _size(burn)
    return "\n".join(lines).rstrip() + "\n"


def _depth(burn: dict[str, Any]) -> list[str]:
    from exoburn.blocks.injury.depth import LABELS

    skin = burn["skin"]
    lines = [
        f"Depth          {LABELS[burn['depth_class']]}",
        f"               {burn['depth_mm']:.2f} mm below the surface, "
        f"{100 * burn['depth_fraction']:.0f} % of the dermis, at 48-72 h",
    ]
    if burn["thermal_fraction"] is not None:
        lines += [
            f"               {100 * burn['thermal_fraction']:.0f} % of the dermis from the heat "
            f"itself; {_first_aid(burn)}",
            f"Basal damage   {burn['omega_basal']:.3g} (no burn below 0.53, epidermis only to 1)",
        ]
    lines += [
        f"Skin           {skin['site'].replace('_', ' ')}: epidermis {skin['epidermis_mm']:.2f}, "
        f"dermis {skin['dermis_mm']:.2f}, fat {skin['fat_mm']:.1f} mm",
        f"Law            {burn['law']}",
        "",
    ]
    if burn["timeline"]:
        lines += [
            "Time course",
            "     time s  surface degC  basal degC  basal damage  depth mm  % of dermis",
            *(
                f"{row['t_s']:11.4g}{row['surface_c']:14.1f}{row['basal_c']:12.1f}"
                f"{row['omega_basal']:14.3g}{row['depth_mm']:10.3f}"
                f"{100 * row['depth_fraction']:13.0f}"
                for row in burn["timeline"]
            ),
        ]
        if burn["depth_fraction"] > 0:
            lines.append(f"    48-72 h{'':40s}{burn['depth_mm']:10.3f}"
                         f"{100 * burn['depth_fraction']:13.0f}")
        lines.append("")
    if "laws" in burn:
        lines += ["By every law                     depth mm  % of dermis  basal damage  class", *(
            f"     {name:24s}{d['depth_mm']:12.3f}{100 * d['depth_fraction']:13.0f}"
            f"{d['omega_basal']:14.3g}  {d['depth_class'].replace('_', ' ')}"
            for name, d in burn["laws"].items()
        ), ""]
    lines += [*(f"Note           {note}" for note in burn["notes"]),
              *(f"Source         {source}" for source in burn["sources"]), ""]
    return lines


def _first_aid(burn: dict[str, Any]) -> str:
    if not burn["first_aid_stated"]:
        return "first aid not stated (--cool-start, --cool-duration): taken as none"
    return f"first aid prevents {100 * burn['first_aid_g']:.0f} % of later deepening (assumed)"


def _size(burn: dict[str, Any]) -> list[str]:
    lines = [
        f"Burned area    {burn['tbsa_percent']:.1f} % of the body surface, "
        f"{burn['area_cm2']:.0f} cm2",
        *(
            f"               {name}: {r['percent']:g} of its {r['share']:g} %, "
            f"{r['area_cm2']:.0f} cm2"
            for name, r in burn["regions"].items()
        ),
        f"Body surface   {burn['body_surface_cm2']:.0f} cm2 ({burn['body_surface_formula']})",
    ]
    if "revised_baux" in burn:
        lines.append(f"Revised Baux   {burn['revised_baux']:.0f} (a score; sources disagree on "
                     "what risk it stands for)")
    return [*lines, *(f"Note           {note}" for note in burn["size_notes"]),
            "Note           erythema without blisters is not counted", ""]
