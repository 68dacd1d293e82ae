"""A folder that can be pushed to the Hugging Face Hub as it is.

https://huggingface.co/docs/hub/model-cards: README.md begins with metadata in YAML. JSON is YAML,
too, and leaves nothing to be quoted wrongly.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from fundusviewer.export.sharing.model_text import model_text

if TYPE_CHECKING:
    from fundusviewer.inference.card import ModelCard

MODEL_FILE = "model.onnx"
#: Licences that the Hub knows, by how people write them in small letters without signs.
_KNOWN = {
    "mit": "mit",
    "apache 2 0": "apache-2.0",
    "bsd 2 clause": "bsd-2-clause",
    "bsd 3 clause": "bsd-3-clause",
    "cc by 4 0": "cc-by-4.0",
    "cc by sa 4 0": "cc-by-sa-4.0",
    "cc by nc 4 0": "cc-by-nc-4.0",
    "cc0 1 0": "cc0-1.0",
    "gpl 3 0": "gpl-3.0",
}


def hugging_face_files(card: ModelCard) -> dict[str, str]:
    """Return the text files beside :data:`MODEL_FILE`: name → text."""
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in _metadata(card)]
    readme = "\n".join(["---", *lines, "---", "", model_text(card, MODEL_FILE)])
    return {"README.md": readme, "LICENSE": _licence_text(card)}


def _metadata(card: ModelCard) -> list[tuple[str, object]]:
    known = _KNOWN.get(re.sub(r"[^a-z0-9]+", " ", card.licence.lower()).strip())
    licence: list[tuple[str, object]] = [("license", known)]
    if known is None:
        licence = [
            ("license", "other"),
            ("license_name", "see-license-file"),
            ("license_link", "LICENSE"),
        ]
    tags = ["onnx", "fundusviewer", "image-classification"]
    if card.grades:
        tags += ["medical", "ophthalmology", "fundus", "diabetic-retinopathy"]
    return [
        *licence,
        ("library_name", "onnx"),
        ("pipeline_tag", "image-classification"),
        ("tags", tags),
        *([("model-index", [_index(card)])] if card.metrics else []),
    ]


def _index(card: ModelCard) -> dict[str, object]:
    sets: dict[str, list[dict[str, object]]] = {}
    for metric in card.metrics:
        kind = re.sub(r"[^a-z0-9]+", "_", metric.name.lower()).strip("_")
        value = {"type": kind, "name": metric.name, "value": metric.result.value}
        sets.setdefault(metric.measured_on, []).append(value)
    return {
        "name": card.name,
        "results": [
            {
                "task": {"type": "image-classification", "name": "Image classification"},
                "dataset": {"type": re.sub(r"[^\w-]+", "-", name).strip("-"), "name": name},
                "metrics": metrics,
            }
            for name, metrics in sets.items()
        ],
    }


def _licence_text(card: ModelCard) -> str:
    terms = [f"- {s.name} ({s.photographs} photographs): {s.terms}" for s in card.training_data]
    heading = ["", "The weights were learned from photographs under these terms:", ""]
    return "\n".join([card.licence, *(heading if terms else []), *terms]) + "\n"
