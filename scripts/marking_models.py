"""The models that mark landmarks and lesions: from weights to the files of the program.

The weights are those that :mod:`scripts.graphics_card` writes. Needs the export extra::

    python -m scripts.marking_models landmarks landmarks.npz \
        models/fundusviewer-landmarks.onnx FOLDER

``FOLDER`` holds photographs on which the smaller file is compared with float32. What the cards say
stands in ``scripts/marking_cards.json``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fundusviewer.export.pipeline.marking_writer import write_marking_model
from fundusviewer.export.quantise.calibration_images import read_calibration
from fundusviewer.export.sources.marking_network import SHAPES, marking_network
from fundusviewer.export.sources.weights import load_weights
from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.inference import MarkingCard
from fundusviewer.inference.marking_card import ROLE_KINDS, Role
from fundusviewer.resources import asset

_CARDS = Path(__file__).with_name("marking_cards.json")


def export(role: Role, weights: Path, output: Path, photographs: Path) -> MarkingCard:
    """Write the model file of a role from weights in Keras' naming."""
    shape, card = SHAPES[role], json.loads(_CARDS.read_text("utf-8"))[role]
    precision = card.pop("precision")
    network = marking_network(shape)
    load_weights(network, weights)
    spec = InputSpec(height=shape.size, width=shape.size, crop="field_of_view")
    return write_marking_model(
        network,
        {**card, "role": role, "kinds": ROLE_KINDS[role], "input": spec},
        output,
        picture=to_model_input(read_image(asset("sample.jpg")).pixels, spec).pixels,
        precision=precision,
        photographs=read_calibration(photographs, spec),
    )


if __name__ == "__main__":
    role, weights, output, photographs = sys.argv[1:]
    print(export(role, Path(weights), Path(output), Path(photographs)).agreement)  # type: ignore[arg-type]
