"""Tiny models that mark places: they read the marks out of the colours of the picture."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.inference import CARD_KEY, GOLDEN_KEY, InputSpec, MarkingCard
from fundusviewer.inference.marking_card import ROLE_KINDS, Role

SIZE = 96
_CELL = 2


def make_marking_card(role: Role = "landmarks", **changes: Any) -> MarkingCard:
    """Return the card of a model with a role; ``changes`` replace fields."""
    kinds = ROLE_KINDS[role]
    fields: dict[str, Any] = {
        "role": role,
        "name": f"tiny-{role}",
        "title": f"Tiny {role}",
        "version": "0.0.1",
        "kinds": kinds,
        "thresholds": (0.5,) * len(kinds),
        "backbone": "tiny",
        "preprocessing": "none",
        "input": InputSpec(height=SIZE, width=SIZE, crop="field_of_view"),
        "height": SIZE // _CELL,
        "width": SIZE // _CELL,
        "licence": "none",
        "created": dt.date(2026, 1, 1),
    }
    return MarkingCard(**(fields | changes))


def write_marker(
    path: Path,
    card: MarkingCard | None = None,
    *,
    gain: float = 1.0,
    golden: str | None = None,
) -> Path:
    """Write a model whose first three maps are the red, green and blue of the picture.

    Parameters
    ----------
    path
        The file.
    card
        Its card; by default that of :func:`make_marking_card`.
    gain
        What the colours are multiplied with: above 1, the answers are no probabilities.
    golden
        JSON of its golden vector.
    """
    card = card or make_marking_card()
    kinds = len(card.kinds)
    kernel = np.zeros((kinds, 3, _CELL, _CELL), np.float32)
    for channel in range(3):
        kernel[channel, channel] = gain / _CELL**2 / 255
    nodes = [
        helper.make_node("Cast", ["image"], ["float"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["float"], ["channels_first"], perm=[0, 3, 1, 2]),
        helper.make_node("Conv", ["channels_first", "kernel"], ["maps"], strides=[_CELL, _CELL]),
        helper.make_node("Transpose", ["maps"], ["marks"], perm=[0, 2, 3, 1]),
    ]
    spec, size = card.input, ("N", SIZE // _CELL, SIZE // _CELL, kinds)
    graph = helper.make_graph(
        nodes,
        "marker",
        [
            helper.make_tensor_value_info(
                "image", TensorProto.UINT8, ["N", spec.height, spec.width, 3]
            )
        ],
        [helper.make_tensor_value_info("marks", TensorProto.FLOAT, size)],
        [numpy_helper.from_array(kernel, "kernel")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    properties = {CARD_KEY: card.to_json()} | ({} if golden is None else {GOLDEN_KEY: golden})
    helper.set_model_props(model, properties)
    onnx.save(model, path)
    return path
