"""Vesicle products: from an instrument's file and a lot's papers to the model's parameters."""

from exoburn.blocks.product.lot import Lot
from exoburn.blocks.product.overrides import Override, infection_odds, lot_parameters, with_lot
from exoburn.blocks.product.potency import potency
from exoburn.blocks.product.reader import read_measurement
from exoburn.blocks.product.sizing import Sizing, size_up
from exoburn.blocks.product.statement import read_product

__all__ = [
    "Lot",
    "Override",
    "Sizing",
    "infection_odds",
    "lot_parameters",
    "potency",
    "read_measurement",
    "read_product",
    "size_up",
    "with_lot",
]
