"""Readers' marks as archives' viewers draw them: a softcopy presentation state (PS3.3, A.33)."""

from __future__ import annotations

import math
import struct
from typing import Any

import numpy as np
from highdicom import UID
from highdicom.pr import (
    AnnotationUnitsValues,
    ColorSoftcopyPresentationState,
    GraphicAnnotation,
    GraphicLayer,
    GraphicObject,
    GraphicTypeValues,
    GrayscaleSoftcopyPresentationState,
    TextObject,
)
from PIL.ImageCms import ImageCmsProfile, createProfile
from pydicom.dataset import Dataset

from fundusviewer import __version__
from fundusviewer.anatomy import Mark, Shape
from fundusviewer.anatomy.marks import anchor_of
from fundusviewer.dicom.identifiers import uid_of
from fundusviewer.dicom.mark_groups import graphic_of
from fundusviewer.dicom.result import Result
from fundusviewer.dicom.study import MANUFACTURER, MODEL_NAME, add_equipment, add_shared
from fundusviewer.imaging import Laterality
from fundusviewer.reporting.mark_words import author_words, mark_words
from fundusviewer.reporting.speech import Speech

_SERIES_NUMBERS = {None: 9106, Laterality.OD: 9107, Laterality.OS: 9108}
_SIDES = {None: "", Laterality.OD: "R", Laterality.OS: "L"}

#: An arrow's head as a share of the photograph's width.
_HEAD = 0.02

#: Where a profile says of which class it is, when it was made, and its fingerprint (ICC.1, 7.2);
#: what is allowed here: input devices and colour spaces (PS3.3, C.11.15).
_CLASS, _DATE, _FINGERPRINT = slice(12, 16), slice(24, 36), slice(84, 100)
_CLASSES = (b"scnr", b"spac")
_LONG_AGO = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)

_PIXEL = AnnotationUnitsValues.PIXEL


def presentation_state(result: Result, header: Dataset, frame: int | None) -> Dataset:
    """Return the marks of a photograph as an object of its study that viewers lay over it.

    Parameters
    ----------
    result
        What was found; with at least one mark.
    header
        The photograph's object, without pixels.
    frame
        Which of its photographs; ``None`` for an object with one.
    """
    layer = GraphicLayer("MARKS", 1, "Marks of readers")
    annotation = GraphicAnnotation(
        referenced_images=[header],
        graphic_layer=layer,
        referenced_frame_number=frame,
        graphic_objects=[_drawn(mark, header) for mark in result.marks],
        text_objects=[
            _words(number, mark, in_programme=bool(result.row.programme))
            for number, mark in enumerate(result.marks, start=1)
        ],
    )
    told: dict[str, Any] = {
        "referenced_images": [header],
        "series_instance_uid": UID(uid_of("PR", header.StudyInstanceUID, result.eye)),
        "series_number": _SERIES_NUMBERS[result.eye],
        "sop_instance_uid": UID(uid_of("PR", header.SOPInstanceUID, *result.state)),
        "instance_number": 1,
        "manufacturer": MANUFACTURER,
        "manufacturer_model_name": MODEL_NAME,
        "software_versions": __version__,
        "device_serial_number": __version__,
        "content_label": "MARKS",
        "content_description": "Marks of readers; they change no result",
        "graphic_annotations": [annotation],
        "graphic_layers": [layer],
    }
    state: Dataset
    if header.get("SamplesPerPixel", 3) == 1:
        state = GrayscaleSoftcopyPresentationState(**told)
    else:
        state = ColorSoftcopyPresentationState(**told, icc_profile=_profile(header))
    add_shared(state, header)
    add_equipment(state, result.moment)
    state.Laterality = _SIDES[result.eye]
    state.PresentationCreationDate = state.ContentDate
    state.PresentationCreationTime = state.ContentTime
    state.SeriesDescription = "FundusViewer marks (research use only)"
    return state


def _profile(header: Dataset) -> bytes:
    """Return what the photograph's colours mean: its own profile, otherwise sRGB."""
    paths = header.get("OpticalPathSequence") or [Dataset()]
    own = header.get("ICCProfile") or paths[0].get("ICCProfile")
    if isinstance(own, bytes) and own:
        return own if own[_CLASS] in _CLASSES else _with_class(own)
    # When it was made says nothing: the same state of a finding is the same object.
    made = ImageCmsProfile(createProfile("sRGB")).tobytes()
    return _with_class(made[: _DATE.start] + _LONG_AGO + made[_DATE.stop :])


def _with_class(profile: bytes) -> bytes:
    """Return a profile as that of an input device, which a presentation state asks for."""
    named = profile[: _CLASS.start] + _CLASSES[0] + profile[_CLASS.stop :]
    # Its fingerprint may be left out.
    return named[: _FINGERPRINT.start] + bytes(16) + named[_FINGERPRINT.stop :]


def _drawn(mark: Mark, header: Dataset) -> GraphicObject:
    """Return the lines of a mark; pixels count from the corner of the first one, as ours do."""
    if mark.shape is Shape.ARROW:
        kind, drawn = GraphicTypeValues.POLYLINE, np.array(_arrow(mark, float(header.Columns)))
    else:
        graphic, places = graphic_of(mark)
        kind, drawn = GraphicTypeValues(graphic.value), np.array(places) + 0.5
    # The head of an arrow may lie beside the photograph, where nothing can be drawn.
    inside = np.clip(drawn, 0, (float(header.Columns), float(header.Rows)))
    return GraphicObject(kind, inside, _PIXEL)


def _arrow(mark: Mark, width: float) -> list[tuple[float, float]]:
    """Return an arrow in one line: the shaft, then both strokes of the head."""
    tail, head = mark.points
    back, size = math.atan2(tail[1] - head[1], tail[0] - head[0]), _HEAD * width
    strokes = [
        (head[0] + size * math.cos(back + side), head[1] + size * math.sin(back + side))
        for side in (-0.45, 0.45)
    ]
    return [tail, head, strokes[0], head, strokes[1]]


def _words(number: int, mark: Mark, *, in_programme: bool) -> TextObject:
    speech = Speech()
    by = author_words(mark, speech, in_programme=in_programme, personal=False)
    words = ", ".join(filter(None, (mark_words(mark, speech), by)))
    text = f"{number} {words}".strip()
    return TextObject(text, _PIXEL, anchor_point=anchor_of(mark.points), anchor_point_visible=False)
