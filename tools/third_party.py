"""List what exoburn stands on: THIRD_PARTY.md with licences, constraints.txt with versions.

usage: .venv/bin/python tools/third_party.py [--check]

Reads the packages installed beside it: everything that exoburn needs at run time or in tests, and
what those need in turn. With --check nothing is written and a difference is exit code 1. A run-time
package under the GPL or without a licence is an error.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]

#: Licences of packages whose metadata does not name one, read in the package's own licence file.
READ_BY_HAND = {"libroadrunner": "Apache-2.0"}

_NAME = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*")
_EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


def canonical(name: str) -> str:
    """A package's name in its one spelling."""
    return re.sub(r"[-_.]+", "-", name).lower()


def closure(package: str, extras: frozenset[str]) -> dict[str, str]:
    """Everything a package needs with these extras and what those need: name -> version."""
    found: dict[str, str] = {}
    waiting = [(package, extras)]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (canonical(name), wanted) in seen:
            continue
        seen.add((canonical(name), wanted))
        try:
            here = distribution(name)
        except PackageNotFoundError:
            continue  # needed on other systems or versions of Python only
        if canonical(name) != package:
            found[canonical(here.metadata["Name"])] = here.version
        for line in here.requires or ():
            match = _NAME.match(line)
            asked = _EXTRA.search(line)
            if match is None or (asked and asked[1] not in wanted):
                continue
            inner = re.match(r"^[\w.-]+\[([^\]]+)\]", line)
            more = frozenset(part.strip() for part in inner[1].split(",")) if inner else frozenset()
            waiting.append((match[0], more))
    return dict(sorted(found.items()))


def licence(name: str) -> str:
    """The licence as the package's metadata names it, in one line."""
    about = distribution(name).metadata
    if about.get("License-Expression"):
        return about["License-Expression"]
    classes = [c.rsplit(" :: ", 1)[-1] for c in about.get_all("Classifier") or ()
               if c.startswith("License ::")]  # fmt: skip
    named = [c for c in classes if c != "OSI Approved"]
    if named:
        return ", ".join(named)
    first = (about.get("License") or "").strip().splitlines()
    return READ_BY_HAND.get(name) or (first[0][:60] if first else "not stated")


def third_party() -> str:
    """The text of THIRD_PARTY.md; a run-time licence that we do not take stops here."""
    core = closure("exoburn", frozenset())
    test = {k: v for k, v in closure("exoburn", frozenset({"test"})).items() if k not in core}
    lines = [
        "# What exoburn stands on", "",
        "Written by `tools/third_party.py` from the packages' own metadata. Nothing of them is",
        "copied into this repository. exoburn itself is under Apache-2.0; its data tables are",
        "under CC-BY-4.0, with the source of every row in the row.", "",
    ]  # fmt: skip
    for title, packages in (("At run time", core), ("In tests only", test)):
        lines += [f"## {title}", "", "| package | version | licence |", "|---|---|---|"]
        for name, version in packages.items():
            terms = licence(name)
            if packages is core and (terms == "not stated" or re.search(r"\bA?GPL", terms)):
                raise SystemExit(f"{name} {version}: licence {terms!r} at run time")
            lines.append(f"| {name} | {version} | {terms} |")
        lines.append("")
    return "\n".join(lines)


def constraints() -> str:
    """The text of constraints.txt: versions that the tests passed with, on Python 3.11."""
    head = "# Written by tools/third_party.py: versions the tests passed with, on Python 3.11.\n"
    packages = closure("exoburn", frozenset({"test", "models", "dev"}))
    return head + "".join(f"{name}=={version}\n" for name, version in packages.items())


def main(*, check: bool) -> int:
    """Write both files, or compare them."""
    changed = 0
    for name, text in (("THIRD_PARTY.md", third_party()), ("constraints.txt", constraints())):
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        changed += 1
        print(f"{name}: {'differs' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8")
    return 1 if check and changed else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
