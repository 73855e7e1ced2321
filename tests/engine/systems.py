"""Small systems whose answers are known, as blocks; each says where its truth comes from."""

from __future__ import annotations

from functools import cache

import numpy as np

from exoburn.engine import Block, Event, Kernel, Schedule, State, System, compile_system


def one(name: str, equations: str, scales: dict[str, float], events=None) -> System:
    """A system of a single block."""
    states = {state: State(scale=scale) for state, scale in scales.items()}
    block = Block(name, equations, states=states, events=events or {})
    return System.compose(name, [block])


#: van der Pol's oscillator, stiff for large mu (Hairer & Wanner II, IV.10).
VAN_DER_POL = one("vdp", "x' = v\nv' = mu*(1 - x*x)*v - x", {"x": 1.0, "v": 1.0})

#: Robertson's kinetics (1966), the classic stiff net; a + b + c stays 1.
ROBERTSON = one(
    "robertson",
    """
    slow = k1*a
    fast = k2*b*b
    back = k3*b*c
    a' = back - slow
    b' = slow - fast - back
    c' = fast
    """,
    {"a": 1.0, "b": 1e-5, "c": 1.0},
)
ROBERTSON_RATES = {"k1": 0.04, "k2": 3e7, "k3": 1e4}

#: Torsten's mix1CptOdeModel: one compartment, oral, with Friberg's chain; an infusion is a switch.
PHARMACOKINETICS = one(
    "pk",
    """
    ktr   = 4/MTT
    drug  = alpha*CENT/VC
    prol  = PROL + Circ0
    circ  = CIRC + Circ0
    GUT'  = -KA*GUT + rate
    CENT' = KA*GUT - CL/VC*CENT
    PROL' = ktr*prol*((1 - drug)*powr(Circ0/circ, gamma) - 1)
    TR1'  = ktr*(PROL - TR1)
    TR2'  = ktr*(TR1 - TR2)
    TR3'  = ktr*(TR2 - TR3)
    CIRC' = ktr*(TR3 - CIRC)
    """,
    {"GUT": 1.0, "CENT": 1.0, "PROL": 1e-3, "TR1": 1e-3, "TR2": 1e-3, "TR3": 1e-3, "CIRC": 1e-3},
    {
        "oral": Event("add", "GUT = GUT + amount"),
        "iv": Event("add", "CENT = CENT + amount"),
        "infuse": Event("switch", "rate = amount"),
        "empty": Event("assign", "GUT = amount"),
        "wash": Event("remove", "GUT = GUT*(1 - amount)"),
    },
)
PK_VALUES = {"CL": 10.0, "VC": 35.0, "KA": 2.0, "MTT": 125.0, "Circ0": 5.0, "alpha": 3e-4,
             "gamma": 0.17, "rate": 0.0}  # fmt: skip

#: Waugh & Sherratt (2006), macrophages and TGF-beta in a diabetic wound (BIOMD0000000680).
WAUGH_SHERRATT = one(
    "waugh_sherratt",
    """
    K_T = -2.47*T**3 + 21.94*T**2 + 6.41*T + 1.75
    crowded = 1 - k3*(PhiI + PhiR)
    T' = k4*PhiI - d2*T
    PhiI' = alpha*K_T + k1*k2*PhiI*crowded - d1*PhiI
    PhiR' = (1 - alpha)*K_T + k1*k2*PhiR*crowded - d1*PhiR
    """,
    {"T": 1.0, "PhiI": 10.0, "PhiR": 10.0},
)
WAUGH_SHERRATT_VALUES = {"alpha": 0.8, "k1": 0.05, "k2": 0.693, "k3": 0.002, "d1": 0.2,
                         "k4": 0.07, "d2": 9.1}  # fmt: skip


@cache
def network(layers: int = 8) -> System:
    """A wound in small: a diffusion chain with uptake that drives a bistable pair; own making."""
    lines = ["S' = -k_in*S", "gain = hill(X_1, half, 2)", "flow = v*exp(-0.1*b)"]
    for i in range(1, layers):
        lines.append(f"J_{i} = D*(bern(flow*{i})*C_{i} - bern(-flow*{i})*C_{i + 1})")
    for i in range(1, layers + 1):
        above = "k_in*S" if i == 1 else f"J_{i - 1}"
        below = f" - J_{i}" if i < layers else ""
        lines.append(f"C_{i}' = {above}{below} - up*C_{i}/(1 + C_{i}) - 0.1*C_{i}")
        lines.append(f"X_{i}' = up*C_{i}/(1 + C_{i}) - k_x*X_{i}")
    lines += [
        "a' = 1 + 3*hill(a, 1.2, 3) - a*(1 + gain) - 0.2*pos(a - 1)",
        "b' = powr(a, h)*sqrt(1 + S) - min_(b, 2)*log(2 + b)",
    ]
    scales = {f"{kind}_{i}": 0.01 for kind in "CX" for i in range(1, layers + 1)}
    return one(
        "network",
        "\n".join(lines),
        {"S": 0.1, **scales, "a": 0.1, "b": 0.1},
        {
            "dose": Event("add", "S = S + amount"),
            "slow": Event("switch", "up = amount"),
            "cut": Event("assign", "a = min_(a, amount)"),
        },
    )


NETWORK_VALUES = {"k_in": 3.0, "half": 0.3, "v": 0.8, "D": 20.0, "up": 2.0, "k_x": 0.5, "h": 0.7}


def network_lanes(lanes: int, layers: int = 8):
    """Start and parameters that differ from lane to lane, and doses at different days."""
    system = network(layers)
    turn = np.arange(lanes)
    y0 = np.zeros((len(system.states), lanes))
    y0[-2:] = 0.5 + 0.5 * np.cos(turn)
    base = np.array(system.pack(NETWORK_VALUES))[:, None]
    p = base * (1 + 0.3 * np.sin(turn[None, :] * (1 + np.arange(len(base))[:, None])))
    return system, y0, p


def network_schedule(kernel: Kernel, lanes: int) -> Schedule:
    """Two doses, a switch and a cut for each lane, at instants that differ."""
    rows = []
    for lane in range(lanes):
        rows += [
            (lane, 1.0 + 0.01 * (lane % 7), kernel.event_code("dose"), 2.0),
            (lane, 4.0, kernel.event_code("dose"), 1.0 + lane % 3),
            (lane, 6.0 + 0.1 * (lane % 5), kernel.event_code("slow"), 1.5),
            (lane, 7.5, kernel.event_code("cut"), 0.8),
        ]
    return Schedule.of(rows)


@cache
def kernel(name: str, dtype: str = "float64", method: str = "Rodas5P", width: int | None = None):
    """A kernel with every state as output, compiled once for all tests."""
    system = {
        "vdp": VAN_DER_POL, "robertson": ROBERTSON, "pk": PHARMACOKINETICS,
        "waugh_sherratt": WAUGH_SHERRATT, "network": network(),
    }[name]  # fmt: skip
    return compile_system(system, list(system.states), dtype=dtype, method=method, width=width)


def error(y: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """The error of model section 8, per state: largest over days (axis 1) and lanes."""
    size = np.abs(reference) + 1e-3 * np.abs(reference).max(axis=1, keepdims=True) + 1e-300
    return (np.abs(np.asarray(y, np.float64) - reference) / size).reshape(len(y), -1).max(axis=1)
