"""Whether the heat map points at lesions: against chance and against guessing the centre.

``python benchmarks/heatmap.py MODEL.onnx --lesions idrid_lesions/labels.csv``

The labels file names a mask for each kind of lesion. None of the photographs may be among those
that the model was trained on. Two questions, after the maps were enlarged to the network's input:
does the maximum lie within a twentieth of the input's side (15 of 299 pixels) of a lesion
("pointing game", Zhang et al., 2018), and which share of the heat lies on lesions? Each is asked of
the heat map as it is, of the mean over the four mirror images, of a random point or even heat in
the retina, and of its centre or heat that falls off from there. In brackets 95 % intervals of 2,000
bootstrap samples of the photographs.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

import cv2
import numpy as np

from fundusviewer.imaging import (
    FieldOfView,
    InputSpec,
    find_field_of_view,
    read_image,
    to_model_input,
)
from fundusviewer.inference import Classifier

LESIONS = ("microaneurysms", "haemorrhages", "hard_exudates", "soft_exudates")
NEAR = 15 / 299
MIRRORS = (slice(None), slice(None, None, -1))


def lesions_of(row: dict[str, str], folder: Path, spec: InputSpec, disc: FieldOfView) -> np.ndarray:
    """Return where a quarter of a pixel or more is lesion, bool, prepared as the photograph was."""
    masks = [cv2.imread(str(folder / row[kind]), 0) for kind in LESIONS if row[kind]]
    whole = np.max([mask > 0 for mask in masks if mask is not None], axis=0)
    picture = np.repeat(np.uint8(255) * whole[..., None], 3, axis=2)
    return np.asarray(to_model_input(picture, spec, disc).pixels[..., 0] >= 64)


def enlarged(heatmap: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.asarray(cv2.resize(heatmap, size[::-1], interpolation=cv2.INTER_CUBIC)).clip(0)


def heatmaps(classifier: Classifier, pixels: np.ndarray) -> dict[str, np.ndarray]:
    """Return the map of the most probable grade: as it is, and the mean of four mirror images."""
    plain = classifier.predict(pixels)
    grade, size = int(plain.probabilities.argmax()), pixels.shape[:2]
    mirrored = [
        classifier.predict(np.ascontiguousarray(pixels[up, left]), grade).heatmap[up, left]
        for up in MIRRORS
        for left in MIRRORS
    ]
    return {
        "heat map": enlarged(plain.heatmap, size),
        "mean of four mirror images": enlarged(np.mean(mirrored, axis=0), size),
    }


def guesses(retina: np.ndarray) -> dict[str, np.ndarray]:
    rows, columns = np.mgrid[-1 : 1 : retina.shape[0] * 1j, -1 : 1 : retina.shape[1] * 1j]
    centre = np.exp(-(rows**2 + columns**2) / (2 * 0.35**2)) * retina
    return {"chance": retina.astype(float), "centre": centre}


def measured(heat: np.ndarray, lesions: np.ndarray, *, even: bool) -> tuple[float, float]:
    """Return whether the maximum is near a lesion (its share for even heat), and the heat share."""
    distance = cv2.distanceTransform((~lesions).astype(np.uint8), cv2.DIST_L2, 5)
    near = distance <= NEAR * lesions.shape[1]
    pointing = near[heat > 0].mean() if even else near.flat[int(heat.argmax())]
    return float(pointing), float(heat[lesions].sum() / max(heat.sum(), 1e-9))


def shown(values: list[float]) -> str:
    array = np.array(values)
    rng = np.random.default_rng(1)
    means = array[rng.integers(len(array), size=(2000, len(array)))].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{array.mean():.3f} [{low:.3f}, {high:.3f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--lesions", type=Path, required=True)
    options = parser.parse_args()
    classifier = Classifier(options.model, "cpu")
    found: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with options.lesions.open(newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        pixels, spec = (
            read_image(options.lesions.parent / row["file"]).pixels,
            classifier.card.input,
        )
        disc = find_field_of_view(pixels)
        prepared = to_model_input(pixels, spec, disc).pixels
        lesions = lesions_of(row, options.lesions.parent, spec, disc)
        maps = heatmaps(classifier, prepared) | guesses(prepared.max(axis=2) > 24)
        for name, heat in maps.items():
            found[name].append(measured(heat, lesions, even=name == "chance"))
    print(f"{len(rows)} photographs, layer {classifier.card.gradcam.layer}")
    print("| | maximum within 15 pixels of a lesion | share of the heat on lesions |")
    print("|---|---|---|")
    for name, values in found.items():
        pointing, share = (shown([value[at] for value in values]) for at in (0, 1))
        print(f"| {name} | {pointing} | {share} |")


if __name__ == "__main__":
    main()
