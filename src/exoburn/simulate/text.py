"""JSON as text: numbers as Python writes them, never NaN or infinity."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping

import numpy as np


def json_text(data: object, *, indent: int | None = None, ascii: bool = False) -> str:
    """One JSON object; a number that is not finite would be our mistake and raises ValueError.

    With `ascii`, every other letter is escaped, for a stream whose encoding nobody knows.

    >>> json_text({"a": 1.5, "b": (1, None)})
    '{"a": 1.5, "b": [1, null]}'
    """
    return json.dumps(plain(data), indent=indent, ensure_ascii=ascii, allow_nan=False)


def plain(data: object) -> object:
    """NumPy numbers, tuples and mappings as what JSON knows."""
    if isinstance(data, Mapping):
        return {str(key): plain(value) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [plain(value) for value in data]
    if isinstance(data, bool | str) or data is None:
        return data
    if isinstance(data, int):
        return int(data)
    if isinstance(data, np.generic):
        return plain(data.item())
    if isinstance(data, float):
        if not math.isfinite(data):
            raise ValueError(f"not a finite number: {data}")
        return float(data)
    raise TypeError(f"not JSON: {type(data).__name__}")
