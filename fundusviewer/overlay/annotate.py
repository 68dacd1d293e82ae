"""All that is drawn on a photograph: heat map, colour bar, regions, label and notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.overlay.heat import DEFAULT_PALETTE, colourise, heat_layer
from fundusviewer.overlay.layers import Layer
from fundusviewer.overlay.regions import HotRegion, hot_regions, is_hot_beside, region_layers
from fundusviewer.overlay.text import text_plate

RESEARCH_NOTICE = "For research use only. Not for diagnosis."

#: What stands below the outlines of the hottest regions.
REGIONS_NOTICE = "Weak localisation: where the network looked, not lesions"
NO_REGIONS_NOTICE = "No region reaches half of the heat map's scale"

#: What is said where a network does not look at the retina alone.
BESIDE_NOTICE = "The network looked beside the retina, too, where nothing is drawn"

#: Heights as shares of the photograph's shorter side.
_LABEL_HEIGHT, _NOTICE_HEIGHT, _MARGIN = 0.06, 0.032, 0.02
_BAR_HEIGHT, _BAR_WIDTH = 0.3, 0.03

#: Lowest plate in pixels whose letters can be read, where the photograph is wide enough.
_LEGIBLE = 12


@dataclass(frozen=True, eq=False)
class Annotation:
    """What is to be drawn.

    Attributes
    ----------
    label
        The label line, for instance ``"Label: moderate NPDR, 83.12%"``.
    heatmap
        float32 (h, w), at least 0; ``None`` for no heat map.
    region
        The part of the photograph that the heat map covers.
    field_of_view
        The retina; the heat map is not drawn outside of it.
    scale
        Heat-map value at the upper end of the colours; ``None``: the heat map's own maximum.
    explains
        The class that the heat map explains, where it is another one than the label.
    covering
        Whether the heat map was made by covering parts of the photograph instead of Grad-CAM.
    colours
        Whether the heat map is drawn in colours.
    contours
        Whether its hottest regions are outlined.
    palette
        Name of its colours, one of :data:`fundusviewer.overlay.PALETTES`.
    tells_beside
        Whether it is said that the heat map is hot beside the field of view.
    say
        Puts each line into the language of those who read it; English by default.
    """

    label: str
    heatmap: np.ndarray | None = None
    region: Region | None = None
    field_of_view: FieldOfView | None = None
    scale: float | None = None
    explains: str | None = None
    covering: bool = False
    colours: bool = True
    contours: bool = False
    palette: str = DEFAULT_PALETTE
    tells_beside: bool = False
    say: Callable[[str], str] = str


def annotate(
    frame: tuple[int, int], annotation: Annotation, *, opacity: float = 0.5
) -> tuple[Layer, ...]:
    """Return the layers for a photograph, from the lowest to the highest.

    Parameters
    ----------
    frame
        Width and height of the photograph in pixels.
    annotation
        What is to be drawn.
    opacity
        Of the heat map, 0–1.
    """
    return (*marks(frame, annotation, opacity=opacity), *_plates(frame, annotation, opacity))


def marks(
    frame: tuple[int, int], annotation: Annotation, *, opacity: float = 0.5
) -> tuple[Layer, ...]:
    """Return the layers that mark places of the retina, without the words and the colour bar.

    The parameters are those of :func:`annotate`.
    """
    layers: list[Layer] = []
    if annotation.heatmap is not None and annotation.region is not None:
        if annotation.colours:
            layers.append(_heat(frame, annotation.heatmap, annotation.region, annotation, opacity))
        if annotation.contours:
            layers.extend(region_layers(_hot(frame, annotation), frame))
    return tuple(layers)


@dataclass(frozen=True)
class Legend:
    """What is said of a photograph beside it, where nothing may lie on it.

    Attributes
    ----------
    label
        The label line.
    bar
        What the colours show; empty where there are none.
    remark
        Why nothing is to be seen, or what is outlined; may be empty.
    palette
        Name of the colours.
    """

    label: str
    bar: str = ""
    remark: str = ""
    palette: str = DEFAULT_PALETTE


def legend(frame: tuple[int, int], annotation: Annotation) -> Legend:
    """Return the words of :func:`annotate` for a photograph of that width and height."""
    say, heatmap = annotation.say, annotation.heatmap
    drawn = annotation.colours or annotation.contours
    if heatmap is None or annotation.region is None or not drawn:
        return Legend(say(annotation.label))
    remarks = _remarks(frame, annotation)
    bar = _title(annotation, heatmap) if annotation.colours else ""
    return Legend(
        say(annotation.label),
        say(bar) if bar else "",
        " \N{MIDDLE DOT} ".join(map(say, remarks)),
        annotation.palette,
    )


def _plates(frame: tuple[int, int], annotation: Annotation, opacity: float) -> list[Layer]:
    """Return the words and the colour bar."""
    layers: list[Layer] = []
    if annotation.heatmap is not None and annotation.region is not None:
        if annotation.colours:
            title = _title(annotation, annotation.heatmap)
            layers.extend(_colour_bar(frame, opacity, title, annotation))
        layers.extend(_notices(frame, annotation))
    layers.append(_label(frame, annotation.say(annotation.label)))
    layers.append(_notice(frame, annotation.say(RESEARCH_NOTICE)))
    return layers


def _hot(frame: tuple[int, int], annotation: Annotation) -> tuple[HotRegion, ...]:
    """Return the regions that reach half of the scale."""
    if annotation.heatmap is None or annotation.region is None:
        return ()
    return hot_regions(
        annotation.heatmap,
        annotation.region,
        frame,
        field_of_view=annotation.field_of_view,
        scale=annotation.scale,
    )


def _heat(
    frame: tuple[int, int],
    heatmap: np.ndarray,
    region: Region,
    annotation: Annotation,
    opacity: float,
) -> Layer:
    return heat_layer(
        heatmap,
        region,
        frame,
        field_of_view=annotation.field_of_view,
        scale=annotation.scale,
        opacity=opacity,
        palette=annotation.palette,
    )


def _remarks(frame: tuple[int, int], annotation: Annotation) -> list[str]:
    """Return why nothing is to be seen, or what is outlined, and what is not drawn."""
    hot = _hot(frame, annotation)
    outlined = [REGIONS_NOTICE] if annotation.contours else []
    return [*(outlined if hot else [NO_REGIONS_NOTICE]), *_beside(frame, annotation)]


def _beside(frame: tuple[int, int], annotation: Annotation) -> list[str]:
    field = annotation.field_of_view
    if annotation.heatmap is None or annotation.region is None or field is None:
        return []
    if not annotation.tells_beside:
        return []
    place = annotation.heatmap, annotation.region, frame, field, annotation.scale
    return [BESIDE_NOTICE] if is_hot_beside(*place) else []


def _notices(frame: tuple[int, int], annotation: Annotation) -> Iterator[Layer]:
    """Above the notice, what is outlined and what is not drawn."""
    margin, height = _margin(frame), _small_text(frame)
    texts = _remarks(frame, annotation) if annotation.contours else _beside(frame, annotation)
    top = frame[1] - 2 * margin - height
    for text in reversed(texts):
        plate = text_plate(annotation.say(text), height, max(1, frame[0] - 2 * margin))
        top -= plate.shape[0]
        yield _placed("regions notice", plate, margin, top, frame)
        top -= margin // 2


def _label(frame: tuple[int, int], text: str) -> Layer:
    """Top left, as the tutorials have it."""
    margin = _margin(frame)
    height = max(_LEGIBLE, round(min(frame) * _LABEL_HEIGHT))
    plate = text_plate(text, height, max(1, frame[0] - 2 * margin), bold=True)
    return _placed("label", plate, margin, margin, frame)


def _notice(frame: tuple[int, int], text: str) -> Layer:
    margin = _margin(frame)
    plate = text_plate(text, _small_text(frame), max(1, frame[0] - 2 * margin))
    return _placed("notice", plate, margin, frame[1] - margin - plate.shape[0], frame)


def _colour_bar(
    frame: tuple[int, int], opacity: float, title: str, annotation: Annotation
) -> list[Layer]:
    """Bottom right: the bar with "high" and "low", and what it shows."""
    side, margin = min(frame), _margin(frame)
    height, width = max(8, round(side * _BAR_HEIGHT)), max(2, round(side * _BAR_WIDTH))
    text_height = _small_text(frame)
    bottom = frame[1] - 2 * margin - 2 * text_height
    shares = np.repeat(np.linspace(1, 0, height)[:, None], width, axis=1)
    bar = colourise(shares, 1.0, annotation.palette)
    # On the photograph the colours are mixed with the retina; the bar shows them on black.
    bar[:, :, :3] = np.rint(bar[:, :, :3] * (bar[:, :, 3:] / 255) * opacity + 40 * (1 - opacity))
    bar[:, :, 3] = 255
    left = frame[0] - margin - width
    layers = [_placed("colour bar", bar, left, bottom - height, frame)]
    words = (
        ("high", bottom - height),
        ("low", bottom - text_height),
    )
    for word, top in words:
        plate = text_plate(annotation.say(word), text_height, max(1, frame[0] // 3))
        layers.append(_placed("colour bar", plate, left - margin // 2 - plate.shape[1], top, frame))
    plate = text_plate(annotation.say(title), text_height, max(1, frame[0] - 2 * margin))
    top = bottom + margin // 2
    layers.append(_placed("colour bar", plate, frame[0] - margin - plate.shape[1], top, frame))
    return layers


def _title(annotation: Annotation, heatmap: np.ndarray) -> str:
    """Say how coarse it is, what the scale is, and which class it explains if not the label."""
    subject = f" of {annotation.explains}" if annotation.explains else ""
    scale = "scaled to this photograph" if annotation.scale is None else "absolute scale"
    rows, columns = heatmap.shape
    if annotation.covering:
        return f"Occlusion{subject}, {columns} \N{MULTIPLICATION SIGN} {rows} cells, {scale}"
    return f"Heat map{subject}, {columns} \N{MULTIPLICATION SIGN} {rows} cells, {scale}"


def _small_text(frame: tuple[int, int]) -> int:
    return max(_LEGIBLE, round(min(frame) * _NOTICE_HEIGHT))


def _margin(frame: tuple[int, int]) -> int:
    return round(min(frame) * _MARGIN)


def _placed(name: str, picture: np.ndarray, left: int, top: int, frame: tuple[int, int]) -> Layer:
    """Place a picture, cut to the frame."""
    left, top = max(0, min(left, frame[0] - 1)), max(0, min(top, frame[1] - 1))
    picture = picture[: frame[1] - top, : frame[0] - left]
    return Layer(name, picture, Region(left, top, picture.shape[1], picture.shape[0]))
