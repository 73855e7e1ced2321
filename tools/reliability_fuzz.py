"""Damaged files and sentences for every reader: each ends in a value or in one InputError line.

What is thrown at a reader is one of its good files with pieces cut out, doubled, swapped or
replaced (numbers by extreme numbers, words by words of other files, anything by signs that break
parsers), or, for regimens, a sentence built by the grammar with its parts at random.
"""

from __future__ import annotations

import json
import random
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exoburn.errors import InputError

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.toml"))
STORIES = sorted((ROOT / "examples" / "stories").glob("*.toml"))
_NASTY = (
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\r\n", b"\t", b'"', b"'",
    b'"""',
    b"\x1b[31m", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\xed\xa0\x80", b"\x1a", b",",
    b";", b"=", b"=1+1", b"[", b"]", b"{", b"}", b"#", b"<script>", b"]]>",
    b"\\", b"\\ud800", b"\\u0000",
    b"1e999", b"-1e999", b"nan", b"inf", b"-inf", b"1e-320", b"-0", b"0", b"-1", b"9" * 400,
    b"1" + b"0" * 30, b"0x1F", b"1_000", b"1979-05-27", b"07:32:00", b"true", b"null", b"None",
    b"\xd9\xa1\xd9\xa2", b"1,5", b"1.5.2", b"[" * 60, b"x" * 300, b"../../../../etc/passwd",
    b"/dev/zero", b"~", b"%s%n", b"$x^2$", b"\xc2\xb5",
)  # fmt: skip


@dataclass(frozen=True)
class Reader:
    """A reader by name: good inputs, and what reads one; it may raise InputError only."""

    name: str
    good: tuple[bytes, ...]
    read: Callable[[bytes, random.Random], object]
    make: Callable[[random.Random], bytes] | None = None


def damaged(raw: bytes, rng: random.Random) -> bytes:
    """One to five places of a file damaged."""
    data = bytearray(raw)
    for _ in range(rng.randint(1, 5)):
        at = rng.randrange(len(data) + 1)
        end = min(len(data), at + rng.choice((0, 1, 1, 2, 5, 20, 200)))
        match rng.randrange(7):
            case 0:
                del data[at:end]
            case 1:
                data[at:end] = rng.choice(_NASTY)
            case 2:
                data[at:at] = data[at:end] * rng.choice((1, 1, 2, 30))
            case 3:
                data[at:end] = bytes(rng.randrange(256) for _ in range(end - at))
            case 4:
                _swap_number(data, at, rng)
            case 5:
                lines = data.split(b"\n")
                rng.shuffle(lines) if rng.random() < 0.1 else lines.pop(rng.randrange(len(lines)))
                data = bytearray(b"\n".join(lines))
            case _:
                del data[at if rng.random() < 0.2 else end :: max(1, len(data))]
    return bytes(data[:200_000])


def _swap_number(data: bytearray, at: int, rng: random.Random) -> None:
    """The next number after a place becomes another."""
    digits = b"0123456789.eE+-"
    while at < len(data) and data[at] not in b"0123456789":
        at += 1
    end = at
    while end < len(data) and data[end] in digits:
        end += 1
    data[at:end] = rng.choice((b"0", b"-1", b"1e308", b"1e-300", b"1e15", b"3.5", b"nan", b"inf",
                               b"1e999", b"99999999999999999999", b"", b"x"))  # fmt: skip


def fuzz(reader: Reader, count: int, seed: int) -> Counter[str]:
    """`count` inputs through a reader; -> how many were read and refused.

    Raises AssertionError, with the input, for any other end: another exception, or an error that
    is not one line of printable text.
    """
    from exoburn.letters import unwanted

    ended: Counter[str] = Counter()
    for number in range(count):
        rng = random.Random(f"{reader.name}/{seed}/{number}")
        raw = reader.make(rng) if reader.make else damaged(rng.choice(reader.good), rng)
        try:
            reader.read(raw, rng)
        except InputError as error:
            line = str(error)
            told = f"{reader.name}, input {number} of seed {seed}: {line!r} for {raw[:400]!r}"
            assert unwanted(line) is None, told
            assert line.strip(), told
            assert len(line) < 3000, told
            ended["refused"] += 1
        except Exception as error:
            raise AssertionError(
                f"{reader.name}, input {number} of seed {seed}: {type(error).__name__}: {error} "
                f"for {raw[:2000]!r}"
            ) from error
        else:
            ended["read"] += 1
    return ended


