"""Mesenchymal stem cells: given cells live for some days and talk to their neighbours.

They give off IL-10-like signals, mitogens, VEGF and vesicles (about 4e3 a cell and day,
comparator_pk.csv), which then go the way of any other vesicle. A dose of 1 is 1e6 viable cells/cm2.
"""

from exoburn.engine import Block, Event, State

BLOCK = Block(
    name="cells",
    doc=str(__doc__),
    states={"M": State(1e-2, "unit dose", "living given cells")},
    equations="""
        M' = -k_msc*M
        in_I += msc_on*msc_I*M
        in_G += msc_on*msc_G*M
        in_W += msc_on*msc_W*M
        e_clear += msc_on*msc_clear*M/(K_msc + M)
        deposit += msc_ev*M/A_ref
    """,
    events={"cells": Event("add", "M = M + amount", "cells given, unit doses")},
)
