"""Which layer's heat map points best at lesions, and whether mirror images help.

``python benchmarks/heatmap_layers.py MODEL.onnx --lesions idrid_lesions/labels.csv``

An EfficientNet-Lite2's graph is taken as it is, the 8-bit file of an Xception is read back into
float32 (the rounding of its weights and the bounds of its 8-bit values stay), and the exporter's
own gradient is taken at several layers for the most probable grade. Two ways lead from there to a
map: Grad-CAM (a map's weight is its mean gradient) and Layer-CAM (each position has its own weight,
the positive part of its gradient; Jiang et al., 2021); *product* is the last layer's Grad-CAM times
the Layer-CAM of an earlier one. The questions and the guesses to beat are those of
``benchmarks/heatmap.py``. The last two columns are the mean differences from the last layer's plain
Grad-CAM on the same photographs. ``--half even`` or ``odd`` takes every second photograph: choose
on one half, report on the other.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
from heatmap import MIRRORS, enlarged, guesses, lesions_of, measured, shown
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.export.gradcam.backprop import Backward
from fundusviewer.export.graph.onnx_tools import GraphEditor, attribute
from fundusviewer.imaging import find_field_of_view, read_image, to_model_input
from fundusviewer.inference import Classifier

_SEPARABLE = (
    "4_sepconv2", "5_sepconv1", "9_sepconv1", "12_sepconv1", "13_sepconv1", "13_sepconv2",
    "14_sepconv1", "14_sepconv2",
)  # fmt: skip
_EXPANDED = (7, 11, 15, 18, 20)
#: By backbone, from the input to the output: layers, and the tensors behind their activations, as
#: the traced graph names them.
LAYERS = {
    "xception": {
        f"block{name}_act": f"block{name}_act_1/Relu:0_DequantizeLinear_Output"
        for name in _SEPARABLE
    },
    "efficientnetlite2": {
        **{
            f"block{number}_expand_activation": f"block{number}_expand_activation_1/Relu6:0"
            for number in _EXPANDED
        },
        "block20_depthwise_activation": "block20_depthwise_activation_1/Relu6:0",
        "top_activation": "top_activation_1/Relu6:0",
    },
}
#: What the exporter has added to a network.
ADDED = ("gradcam/", "side/", "side-oedema/")
LOGITS, SEED = "logits", "seed"


def in_float(proto: Any) -> None:
    """Turn an 8-bit graph into float32, in place; only what leads to the scores stays."""
    graph = proto.graph
    constants = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    makers = {name: node for node in graph.node for name in node.output}
    kept = []
    for node in graph.node:
        added = any(name.startswith(ADDED) for name in (node.name, *node.output))
        if added or node.op_type == "QuantizeLinear":
            continue
        if node.op_type != "DequantizeLinear":
            kept.append(node)
        elif node.input[0] in constants:
            values = dequantised(node, *(constants[name] for name in node.input))
            graph.initializer.append(numpy_helper.from_array(values, node.output[0]))
        else:
            before = makers[node.input[0]].input[0]
            kept.append(clipped(graph, node, before, *(constants[n] for n in node.input[1:])))
    del graph.node[:]
    graph.node.extend(kept)
    outputs = [entry for entry in graph.output if entry.name == "probabilities"]
    del graph.output[:]
    graph.output.extend(outputs)
    own = [entry for entry in graph.initializer if not entry.name.startswith(ADDED)]
    del graph.initializer[:]
    graph.initializer.extend(own)
    del graph.input[1:]  # class_index was for the heat map


def dequantised(node: Any, values: np.ndarray, scale: np.ndarray, zero: np.ndarray) -> np.ndarray:
    if scale.ndim:
        shape = [1] * values.ndim
        shape[attribute(node, "axis", 1)] = -1
        scale, zero = scale.reshape(shape), zero.reshape(shape)
    return np.asarray((values.astype(np.float64) - zero) * scale, np.float32)


def clipped(graph: Any, node: Any, before: str, scale: np.ndarray, zero: np.ndarray) -> Any:
    """Return the bounds of the 8-bit value, which also do the work of a ReLU that was fused."""
    bounds = np.iinfo(zero.dtype)
    names = [f"{node.name}/{side}" for side in ("low", "high")]
    for name, bound in zip(names, (bounds.min, bounds.max), strict=True):
        value = np.asarray((bound - float(zero)) * float(scale), np.float32)
        graph.initializer.append(numpy_helper.from_array(value, name))
    return helper.make_node("Clip", [before, *names], list(node.output), name=node.name)


def add_gradients(proto: Any, maps: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Add the input ``seed`` and, as outputs, each layer's maps and the gradient at them."""
    proto.graph.input.append(helper.make_tensor_value_info(SEED, TensorProto.FLOAT, ["N", None]))
    graph = GraphEditor(proto)
    present = {name for node in proto.graph.node for name in node.output}
    absent = [layer for layer, name in maps.items() if name not in present]
    if absent:
        raise SystemExit(f"the graph has no {', '.join(absent)}: an Xception must be in 8 bits")
    backward = Backward(graph, next(iter(maps.values())), LOGITS, SEED)
    pairs = {layer: (name, backward.at(name)) for layer, name in maps.items()}
    for name in (name for pair in pairs.values() for name in pair):
        proto.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    return pairs


