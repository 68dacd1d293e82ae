"""ONNX classifiers of other programs, from the file to the window's own classifier."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import ModelProto, TensorProto, helper

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.occlusion import POSITIONS, RUNS
from fundusviewer.export.pipeline.wrapping import WrappingResult, wrap
from fundusviewer.inference import Classifier
from tests.export.foreign import (
    CLASSES,
    SIZE,
    attentive,
    classical,
    convolutional,
    numpy_weights,
    saved,
)

CARD = "title: Three kinds\nclasses: [normal, cataract, glaucoma]\npreprocessing: torch\n"


def wrapped(proto: ModelProto, folder: Path, card: str = CARD) -> WrappingResult:
    return wrap(*saved(proto, folder, card), progress=lambda _: None)


def picture(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (SIZE, SIZE, 3), dtype=np.uint8)


def torch_way(pixels: np.ndarray) -> np.ndarray:
    """The usual preparation of PyTorch's networks, written out once more."""
    scaled = pixels.astype(np.float64) / 255
    normal = (scaled - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]
    return normal.transpose(2, 0, 1)[None].astype(np.float32)


def original(proto: ModelProto, values: np.ndarray, tensor: str | None = None) -> np.ndarray:
    if tensor is not None:
        proto.graph.output.append(helper.make_empty_tensor_value_info(tensor))
    session = onnxruntime.InferenceSession(proto.SerializeToString())
    wanted = tensor or proto.graph.output[0].name
    return np.asarray(session.run([wanted], {proto.graph.input[0].name: values})[0])


def softmax(values: np.ndarray) -> np.ndarray:
    powers = np.exp(values - values.max())
    return np.asarray(powers / powers.sum())


@pytest.mark.parametrize("softmax_inside", [True, False])
@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
def test_a_wrapped_network_answers_as_it_did(
    tmp_path: Path, layout: str, softmax_inside: bool
) -> None:
    proto = convolutional(layout=layout, softmax=softmax_inside)
    result = wrapped(proto, tmp_path)
    values = torch_way(picture())
    scores = original(proto, values if layout == "NCHW" else values.transpose(0, 2, 3, 1))[0]
    answer = Classifier(result.path).predict(picture())
    wanted = scores if softmax_inside else softmax(scores)
    np.testing.assert_allclose(answer.probabilities, wanted, atol=1e-5)
    assert result.softmax_inside is softmax_inside
    assert result.card.class_names == ("normal", "cataract", "glaucoma")
    assert result.card.preprocessing == "torch"


def test_its_heat_map_is_grad_cam_of_the_last_maps(tmp_path: Path) -> None:
    proto = convolutional()
    result = wrapped(proto, tmp_path)
    assert result.card.gradcam.method is None
    assert result.runs == 1
    maps = original(proto, torch_way(picture()), "Mul_4")[0]
    kernel = numpy_weights()["kernel"]
    for index in range(CLASSES):
        wanted = np.maximum(np.tensordot(kernel[:, index] / maps[0].size, maps, 1), 0)
        found = Classifier(result.path).predict(picture(), index).heatmap
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-7)


def test_a_layer_can_be_named(tmp_path: Path) -> None:
    result = wrapped(convolutional(), tmp_path, CARD + "layer: Relu_1\n")
    assert (result.card.gradcam.layer, result.card.gradcam.height) == ("Relu_1", 16)


@pytest.mark.parametrize("name", ["nothing", "Gemm_7"])
def test_a_layer_without_maps_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ExportError, match=f"layer {name}: "):
        wrapped(convolutional(), tmp_path, CARD + f"layer: {name}\n")


def test_names_of_our_own_do_no_harm(tmp_path: Path) -> None:
    proto = convolutional(names=("class_index", "heatmap"), softmax=False)
    result = wrapped(proto, tmp_path)
    answer = Classifier(result.path).predict(picture())
    scores = original(proto, torch_way(picture()))[0]
    np.testing.assert_allclose(answer.probabilities, softmax(scores), atol=1e-5)


