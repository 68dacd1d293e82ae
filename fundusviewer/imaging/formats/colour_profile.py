"""Colour profiles (ICC): whatever a file's colours mean becomes sRGB.

Screen and network take colours for sRGB. A camera or an editing program that wrote others says so
in a profile; LittleCMS, which Pillow brings, applies it.
"""

from __future__ import annotations

import io
from functools import lru_cache

import numpy as np
from PIL import Image, ImageCms

#: What is remarked where a profile was not applied.
IGNORED = "The file's colour profile could not be used: its colours are taken for sRGB."

#: Profiles that move no colour further than this, of 255, are sRGB by another name.
_SAME = 3

#: Rows that are converted at once: a copy of the whole picture would double the memory.
_BAND = 256

#: Pillow's kind of pixels for a profile's colours.
_MODES = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def to_srgb(pixels: np.ndarray, profile: bytes, *, grey: bool = False) -> tuple[np.ndarray, str]:
    """Return a picture's colours as sRGB.

    Parameters
    ----------
    pixels
        uint8 (H, W, 3) RGB or (H, W, 4) CMYK, 255 for full ink. It may be changed in place.
    profile
        The file's ICC profile; empty for none.
    grey
        Whether the file holds one channel, so that a grey profile fits it.

    Returns
    -------
    numpy.ndarray, str
        uint8 (H, W, 3) RGB, and the remark that the profile was ignored, or nothing.
    """
    mode = "CMYK" if pixels.shape[2] == 4 else "RGB"
    try:
        means, transform = _transform(profile) if profile else (mode, None)
        if means == "L" and not (grey and mode == "RGB"):
            raise ValueError("a grey profile of a picture in colours")
        if means not in (mode, "L"):
            raise ValueError(f"a profile of {means} for {mode}")
        if means == "L":
            return _through_table(pixels, transform), ""
        if transform is None:
            return (pixels if mode == "RGB" else _from_inks(pixels)), ""
        return _in_bands(pixels, mode, transform), ""
    # Profiles come from outside; whatever is wrong with one, the photograph is still there.
    except Exception:  # noqa: BLE001
        return (pixels if mode == "RGB" else _from_inks(pixels)), IGNORED


@lru_cache(maxsize=8)
def _transform(profile: bytes) -> tuple[str, ImageCms.ImageCmsTransform | None]:
    """Return the kind of pixels that a profile is made for, and the way to sRGB.

    ``None`` where the profile is sRGB itself, by what it does, not by its name.
    """
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    mode = _MODES[source.profile.xcolor_space.strip()]
    transform = ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        "RGB",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        # One transform serves several threads: without a memory of the last pixel.
        ImageCms.Flags.BLACKPOINTCOMPENSATION | ImageCms.Flags.NOCACHE,
    )
    if mode != "RGB":
        return mode, transform
    cube = _cube()
    moved = np.abs(_in_bands(cube.copy(), mode, transform).astype(int) - cube).max()
    return mode, None if moved <= _SAME else transform


def _cube() -> np.ndarray:
    """Return uint8 (17 · 17, 17, 3): colours from all of RGB."""
    steps = np.linspace(0, 255, 17).round().astype(np.uint8)
    return np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), -1).reshape(-1, 17, 3)


def _in_bands(pixels: np.ndarray, mode: str, transform: ImageCms.ImageCmsTransform) -> np.ndarray:
    result = pixels if mode == "RGB" and pixels.flags.writeable else _empty(pixels)
    for top in range(0, pixels.shape[0], _BAND):
        band = np.ascontiguousarray(pixels[top : top + _BAND])
        picture = Image.frombytes(mode, (band.shape[1], band.shape[0]), band.tobytes())
        result[top : top + _BAND] = np.asarray(ImageCms.applyTransform(picture, transform))
    return result


def _from_inks(pixels: np.ndarray) -> np.ndarray:
    """Return RGB of CMYK without a profile, as every program that has none does."""
    result = _empty(pixels)
    for top in range(0, pixels.shape[0], _BAND):
        paper = 255 - pixels[top : top + _BAND].astype(np.uint16)
        result[top : top + _BAND] = (paper[:, :, :3] * paper[:, :, 3:] + 127) // 255
    return result


def _through_table(pixels: np.ndarray, transform: ImageCms.ImageCmsTransform | None) -> np.ndarray:
    """Return a grey picture, stored as RGB, as its profile means it."""
    if transform is None:
        return pixels
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))
    table = np.asarray(ImageCms.applyTransform(ramp, transform))[0]
    result: np.ndarray = table[pixels[:, :, 0]]
    return result


def _empty(pixels: np.ndarray) -> np.ndarray:
    return np.empty((*pixels.shape[:2], 3), np.uint8)
