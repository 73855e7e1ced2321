"""The wound: columns of different depth, each running the whole system; assembled, not invented.

system()          the composed equations of one column        columns()       depths and weights
burn_start()      states at t = 0 by depth                    front_radius()  R0 of a wound
lane_parameters() values in the system's order                healthy_state() skin at rest
OUTPUTS           what a run records             species_values() another species' skin
AS_SPECIFIED      what turns later terms off
"""

from exoburn.wound.columns import column_count, columns
from exoburn.wound.geometry import (
    area_mean,
    front_radius,
    open_share,
    percent_area_reduction,
    percent_contracted,
    percent_covered,
)
from exoburn.wound.healthy import healthy_state
from exoburn.wound.outputs import outputs
from exoburn.wound.parameters import lane_parameters
from exoburn.wound.scar_score import scar_score
from exoburn.wound.species import species, species_skin, species_values
from exoburn.wound.specified import AS_SPECIFIED
from exoburn.wound.start import (
    burn_start,
    donor_start,
    hypertrophic_factors,
    old_scar_start,
    state_array,
)
from exoburn.wound.system import blocks, healing_system, system

OUTPUTS: tuple[str, ...]


def __getattr__(name: str) -> tuple[str, ...]:
    if name == "OUTPUTS":  # composed on first use: importing the room stays light
        return outputs()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "AS_SPECIFIED",
    "OUTPUTS",
    "area_mean",
    "blocks",
    "burn_start",
    "column_count",
    "columns",
    "donor_start",
    "front_radius",
    "healing_system",
    "healthy_state",
    "hypertrophic_factors",
    "lane_parameters",
    "old_scar_start",
    "open_share",
    "outputs",
    "percent_area_reduction",
    "percent_contracted",
    "percent_covered",
    "scar_score",
    "species",
    "species_skin",
    "species_values",
    "state_array",
    "system",
]
