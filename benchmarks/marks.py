"""What the files that mark places cost a photograph: crop, network, and reading of the maps.

    python benchmarks/marks.py PHOTO… [--rounds 7] [--threads 2]

Wall and processor time in milliseconds, medians over all photographs and rounds, for disc and fovea
and for lesions; decoding the photograph is not in it. Wall time means something on a machine that
does nothing else.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fundusviewer.anatomy import Landmarks, find_landmarks, find_lesions
from fundusviewer.imaging import (
    FieldOfView,
    FundusImage,
    find_field_of_view,
    read_image,
    to_model_input,
)
from fundusviewer.inference import Marker
from fundusviewer.resources import bundled_models_dir


def taken(run: Callable[[], Any]) -> tuple[float, float]:
    """Return milliseconds of wall and of processor time."""
    wall, processor = time.perf_counter(), time.process_time()
    run()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000


def places(marker: Marker, image: FundusImage, field: FieldOfView) -> Landmarks:
    """Find disc and fovea."""
    prepared = to_model_input(image.pixels, marker.card.input, field)
    return find_landmarks(marker.mark(prepared.pixels), prepared, marker.card.thresholds)


def lesions(marker: Marker, image: FundusImage, field: FieldOfView, found: Landmarks) -> None:
    """Mark lesions and count them."""
    prepared = to_model_input(image.pixels, marker.card.input, field)
    maps = marker.mark(prepared.pixels)
    find_lesions(maps, prepared.region, marker.card.thresholds, field, found)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photographs", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    locator, marker = (
        Marker(bundled_models_dir() / f"fundusviewer-{role}.onnx", "cpu", options.threads)
        for role in ("landmarks", "lesions")
    )
    times: dict[str, list[tuple[float, float]]] = {"disc and fovea": [], "lesions": []}
    for path in options.photographs:
        image = read_image(path)
        field = find_field_of_view(image.pixels)
        found = places(locator, image, field)
        for turn in range(options.rounds + 1):
            one = taken(lambda: places(locator, image, field))  # noqa: B023
            other = taken(lambda: lesions(marker, image, field, found))  # noqa: B023
            if turn:
                times["disc and fovea"].append(one)
                times["lesions"].append(other)
    for name, measured in times.items():
        wall, processor = (statistics.median(kind) for kind in zip(*measured, strict=True))
        print(f"{name}: {wall:.0f} ms, processor {processor:.0f} ms ({options.threads} threads)")


if __name__ == "__main__":
    main()