@pytest.mark.parametrize("batch", ["N", 1])
def test_attention_gets_a_heat_map_by_covering(tmp_path: Path, batch: int | str) -> None:
    proto = attentive(batch=batch)
    result = wrapped(proto, tmp_path)
    assert result.card.gradcam.method == "occlusion"
    assert result.runs == RUNS
    assert result.reason is not None
    found = Classifier(result.path).predict(picture(), 1)
    pixels = picture().astype(np.float64)
    whole = original(proto, torch_way(pixels))[0, 1]
    np.testing.assert_allclose(
        found.probabilities, softmax(original(proto, torch_way(pixels))[0]), atol=1e-5
    )
    for row, column in ((0, 0), (3, 4), (POSITIONS - 1, 2)):
        covered = pixels.copy()
        bounds = [
            (round(max(0, SIZE * (at - 0.5) / POSITIONS)), round(SIZE * (at + 1.5) / POSITIONS))
            for at in (row, column)
        ]
        (top, bottom), (left, right) = bounds
        covered[top:bottom, left:right] = pixels.mean(axis=(0, 1))
        lost = whole - original(proto, torch_way(covered))[0, 1]
        assert found.heatmap[row, column] == pytest.approx(max(0, lost), abs=1e-4)


def test_covering_can_be_asked_for(tmp_path: Path) -> None:
    result = wrapped(convolutional(), tmp_path, CARD + "heatmap: occlusion\n")
    assert (result.card.gradcam.title, result.reason) == ("Occlusion", "the card asks for it")


