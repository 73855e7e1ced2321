"""How wide a line of text is, near enough to place labels without a font at hand."""

from __future__ import annotations

#: the first of these that the reader's machine has; the widths below are those of the Arial family
FONTS = "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"

# share of the font size by character; read off the shapes, with some room to spare
_NARROW = dict.fromkeys("iljI.,:;|!' ", 0.28) | dict.fromkeys("ftr()[]/-\u00b7", 0.36)
_WIDE = dict.fromkeys("mwMW%@", 0.88) | {"\u2190": 1.0, "\u2192": 1.0}
_CAPITAL, _OTHER = 0.69, 0.56
_BOLD = 1.07


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of a line at a font size.

    >>> text_width("day 14", 10) < text_width("day 14", 12) < text_width("day 140", 12)
    True
    """
    share = sum(
        _NARROW.get(c) or _WIDE.get(c) or (_CAPITAL if c.isupper() else _OTHER) for c in text
    )
    return share * size * (_BOLD if bold else 1.0)


def wrap(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Lines of a text that fit a width; a word that is longer than the width stays whole.

    >>> wrap("one two three", 45, 10)
    ['one two', 'three']
    """
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(joined, size, bold=bold) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def shorten(text: str, width: float, size: float) -> str:
    """The text, cut with dots if it does not fit.

    >>> shorten("Excision and graft", 60, 12)
    'Excision\\u2026'
    """
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "\u2026", size) > width:
        text = text[:-1]
    return text.rstrip(" ,;") + "\u2026"
