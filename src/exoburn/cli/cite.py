"""`exoburn cite MANIFEST|CASE`: the papers that a run leaned on."""

from __future__ import annotations

import json as json_module
import sys
from pathlib import Path
from typing import Annotated, Any

import typer


def cite(
    run: Annotated[Path, typer.Argument(help="Folder of a run, or its summary.json")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object on stdout")] = False,
) -> None:
    """List the papers a run leaned on, and which numbers came from memory or assumption."""
    from exoburn.errors import InputError

    path = run / "summary.json" if run.is_dir() else run
    try:
        summary = json_module.loads(path.read_text(encoding="utf-8"))
        papers, numbers = summary["citations"], summary["assumptions"]
        title = summary["case"]["title"]
        assumed = sum(1 for number in numbers if number["assumed"])
        lines = [_line(paper) for paper in papers]
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(path),
                         allowed="a folder that exoburn simulate wrote") from error
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("is not the summary of a run", file=str(path),
                         allowed="summary.json of a run") from error
    if json:
        sys.stdout.write(json_module.dumps({"schema": "exoburn.cite/1", "papers": papers}) + "\n")
        return
    print(f"Papers behind the numbers of: {title}\n")
    print("\n".join(lines))
    print(f"\n{len(papers)} papers; {assumed} of {len(numbers)} numbers are assumed or from memory "
          "(listed with their ranges in the report).")


def _line(paper: dict[str, Any]) -> str:
    mark = "read" if paper["verified"] else "not read by us"
    name = f"- {paper['text'] or paper['id']}  {paper['link'] or paper['id']}  [{mark}]"
    return f"{name}\n    used by: {', '.join(paper['used_by'][:8])}"