class Explainer:
    """Maps of several layers for one photograph."""

    def __init__(self, path: Path) -> None:
        self.classifier = Classifier(path, "cpu", threads=1)
        backbone = self.classifier.card.backbone
        if backbone not in LAYERS:
            raise SystemExit(f"no layers are known of {backbone}, only of {', '.join(LAYERS)}")
        self.last = next(reversed(LAYERS[backbone]))
        proto = onnx.load(path)
        in_float(proto)
        self._pairs = add_gradients(proto, LAYERS[backbone])
        options = onnxruntime.SessionOptions()
        options.log_severity_level, options.intra_op_num_threads = 3, 1
        self._session = onnxruntime.InferenceSession(
            proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    def difference(self, pixels: np.ndarray) -> tuple[float, float]:
        """Return how far float32 and the file are apart: a probability, the last layer's map."""
        answer = self.classifier.predict(pixels)
        probabilities = self._run(["probabilities"], pixels, answer.class_index)[0]
        heat = self._maps(pixels, answer.class_index)[self.last, "Grad-CAM"]
        return (
            float(np.abs(probabilities - answer.probabilities).max()),
            float(np.corrcoef(heat.ravel(), answer.heatmap.ravel())[0, 1]),
        )

    def explained(self, pixels: np.ndarray) -> Iterator[tuple[tuple[str, str, str], np.ndarray]]:
        """Yield layer, way and mirroring with the map at the size of the pixels."""
        grade, size = self.classifier.predict(pixels).class_index, pixels.shape[:2]
        turned = [(up, left) for up in MIRRORS for left in MIRRORS]
        answers = [self._maps(np.ascontiguousarray(pixels[turn]), grade) for turn in turned]
        for layer, way in answers[0]:
            found = [one[layer, way][turn] for one, turn in zip(answers, turned, strict=True)]
            yield (layer, way, "plain"), enlarged(found[0], size)
            yield (layer, way, "four mirror images"), enlarged(np.mean(found, axis=0), size)

    def _maps(self, pixels: np.ndarray, grade: int) -> dict[tuple[str, str], np.ndarray]:
        names = [name for pair in self._pairs.values() for name in pair]
        values = self._run(names, pixels, grade)
        found = {}
        for at, layer in enumerate(self._pairs):
            maps, gradient = values[2 * at], values[2 * at + 1]
            weights = gradient.mean(axis=(1, 2), keepdims=True)
            found[layer, "Grad-CAM"] = np.maximum((weights * maps).sum(axis=0), 0)
            found[layer, "Layer-CAM"] = (np.maximum(gradient, 0) * maps).sum(axis=0)
        coarse = found[self.last, "Grad-CAM"]
        for layer in self._pairs:
            fine = found[layer, "Layer-CAM"]
            found[layer, "product"] = fine * enlarged(coarse, fine.shape)
        return found

    def _run(self, names: list[str], pixels: np.ndarray, grade: int) -> list[np.ndarray]:
        seed = np.eye(len(self.classifier.card.class_names), dtype=np.float32)[[grade]]
        return [value[0] for value in self._session.run(names, {"image": pixels[None], SEED: seed})]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--lesions", type=Path, required=True)
    parser.add_argument("--half", choices=("even", "odd"), help="every second photograph")
    options = parser.parse_args()
    explainer = Explainer(options.model)
    spec, folder = explainer.classifier.card.input, options.lesions.parent
    found: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    apart = []
    with options.lesions.open(newline="") as file:
        rows = list(csv.DictReader(file))
    if options.half:
        rows = rows[options.half == "odd" :: 2]
    for row in rows:
        pixels = read_image(folder / row["file"]).pixels
        disc = find_field_of_view(pixels)
        prepared = to_model_input(pixels, spec, disc).pixels
        lesions = lesions_of(row, folder, spec, disc)
        apart.append(explainer.difference(prepared))
        for key, heat in explainer.explained(prepared):
            found[key].append(measured(heat, lesions, even=False))
        for name, heat in guesses(prepared.max(axis=2) > 24).items():
            found[name, "", ""].append(measured(heat, lesions, even=name == "chance"))
    largest, correlation = (np.array(apart)[:, at] for at in (0, 1))
    print(
        f"{len(rows)} photographs; float32 against the file: a probability differs by "
        f"{largest.max():.3f} at most, the maps' mean correlation is {correlation.mean():.4f}"
    )
    print(
        "| layer | way | images | maximum within 15 pixels of a lesion | share of heat "
        "| difference of the first | of the second |"
    )
    print("|---|---|---|---|---|---|---|")
    plain = np.array(found[explainer.last, "Grad-CAM", "plain"])
    for (layer, way, images), values in found.items():
        both, apart_from = np.array(values), np.array(values) - plain
        columns = [shown(list(part[:, at])) for part in (both, apart_from) for at in (0, 1)]
        print(f"| {layer} | {way} | {images} | {' | '.join(columns)} |")


if __name__ == "__main__":
    main()
