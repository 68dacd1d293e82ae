"""A MONAI bundle: metadata, model, description, licence and a configuration that runs it.

https://docs.monai.io/en/stable/mb_specification.html. It runs through this program, because the
gate stands before the network here: a photograph that cannot be graded gets no answer.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime

from fundusviewer import __version__
from fundusviewer.export.sharing.hugging_face import hugging_face_files
from fundusviewer.export.sharing.model_text import model_text

if TYPE_CHECKING:
    from fundusviewer.inference.card import ModelCard

MODEL_FILE = "models/model.onnx"
_SCHEMA = (
    "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/"
    "meta_schema_20240725.json"
)
_UNUSED = "not needed"


def monai_files(card: ModelCard) -> dict[str, str]:
    """Return the text files beside :data:`MODEL_FILE`: name → text."""
    return {
        "configs/metadata.json": _text(_metadata(card)),
        "configs/inference.json": _text(_inference()),
        "docs/README.md": model_text(card, MODEL_FILE),
        "LICENSE": hugging_face_files(card)["LICENSE"],
    }


def _text(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _metadata(card: ModelCard) -> dict[str, object]:
    grading = card.grades
    return {
        "schema": _SCHEMA,
        "version": card.version,
        "changelog": {card.version: f"made on {card.created}"},
        "monai_version": _UNUSED,
        "pytorch_version": _UNUSED,
        "numpy_version": np.__version__,
        "required_packages_version": {
            "fundusviewer": __version__,
            "onnxruntime": onnxruntime.__version__,
        },
        "optional_packages_version": {},
        "name": card.title,
        "task": "Grading of diabetic retinopathy" if grading else "Image classification",
        "description": f"{card.title}: {card.backbone}. For research use only.",
        "authors": "see LICENSE",
        "copyright": card.licence,
        "data_source": ", ".join(source.name for source in card.training_data) or "not stated",
        "data_type": "colour photographs (JPEG, PNG, TIFF, DICOM)",
        "image_classes": "RGB, uint8",
        "label_classes": ", ".join(card.class_names),
        "pred_classes": "calibrated probabilities of the classes, in the order of label_classes",
        "eval_metrics": {f"{m.name}, {m.measured_on}": m.result.value for m in card.metrics},
        "intended_use": "Research; not for diagnosis. " + " ".join(card.limits),
        "references": [],
        "network_data_format": _format(card),
    }


def _format(card: ModelCard) -> dict[str, object]:
    spec, heat = card.input, card.gradcam
    colours = {"0": "red", "1": "green", "2": "blue"}
    return {
        "inputs": {
            "image": _tensor("RGB", "uint8", 3, (spec.height, spec.width), (0, 255), colours),
        },
        "outputs": {
            "probabilities": _tensor(
                "probabilities",
                "float32",
                len(card.class_names),
                (),
                (0, 1),
                {str(at): name for at, name in enumerate(card.class_names)},
            ),
            "heatmap": _tensor("heatmap", "float32", 1, (heat.height, heat.width), (), {}),
        },
    }


def _tensor(
    kind: str,
    dtype: str,
    channels: int,
    shape: tuple[int, ...],
    bounds: tuple[float, ...],
    meaning: dict[str, str],
) -> dict[str, object]:
    return {
        "type": "image" if shape else "probabilities",
        "format": kind,
        "num_channels": channels,
        "spatial_shape": list(shape),
        "dtype": dtype,
        "value_range": list(bounds),
        "is_patch_data": False,
        "channel_def": meaning,
    }


def _inference() -> dict[str, object]:
    return {
        "imports": ["$from fundusviewer.cli import main"],
        "bundle_root": ".",
        "photograph": "photograph.jpg",
        "model": f"$@bundle_root + '/{MODEL_FILE}'",
        "run": ["$main(['classify', @photograph, '--model', @model, '--json'])"],
    }
