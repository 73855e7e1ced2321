"""The terminal's account of a calibration: health, what was learned, directions."""

from __future__ import annotations

from typing import Any

from exoburn.banner import BANNER
from exoburn.cli.scoreboard_table import short

_MOST = 15


def print_account(told: dict[str, Any]) -> None:
    """Print the account in short; the page holds all of it."""
    health, directions = told["health"], told["directions"]
    lines = [
        BANNER, "",
        f"Ensemble {told['ensemble']}: {health['members']} members after {health['steps']} steps, "
        f"{told['targets_fitted']} numbers of {told['studies']} studies",
        f"Members count alike: each ends a chain of its own, {100 * told['moved']:.0f} % of "
        f"which moved a step ({len(told['accepted'])} steps); spread kept "
        f"{health['spread_told']:.2f} of the straight line's where the data tell, "
        f"{health['spread_untold']:.2f} elsewhere; "
        f"{100 * health['unexplained']:.0f} % of a prediction's variance is curved; "
        f"{health['failed']} members failed; misfit {health['misfit']:.2f}",
        f"The data determine {directions['determined']} directions "
        f"({directions['freedom']:.1f} constants' worth) of {len(told['constants'])} constants; "
        f"{sum(row['stays_prior'] for row in told['constants'])} stay as the prior had them and "
        f"{len(told['not_fitted'])} more were not fitted, as no number responds to them",
        "", f"{'constant':<26}{'prior':>28}{'calibrated':>28}{'learned':>9}",
    ]  # fmt: skip
    for row in told["constants"][:_MOST]:
        before = _span(row["prior_p50"], row["prior_p05"], row["prior_p95"])
        after = _span(row["p50"], row["p05"], row["p95"])
        lines.append(f"{row['id']:<26}{before:>28}{after:>28}{100 * row['shrinkage']:>7.0f} %")
    rest = len(told["constants"]) - _MOST
    if rest > 0:
        lines.append(f"and {rest} more on the page")
    left = told["left_out"]
    if left["n"]:
        lines += ["", f"Left-out studies: {left['covered']} of {left['n']} numbers inside their "
                      f"90 % interval ({100 * left['coverage']:.0f} %)"]
    print("\n".join(lines))


def _span(middle: float, low: float, high: float) -> str:
    return f"{short(middle)} ({short(low)} to {short(high)})"
