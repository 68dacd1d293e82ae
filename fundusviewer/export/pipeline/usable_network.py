"""A foreign network with the way from the photograph's pixels before it, and logits at its end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import before_softmax, ends_with_sigmoids
from fundusviewer.export.graph.onnx_tools import GraphEditor
from fundusviewer.export.sources.classifier_spec import SCORES
from fundusviewer.export.sources.foreign_network import (
    CLASSICAL,
    PREFIX,
    ForeignNetwork,
)
from fundusviewer.export.sources.wrapping_card import WrappingCard

#: The input, and its values as float32 (N, H, W, 3), 0–255 RGB.
IMAGE, PIXELS = "image", "pixels"


@dataclass(frozen=True)
class UsableNetwork:
    """A network with what was found out about it."""

    network: ForeignNetwork
    card: WrappingCard
    probabilities: bool
    order: tuple[int, ...] | None

    def graph(self) -> tuple[Any, bool]:
        """Return a graph from ``image`` to ``scores`` before any softmax, and if there was one."""
        from onnx import helper

        network = self.network
        proto = type(network.proto)()
        proto.CopyFrom(network.proto)
        _prepare_pixels(proto, network, self.card)
        del proto.graph.value_info[:]
        del proto.graph.output[:]
        proto.graph.output.append(helper.make_empty_tensor_value_info(SCORES))
        classical = any(node.domain == CLASSICAL for node in proto.graph.node)
        scores = _in_rows(proto, self) if classical else network.scores
        proto.graph.node.append(helper.make_node("Identity", [scores], [SCORES]))
        editor = GraphEditor(proto, "scores")
        if classical:
            editor.shapes |= dict.fromkeys((SCORES, scores), (None, len(self.card.classes)))
        _check_scores(editor, network, self.card)
        if ends_with_sigmoids(editor):
            name = network.scores.removeprefix(PREFIX)
            raise ExportError(
                f"output {name}: ends with a sigmoid for each class, "
                "so its classes do not exclude each other; wrap takes a softmax, logits, or one "
                "sigmoid (a Keras file with such classes can be exported)"
            )
        logits, inside = before_softmax(editor)
        if not inside and self.probabilities:
            floor = editor.constant(1e-7)
            logits, inside = editor.emit("Log", editor.emit("Max", logits, floor)), True
        if self.order is not None:
            size = len(self.order)
            sorting = np.zeros((size, size), np.float32)
            sorting[list(self.order), range(size)] = 1
            logits = editor.emit("MatMul", logits, editor.constant(sorting))
        kept = [node for node in proto.graph.node if SCORES not in node.output]
        del proto.graph.node[:]
        proto.graph.node.extend(kept)
        proto.graph.node.append(helper.make_node("Cast", [logits], [SCORES], to=1))
        return proto, inside


def _in_rows(proto: Any, usable: UsableNetwork) -> str:
    """Give scores the shape that is not told of operators of classical learning, in place."""
    from onnx import helper, numpy_helper

    sizes = np.asarray([-1, len(usable.card.classes)], np.int64)
    proto.graph.initializer.append(numpy_helper.from_array(sizes, "rows/shape"))
    inputs = [usable.network.scores, "rows/shape"]
    proto.graph.node.append(helper.make_node("Reshape", inputs, ["rows"]))
    return "rows"


def _prepare_pixels(proto: Any, network: ForeignNetwork, card: WrappingCard) -> None:
    """Put the way from uint8 (N, H, W, 3) RGB before the network, in place."""
    from onnx import TensorProto, helper, numpy_helper

    arithmetic = card.pixels()
    if network.image_type == TensorProto.UINT8 and arithmetic.name not in ("none", "bgr"):
        raise ExportError(
            f"the network takes bytes, so it prepares its pixels itself; the card says "
            f"preprocessing {arithmetic.name}, allowed are none and bgr"
        )
    constants = {
        "pixels/order": np.asarray([2, 1, 0], np.int64),
        "pixels/factor": arithmetic.factor,
        "pixels/offset": arithmetic.offset,
    }
    proto.graph.initializer.extend(
        numpy_helper.from_array(value, name) for name, value in constants.items()
    )
    nodes = [helper.make_node("Cast", [IMAGE], [PIXELS], to=TensorProto.FLOAT)]
    ordered = PIXELS
    if arithmetic.bgr:
        ordered = "pixels/ordered"
        nodes.append(helper.make_node("Gather", [PIXELS, "pixels/order"], [ordered], axis=3))
    nodes += [
        helper.make_node("Mul", [ordered, "pixels/factor"], ["pixels/scaled"]),
        helper.make_node("Add", ["pixels/scaled", "pixels/offset"], ["pixels/ready"]),
    ]
    ready = "pixels/ready"
    if network.channels_first:
        nodes.append(helper.make_node("Transpose", [ready], ["pixels/planes"], perm=[0, 3, 1, 2]))
        ready = "pixels/planes"
    if network.in_a_row:
        nodes.append(helper.make_node("Flatten", [ready], ["pixels/row"], axis=1))
        ready = "pixels/row"
    nodes.append(helper.make_node("Cast", [ready], [network.image], to=network.image_type))
    own = list(proto.graph.node)
    weights = {entry.name for entry in proto.graph.initializer}
    declared = [entry for entry in proto.graph.input if entry.name in weights]
    del proto.graph.node[:], proto.graph.input[:]
    proto.graph.node.extend([*nodes, *own])
    shape = ["N", network.height, network.width, 3]
    proto.graph.input.extend(
        [helper.make_tensor_value_info(IMAGE, TensorProto.UINT8, shape), *declared]
    )


def _check_scores(graph: GraphEditor, network: ForeignNetwork, card: WrappingCard) -> None:
    name = network.scores.removeprefix(PREFIX)
    shape = graph.shapes.get(SCORES)
    if shape is None or len(shape) != 2:
        raise ExportError(
            f"output {name}: has the shape {shape}; needed is one score for each class, "
            "(N, classes)"
        )
    classes = 2 if shape[1] == 1 else shape[1]
    if classes is not None and classes != len(card.classes):
        raise ExportError(
            f"output {name}: gives {shape[1]} scores, the card names {len(card.classes)} classes"
        )
