"""Pooling of effects from several studies, with NumPy and SciPy only.

Effect sizes come from `means`, `counts` and `proportions`; SDs from what papers print instead from
`spread` and `centre`; dependent effects from `multi_arm` and `clusters`. `pool` takes them all.
"""

from exoburn.evidence.pool.centre import (
    mean_from_five,
    mean_from_quartiles,
    mean_from_quartiles_wan,
    mean_from_range,
    mean_from_range_hozo,
)
from exoburn.evidence.pool.clusters import clustered_variance, design_effect, effective_size
from exoburn.evidence.pool.counts import log_odds_ratio, log_risk_ratio, risk_difference
from exoburn.evidence.pool.door import pool
from exoburn.evidence.pool.effects import Effects
from exoburn.evidence.pool.means import (
    log_response_ratio,
    mean_difference,
    paired_difference,
    ratio_of_means,
    standardised_difference,
)
from exoburn.evidence.pool.multi_arm import (
    combine_arms,
    control_term,
    shared_control_matrix,
    split_control,
)
from exoburn.evidence.pool.proportions import proportion, share_of
from exoburn.evidence.pool.result import Coefficient, Explained, Pooled, Subgroups
from exoburn.evidence.pool.small_studies import Asymmetry, begg, egger
from exoburn.evidence.pool.sparse import Direct, mantel_haenszel, peto
from exoburn.evidence.pool.spread import (
    sd_from_ci,
    sd_from_five,
    sd_from_iqr,
    sd_from_range,
    sd_from_range_hozo,
    sd_from_se,
    sd_from_se_of_difference,
    se_from_ci,
    se_from_p,
)
from exoburn.evidence.pool.trim_fill import Filled, trim_and_fill

__all__ = [
    "Asymmetry",
    "Coefficient",
    "Direct",
    "Effects",
    "Explained",
    "Filled",
    "Pooled",
    "Subgroups",
    "begg",
    "clustered_variance",
    "combine_arms",
    "control_term",
    "design_effect",
    "effective_size",
    "egger",
    "log_odds_ratio",
    "log_response_ratio",
    "log_risk_ratio",
    "mantel_haenszel",
    "mean_difference",
    "mean_from_five",
    "mean_from_quartiles",
    "mean_from_quartiles_wan",
    "mean_from_range",
    "mean_from_range_hozo",
    "paired_difference",
    "peto",
    "pool",
    "proportion",
    "ratio_of_means",
    "risk_difference",
    "sd_from_ci",
    "sd_from_five",
    "sd_from_iqr",
    "sd_from_range",
    "sd_from_range_hozo",
    "sd_from_se",
    "sd_from_se_of_difference",
    "se_from_ci",
    "se_from_p",
    "share_of",
    "shared_control_matrix",
    "split_control",
    "standardised_difference",
    "trim_and_fill",
]
