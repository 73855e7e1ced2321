"""The network as first specified: what turns the terms off that were added since."""

from __future__ import annotations

from typing import TypedDict


class Specified(TypedDict):
    """Parameters at which every later term vanishes."""

    D_crowd: float
    D_tox: float
    k_BI: float


#: Clearance in proportion to leukocytes, untouched by inflammation; no adaptive immunity. The
#: reference curves and the numbers that the specification computed hold for these. (k_pan is 0 in
#: people anyway.)
AS_SPECIFIED: Specified = {"D_crowd": 0.0, "D_tox": 0.0, "k_BI": 0.0}
