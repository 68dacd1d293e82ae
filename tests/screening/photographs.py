"""Small photographs, each with a hash of its own, and findings of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.inference import Classifier
from fundusviewer.resources import asset
from fundusviewer.screening import Finding, examine

#: Logits of a tiny model, by what it says.
HEALTHY = [9.0, 0.0, 0.0, 0.0, 0.0]
REFERS = [0.0, 0.0, 3.0, 0.0, 0.0]


@functools.cache
def small_photograph() -> bytes:
    """Return the sample photograph at 256 pixels a side, which the gate lets pass."""
    pixels = cv2.imread(str(asset("sample.jpg")))
    assert pixels is not None
    small = cv2.resize(pixels, (256, 256), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small)[1].tobytes()


def write_photograph(path: Path, number: int = 0) -> Path:
    """Write the photograph; what follows a JPEG's end changes its hash and nothing else."""
    path.write_bytes(small_photograph() + number.to_bytes(4, "big"))
    return path


def write_photographs(folder: Path, names: Iterable[str]) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [write_photograph(folder / name, number) for number, name in enumerate(names)]


def write_black(path: Path) -> Path:
    """Write a picture that the gate refuses as too dark."""
    path.write_bytes(cv2.imencode(".png", np.zeros((300, 300, 3), np.uint8))[1].tobytes())
    return path


def moved(finding: Finding, folder: Path) -> Finding:
    """Return a finding as it is of the same file in another folder; examining it takes longer."""
    source = replace(finding.image.source, path=folder / finding.path.name)
    return replace(finding, image=replace(finding.image, source=source))


def finding_of(path: Path, classifier: Classifier) -> Finding:
    return examine(path, classifier)
