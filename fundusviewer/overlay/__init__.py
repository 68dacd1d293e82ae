"""Drawing on photographs. The marks that the window shows are the marks that are exported."""

from fundusviewer.overlay.annotate import (
    BESIDE_NOTICE,
    NO_REGIONS_NOTICE,
    REGIONS_NOTICE,
    RESEARCH_NOTICE,
    Annotation,
    Legend,
    annotate,
    legend,
    marks,
)
from fundusviewer.overlay.heat import (
    DEFAULT_PALETTE,
    HEAT_COLOURS,
    PALETTES,
    field_to_stay_in,
    heat_layer,
)
from fundusviewer.overlay.layers import Layer, flatten
from fundusviewer.overlay.picture_file import PICTURE_SUFFIXES, write_map, write_picture
from fundusviewer.overlay.regions import HotRegion, hot_regions, looked_beside

__all__ = [
    "BESIDE_NOTICE",
    "DEFAULT_PALETTE",
    "HEAT_COLOURS",
    "NO_REGIONS_NOTICE",
    "PALETTES",
    "PICTURE_SUFFIXES",
    "REGIONS_NOTICE",
    "RESEARCH_NOTICE",
    "Annotation",
    "HotRegion",
    "Layer",
    "Legend",
    "annotate",
    "field_to_stay_in",
    "flatten",
    "heat_layer",
    "hot_regions",
    "legend",
    "looked_beside",
    "marks",
    "write_map",
    "write_picture",
]
