"""Injury: from a hot surface, or from what a clinician saw, to how deep and how large the burn is.

Not every name is here: what other rooms need is. `assess_wound` is the door for a case.
"""

from exoburn.blocks.injury.assess import assess_wound, depth_of
from exoburn.blocks.injury.body import Body, body_of, palms_percent, revised_baux
from exoburn.blocks.injury.burning import Burning, burn_skin
from exoburn.blocks.injury.depth import CLASSES, Depth, class_of, class_range
from exoburn.blocks.injury.exposure import Exposure, exposure_of, media
from exoburn.blocks.injury.first_aid import FirstAid
from exoburn.blocks.injury.laws import law_names, rate_law
from exoburn.blocks.injury.skin import Skin, site_names, skin_at, skin_of_layers
from exoburn.blocks.injury.tbsa import Tbsa, region_shares, tbsa_of_regions, tbsa_of_wounds

__all__ = [
    "CLASSES",
    "Body",
    "Burning",
    "Depth",
    "Exposure",
    "FirstAid",
    "Skin",
    "Tbsa",
    "assess_wound",
    "body_of",
    "burn_skin",
    "class_of",
    "class_range",
    "depth_of",
    "exposure_of",
    "law_names",
    "media",
    "palms_percent",
    "rate_law",
    "region_shares",
    "revised_baux",
    "site_names",
    "skin_at",
    "skin_of_layers",
    "tbsa_of_regions",
    "tbsa_of_wounds",
]