def readers() -> list[Reader]:
    """Every reader of files and sentences that others write."""
    from exoburn.cli.rerun import read_manifest
    from exoburn.evidence.added import read_studies, template
    from exoburn.infer.own_file import read_own
    from exoburn.studies.access.provider import questions, read_answers

    toml = tuple(path.read_bytes() for path in EXAMPLES)
    cases = toml + tuple(json.dumps(tomllib.loads(t.decode())).encode() for t in toml)
    answers = "\n".join(f'{one.id} = "good"' for one in questions()).encode()
    lines = (ROOT / "src/exoburn/data/rows/targets.csv").read_bytes().splitlines(keepends=True)
    targets = b"".join(lines[::25])
    manifest = json.dumps({
        "schema": "exoburn.manifest/1", "case": tomllib.loads(toml[0].decode()),
        "outputs": {"summary.csv": "0" * 64}, "inputs": {}, "options": {}, "seed": 0,
    }).encode()  # fmt: skip
    return [
        Reader("case", cases, _case),
        Reader("regimen sentence", (), _regimen, _sentence),
        Reader("particle file", _particle_files(), _particles),
        Reader("lot", (_LOT,), _lot),
        Reader("evidence table", (template().encode(),), _file(read_studies, (".csv",))),
        Reader("targets table", (targets,), _file(read_own, (".csv",))),
        Reader("manifest", (manifest,), _file(read_manifest, (".json",))),
        Reader("story", tuple(path.read_bytes() for path in STORIES), _story),
        Reader("provider's answers", (answers,), _file(read_answers, (".toml", ".json"))),
    ]


_LOT = b"""[product]
name = "MSC-7"
source = "adipose_msc"
particles_per_ml = 4e11
protein_ug_per_ml = 100
markers = ["CD63", "CD81"]
storage = "-80C"
storage_days = 30
freeze_thaw_cycles = 1
sterility = "tested"
"""


def _file(read: Callable[[Path], object], suffixes: tuple[str, ...]) -> Callable[..., object]:
    folder = tempfile.TemporaryDirectory()

    def reading(raw: bytes, rng: random.Random) -> object:
        path = Path(folder.name) / f"file{rng.choice(suffixes)}"
        path.write_bytes(raw)
        return read(path)

    return reading


def _text(raw: bytes, rng: random.Random) -> str:
    from exoburn.case.read import text_of

    return _file(lambda path: text_of(path), (".toml",))(raw, rng)  # type: ignore[return-value]


def _case(raw: bytes, rng: random.Random) -> object:
    from exoburn.case import evaluate, facts_of, read_case

    suffix = ".json" if raw[:1] in b"{[" and raw[:1] else ".toml"
    case = read_case(_text(raw, rng), name="case", suffix=suffix)
    json.dumps(case.resolved(), allow_nan=False)
    evaluate(facts_of(case, tbsa_percent=3.0))
    return case.notes, [arm.regimens for arm in case.arms]


def _story(raw: bytes, rng: random.Random) -> object:
    from exoburn.studies.story.read import read_story

    return read_story(_text(raw, rng), name="story")


def _particles(raw: bytes, rng: random.Random) -> object:
    from exoburn.blocks.product.reader import parse_measurement
    from exoburn.blocks.product.sizing import size_up

    return size_up(parse_measurement(raw, name="file")).statistics()


def _lot(raw: bytes, rng: random.Random) -> object:
    from exoburn.blocks.product.statement import read_product, read_statement

    facts = _file(read_statement, (".toml",))(raw, rng)
    return read_product(facts)  # type: ignore[arg-type]


