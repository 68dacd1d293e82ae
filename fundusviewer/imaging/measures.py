"""Image measures for the gate: what a photograph looks like, in numbers, without a network."""

from __future__ import annotations

import math
from dataclasses import fields
from functools import lru_cache
from typing import Any

import cv2
import numpy as np

from fundusviewer.grading import ImageMeasures
from fundusviewer.imaging.edges import edge_sharpness
from fundusviewer.imaging.prepare import InputSpec, to_model_input
from fundusviewer.imaging.quantiles import median, percentile
from fundusviewer.imaging.traces.damage import find_damage
from fundusviewer.imaging.traces.regular_pattern import regular_pattern
from fundusviewer.imaging.types import FieldOfView, Region

#: The field is scaled to this many pixels before anything is measured, so that the measures do
#: not depend on the camera's resolution.
_SIDE = 256
_WORKING_INPUT = InputSpec(height=_SIDE, width=_SIDE, crop="field_of_view")

#: The outer part of the field is left out: the edge itself is the sharpest thing in the picture.
_INNER_SHARE = 0.9

#: Hues of a retina on OpenCV's scale of 0–179: red over orange to yellow.
_FIRST_PURPLE, _LAST_YELLOW = 165, 28

#: Weaker edges of the logarithm than this are none: the picture is even.
_NO_EDGE = 1e-5

#: Pixels that a half of the field needs for its contrast to be told.
_LEAST_HALF = 1000

_DARK = 24
_OVEREXPOSED = 250


def measure(pixels: np.ndarray, field_of_view: FieldOfView) -> ImageMeasures:
    """Measure a photograph.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB.
    field_of_view
        Its field of view.
    """
    prepared = to_model_input(pixels, _WORKING_INPUT, field_of_view)
    scaled = prepared.pixels
    inside = _inner_field() & _inside_frame(prepared.region, pixels.shape)
    if not inside.any():
        return _unmeasurable(pixels, field_of_view)
    # Channel by channel: NumPy takes thirty times as long to look across the last axis.
    red, green, blue = (channel[inside] for channel in cv2.split(scaled))
    brightest = np.maximum(np.maximum(red, green), blue)
    darkest = np.minimum(np.minimum(red, green), blue)
    lit = brightest > _DARK
    hue, saturation, _ = cv2.split(cv2.cvtColor(scaled, cv2.COLOR_RGB2HSV))
    damage = find_damage(pixels, field_of_view)
    edges = edge_sharpness(pixels, field_of_view)
    return ImageMeasures(
        brightness=median(brightest),
        overexposed=float(np.mean(darkest >= _OVEREXPOSED)),
        red_share=_red_share(hue[inside][lit]),
        colour_spread=_colour_spread(red[lit], green[lit], blue[lit]),
        saturation=median(saturation[inside][lit]) / 255 if lit.any() else 0.0,
        seam=damage.seam,
        flat_band=damage.flat_band,
        mosaic=damage.mosaic,
        edge_sharpness=edges.median,
        weakest_edges=edges.weakest,
        regular_pattern=regular_pattern(pixels, field_of_view),
        **_shape(pixels, field_of_view),
        **_detail(scaled[:, :, 1], inside),
    )


def _shape(pixels: np.ndarray, field_of_view: FieldOfView) -> dict[str, Any]:
    """Return the measures that need no look into the field."""
    ellipse_area = np.pi * field_of_view.radius_x * field_of_view.radius_y
    return {
        "short_side": min(
            field_of_view.right - field_of_view.left, field_of_view.bottom - field_of_view.top
        ),
        "coverage": field_of_view.coverage,
        "field_of_view_share": field_of_view.coverage
        * pixels.shape[0]
        * pixels.shape[1]
        / ellipse_area,
        "roundness": field_of_view.roundness,
        "elongation": field_of_view.radius_x / field_of_view.radius_y,
        "fills_frame": field_of_view.fills_frame,
        "second_field": field_of_view.second_field,
        "stray_light": field_of_view.stray_light,
    }


def _unmeasurable(pixels: np.ndarray, field_of_view: FieldOfView) -> ImageMeasures:
    """Return the measures of a picture so narrow that nothing of the field is inside the frame."""
    shape = _shape(pixels, field_of_view)
    unknown = {field.name: math.nan for field in fields(ImageMeasures)}
    return ImageMeasures(**(unknown | shape))


