"""Numbers with sources: the tables everything else reads.

`literature/` is the project's copy of the literature tables (synced by `tools/sync_data.py`);
`rows/` holds the tables that make the model: parameters, dressings, sites, outcomes, rules.
"""

from exoburn.data.ensemble import Ensemble, shipped
from exoburn.data.parameters import Parameter, ParameterSet, parameters, prior_parameters
from exoburn.data.tables import number, table

__all__ = [
    "Ensemble", "Parameter", "ParameterSet", "number", "parameters", "prior_parameters", "shipped",
    "table",
]