def _regimen(raw: bytes, rng: random.Random) -> object:
    from exoburn.case.sentence import parse_regimen

    found = parse_regimen(raw.decode("utf-8", "surrogateescape"))
    assert parse_regimen(str(found)) == found, "a sentence that does not read back"
    return found


def _sentence(rng: random.Random) -> bytes:
    """A sentence by the grammar, each part good, extreme, of another kind or missing."""
    from exoburn.case.regimen import ROUTES, UNITS
    from exoburn.case.sentence import vehicles

    number = ["0", "1", "3", "1e10", "1e15", "1e400", "-1", "1e-9", "nan", ".5", "5.", "1,5", "007",
              "12345678901234567890", "\u0661\u0662", "\u00b2", "1_0", ""]  # fmt: skip
    pick = rng.choice

    def n() -> str:
        return pick(number) if rng.random() < 0.15 else pick(["1", "2", "3", "5", "10"])

    def mostly(good: list[str], odd: list[str]) -> str:
        return pick(odd if rng.random() < 0.1 else good)

    unit = mostly([*UNITS, "EV/cm2", "particles per cm2", "\u00b5g/cm\u00b2"], ["mg", ""])
    vehicle = mostly([*vehicles(), "gel"], ["hydrogle", "", "in in"])
    parts = [f"{n()} {unit}" + mostly([f" in {vehicle}", ""], [" in", f" in {vehicle} in x"])]
    parts.append(mostly([*ROUTES.values(), "intradermal", "TOPICAL"], ["oral", ""]))
    schedule = [f"once from day {n()}", f"daily x {n()} from day {n()}", f"weekly x {n()}",
                f"every {n()} days x {n()} from day {n()}", f"every {n()} h x {n()} from day {n()}",
                f"{n()} times a day x {n()} from day {n()}", f"on days {n()}, {n()}, {n()}",
                f"until day {n()}", f"within {n()} h", f"day {n()}-{n()}", f"week {n()}",
                f"from day {n()}", "twice", "every other day", f"every {n()} days from day {n()}",
                f"until day {n()}"]  # fmt: skip
    extra = [f"{n()} mm deep", f"{n()} injections", f"{n()} uL each", f"needle {n()} um",
             f"platelets {n()}/mL", "to open area", "to", "", "please"]  # fmt: skip
    parts += [pick(schedule) for _ in range(pick([0, 1, 1, 1, 2, 3]))]
    parts += [pick(extra) for _ in range(pick([0, 0, 1, 2]))]
    if rng.random() < 0.1:
        rng.shuffle(parts)
    text = pick([", ", ",", " , ", ", "]).join(parts).encode()
    return damaged(text, rng).replace(b"\n", b" ") if rng.random() < 0.2 else text


def _particle_files() -> tuple[bytes, ...]:
    """Small files as instruments write them."""
    zeta = "\n".join([
        "Original File:\tC:\\sample.avi\tSection:\t0.1 [0]",
        "Software:\tZetaView (version 8.04.02)\tAnalyze:\t8.04.02", "Sample:\tMSC-7",
        "Dilution::\t500", "Size Distribution",
        "Size / nm\tNumber\tConcentration / cm-3\tVolume / nm^3\tArea / nm^2",
        *(f"{s:.3E}\t{c:.3E}\t{c * 2.8e5:.3E}\t0.0\t0.0" for s, c in
          ((87.5, 4), (92.5, 10), (97.5, 30), (102.5, 40), (107.5, 9))),
    ])  # fmt: skip
    return (
        zeta.encode("latin-1"), zeta.encode("utf-16"),
        b"size_nm,count\n90,10\n100,40\n110,20\n",
        b"Bin centre (nm);Concentration (particles/ml)\n90;1,5e8\n100;4,2e8\n110;2e8\n",
        b"Izon\nDilution,5\nParticle Diameter (nm),FWHM Duration (ms)\n101.2,1\n99.4,2\n130.1,1\n",
    )  # fmt: skip
