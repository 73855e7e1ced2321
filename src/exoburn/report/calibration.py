"""What a calibration leaves behind: the ensemble, left-out predictions, diagnostics and a page."""

from __future__ import annotations

from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from exoburn.banner import BANNER
from exoburn.files import write_together
from exoburn.infer.calibrate import Calibration
from exoburn.infer.left_out import LEFT_OUT, left_out_csv
from exoburn.report.calibration_figures import constants_picture, course_picture
from exoburn.report.drawing import Picture
from exoburn.report.page import templates
from exoburn.report.scoreboard_scatter import errors, observed_predicted
from exoburn.report.wording import plain
from exoburn.simulate.text import json_text


def write_calibration(done: Calibration, told: dict[str, Any], out: Path) -> list[Path]:
    """Write the ensemble to `out`; beside it left_out.csv, diagnostics.json, calibration.html.

    The ensemble comes last, so that where it lies everything else lies too.
    """
    texts = {
        LEFT_OUT.name: left_out_csv(done.left_out, done.ensemble),
        "diagnostics.json": json_text(told, indent=1) + "\n",
        "calibration.html": calibration_html(done, told),
    }
    beside: dict[Path, str | bytes] = {out.with_name(name): text for name, text in texts.items()}
    return write_together({**beside, out: done.ensemble.to_bytes()})


def calibration_html(done: Calibration, told: dict[str, Any]) -> str:
    """The page: can the members be trusted, what was learned, what stays open."""
    return templates().get_template("calibration.html.j2").render(
        banner=BANNER,
        style=files("exoburn.report").joinpath("templates/style.css").read_text("utf-8"),
        told=told,
        health=_health(told),
        pictures=_pictures(done, told),
        directions=[
            (str(i + 1), plain(row["eigenvalue"]), f"{100 * row['variance_left']:.0f} %",
             ", ".join(f"{name} {size:+.2f}" for name, size in row["loadings"]))
            for i, row in enumerate(told["directions"]["leading"])
        ],
        constants=[_constant(row) for row in told["constants"]],
        kinds=[_kind(row) for row in told["kinds"]],
        targets=[
            (row["id"], row["observable"], row["statistic"], plain(row["observed"]),
             plain(row["fitted_to"]),
             f"{plain(row['p50'])} ({plain(row['p05'])} to {plain(row['p95'])})",
             "yes" if row["inside"] else "no", f"{row['z']:+.1f}")
            for row in told["targets"]
        ],
        prior_only=[row["id"] for row in told["constants"] if row["stays_prior"]],
        version=version("exoburn"),
    )  # fmt: skip


def _pictures(done: Calibration, told: dict[str, Any]) -> list[Picture]:
    found = [course_picture(told["steps"]), constants_picture(told["constants"])]
    if done.left_out:
        found += [observed_predicted("left out", done.left_out),
                  errors([("left out", done.left_out)])]
    return [picture for picture in found if picture.rows]


def _health(told: dict[str, Any]) -> list[str]:
    """What the diagnostics say, and what would have been bad."""
    health, directions, left = told["health"], told["directions"], told["left_out"]
    said = [
        f"{health['members']} members after {health['steps']} steps; "
        f"{health['failed']} of them had a number without a prediction at the end.",
        f"Each member ends a chain of its own: {len(told['accepted'])} exact steps, of which "
        f"{100 * told['moved']:.0f} % moved it. So members count alike, and the effective sample "
        f"size is their number. Re-weighting members for what no straight line explains, without "
        f"the chains, would leave {health['ess']:.0f}: the fit is too curved for a straight line.",
        f"Along the directions that the data determine the members keep "
        f"{health['spread_told']:.2f} of the variance of the straight-line answer, along the "
        f"others {health['spread_untold']:.2f} (far below 1 would mean collapse).",
        f"The data determine {directions['determined']} directions, worth "
        f"{directions['freedom']:.1f} constants, of {len(told['constants'])} that were fitted; "
        f"{sum(row['stays_prior'] for row in told['constants'])} constants stay as the prior had "
        f"them one by one, and {len(told['not_fitted'])} were not fitted at all, because no "
        "number responds to them.",
    ]  # fmt: skip
    if left["n"]:
        said.append(
            f"{left['covered']} of {left['n']} numbers of left-out studies lie inside their 90 % "
            f"interval ({100 * left['coverage']:.0f} %)."
        )
    return said


def _constant(row: dict[str, Any]) -> tuple[str, ...]:
    def span(middle: str, low: str, high: str) -> str:
        return f"{plain(row[middle])} ({plain(row[low])} to {plain(row[high])})"

    return (
        row["id"], row["unit"], span("prior_p50", "prior_p05", "prior_p95"),
        span("p50", "p05", "p95"), f"{100 * row['shrinkage']:.0f} %", f"{row['shift']:+.2f}",
        f"{row['divergence_nats']:.2f}",
    )  # fmt: skip


def _kind(row: dict[str, Any]) -> tuple[str, ...]:
    def span(name: str) -> str:
        low, middle, high = (row[f"{name}_{q}"] for q in ("p05", "p50", "p95"))
        return f"{plain(middle)} ({plain(low)} to {plain(high)})"

    return (row["kind"], str(row["n"]), str(row["studies"]), plain(row["prior_scale"]),
            span("tau"), span("delta"))
