"""A small drawing: marks in pixels that are written as SVG at once, or as PNG by matplotlib.

A report holds each figure twice, wide and narrow, so figures must be cheap: text of a few
kilobytes, no plotting library imported, the same bytes for the same numbers.
"""

from exoburn.report.drawing.canvas import Drawing
from exoburn.report.drawing.picture import Picture
from exoburn.report.drawing.png import write_png
from exoburn.report.drawing.scale import Scale, nice_ticks
from exoburn.report.drawing.svg import inline_svg, svg_file
from exoburn.report.drawing.text import text_width, wrap

__all__ = [
    "Drawing",
    "Picture",
    "Scale",
    "inline_svg",
    "nice_ticks",
    "svg_file",
    "text_width",
    "wrap",
    "write_png",
]
