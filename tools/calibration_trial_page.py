"""Write the generated parts of docs/calibration-trial.md from docs/calibration-trial.json.

usage: python tools/calibration_trial_page.py [--check]

tools/calibration_trial.py makes the numbers.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
PAGE, DATA = DOCS / "calibration-trial.md", DOCS / "calibration-trial.json"
#: Worst lead of a posterior mean in posterior SDs, and ratio of SDs, that count as agreement.
_NEAR, _ALIKE = 0.25, 1.25


def page(text: str, data: dict[str, Any]) -> str:
    """The page with its generated parts written anew."""
    for name, make in _MAKERS.items():
        part = "\n".join(make(data[name])) if name in data else "Not tried yet."
        if data.get(name, {}).get("earlier"):
            part += "\n\nThis part was done with an earlier fit and list of numbers than the first."
        pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
        found = re.search(pattern, text, re.DOTALL)
        if found is None:
            raise SystemExit(f"docs/calibration-trial.md: no marker for {name}")
        text = text[: found.end(1)] + part + "\n" + text[found.start(2):]
    return text


def _known(d: dict[str, Any]) -> list[str]:
    same = ("the fit behind the ensemble that ships" if d["same"] else
            "an earlier fit, NOT quite that behind the ensemble that ships")
    lines = [
        f"Fit of {d['constants']} constants to {d['targets']} numbers of {d['studies']} studies "
        f"with {d['members']} members, before its chain steps ({same}, `{d['ensemble']}`).", "",
        f"The data know more than the prior in {d['determined']} of {d['constants']} directions; "
        f"they are worth {d['freedom']:.1f} constants in all. By the members, "
        f"{100 * d['stay']:.0f} % of the fitted constants stay as the prior had them (variance "
        f"less than 10 % smaller; {100 * d['stay_by_line']:.0f} % by the straight line). "
        f"Eigenvalues: {', '.join(f'{x:.3g}' for x in d['eigenvalues'])}.", "",
        "| direction | eigenvalue | constants that carry it (loading) |", "|---|---|---|",
    ]  # fmt: skip
    for k, row in enumerate(d["leading"]):
        named = ", ".join(f"`{name}` {x:+.2f}" for name, x in row)
        lines.append(f"| {k + 1} | {d['eigenvalues'][k]:.3g} | {named} |")
    lines += ["", "| constant | variance removed, % | moved, prior SDs |", "|---|---|---|"]
    lines += [f"| `{n}` | {100 * s:.0f} | {m:+.2f} |" for n, s, m in d["learned"]]
    return [*lines, "", f"No straight line explains {100 * d['unexplained']:.0f} % of the members' "
            f"predictive variance at the posterior; re-weighted for that, {d['ess']:.1f} of the "
            f"{d['members']} members would count (an indicator, not a correction). The last step "
            f"refused {100 * d['refused']:.0f} % of its moves."]


def _stand_in(d: dict[str, Any]) -> list[str]:
    lines = [
        f"Made from {d['made_from']} members of the prior, tried on {d['tried_on']} others: median "
        f"R2 {d['median']:.2f}; above {d['enough']} for {d['good']} of {d['of']} numbers, and only "
        f"those are used below. {d['holes']} of the {d['made_from'] + d['tried_on']} members "
        "predict no number for at least one target (nobody heals, or no such patients); the "
        "stand-in knows no such holes.", "",
        "| kind of number | n | median R2 | used |", "|---|---|---|---|",
    ]  # fmt: skip
    return lines + [f"| {name} | {n} | {r2:.2f} | {used} |" for name, n, r2, used in d["kinds"]]


def _truth(d: dict[str, Any]) -> list[str]:
    lines = [f"{d['runs']} truths; {d['numbers']} numbers of {d['studies']} studies. In brackets "
             "the 95 % band of the share: by runs where ranks are pooled, binomial where there is "
             "one rank a run.", "",
             "| ranks of | " + " | ".join(f"{100 * x:.0f} %" for x in d["levels"])
             + " | columns in their 95 % band, % | least p |", "|---" * 7 + "|"]
    off: list[str] = []
    for name, cells, inside, least in d["rows"]:
        text = [f"{100 * a:.0f} ({100 * b:.0f} to {100 * c:.0f})" for a, b, c in cells]
        lines.append(f"| {name} | {' | '.join(text)} | {100 * inside:.0f} | {least:.2g} |")
        for (a, b, c), level in zip(cells, d["levels"], strict=True):
            if not b <= level <= c:
                off.append(f"{name} at {100 * level:.0f} % ({100 * a:.0f} %)")
    verdict = f"Outside of their band: {'; '.join(off)}." if off else "Every share holds its level."
    many = sum(len(cells) for _, cells, _, _ in d["rows"])
    return [*lines, "", f"{verdict} Of {many} bands about {0.05 * many:.0f} would miss by chance."]


def _refit(d: dict[str, Any]) -> list[str]:
    lines = [f"On the stand-in, {d['numbers']} numbers.", "",
             "| study | numbers | rounds | largest shift, predictive SDs | root mean square | SD "
             "against the refit's | same verdict on the 90 % interval |", "|---" * 7 + "|"]
    return lines + [
        f"| {study} | {n} | {rounds} | {worst:.2f} | {mean:.2f} | {ratio:.2f} | {same} of {n} |"
        for study, n, rounds, worst, mean, ratio, same in d["rows"]
    ]


def _chains(d: dict[str, Any]) -> list[str]:
    rows = d["rows"]
    shifts = [abs(r[1] - r[3]) / r[4] for r in rows]
    ratios = [max(r[2] / r[4], r[4] / r[2]) for r in rows]
    good = max(shifts) <= _NEAR and max(ratios) <= _ALIKE
    lines = [
        f"{len(d['targets'])} healing times ({', '.join(d['targets'])}), {d['persons']} persons a "
        f"group, the other constants at the members' median; {d['chains']} chains of {d['steps']} "
        f"steps after {d['warmup']}, {100 * d['accepted']:.0f} % accepted; smoother with "
        f"{d['members']} members.", "",
        "| quantity | smoother: mean | SD | chains: mean | SD | split R-hat | ESS |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    lines += [f"| {n} | {a:.3f} | {b:.3f} | {c:.3f} | {e:.3f} | {r:.3f} | {s:.0f} |"
              for n, a, b, c, e, r, s in rows]
    rhat, ess = max(r[5] for r in rows), min(r[6] for r in rows)
    met = "have met" if rhat < 1.01 and ess >= 400 else "have NOT met fully"
    return [*lines, "", f"The chains {met} (largest R-hat {rhat:.3f}, least ESS {ess:.0f}; 1.01 "
            f"and 400 are asked). The means differ by at most {max(shifts):.2f} posterior SDs, the "
            f"SDs by a factor of at most {max(ratios):.2f}: the methods "
            f"{'agree' if good else 'do NOT agree'} ({_NEAR} and {_ALIKE} are allowed)."]


def _structures(d: dict[str, Any]) -> list[str]:
    lines = [f"{d['numbers']} numbers of {d['studies']} studies in which vesicles were given.", "",
             "| structure | stacking weight | sum of log densities | behind the best by (its SE) |",
             "|---|---|---|---|"]
    lines += [f"| {n} | {w:.2f} | {s:.2f} | {b:.2f} ({se:.2f}) |" for n, w, s, b, se in d["rows"]]
    behind = max(d["rows"], key=lambda row: row[3])
    clear = behind[3] > 2 * behind[4] and behind[3] > 2
    return [*lines, "", "The data " + ("tell the best structure from the worst." if clear else
            "do not tell the structures apart: the worst lies behind the best by "
            f"{behind[3]:.2f} units of log density, with a standard error of {behind[4]:.2f}.")]


_MAKERS = {"known": _known, "stand-in": _stand_in, "truth": _truth, "refit": _refit,
           "chains": _chains, "structures": _structures}


def main(*, check: bool) -> int:
    """Write the page, or with `check` say whether it tells the numbers of its data."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    new = page(text, data)
    if not check:
        PAGE.write_text(new, encoding="utf-8")
        return 0
    if text == new:
        return 0
    print("docs/calibration-trial.md is out of step: python tools/calibration_trial_page.py")
    return 1


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
