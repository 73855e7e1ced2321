"""The healing network of one column of skin: one file a mechanism.

Every column of a wound runs these equations with its own depth; nothing here couples columns.
A new file with a `BLOCK` joins the network by being here.
"""

from exoburn.blocks.collect import blocks_of

BLOCKS = blocks_of(__name__, __path__)

__all__ = ["BLOCKS"]
