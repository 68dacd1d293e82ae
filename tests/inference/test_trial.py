"""The first run of an unknown model: in a process of its own, with an end."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from fundusviewer.errors import ModelContractError
from fundusviewer.inference import Classifier, trial
from fundusviewer.inference.opening import open_classifier
from tests.inference.graphs import after, changed, golden_of, with_golden


def endless(model: onnx.ModelProto) -> None:
    """Count for ever before the heat map is given."""
    body = helper.make_graph(
        [
            helper.make_node("Identity", ["go"], ["go_on"]),
            helper.make_node("Mul", ["carried", "one"], ["carried_on"]),
        ],
        "body",
        [
            helper.make_tensor_value_info("turn", TensorProto.INT64, []),
            helper.make_tensor_value_info("go", TensorProto.BOOL, []),
            helper.make_tensor_value_info("carried", TensorProto.FLOAT, None),
        ],
        [
            helper.make_tensor_value_info("go_on", TensorProto.BOOL, []),
            helper.make_tensor_value_info("carried_on", TensorProto.FLOAT, None),
        ],
        [numpy_helper.from_array(np.asarray(1, np.float32), "one")],
    )
    after("heatmap", "Mul", np.float32(1))(model)
    node = model.graph.node[-1]
    node.output[0] = "heatmap_once"
    model.graph.initializer.append(numpy_helper.from_array(np.asarray(True), "always"))
    model.graph.node.append(
        helper.make_node("Loop", ["", "always", "heatmap_once"], ["heatmap"], body=body)
    )


def greedy(model: onnx.ModelProto) -> None:
    """Take twelve gigabytes before the heat map is given."""
    after("heatmap", "Mul", np.float32(1))(model)
    model.graph.node[-1].output[0] = "heatmap_small"
    size = np.asarray([3_000, 1_000_000], np.int64)
    model.graph.initializer.append(numpy_helper.from_array(size, "huge"))
    model.graph.node.extend(
        [
            helper.make_node("ReduceMax", ["heatmap_small"], ["peak"], keepdims=0),
            helper.make_node("Expand", ["peak", "huge"], ["everything"]),
            helper.make_node("ReduceMax", ["everything"], ["same"], keepdims=0),
            helper.make_node("Mul", ["same", "zero"], ["none"]),
            helper.make_node("Add", ["heatmap_small", "none"], ["heatmap"]),
        ]
    )


def test_a_model_that_ends(tiny_model: Path) -> None:
    trial.try_out(tiny_model)


def test_an_endless_loop_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial, "TIME_LIMIT", 2)
    path = changed(tmp_path / "loop.onnx", endless)
    with pytest.raises(ModelContractError, match=r"loop\.onnx: .* not ended within 2 seconds"):
        trial.try_out(path)


def test_it_is_given_up_when_the_window_closes(tmp_path: Path) -> None:
    stop = threading.Event()
    stop.set()
    begin = time.monotonic()
    with pytest.raises(ModelContractError, match="was not tried to the end"):
        trial.try_out(changed(tmp_path / "loop.onnx", endless), stop)
    assert time.monotonic() - begin < trial.TIME_LIMIT


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps a process's limit of memory")
def test_runaway_memory_is_refused(tmp_path: Path) -> None:
    message = r"greedy\.onnx: its first run failed: .*too little memory"
    with pytest.raises(ModelContractError, match=message):
        trial.try_out(changed(tmp_path / "greedy.onnx", greedy))


def test_what_is_wrong_comes_back_as_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.onnx"
    path.write_text("Liebe Kollegin")
    with pytest.raises(ModelContractError, match=r"^letter\.onnx: the file is cut off"):
        trial.try_out(path)


def test_an_unknown_file_is_tried_once(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Path] = []
    monkeypatch.setattr(
        "fundusviewer.inference.opening.try_out", lambda path, _stop: tried.append(path)
    )
    for _ in range(3):
        open_classifier(tiny_model, "cpu")
    assert tried == [tiny_model]


def test_the_golden_vector_is_run_once(tiny_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_golden(tiny_model)
    runs: list[Path] = []
    check = Classifier.check_golden

    def counted(self: Classifier) -> object:
        runs.append(self.path)
        return check(self)

    monkeypatch.setattr(Classifier, "check_golden", counted)
    for _ in range(3):
        open_classifier(tiny_model, "cpu")
    assert runs == [tiny_model]


def test_a_file_that_computes_something_else_is_refused_each_time(tiny_model: Path) -> None:
    golden = golden_of(tiny_model).model_copy(update={"probabilities": (0.2,) * 5})
    with_golden(tiny_model, golden.to_json())
    for _ in range(2):
        with pytest.raises(ModelContractError, match=r"tiny\.onnx: does not compute on CPU what"):
            open_classifier(tiny_model, "cpu")
