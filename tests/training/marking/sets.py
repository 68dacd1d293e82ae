"""Drawn photographs with masks and points."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.training.photographs import draw_fundus, save

SIZE = 96
#: x and y of what is drawn on a photograph of a number.
_PLACES = ((30, 40), (60, 50), (50, 66))


def place_of(number: int) -> tuple[int, int]:
    """Return where the lesion of a photograph is, or its optic disc."""
    return _PLACES[number % len(_PLACES)]


def make_masked_set(folder: Path, count: int, *, header: str = "hard_exudates") -> Path:
    """Write photographs with a bright spot each, and its mask; every fourth has none."""
    lines = [f"file,patient,{header}"]
    for number in range(count):
        name, pixels = f"images/{number:02d}.png", draw_fundus(number)
        cell = ""
        if number % 4 != 3:
            mask = np.zeros((SIZE, SIZE, 3), np.uint8)
            for drawn, colour in ((pixels, (250, 240, 120)), (mask, (255, 255, 255))):
                cv2.circle(drawn, place_of(number), 5, colour, -1)
            cell = f"masks/{number:02d}.png"
            save(folder / cell, mask)
        save(folder / name, pixels)
        lines.append(f"{name},p{number},{cell}")
    return _labels(folder, lines)


def make_pointed_set(folder: Path, count: int) -> Path:
    """Write photographs with a bright disc and a dark fovea, in pixels of twice their width."""
    lines = ["file,width,od_x,od_y,fovea_x,fovea_y,disc_diameter"]
    for number in range(count):
        name, pixels = f"{number:02d}.png", draw_fundus(number)
        x, y = place_of(number)
        cv2.circle(pixels, (x, y), 8, (250, 240, 180), -1)
        cv2.circle(pixels, (96 - x, y), 6, (90, 30, 10), -1)
        save(folder / name, pixels)
        lines.append(f"{name},{2 * SIZE},{2 * x},{2 * y},{2 * (96 - x)},{2 * y},32")
    return _labels(folder, lines)


def write_labels(folder: Path, header: str, *rows: str) -> Path:
    """Write a labels file, and a photograph for each of its rows."""
    for row in rows:
        save(folder / row.partition(",")[0], draw_fundus(1))
    return _labels(folder, [header, *rows])


def _labels(folder: Path, lines: list[str]) -> Path:
    labels = folder / "labels.csv"
    labels.write_text("\n".join(lines) + "\n", "utf-8")
    return labels
