"""Enhancement for the eye alone: channels, local contrast, brightness, contrast, gamma, inversion.

Nothing here is ever given to a network or written into a file: what is graded and exported is the
photograph as the camera made it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

#: Contrast and brightness at their ends: four times the slope, half of the range.
_LARGEST_SLOPE, _LARGEST_SHIFT = 4.0, 0.5

GAMMA_LIMITS = (0.25, 4.0)

#: CLAHE (Zuiderveld, Graphics Gems IV, 1994) on 8 × 8 tiles. A limit of 2 brings out vessels and
#: microaneurysms without the grain of the sensor.
_CLIP_LIMIT, _TILES = 2.0, (8, 8)

#: Surround darker than the first value stays black, from the second on the effect is full: noise
#: around the retina would otherwise be enhanced, too.
_SURROUND = (8, 24)


class Channel(StrEnum):
    """What of the colours is shown. Green is what a red-free photograph shows."""

    COLOUR = "colour"
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


#: Place of a single channel in an RGB picture.
CHANNEL_INDEX = {Channel.RED: 0, Channel.GREEN: 1, Channel.BLUE: 2}


@dataclass(frozen=True)
class DisplaySettings:
    """How a photograph is shown.

    Attributes
    ----------
    channel
        All colours, or one as grey.
    equalised
        Whether local contrast is enhanced (CLAHE).
    brightness, contrast
        -1 to 1; 0 leaves the photograph as it is.
    gamma
        0.25–4; above 1 the shadows are lighter.
    inverted
        Whether dark and light change places.
    """

    channel: Channel = Channel.COLOUR
    equalised: bool = False
    brightness: float = 0.0
    contrast: float = 0.0
    gamma: float = 1.0
    inverted: bool = False

    @property
    def is_original(self) -> bool:
        """Whether the photograph is shown as the camera made it."""
        return self == ORIGINAL

    @property
    def is_adjusted(self) -> bool:
        """Whether :func:`adjust` has something to do: all but the local contrast."""
        return replace(self, equalised=False) != ORIGINAL

    def with_tone(
        self, *, brightness: float = 0.0, contrast: float = 0.0, gamma: float = 1.0
    ) -> DisplaySettings:
        """Return settings changed by two sums and a factor, inside of the limits."""
        low, high = GAMMA_LIMITS
        return replace(
            self,
            brightness=_limited(self.brightness + brightness, -1, 1),
            contrast=_limited(self.contrast + contrast, -1, 1),
            gamma=_limited(self.gamma * gamma, low, high),
        )


ORIGINAL = DisplaySettings()


def tone_table(settings: DisplaySettings) -> np.ndarray:
    """Return uint8 (256,): what each value of a channel is shown as.

    Contrast turns about the middle of the range, brightness shifts, gamma bends, inversion comes
    last.
    """
    values = np.linspace(0, 1, 256)
    slope = _LARGEST_SLOPE**settings.contrast
    values = (values - 0.5) * slope + 0.5 + settings.brightness * _LARGEST_SHIFT
    values = np.clip(values, 0, 1) ** (1 / settings.gamma)
    if settings.inverted:
        values = 1 - values
    table: np.ndarray = np.rint(values * 255).astype(np.uint8)
    return table


def adjust(pixels: np.ndarray, settings: DisplaySettings) -> np.ndarray:
    """Return pixels as they are shown, but for the local contrast (see :func:`equalise`).

    Fast enough to be done for what is on screen, each time that it is painted.

    Parameters
    ----------
    pixels
        uint8 (h, w, 3) RGB.
    settings
        How they are to be shown.

    Returns
    -------
    numpy.ndarray
        uint8 (h, w, 3) RGB; all three the same where one channel is shown.
    """
    table = tone_table(settings)
    if settings.channel is Channel.COLOUR:
        return cv2.LUT(pixels, table)
    grey = cv2.extractChannel(pixels, CHANNEL_INDEX[settings.channel])
    return cv2.cvtColor(cv2.LUT(grey, table), cv2.COLOR_GRAY2RGB)


def equalise(pixels: np.ndarray, channel: Channel) -> np.ndarray:
    """Enhance local contrast (CLAHE); takes some tenths of a second for a camera's photograph.

    Parameters
    ----------
    pixels
        uint8 (h, w, 3) RGB.
    channel
        ``COLOUR`` enhances the lightness (L* of CIELAB) and leaves the hues; a single channel is
        enhanced by itself.

    Returns
    -------
    numpy.ndarray
        uint8 (h, w, 3) RGB; all three the same for a single channel.
    """
    if channel is Channel.COLOUR:
        lab = cv2.cvtColor(pixels, cv2.COLOR_RGB2LAB)
        lightness = cv2.extractChannel(lab, 0)
        cv2.insertChannel(_equalised(lightness), lab, 0)
        return cv2.cvtColor(lab, cv2.COLOR_LAB2RGB)
    grey = cv2.extractChannel(pixels, CHANNEL_INDEX[channel])
    return cv2.cvtColor(_equalised(grey), cv2.COLOR_GRAY2RGB)


def _equalised(grey: np.ndarray) -> np.ndarray:
    """Return a channel with its local contrast enhanced, the dark surround left as it is."""
    enhanced = cv2.createCLAHE(_CLIP_LIMIT, _TILES).apply(grey)
    first, last = _SURROUND
    shares = np.clip((np.arange(256) - first) / (last - first), 0, 1)
    share = cv2.LUT(grey, np.rint(shares * 255).astype(np.uint8))
    kept = cv2.multiply(grey, 255 - share, scale=1 / 255)
    return cv2.add(cv2.multiply(enhanced, share, scale=1 / 255), kept)


def _limited(value: float, low: float, high: float) -> float:
    # Steps of the keys must meet the original again: 0.1 + 0.2 - 0.3 is not 0.
    return round(min(high, max(low, value)), 4)
