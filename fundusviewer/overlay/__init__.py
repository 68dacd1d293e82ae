"""Drawing on photographs. The layers that the window shows are the layers that are exported."""

from fundusviewer.overlay.annotate import RESEARCH_NOTICE, Annotation, annotate
from fundusviewer.overlay.heat import HEAT_COLOURS, heat_layer
from fundusviewer.overlay.layers import Layer, flatten
from fundusviewer.overlay.picture_file import PICTURE_SUFFIXES, write_picture

__all__ = [
    "HEAT_COLOURS",
    "PICTURE_SUFFIXES",
    "RESEARCH_NOTICE",
    "Annotation",
    "Layer",
    "annotate",
    "flatten",
    "heat_layer",
    "write_picture",
]
