"""The classifier: contract, answers that cannot be used, batches."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import InferenceError, ModelContractError, ProviderError
from fundusviewer.inference import Classifier, InputSpec
from fundusviewer.inference.card import GradCamSpec
from tests.helpers.models import GRID, OEDEMA, SIZE, make_card, write_model
from tests.inference.graphs import (
    add_output,
    after,
    both,
    changed,
    drop_class_index,
    drop_output,
    fixed_batch,
    float_pixels,
    free_size,
    one_more_input,
    own_operator,
    renamed_input,
    sizes,
    with_golden,
)


def picture(value: int = 100) -> np.ndarray:
    return np.full((SIZE, SIZE, 3), value, np.uint8)


def batch(count: int) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, (count, SIZE, SIZE, 3), dtype=np.uint8)


def test_a_prediction(tiny_model: Path) -> None:
    prediction = Classifier(tiny_model, "cpu").predict(picture(51))
    assert prediction.probabilities.dtype == np.float32
    assert prediction.probabilities.shape == (5,)
    assert prediction.probabilities.sum() == pytest.approx(1)
    assert prediction.class_index == 2
    assert prediction.probabilities[2] == pytest.approx(math.exp(3) / (4 + math.exp(3)))
    np.testing.assert_allclose(prediction.heatmap, np.full((GRID, GRID), 0.2), atol=1e-6)
    assert prediction.quality is None
    assert prediction.embedding is None


def test_a_prediction_cannot_be_changed(tiny_model: Path) -> None:
    prediction = Classifier(tiny_model, "cpu").predict(picture())
    for values in (prediction.probabilities, prediction.heatmap):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 0


def test_ranked(tmp_path: Path) -> None:
    model = write_model(tmp_path / "m.onnx", logits=[0.0, 3.0, 1.0, 3.0, 2.0])
    prediction = Classifier(model, "cpu").predict(picture())
    assert prediction.ranked() == [1, 3, 4, 2, 0]
    assert prediction.ranked(2) == [1, 3]
    assert prediction.ranked(99) == [1, 3, 4, 2, 0]


def test_the_class_to_explain(tiny_model: Path) -> None:
    classifier = Classifier(tiny_model, "cpu")
    assert classifier.predict(picture(), 4).class_index == 4
    assert classifier.predict(picture(), 0).class_index == 0
    assert classifier.predict(picture()).class_index == 2


@pytest.mark.parametrize("index", [-1, -2, 5, 1000])
def test_an_unknown_class(tiny_model: Path, index: int) -> None:
    with pytest.raises(ValueError, match="not between 0 and 4"):
        Classifier(tiny_model, "cpu").predict(picture(), index)


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((SIZE, SIZE), np.uint8),
        np.zeros((SIZE, SIZE, 4), np.uint8),
        np.zeros((SIZE + 1, SIZE, 3), np.uint8),
        np.zeros((3, SIZE, SIZE), np.uint8),
        np.zeros((SIZE, SIZE, 3), np.float32),
        np.zeros((SIZE, SIZE, 3), np.int8),
    ],
)
def test_wrong_pixels(tiny_model: Path, pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="not uint8"):
        Classifier(tiny_model, "cpu").predict(pixels)


def test_a_batch_is_what_its_photographs_are(tiny_model: Path) -> None:
    classifier = Classifier(tiny_model, "cpu")
    pixels = batch(5)
    together = classifier.predict_batch(pixels)
    assert len(together) == 5
    for one, alone in zip(together, map(classifier.predict, pixels), strict=True):
        np.testing.assert_allclose(one.probabilities, alone.probabilities, atol=1e-6)
        np.testing.assert_allclose(one.heatmap, alone.heatmap, atol=1e-6)
        assert one.class_index == alone.class_index


def test_a_batch_with_classes(tiny_model: Path) -> None:
    answers = Classifier(tiny_model, "cpu").predict_batch(batch(3), [4, 0, 1])
    assert [answer.class_index for answer in answers] == [4, 0, 1]


@pytest.mark.parametrize("indices", [[], [1], [1, 2], [0, 1, 2, 3]])
def test_a_class_for_each_photograph(tiny_model: Path, indices: list[int]) -> None:
    with pytest.raises(ValueError, match=f"{len(indices)} class indices for 3"):
        Classifier(tiny_model, "cpu").predict_batch(batch(3), indices)


def test_pixels_that_are_views(tiny_model: Path) -> None:
    classifier = Classifier(tiny_model, "cpu")
    turned = np.rot90(batch(1)[0])
    np.testing.assert_array_equal(
        classifier.predict(turned).heatmap,
        classifier.predict(np.ascontiguousarray(turned)).heatmap,
    )


CONTRACT: dict[str, tuple[Callable[[onnx.ModelProto], None], str]] = {
    "no heat map": (drop_output("heatmap"), "no output 'heatmap'"),
    "no probabilities": (drop_output("probabilities"), "no output 'probabilities'"),
    "no class index": (drop_class_index, "no input 'class_index'"),
    "one more output": (add_output("logit"), "unexpected output 'logit'"),
    "quality that the card does not name": (add_output("quality", 2), "output 'quality'"),
    "fixed batch": (
        fixed_batch,
        "'image' is .*: 1 at a time; the first size must be free",
    ),
    "one more input": (one_more_input, "unexpected input 'age'"),
    "colours first": (sizes("N", 3, SIZE, SIZE), "input 'image' has its colours first .* last"),
    "another size": (
        sizes("N", SIZE, SIZE + 1, 3),
        r"input 'image' is tensor\(uint8\) .*; the card",
    ),
    "float pixels": (
        float_pixels,
        r"input 'image' holds tensor\(float\); the card says tensor\(uint8",
    ),
    "an operator of somebody's own": (own_operator, "it has no operator my.ops:MySoftmax"),
    "another name": (renamed_input, "the graph has no input 'image'"),
}


@pytest.mark.parametrize("name", sorted(CONTRACT))
def test_the_graph_must_keep_the_contract(tmp_path: Path, name: str) -> None:
    change, reason = CONTRACT[name]
    path = changed(tmp_path / "m.onnx", change)
    with pytest.raises(ModelContractError, match=reason) as caught:
        Classifier(path, "cpu")
    assert str(caught.value).startswith("m.onnx: ")


CARDS: dict[str, tuple[dict[str, Any], str]] = {
    "input size": ({"input": InputSpec(height=64, width=64)}, "input 'image'"),
    "heat map size": (
        {"gradcam": GradCamSpec(layer="blocks", height=GRID + 1, width=GRID)},
        "output 'heatmap'",
    ),
    "number of classes": (
        {"task": "other", "class_names": ("a", "b", "c"), "operating_points": ()},
        "output 'probabilities'",
    ),
    "quality": ({"quality_names": ("good", "bad")}, "no output 'quality'"),
    "embedding": ({"embedding_size": 12}, "no output 'embedding'"),
    "macular oedema": ({"macular_oedema": OEDEMA}, "no output 'macular_oedema'"),
}


@pytest.mark.parametrize("name", sorted(CARDS))
def test_the_card_must_fit_the_graph(tmp_path: Path, name: str) -> None:
    changes, reason = CARDS[name]
    card = make_card(**changes)
    path = write_model(tmp_path / "m.onnx", metadata={"fundusviewer.card": card.to_json()})
    with pytest.raises(ModelContractError, match=reason):
        Classifier(path, "cpu")


def test_quality_and_embedding(tmp_path: Path) -> None:
    card = make_card(quality_names=("good", "usable", "bad"), embedding_size=3)
    change = both(add_output("quality"), add_output("embedding"))
    prediction = Classifier(changed(tmp_path / "m.onnx", change, card), "cpu").predict(picture())
    assert prediction.quality is not None
    assert prediction.embedding is not None
    np.testing.assert_allclose(prediction.quality, [1 / 3] * 3, atol=1e-6)
    assert prediction.embedding.shape == (3,)


@pytest.mark.parametrize(("name", "full"), [("probabilities", 5), ("heatmap", GRID)])
def test_open_sizes_are_checked_when_the_graph_answers(
    tmp_path: Path, name: str, full: int
) -> None:
    whole = Classifier(changed(tmp_path / "whole.onnx", free_size(name, full)), "cpu")
    assert whole.predict(picture()).class_index == 2
    less = Classifier(changed(tmp_path / "less.onnx", free_size(name, full - 1)), "cpu")
    with pytest.raises(InferenceError, match=f"{name} came as .*; the card says"):
        less.predict(picture())


NAN = np.float32(np.nan)
UNUSABLE: dict[str, tuple[Callable[[onnx.ModelProto], None], str]] = {
    "NaN in one class": (
        after("probabilities", "Add", np.asarray([[0, 0, NAN, 0, 0]], np.float32)),
        "no numbers",
    ),
    "infinite": (
        after("probabilities", "Add", np.asarray([[np.inf, 0, 0, 0, 0]], np.float32)),
        "no numbers",
    ),
    "sum of two": (after("probabilities", "Mul", np.float32(2)), "sums to 2.0000"),
    "all zero": (after("probabilities", "Mul", np.float32(0)), "sums to 0.0000"),
    "negative": (
        after("probabilities", "Add", np.asarray([[-0.5, 0.5, 0, 0, 0]], np.float32)),
        "not to 1",
    ),
    "heat map of NaN": (after("heatmap", "Mul", NAN), "heat map holds no usable numbers"),
    "negative heat map": (
        after("heatmap", "Sub", np.float32(2)),
        "heat map holds no usable numbers",
    ),
    "infinite heat map": (
        after("heatmap", "Add", np.float32(np.inf)),
        "heat map holds no usable numbers",
    ),
}


@pytest.mark.parametrize("name", sorted(UNUSABLE))
def test_an_answer_that_cannot_be_used_is_an_error(tmp_path: Path, name: str) -> None:
    change, reason = UNUSABLE[name]
    classifier = Classifier(changed(tmp_path / "m.onnx", change), "cpu")
    with pytest.raises(InferenceError, match=reason):
        classifier.predict(picture())


def test_logits_that_are_no_numbers(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.onnx", logits=[math.nan, 0.0, 0.0, 0.0, 0.0])
    with pytest.raises(InferenceError, match="tiny-dr: probabilities holds values"):
        Classifier(path, "cpu").predict(picture())


@pytest.mark.parametrize("output", ["quality", "embedding"])
def test_other_outputs_that_are_no_numbers(tmp_path: Path, output: str) -> None:
    card = make_card(quality_names=("good", "usable", "bad"), embedding_size=3)
    change = both(add_output("quality"), add_output("embedding"), after(output, "Mul", NAN))
    classifier = Classifier(changed(tmp_path / "m.onnx", change, card), "cpu")
    with pytest.raises(InferenceError, match=output):
        classifier.predict(picture())


@pytest.mark.parametrize(
    "risks", [(math.nan, 0.1), (0.1, math.nan), (1.2, 0.1), (0.5, -0.1), (0.2, 0.6)]
)
def test_risks_of_macular_oedema_that_are_none(tmp_path: Path, risks: tuple[float, float]) -> None:
    card = make_card(macular_oedema=OEDEMA)
    classifier = Classifier(write_model(tmp_path / "m.onnx", card, oedema=risks), "cpu")
    with pytest.raises(InferenceError, match="tiny-dr: macular_oedema holds values"):
        classifier.predict(picture())


def test_risks_of_macular_oedema(tmp_path: Path) -> None:
    card = make_card(macular_oedema=OEDEMA)
    classifier = Classifier(write_model(tmp_path / "m.onnx", card, oedema=(0.6, 0.25)), "cpu")
    found = classifier.predict(picture()).macular_oedema
    assert found is not None
    np.testing.assert_allclose(found, [0.6, 0.25])


def test_a_network_that_fails_at_work(tmp_path: Path) -> None:
    def change(model: onnx.ModelProto) -> None:
        """Gather the row of the class index from a table of two rows."""
        table = numpy_helper.from_array(np.zeros((2, 1), np.float32), "table")
        model.graph.initializer.append(table)
        gather = helper.make_node("Gather", ["table", "class_index"], ["gathered"])
        model.graph.node.insert(0, gather)
        after_all = helper.make_node("Add", ["shifted", "gathered"], ["moved"])
        softmax = next(node for node in model.graph.node if node.op_type == "Softmax")
        softmax.input[0] = "moved"
        model.graph.node.insert(len(model.graph.node) - 1, after_all)

    classifier = Classifier(changed(tmp_path / "m.onnx", change), "cpu")
    assert classifier.predict(picture(), 1).class_index == 1
    with pytest.raises(InferenceError, match="tiny-dr: the network failed"):
        classifier.predict(picture(), 4)


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.99])
def test_a_model_file_cut_off(tiny_model: Path, share: float) -> None:
    data = tiny_model.read_bytes()
    tiny_model.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ModelContractError, match=r"tiny\.onnx: "):
        Classifier(tiny_model, "cpu")


def test_an_operator_that_does_not_exist(tmp_path: Path) -> None:
    def change(model: onnx.ModelProto) -> None:
        model.graph.node[0].op_type = "Teleport"

    with pytest.raises(
        ModelContractError, match=r"m\.onnx: onnxruntime cannot load it: .* Teleport"
    ):
        Classifier(changed(tmp_path / "m.onnx", change), "cpu")


def test_a_constant_outside_of_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    (tmp_path / "secret.bin").write_bytes(bytes(20))

    def change(model: onnx.ModelProto) -> None:
        tensor = TensorProto(
            name="logits", dims=[1, 5], data_type=TensorProto.FLOAT, data_location=1
        )
        tensor.external_data.add(key="location", value="../secret.bin")
        kept = [one for one in model.graph.initializer if one.name != "logits"]
        del model.graph.initializer[:]
        model.graph.initializer.extend(kept)
        model.graph.node.insert(0, helper.make_node("Constant", [], ["logits"], value=tensor))

    path = write_model(folder / "m.onnx")
    model = onnx.load(path)
    change(model)
    path.write_bytes(model.SerializeToString())
    with pytest.raises(ModelContractError, match=r"m\.onnx: "):
        Classifier(path, "cpu")


def test_cpu(tiny_model: Path) -> None:
    report = Classifier(tiny_model, "cpu").provider
    assert (report.name, report.requested, report.reason) == ("CPU", "cpu", None)


class OneAtATime:
    """A session that knows one photograph at a time: more are an error, or get other answers."""

    def __init__(self, session: Any, fails: bool) -> None:
        self._session, self._fails = session, fails

    def run(self, names: list[str], feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
        values = [np.array(value) for value in self._session.run(names, feeds)]
        if len(feeds["image"]) > 1:
            if self._fails:
                raise RuntimeError("Reshape: 2 is not 1")
            values[names.index("heatmap")][1:] *= 0.5
        return values


def test_several_at_once(tiny_model: Path) -> None:
    classifier = Classifier(tiny_model, "cpu")
    assert classifier.answers_together(5)
    with_golden(tiny_model)
    assert Classifier(tiny_model, "cpu").answers_together(5)


@pytest.mark.parametrize("fails", [True, False])
def test_a_model_that_knows_one_at_a_time(
    tiny_model: Path, fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    classifier = Classifier(tiny_model, "cpu")
    monkeypatch.setattr(classifier, "_session", OneAtATime(classifier._session, fails))
    assert not classifier.answers_together(2)


def test_threads(tiny_model: Path) -> None:
    alone = Classifier(tiny_model, "cpu", threads=1).predict(picture())
    assert alone.class_index == 2


def test_an_unknown_file(tmp_path: Path) -> None:
    with pytest.raises(ModelContractError, match=r"gone\.onnx"):
        Classifier(tmp_path / "gone.onnx")


def test_cuda_that_is_not_there(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(ProviderError, match="is not installed; allowed are auto and cpu"):
        Classifier(tiny_model, "cuda")
    report = Classifier(tiny_model, "auto").provider
    assert (report.name, report.requested, report.reason) == ("CPU", "auto", None)
