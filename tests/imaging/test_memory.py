"""How much memory a picture takes while it is decoded, measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux for the peak")

_SIDE = 1000

#: Prints, for each file, the bytes of a pixel that were needed at most, and those that are counted.
_MEASURE = """
import json, sys
from pathlib import Path
from fundusviewer.imaging import decode, load
from fundusviewer.imaging.file import working_bytes
from fundusviewer.imaging.raster import identify

def peak():
    told = Path("/proc/self/status").read_text()
    return int(told.split("VmHWM:")[1].split()[0]) * 1024

def measured(path):
    file = load(path)
    Path("/proc/self/clear_refs").write_text("5")
    before = peak()
    image = decode(file)
    return (peak() - before) / (image.width * image.height), working_bytes(identify(file))

small, *paths = map(Path, sys.argv[1:])
print(json.dumps([[measured(small.with_suffix(path.suffix)), measured(path)][1] for path in paths]))
"""


def test_a_picture_takes_no_more_than_three_times_what_is_counted(tmp_path: Path) -> None:
    colour = np.zeros((_SIDE, _SIDE, 3), np.uint8)
    cv2.circle(colour, (_SIDE // 2, _SIDE // 2), _SIDE // 2 - 9, (30, 90, 180), -1)
    deep, alpha = colour.astype(np.uint16) * 257, np.full((_SIDE, _SIDE, 1), 255, np.uint8)
    pictures: dict[str, np.ndarray] = {
        "deep.png": deep,
        "alpha.png": np.dstack([colour, alpha]),
        "both.png": np.dstack([deep, alpha.astype(np.uint16) * 257]),
        "deep.tif": deep,
    }
    for name, pixels in pictures.items():
        cv2.imwrite(str(tmp_path / name), pixels)
    Image.fromarray(colour).save(tmp_path / "p.jp2")
    Image.fromarray(colour).save(tmp_path / "p.avif", speed=10)
    paths = sorted(tmp_path.iterdir())
    # A first small picture of each kind loads its decoder.
    for suffix in {path.suffix for path in paths}:
        Image.fromarray(colour[:32, :32]).save((tmp_path / "small").with_suffix(suffix))
    command = [sys.executable, "-c", _MEASURE, str(tmp_path / "small"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    for path, (taken, counted) in zip(paths, json.loads(done.stdout), strict=True):
        # Two bytes more for what does not grow with the picture.
        assert taken <= 3 * counted + 2, path.name
    assert max(taken for taken, _ in json.loads(done.stdout)) > 3