@lru_cache(maxsize=1)
def _inner_field() -> np.ndarray:
    mask = np.zeros((_SIDE, _SIDE), np.uint8)
    cv2.circle(mask, (_SIDE // 2, _SIDE // 2), round(_SIDE / 2 * _INNER_SHARE), 1, -1)
    return mask.astype(bool)


def _inside_frame(region: Region, shape: tuple[int, ...]) -> np.ndarray:
    """Return bool (_SIDE, _SIDE), false where the field was cut off by the frame."""
    x = region.left + (np.arange(_SIDE) + 0.5) * region.width / _SIDE
    y = region.top + (np.arange(_SIDE) + 0.5) * region.height / _SIDE
    # A few pixels of margin: the padding's edge is no structure of the photograph.
    margin_x, margin_y = 3 * region.width / _SIDE, 3 * region.height / _SIDE
    columns = (x > margin_x) & (x < shape[1] - margin_x)
    rows = (y > margin_y) & (y < shape[0] - margin_y)
    inside: np.ndarray = rows[:, None] & columns[None, :]
    return inside


def _red_share(hue: np.ndarray) -> float:
    if not len(hue):
        return 0.0
    return float(np.mean((hue <= _LAST_YELLOW) | (hue >= _FIRST_PURPLE)))


def _colour_spread(red: np.ndarray, green: np.ndarray, blue: np.ndarray) -> float:
    """Return the standard deviation of the chromaticities r and g (each 0–1)."""
    if not len(red):
        return 0.0
    total = red.astype(np.float32) + green + blue
    chromaticity = np.column_stack([red / total, green / total])
    return float(np.sqrt(chromaticity.var(axis=0).sum()))


def _detail(green: np.ndarray, inside: np.ndarray) -> dict[str, Any]:
    """Return sharpness and noise from differences of Gaussians at three scales."""
    channel = green.astype(np.float32)
    fine = cv2.GaussianBlur(channel, (0, 0), 1.0)
    middle = cv2.GaussianBlur(channel, (0, 0), 2.0)
    coarse = cv2.GaussianBlur(channel, (0, 0), 8.0)
    structure = float((fine - coarse)[inside].std()) + 1e-3
    detail = float((fine - middle)[inside].std())
    residue = float((channel - fine)[inside].std())
    return {
        "sharpness": detail / structure,
        "noise": residue / structure,
        **_contrasts(channel, inside),
        "smear": _smear(channel, inside),
    }


def _smear(channel: np.ndarray, inside: np.ndarray) -> float:
    """Return how far the edges of fine detail have one direction: 0 for all alike, 1 for one.

    The coherence of the structure tensor. Vessels run in all directions; where camera or eye moved,
    what lies across the movement is gone. Strong edges are capped: the field's rim, or one
    reflection, must not decide.
    """
    logarithm = np.log(channel + 8)
    band = cv2.GaussianBlur(logarithm, (0, 0), 0.5) - cv2.GaussianBlur(logarithm, (0, 0), 2.0)
    # The edge of the field, or of the frame, is nothing of the retina.
    within = cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    across, down = (cv2.Sobel(band, cv2.CV_32F, *axes)[within] for axes in ((1, 0), (0, 1)))
    strength = np.hypot(across, down)
    strong = percentile(strength, 90) if len(strength) else 0.0
    if strong < _NO_EDGE:
        return 0.0
    weight = (strong / np.maximum(strength, strong)) ** 2
    xx, yy, xy = (
        float((weight * product).sum()) for product in (across**2, down**2, across * down)
    )
    return math.sqrt((xx - yy) ** 2 + 4 * xy**2) / (xx + yy)


def _contrasts(channel: np.ndarray, inside: np.ndarray) -> dict[str, Any]:
    """Return the 80th percentile of vessel-sized differences of the logarithm, and its evenness.

    The logarithm makes it a contrast that does not depend on the exposure; the offset keeps the
    noise of dark places out.
    """
    logarithm = np.log(channel + 8)
    band = cv2.GaussianBlur(logarithm, (0, 0), 1.2) - cv2.GaussianBlur(logarithm, (0, 0), 6.0)
    band = np.abs(band)
    # The edge of the field, or of the frame, is nothing of the retina.
    within = cv2.erode(inside.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    middle = band[within]
    return {
        "detail_contrast": percentile(band[inside], 80),
        "evenness": min((_evenness(middle, half[within]) for half in _halves()), default=1.0),
    }


def _evenness(contrast: np.ndarray, half: np.ndarray) -> float:
    """Return the contrast of one half as a share of the other's, whichever is weaker."""
    one, other = contrast[half], contrast[~half]
    if min(one.size, other.size) < _LEAST_HALF:
        return 1.0
    weaker, stronger = sorted(percentile(part, 80) for part in (one, other))
    return weaker / max(stronger, _NO_EDGE)


@lru_cache(maxsize=1)
def _halves() -> tuple[np.ndarray, ...]:
    """Return the halves of the working square, cut in four directions."""
    places = np.arange(_SIDE) - (_SIDE - 1) / 2
    angles = np.arange(4) * math.pi / 4
    return tuple(
        places[None, :] * math.cos(angle) + places[:, None] * math.sin(angle) > 0
        for angle in angles
    )
