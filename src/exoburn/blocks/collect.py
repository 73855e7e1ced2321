"""Find the blocks of a room, so that a new file in it is a new mechanism without another edit."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable

from exoburn.engine import Block
from exoburn.errors import EngineError


def blocks_of(package: str, path: Iterable[str]) -> tuple[Block, ...]:
    """The `BLOCK` of every module of a package, in the order of the file names.

    A module may hold several (`BLOCKS`, a tuple) or none. Files whose name starts with an
    underscore are private and are not looked at.

    >>> import exoburn.blocks.healing as healing
    >>> "necrosis" in [b.name for b in blocks_of(healing.__name__, healing.__path__)]
    True
    """
    found: list[Block] = []
    for module in sorted(pkgutil.iter_modules(list(path)), key=lambda m: m.name):
        if module.name.startswith("_"):
            continue
        loaded = importlib.import_module(f"{package}.{module.name}")
        here = getattr(loaded, "BLOCKS", None)
        one = getattr(loaded, "BLOCK", None)
        for block in here if here is not None else ([one] if one is not None else []):
            if not isinstance(block, Block):
                raise EngineError(f"{package}.{module.name}: BLOCK is not a Block: {block!r}")
            found.append(block)
    return tuple(found)
