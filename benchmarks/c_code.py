"""A system's graph as plain C: rates, sparse Jacobian and events, for an integrator in C.

What is made of parameters only is computed once per column and after each event, as the compiled
kernel does it; every other sub-expression is one local variable, however often it is read.

    void fix(const double *p, double *k)                            what rests on parameters alone
    void rates(const double *y, const double *p, const double *k, double *f)
    void slopes(const double *y, const double *p, const double *k, double *j)
    void happen(int event, double amount, double *y, double *p, const double *k)

`slopes` fills the entries of the Jacobian in the order of `COLUMN_START` and `ROW`: column by
column (compressed sparse columns), rows ascending, the diagonal always there: an integrator adds
to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from exoburn.engine.graph import Graph
from exoburn.engine.model import Model
from exoburn.errors import EngineError

_HEAD = """#include <math.h>

static inline double larger(double a, double b) { return a < b ? b : a; }
static inline double smaller(double a, double b) { return b < a ? b : a; }
/* x/(e^x - 1), and its derivative given its value; near 0 their series */
static inline double bern(double x) { return fabs(x) < 1e-8 ? 1.0 - 0.5*x : x/expm1(x); }
static inline double bern_slope(double x, double b)
{
    return fabs(x) < 0.01 ? x/6.0 - 0.5 : b*(1.0 - b)/x - b;
}
"""

_WRITTEN = {
    "add": "{} + {}", "sub": "{} - {}", "mul": "{}*{}", "neg": "-{}", "recip": "1.0/{}",
    "max": "larger({}, {})", "min": "smaller({}, {})", "less": "(double)({} < {})",
    "exp": "exp({})", "log": "log({})", "sqrt": "sqrt({})", "bern": "bern({})",
    "bern_slope": "bern_slope({}, {})",
}  # fmt: skip


def c_code(model: Model) -> str:
    """The C text of a model.

    >>> from exoburn.engine import Block, State, System
    >>> from exoburn.engine.model import build
    >>> toy = System.compose("toy", [Block("b", "x' = -k*x*x", states={"x": State()})])
    >>> text = c_code(build(toy, []))
    >>> "p[0]*" in text, text.count("y[0]*y[0]")
    (True, 1)
    """
    size = len(model.states)
    nothing = model.graph.const(0.0)
    found = {(i, i): nothing for i in range(size)} | model.jacobian
    entries = sorted(found, key=lambda at: (at[1], at[0]))
    slopes = [found[at] for at in entries]
    events = [node for lines in model.events.values() for _, _, node in lines]
    kept = model.fixed([*model.rates, *slopes, *events])
    kept = [node for node in kept if model.graph.nodes[node][0] != "sym"]
    places = {node: f"k[{i}]" for i, node in enumerate(kept)}
    reads = "const double *y, const double *p, const double *k"
    return "\n".join(
        [
            _HEAD,
            _sizes(model, len(entries), len(kept)),
            _pattern(entries, size),
            _function(
                "fix", "const double *p, double *k",
                _lines(model.graph, zip(places.values(), kept, strict=True), {}),
            ),
            _function("rates", f"{reads}, double *f", _lines(model.graph, [
                (f"f[{i}]", node) for i, node in enumerate(model.rates)], places)),
            _function("slopes", f"{reads}, double *j", _lines(model.graph, [
                (f"j[{i}]", node) for i, node in enumerate(slopes)], places)),
            _events(model, places),
        ]
    )  # fmt: skip


def _sizes(model: Model, entries: int, kept: int) -> str:
    sizes = {
        "STATES": len(model.states), "PARAMETERS": len(model.parameters),
        "ENTRIES": entries, "KEPT": max(1, kept),
    }  # fmt: skip
    return "\n".join(f"#define {name} {value}" for name, value in sizes.items()) + "\n"


def _pattern(entries: Sequence[tuple[int, int]], states: int) -> str:
    starts = [sum(column < j for _, column in entries) for j in range(states + 1)]
    rows = [row for row, _ in entries] or [0]
    return (
        f"const int COLUMN_START[] = {{{', '.join(map(str, starts))}}};\n"
        f"const int ROW[] = {{{', '.join(map(str, rows))}}};\n"
    )


def _function(name: str, arguments: str, lines: Iterable[str]) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return f"void {name}({arguments})\n{{\n{body}}}\n"


def _lines(
    graph: Graph, results: Iterable[tuple[str, int]], places: Mapping[int, str]
) -> list[str]:
    """Assignments of nodes to targets, after the sub-expressions that they need."""
    results = list(results)
    names = dict(places)
    lines = []
    for node in _needed(graph, [node for _, node in results], places):
        if node not in names:
            text = _write(graph, node, names)
            if graph.nodes[node][0] in ("const", "sym"):
                names[node] = text
            else:
                names[node] = f"v{node}"
                lines.append(f"const double v{node} = {text};")
    return lines + [f"{target} = {names[node]};" for target, node in results]


def _needed(graph: Graph, roots: Sequence[int], places: Mapping[int, str]) -> list[int]:
    """Nodes to compute, in an order of evaluation; what has a place is not looked into."""
    seen: set[int] = set()
    stack = list(roots)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            if node not in places:
                stack.extend(graph.args(node))
    return sorted(seen)


def _write(graph: Graph, node: int, names: Mapping[int, str]) -> str:
    op, *args = graph.nodes[node]
    match op:
        case "const":
            return repr(args[0]) if args[0] >= 0 else f"({args[0]!r})"
        case "sym" if args[0] in ("y", "p"):
            return f"{args[0]}[{args[1]}]"
        case "sym" if args[0] == "amount":
            return "amount"
    if op not in _WRITTEN:
        raise EngineError(f"cannot write {op} {args} in C")
    return _WRITTEN[op].format(*(names[arg] for arg in args))


def _events(model: Model, places: Mapping[int, str]) -> str:
    """Every event's assignments read the values from before it, so they are made at the end."""
    lines = ["switch (event) {"]
    for code, (name, assignments) in enumerate(model.events.items()):
        lines.append(f"case {code}: {{ /* {name} */")
        results = [(f"const double n{i}", node) for i, (_, _, node) in enumerate(assignments)]
        lines += [f"    {line}" for line in _lines(model.graph, results, places)]
        for i, (kind, index, _) in enumerate(assignments):
            lines.append(f"    {kind}[{index}] = n{i};")
        lines += ["    break;", "}"]
    arguments = "int event, double amount, double *y, double *p, const double *k"
    return _function("happen", arguments, [*lines, "}"])
