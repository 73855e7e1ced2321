"""Four published wound and inflammation models, typed in as systems of ours.

Equations and constants are facts from the papers as BioModels encodes them (CC0): 680 is stated in
full in checks/borrowed-truth.md, the others carry their BioModels numbers. Where a curated file
departs from its paper (855: debris removal sees `ken*N`), the file is followed, as its check
values were made from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoburn.engine import Block, State, System


@dataclass(frozen=True)
class Published:
    """A model with its start and constants; `named` are outputs that are not states."""

    system: System
    start: dict[str, float]
    constants: dict[str, float]

    @property
    def y0(self) -> np.ndarray:
        return np.array([self.start[name] for name in self.system.states])

    @property
    def p(self) -> np.ndarray:
        return np.array(self.system.pack(self.constants))


def _model(name: str, equations: str, start: dict[str, float], constants: dict[str, float]):
    block = Block(name, equations, states={key: State(max(1.0, v)) for key, v in start.items()})
    return Published(System.compose(name, [block]), start, constants)


WAUGH_2006 = _model(
    "BIOMD0000000680",
    """
    K_T = tau_1*T**3 + tau_2*T**2 + tau_3*T + tau_4
    growth = k_1*k_2*(1 - k_3*(phi_I + phi_R))
    T' = k_4*phi_I - d_2*T
    phi_I' = alpha*K_T + growth*phi_I - d_1*phi_I
    phi_R' = (1 - alpha)*K_T + growth*phi_R - d_1*phi_R
    """,
    {"T": 6.0, "phi_I": 200.0, "phi_R": 200.0},
    {"tau_1": -2.47, "tau_2": 21.94, "tau_3": 6.41, "tau_4": 1.75, "alpha": 0.8, "k_1": 0.05,
     "k_2": 0.693, "k_3": 0.002, "d_1": 0.2, "k_4": 0.07, "d_2": 9.1},
)  # fmt: skip

REYNOLDS_2006 = _model(
    "BIOMD0000000714",
    """
    calm = 1/(1 + (C_A/c_inf)**2)
    f_N = Nstar*calm
    R = (k_nn*Nstar + k_np*P + k_nd*D)*calm
    signal = (Nstar + k_cnd*D)*calm
    P' = k_pg*P*(1 - P/p_inf) - k_pm*s_m*P/(mu_m + k_mp*P) - k_pn*f_N*P
    Nstar' = s_nr*R/(mu_nr + R) - mu_n*Nstar
    D' = k_dn*hill(f_N, x_dn, 6) - mu_d*D
    C_A' = s_c + k_cn*signal/(1 + signal) - mu_c*C_A
    """,
    {"P": 1.0, "Nstar": 0.0, "D": 0.0, "C_A": 0.125},
    {"k_pm": 0.6, "k_mp": 0.01, "s_m": 0.005, "mu_m": 0.002, "k_pg": 0.3, "p_inf": 20.0,
     "k_pn": 1.8, "k_np": 0.1, "k_nn": 0.01, "s_nr": 0.08, "mu_nr": 0.12, "mu_n": 0.05,
     "k_nd": 0.02, "k_dn": 0.35, "x_dn": 0.06, "mu_d": 0.02, "c_inf": 0.28, "s_c": 0.0125,
     "k_cn": 0.04, "k_cnd": 48.0, "mu_c": 0.1},
)  # fmt: skip

BIANCHI_2015 = _model(
    "BIOMD0000000722",
    """
    clock' = 1
    room = pos(1 - Capillaries/C_star)
    enough = 1 - step(L_star - (LECs + Capillaries))
    turning = enough*(delta_1 + delta_2*VEGF)*LECs
    Active_TGF_beta' = ((a_p*p_0*exp(-a_p*T_L*clock) + a_M*Macrophages)*(T_L + r_1*Macrophages)
                        - d_1*Active_TGF_beta)
    Macrophages' = (s_M + alpha*b_1*Active_TGF_beta**2/(b_2 + Active_TGF_beta**4)
                    + beta*r_2*Macrophages*(1 - Macrophages/k_1)
                    - d_2*Macrophages - rho*Capillaries*Macrophages)
    VEGF' = s_V + r_3*Macrophages - d_3*VEGF - gamma*VEGF*LECs
    LECs' = ((c_1 + VEGF/(c_2 + c_3*VEGF))/(1 + c_4*Active_TGF_beta)*LECs
             + (s_L + b_3*VEGF**2/(b_4 + VEGF**4))*room
             - (Macrophages + LECs + Capillaries)/k_2*LECs - turning)
    Capillaries' = turning
    """,
    {"clock": 0.0, "Active_TGF_beta": 30.0, "Macrophages": 1875.0, "VEGF": 0.5, "LECs": 0.0,
     "Capillaries": 0.0},
    {"a_p": 0.029, "p_0": 2.5e5, "a_M": 0.45, "T_L": 18.0, "r_1": 3e-5, "d_1": 500.0,
     "s_M": 542.0, "alpha": 0.5, "b_1": 8e8, "b_2": 8.1e9, "beta": 0.005, "r_2": 1.22, "k_1": 6e5,
     "d_2": 0.2, "rho": 1e-5, "s_V": 1.9, "r_3": 0.0019, "d_3": 11.0, "gamma": 0.0014,
     "c_1": 0.42, "c_2": 42.0, "c_3": 4.1, "c_4": 0.24, "s_L": 500.0, "b_3": 1e7, "b_4": 8.1e9,
     "C_star": 1e4, "k_2": 471000.0, "L_star": 1e4, "delta_1": 0.05, "delta_2": 0.001},
)  # fmt: skip

COOPER_2015 = _model(
    "BIOMD0000000855",
    """
    M_free = M/(1 + (N/N_inf)**2 + (C/C_m1)**2)
    R_M = ((k_mpt*Pt + k_mp*P + k_mm/(1 + (E/EM_inf)**2)*M + k_mn*N)/(1 + (C/C_m2)**2))
    R_N = (k_npt*Pt + k_np*P)/(1 + (C/C_n)**2)
    P' = (k_pg*P*(1 - P/p_inf) - k_pb*s_b*P/(mu_b + k_bp*P) - k_pn*P*N*(1 + k_en*E)
          - k_pm*P*M_free*(1 + k_em*E))
    Pt' = mu_n*N - k_ptn*Pt*N*(1 + k_en*N) - k_ptm*Pt*M_free*(1 + k_em*E) - mu_pt*Pt
    M' = s_mr*R_M/(mu_mr + R_M) - mu_m*M
    N' = s_nr*R_N/(mu_nr + R_N)/(1 + (E/EN_inf)**2) - mu_n*N - k_nm*N*M_free
    """,
    {"P": 0.1, "Pt": 2.0, "M": 0.0, "N": 0.1},
    {"k_pn": 35.03, "k_pm": 34.8, "N_inf": 0.11, "k_ptn": 2.03, "k_ptm": 3.16, "mu_pt": 0.37,
     "k_np": 17.58, "k_npt": 2.97, "s_nr": 0.38, "mu_nr": 3.3, "mu_n": 1.02, "k_nm": 6.42,
     "k_mp": 18.52, "k_mm": 0.06, "k_mn": 10.58, "k_mpt": 41.5, "s_mr": 0.17, "mu_mr": 0.54,
     "mu_m": 0.5, "EN_inf": 6.8, "k_en": 5.37, "EM_inf": 5.0, "k_em": 4.97, "C_n": 175.72,
     "C_m1": 72.84, "C_m2": 13.06, "k_pg": 14.4, "p_inf": 20.0, "k_bp": 0.2, "s_b": 0.12,
     "mu_b": 0.048, "k_pb": 14.4, "C": 0.0, "E": 0.0},
)  # fmt: skip

MODELS = {m.system.name: m for m in (WAUGH_2006, REYNOLDS_2006, BIANCHI_2015, COOPER_2015)}
