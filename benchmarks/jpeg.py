"""What it costs that a JPEG's damage is told: the program's decoder beside OpenCV's.

``python benchmarks/jpeg.py PHOTO… [--rounds N]``

Both decode the same bytes in turns, whole and at each reduction; the pixels are compared.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.imaging.formats.jpeg import FACTORS, decode_jpeg

#: OpenCV's flags, IMREAD_REDUCED_GRAYSCALE_*, which are for colour too: they are one bit each.
FLAGS = {1: 0, 2: 16, 4: 32, 8: 64}


def by_opencv(code: bytes, factor: int) -> np.ndarray:
    flags = cv2.IMREAD_COLOR_RGB | cv2.IMREAD_IGNORE_ORIENTATION | FLAGS[factor]
    pixels = cv2.imdecode(np.frombuffer(code, np.uint8), flags)
    assert pixels is not None
    return pixels


def timed(step: Callable[[], np.ndarray]) -> tuple[float, np.ndarray]:
    begin = time.perf_counter()
    pixels = step()
    return (time.perf_counter() - begin) * 1000, pixels


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photographs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    print("| size | strict, ms | OpenCV, ms | ratio | largest difference |\n|---|---|---|---|---|")
    for factor in (1, *reversed(FACTORS)):
        strict, lenient, apart = [], [], 0
        for path in options.photographs:
            code = path.read_bytes()
            for _ in range(options.rounds):
                milliseconds, ours = timed(lambda: decode_jpeg(code, factor))  # noqa: B023
                strict.append(milliseconds)
                milliseconds, theirs = timed(lambda: by_opencv(code, factor))  # noqa: B023
                lenient.append(milliseconds)
            apart = max(apart, int(cv2.absdiff(ours, theirs).max()))
        ours_ms, theirs_ms = statistics.median(strict), statistics.median(lenient)
        ratio = ours_ms / theirs_ms
        print(f"| 1/{factor} | {ours_ms:.1f} | {theirs_ms:.1f} | {ratio:.2f} | {apart} |")


if __name__ == "__main__":
    main()
