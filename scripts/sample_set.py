"""Makes the sample photographs of ``assets/samples`` from IDRiD's originals.

``python -m scripts.sample_set FOLDER``: the folder holds ``IDRiD_050.jpg``, ``IDRiD_189.jpg`` and
``IDRiD_301.jpg`` as the camera wrote them. None of them was learned from (``models/README.md``).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import cv2
import numpy as np

TARGET = Path(__file__).parents[1] / "assets" / "samples"

#: Width of the spoiled photograph in pixels, how far it is blurred, what is left of its light, and
#: the grain of its darkness in steps of 8 bits.
_WIDTH, _BLUR, _LIGHT, _GRAIN = 1600, 12.0, 0.5, 3.0
#: What is darker is no retina.
_DARK = 20


def main() -> int:
    """Copy two photographs byte for byte, and spoil a third."""
    source = Path(sys.argv[1])
    TARGET.mkdir(exist_ok=True)
    for name in ("IDRiD_050.jpg", "IDRiD_189.jpg"):
        shutil.copyfile(source / name, TARGET / name)
    pixels = cv2.imread(str(source / "IDRiD_301.jpg"))
    if pixels is None:
        raise FileNotFoundError(source / "IDRiD_301.jpg")
    spoiled = cv2.imencode(".jpg", spoil(pixels), [cv2.IMWRITE_JPEG_QUALITY, 88])[1]
    (TARGET / "IDRiD_301_spoiled.jpg").write_bytes(spoiled.tobytes())
    return 0


def spoil(pixels: np.ndarray) -> np.ndarray:
    """Return a photograph as a small pupil and a hand that moved would have made it."""
    height = round(pixels.shape[0] * _WIDTH / pixels.shape[1])
    small = cv2.resize(pixels, (_WIDTH, height), interpolation=cv2.INTER_AREA)
    grain = np.random.default_rng(301).normal(0, _GRAIN, small.shape)
    blurred = _LIGHT * cv2.GaussianBlur(small, (0, 0), _BLUR).astype(np.float64)
    return np.clip(np.rint(blurred + grain * (small > _DARK)), 0, 255).astype(np.uint8)


if __name__ == "__main__":
    sys.exit(main())