def test_a_gradient_that_is_asked_for_is_not_replaced(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no maps of a convolution"):
        wrapped(attentive(), tmp_path, CARD + "heatmap: gradient\n")
    assert not (tmp_path / "finished.onnx").exists()


def test_a_network_for_one_picture_takes_several(tmp_path: Path) -> None:
    result = wrapped(attentive(batch=1), tmp_path)
    session = onnxruntime.InferenceSession(str(result.path))
    pictures = np.stack([picture(0), picture(1), picture(2)])
    feeds = {"image": pictures, "class_index": np.full(3, -1, np.int64)}
    together = session.run(["probabilities", "heatmap"], feeds)
    for at, single in enumerate(pictures):
        alone = Classifier(result.path).predict(single)
        np.testing.assert_allclose(together[0][at], alone.probabilities, atol=1e-6)
        np.testing.assert_allclose(together[1][at], alone.heatmap, atol=1e-6)


def test_one_sigmoid_is_two_classes(tmp_path: Path) -> None:
    card = "title: Two\nclasses: [good, bad]\npreprocessing: torch\n"
    proto = convolutional(sigmoid=True)
    answer = Classifier(wrapped(proto, tmp_path, card).path).predict(picture())
    share = float(original(proto, torch_way(picture()))[0, 0])
    np.testing.assert_allclose(answer.probabilities, [1 - share, share], atol=1e-5)


def test_several_sigmoids_are_refused(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node[-1].op_type = "Sigmoid"
    with pytest.raises(ExportError, match="output output: ends with a sigmoid for each class"):
        wrapped(proto, tmp_path)


def test_grades_are_put_into_their_order(tmp_path: Path) -> None:
    classes = "[Severe, Mild, No_DR, Proliferate_DR, Moderate]"
    proto = convolutional(softmax=False)
    weights = np.random.default_rng(3).normal(0, 1, (8, 5)).astype(np.float32)
    for entry in proto.graph.initializer:
        if entry.name in ("kernel", "bias"):
            value = weights if entry.name == "kernel" else np.zeros(5, np.float32)
            entry.CopyFrom(onnx.numpy_helper.from_array(value, entry.name))
    proto.graph.output[0].type.tensor_type.shape.dim[1].dim_value = 5
    card = f"title: Grader\nclasses: {classes}\npreprocessing: torch\n"
    with pytest.raises(ExportError, match="look like grades"):
        wrapped(proto, tmp_path, card)
    result = wrapped(proto, tmp_path, card + "task: diabetic_retinopathy\n")
    assert result.card.grades
    scores = softmax(original(proto, torch_way(picture()))[0])
    answer = Classifier(result.path).predict(picture())
    np.testing.assert_allclose(answer.probabilities, scores[[2, 1, 4, 0, 3]], atol=1e-5)


def test_an_old_operator_set_and_open_sizes(tmp_path: Path) -> None:
    proto = convolutional(size=None, opset=11)
    with pytest.raises(ExportError, match="any size; say in the card which one to use"):
        wrapped(proto, tmp_path)
    result = wrapped(proto, tmp_path, CARD + f"size: {SIZE}\n")
    scores = original(proto, torch_way(picture()))[0]
    answer = Classifier(result.path).predict(picture())
    np.testing.assert_allclose(answer.probabilities, scores, atol=1e-5)


@pytest.mark.parametrize("kind", [TensorProto.UINT8, TensorProto.FLOAT16, TensorProto.DOUBLE])
def test_other_kinds_of_numbers(tmp_path: Path, kind: int) -> None:
    proto = convolutional(kind=kind, layout="NHWC")
    card = CARD.replace("torch", "bgr")
    values = picture()[None, ..., ::-1].astype(helper.tensor_dtype_to_np_dtype(kind))
    answer = Classifier(wrapped(proto, tmp_path, card).path).predict(picture())
    np.testing.assert_allclose(answer.probabilities, original(proto, values)[0], atol=1e-5)


def test_bytes_are_prepared_by_the_network_itself(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="takes bytes, so it prepares its pixels itself"):
        wrapped(convolutional(kind=TensorProto.UINT8), tmp_path)


def test_the_number_of_classes_must_fit(tmp_path: Path) -> None:
    card = CARD.replace("normal, ", "")
    with pytest.raises(ExportError, match="classes: the card names 2; output output gives 3"):
        wrapped(convolutional(), tmp_path, card)


def test_probabilities_without_a_softmax_are_seen(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node[-1].output[0] = "inner"
    proto.graph.node.append(helper.make_node("Identity", ["inner"], ["same"]))
    proto.graph.node.append(helper.make_node("Abs", ["same"], ["output"]))
    result = wrapped(proto, tmp_path)
    answer = Classifier(result.path).predict(picture())
    scores = original(proto, torch_way(picture()))[0]
    np.testing.assert_allclose(answer.probabilities, scores, atol=1e-5)
    assert result.softmax_inside


@pytest.mark.parametrize("dictionaries", [True, False])
@pytest.mark.parametrize("layout", ["NHWC", "NCHW"])
def test_a_classifier_of_scikit_learn(tmp_path: Path, layout: str, dictionaries: bool) -> None:
    proto = classical(dictionaries=dictionaries)
    card = CARD.replace("torch", "1/255") + f"size: {SIZE}\nlayout: {layout}\n"
    result = wrapped(proto, tmp_path, card)
    assert result.card.gradcam.method == "occlusion"
    pixels = np.stack([picture(0), picture(1)])
    for image, answer in zip(pixels, Classifier(result.path).predict_batch(pixels), strict=True):
        ordered = image if layout == "NHWC" else image.transpose(2, 0, 1)
        row = (ordered.reshape(1, -1) / 255).astype(np.float32)
        (scores,) = original(proto, row, "raw" if dictionaries else "output_probability")
        np.testing.assert_allclose(answer.probabilities, scores, atol=1e-5)


def test_scores_that_are_said_and_are_not(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="scores: says probabilities; output output gives values"):
        wrapped(convolutional(softmax=False), tmp_path, CARD + "scores: probabilities\n")


def test_a_network_that_answers_by_chance(tmp_path: Path) -> None:
    proto = convolutional()
    proto.graph.node.append(helper.make_node("RandomNormalLike", ["output"], ["noise"]))
    proto.graph.node.append(helper.make_node("Add", ["noise", "output"], ["noisy"]))
    proto.graph.output[0].name = "noisy"
    with pytest.raises(ExportError, match="output noisy: differs from one time to the next"):
        wrapped(proto, tmp_path)
