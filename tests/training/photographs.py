"""Drawn photographs and labels files for the training tests."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.training.data.labels import LabelledPhotograph


def draw_fundus(seed: int, grade: int = 0, size: int = 96) -> np.ndarray:
    """Return a drawn retina with vessels, and as many dark and bright spots as the grade says."""
    rng = np.random.default_rng(seed)
    pixels = np.zeros((size, size, 3), np.uint8)
    center = (size // 2, size // 2)
    cv2.circle(pixels, center, size // 2 - 3, (170, 80, 40), thickness=-1)
    for _ in range(8):
        angle, bend = rng.uniform(0, 2 * np.pi), rng.uniform(-0.5, 0.5)
        points = [
            (center[0] + t * np.cos(angle + bend * t / size), center[1] + t * np.sin(angle))
            for t in np.linspace(0, size * 0.42, 20)
        ]
        cv2.polylines(pixels, [np.array(points, np.int32)], False, (120, 30, 20), 2)
    for _ in range(4 * grade):
        angle, distance = rng.uniform(0, 2 * np.pi), rng.uniform(0, size * 0.38)
        spot = (
            int(center[0] + distance * np.cos(angle)),
            int(center[1] + distance * np.sin(angle)),
        )
        cv2.circle(pixels, spot, 3, (240, 230, 120) if rng.random() < 0.5 else (60, 5, 5), -1)
    return pixels


def save(path: Path, pixels: np.ndarray) -> Path:
    """Write a picture, RGB, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = cv2.imencode(path.suffix, cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))[1]
    path.write_bytes(data.tobytes())
    return path


def make_set(
    folder: Path, grades: Sequence[int], *, eyes: int = 1, seed: int = 0, oedema: bool = False
) -> Path:
    """Write photographs of these grades, ``eyes`` of each patient, and their labels file.

    With ``oedema`` it says risk 2 of grade 3 and 4, risk 1 of grade 2.
    """
    lines = ["file,grade,patient" + ",dme_risk" * oedema]
    for index, grade in enumerate(grades):
        name = f"images/{index:03d}.png"
        save(folder / name, draw_fundus(1000 * seed + index, grade))
        risk = f",{min(2, max(0, grade - 1))}" * oedema
        lines.append(f"{name},{grade},p{index // eyes}{risk}")
    labels = folder / "labels.csv"
    labels.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return labels


def photograph(
    name: str, grade: int | None = 0, *, dataset: str = "a", patient: str = "", group: str = ""
) -> LabelledPhotograph:
    """Return a label without a file behind it."""
    return LabelledPhotograph(
        path=Path(name),
        dataset=dataset,
        file=name,
        grade=grade,
        patient=patient or name,
        has_patient=bool(patient),
        duplicate_group=group,
    )
