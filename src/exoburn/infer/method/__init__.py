"""Calibration methods that know no burns: ensemble smoother, chains, and their trial by truth.

Everything here works on a normal prior, a table of observations and a forward model that maps
many parameter vectors at once. See docs/calibration-method.md.
"""

from exoburn.infer.method.chains import Chains, sample_mcmc
from exoburn.infer.method.diagnostics import Health, Learned, health, learned
from exoburn.infer.method.hierarchy import Hierarchy, hierarchy
from exoburn.infer.method.identifiability import Directions, identifiability
from exoburn.infer.method.leave_out import LeftOut, leave_out, refit
from exoburn.infer.method.predictive import Predictive, predictive
from exoburn.infer.method.problem import Data, Forward, Prior
from exoburn.infer.method.recovery import Recovery, simulation_based_calibration
from exoburn.infer.method.refine import Refined, refine
from exoburn.infer.method.scores import Coverage, coverage, crps, interval_score
from exoburn.infer.method.smoother import Posterior, smooth

__all__ = [
    "Chains",
    "Coverage",
    "Data",
    "Directions",
    "Forward",
    "Health",
    "Hierarchy",
    "Learned",
    "LeftOut",
    "Posterior",
    "Predictive",
    "Prior",
    "Recovery",
    "Refined",
    "coverage",
    "crps",
    "health",
    "hierarchy",
    "identifiability",
    "interval_score",
    "learned",
    "leave_out",
    "predictive",
    "refine",
    "refit",
    "sample_mcmc",
    "simulation_based_calibration",
    "smooth",
]
