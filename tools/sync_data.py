"""Copy the literature tables into the package and print which rows changed.

usage: python tools/sync_data.py FOLDER_WITH_CSV [--check]
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path

TARGET = Path(__file__).parents[1] / "src" / "exoburn" / "data" / "literature"


def main(source: Path, *, check: bool) -> int:
    """Sync every CSV; with `check`, only report and return 1 if something differs."""
    changed = 0
    for path in sorted(source.glob("*.csv")):
        mine = TARGET / path.name
        old = mine.read_text(encoding="utf-8") if mine.exists() else ""
        new = path.read_text(encoding="utf-8")
        if old == new:
            continue
        changed += 1
        print(f"{path.name}:")
        lines = difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")
        print("\n".join(f"  {line}" for line in list(lines)[2:]))
        if not check:
            mine.write_text(new, encoding="utf-8")
    gone = {p.name for p in TARGET.glob("*.csv")} - {p.name for p in source.glob("*.csv")}
    for name in sorted(gone):
        print(f"{name}: no longer in the source")
    print(f"{changed} tables differ" if changed else "all tables equal")
    return 1 if check and (changed or gone) else 0


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if a != "--check"]
    if len(arguments) != 1:
        sys.exit(__doc__)
    sys.exit(main(Path(arguments[0]), check="--check" in sys.argv))
