"""Drawing on photographs. The layers that the window shows are the layers that are exported."""

from fundusviewer.overlay.annotate import RESEARCH_NOTICE, Annotation, annotate
from fundusviewer.overlay.heat import HEAT_COLOURS, heat_layer
from fundusviewer.overlay.layers import Layer, flatten

__all__ = [
    "HEAT_COLOURS",
    "RESEARCH_NOTICE",
    "Annotation",
    "Layer",
    "annotate",
    "flatten",
    "heat_layer",
]
