"""Smaller files, and how well they agree with float32."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, numpy_helper

from fundusviewer.errors import ExportError
from fundusviewer.export.pipeline.writer import Precision, write_explained, write_model
from fundusviewer.export.quantise.agreement import correlation
from fundusviewer.export.quantise.channel_equalisation import equalise
from fundusviewer.export.quantise.precision import CalibrationSet
from fundusviewer.export.quantise.weight_ranges import safe_range
from fundusviewer.export.sources.classifier_spec import ExplainedModel
from fundusviewer.inference import Classifier
from tests.export.classifying_heads import strided_convolutions
from tests.export.gradcam.test_gradcam import names
from tests.export.networks import network, photographs
from tests.helpers.extras import require_tensorflow

require_tensorflow()
pytestmark = pytest.mark.tensorflow


@pytest.fixture(scope="module")
def model() -> ExplainedModel:
    return ExplainedModel(network(strided_convolutions), "tf", "maps", "tiny")


@pytest.mark.parametrize(
    ("precision", "difference", "alike"), [("float16", 1e-3, 0.9999), ("int8", 0.05, 0.97)]
)
def test_agreement_is_measured_and_good(
    precision: Precision, difference: float, alike: float, model: ExplainedModel, tmp_path: Path
) -> None:
    exact = write_model(model, names(4), tmp_path / "exact.onnx")
    small = write_model(
        model,
        names(4),
        tmp_path / "small.onnx",
        precision=precision,
        calibration=photographs(12),
    )
    agreement = small.card.agreement
    assert agreement is not None
    assert (small.card.precision, agreement.photographs) == (precision, 4)
    assert agreement.top1 == 1
    assert agreement.largest_probability_difference < difference
    assert agreement.heatmap_correlation > alike

    image = photographs(13)[-1]
    answers = [Classifier(r.path, provider="cpu").predict(image) for r in (exact, small)]
    assert not np.array_equal(answers[0].probabilities, answers[1].probabilities)
    np.testing.assert_allclose(
        answers[0].probabilities, answers[1].probabilities, atol=3 * difference
    )


def test_eight_bits_are_really_used(model: ExplainedModel, tmp_path: Path) -> None:
    import onnx

    path = tmp_path / "small.onnx"
    write_model(model, names(4), path, precision="int8", calibration=photographs(6))
    graph = onnx.load(path).graph
    kernels = [
        numpy_helper.to_array(entry)
        for entry in graph.initializer
        if entry.data_type == TensorProto.INT8 and len(entry.dims) == 4
    ]
    assert len(kernels) == sum(node.op_type == "Conv" for node in graph.node)
    for kernel in kernels:
        rows = np.abs(kernel.astype(int)).reshape(len(kernel), -1)
        padded = np.pad(rows, ((0, 0), (0, rows.shape[1] % 2)))
        # Two products with 255 must fit into 16 bits (half a step of rounding each).
        assert padded.reshape(len(kernel), -1, 2).sum(axis=2).max() <= 129


def test_too_few_photographs_are_refused() -> None:
    with pytest.raises(ExportError, match="2 calibration photographs are too few"):
        CalibrationSet.split(photographs(2))


def test_photographs_are_split() -> None:
    split = CalibrationSet.split(photographs(9))
    assert (len(split.calibrating), len(split.measuring)) == (6, 3)


def test_no_calibration_is_refused(model: ExplainedModel, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="int8 needs calibration photographs"):
        write_model(model, names(4), tmp_path / "out.onnx", precision="int8")


def test_equalising_changes_no_result(model: ExplainedModel, tmp_path: Path) -> None:
    import onnx
    import onnxruntime

    write_explained(model, tmp_path / "graph.onnx", lambda _: None)
    proto = onnx.load(tmp_path / "graph.onnx")
    feeds = {"image": photographs(2), "class_index": np.asarray([-1, 1])}

    def run() -> list[np.ndarray]:
        session = onnxruntime.InferenceSession(proto.SerializeToString())
        return list(session.run(["logits", "heatmap"], feeds))

    before = {e.name: numpy_helper.to_array(e).copy() for e in proto.graph.initializer}
    wanted = run()
    equalise(proto, photographs(4))
    changed = [
        e.name
        for e in proto.graph.initializer
        if not np.array_equal(before[e.name], numpy_helper.to_array(e))
    ]
    assert changed
    for one, other in zip(wanted, run(), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5 * np.abs(one).max())


def test_the_safe_range_comes_from_the_largest_pair() -> None:
    kernel = np.zeros((2, 4, 1, 1), np.float32)
    kernel[0, 0], kernel[1, 0], kernel[1, 1] = 1, 1, 1
    np.testing.assert_allclose(safe_range(kernel), [1, 2 * 127 / 128])


def test_flat_heat_maps_agree_only_with_flat_ones() -> None:
    flat, hill = np.zeros((3, 3)), np.arange(9.0).reshape(3, 3)
    assert (correlation(flat, flat), correlation(flat, hill)) == (1, 0)
    assert correlation(hill, 2 * hill) == pytest.approx(1)
