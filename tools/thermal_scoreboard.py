"""Print the model's burn thresholds beside the published ones.

Run from the repository root: python tools/thermal_scoreboard.py [--law unified] [--all] [--rows]
"""

from __future__ import annotations

import argparse
import math

from exoburn.blocks.injury.laws import DEFAULT_LAW, law_names
from exoburn.blocks.injury.thresholds import BARS, REPLAYED, score, scoreboard


def main() -> None:
    """Print the summary, and with --rows every threshold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--law", default=DEFAULT_LAW, choices=law_names())
    parser.add_argument("--all", action="store_true", help="also the sets that are no bar")
    parser.add_argument("--rows", action="store_true", help="print every threshold")
    asked = parser.parse_args()
    rows = scoreboard(tuple(REPLAYED) if asked.all else BARS, law=asked.law)
    if asked.rows:
        print(f"{'set':20s}{'exposure':28s}{'observed s':>12s}{'predicted s':>12s}{'ratio':>8s}")
        for row in rows:
            print(f"{row.dataset:20s}{row.label:28s}{row.observed_s:12.4g}{row.predicted_s:12.4g}"
                  f"{row.ratio:8.2f}")
    print(f"{'set':20s}{'rows':>5s}{'geometric mean':>16s}{'x/ SD':>8s}{'within 2x':>11s}"
          f"{'never':>7s}")
    for s in score(rows):
        print(f"{s.dataset:20s}{s.rows:5d}{s.mean:16.3f}{s.spread:8.2f}{s.within_2:11.0%}"
              f"{s.unreached:7d}")
    bars = [row for row in rows if row.dataset in BARS]
    mean = math.exp(sum(math.log(row.ratio) for row in bars) / len(bars))
    within = sum(0.5 <= row.ratio <= 2 for row in bars) / len(bars)
    print(f"{'all bars':20s}{len(bars):5d}{mean:16.3f}{'':8s}{within:11.0%}   (law {asked.law})")


if __name__ == "__main__":
    main()
