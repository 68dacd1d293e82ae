"""``fundusviewer doctor``: versions, providers and the golden check of every model."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import onnxruntime
import pytest

from fundusviewer import __version__
from fundusviewer.cli import main
from fundusviewer.inference.admission.provider_trial import Verdict
from tests.helpers.models import make_card, write_model
from tests.inference.graphs import after, changed, golden_of, with_golden


def test_all_is_well(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_golden(bundled / "tiny.onnx")
    assert main(["doctor"]) == 0
    out = capsys.readouterr().out
    assert f"FundusViewer {__version__}, Python 3." in out
    assert f"onnxruntime: {onnxruntime.__version__}" in out
    assert "numpy 2." in out
    assert "is not installed" not in out.partition("Providers, tried with")[0]
    assert "Threads: " in out
    assert "ok      tiny-dr 0.0.1 on CPU" in out
    assert "FAILED" not in out


def test_a_model_that_computes_something_else(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = golden_of(bundled / "tiny.onnx").to_json()
    other = write_model(bundled / "tiny.onnx", logits=[0.0, 0.0, 2.9, 0.0, 0.0])
    with_golden(other, golden)
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAILED  tiny-dr 0.0.1 on " in out
    assert "probabilities differ by 1.4e-02, heat map by 0.0e+00" in out


def test_a_model_without_a_golden_vector(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor"]) == 1
    assert "FAILED  tiny.onnx: carries no golden vector" in capsys.readouterr().out


def test_a_refused_file(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with_golden(bundled / "tiny.onnx")
    (bundled / "letter.onnx").write_text("Dear colleague")
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert "FAILED  letter.onnx: " in out
    assert "ok      tiny-dr" in out


@pytest.mark.parametrize("png", ["A", "AAAA", "", "!!"])
def test_a_damaged_golden_vector(
    bundled: Path, capsys: pytest.CaptureFixture[str], png: str
) -> None:
    fields = json.loads(golden_of(bundled / "tiny.onnx").to_json()) | {"image_png": png}
    with_golden(bundled / "tiny.onnx", json.dumps(fields))
    assert main(["doctor"]) == 1
    assert "FAILED  tiny.onnx: golden vector: image_png" in capsys.readouterr().out


def test_a_model_whose_answer_cannot_be_used(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = golden_of(bundled / "tiny.onnx").to_json()
    path = changed(bundled / "tiny.onnx", after("heatmap", "Mul", np.float32(np.nan)))
    with_golden(path, golden)
    assert main(["doctor"]) == 1
    assert "FAILED" in capsys.readouterr().out


def test_one_bad_model_does_not_hide_the_others(
    bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        with_golden(write_model(bundled / f"{name}.onnx", make_card(name=name, title=name)))
    assert main(["doctor"]) == 1
    out = capsys.readouterr().out
    assert out.count("ok      ") == 2
    assert out.count("FAILED") == 1


def test_without_models(bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundled / "tiny.onnx").unlink()
    assert main(["doctor"]) == 1
    assert "No model was found" in capsys.readouterr().err


def test_cuda_that_is_not_there(
    bundled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    with_golden(bundled / "tiny.onnx")
    assert main(["doctor", "--provider", "cuda"]) == 1
    assert "FAILED  CUDA cannot be used here" in capsys.readouterr().out
    assert main(["doctor", "--provider", "auto"]) == 0
    out = capsys.readouterr().out
    assert "on CPU (nothing for graphics cards or other accelerators is installed)" in out
    assert "Automatic choice: CPU: nothing for graphics cards" in out


def test_the_table_of_providers(
    bundled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_golden(bundled / "tiny.onnx")
    monkeypatch.setattr(
        "fundusviewer.inference.admission.verdicts.try_provider",
        lambda entry, _path, _stop=None: Verdict(20.0 if entry.key == "cpu" else 5.0),
    )
    monkeypatch.setattr(
        "onnxruntime.get_available_providers",
        lambda: ["OpenVINOExecutionProvider", "CPUExecutionProvider"],
    )
    assert main(["doctor", "--provider", "cpu"]) == 0
    table = capsys.readouterr().out.partition("Providers, tried with tiny-dr 0.0.1:")[2]
    assert re.search(r"OpenVINO +5  admitted: computes what it should - chosen", table)
    assert re.search(r"CPU +20  admitted: computes what it should\n", table)
    assert re.search(r"CUDA +onnxruntime-gpu is not installed", table)
    assert "Automatic choice: OpenVINO: the fastest: 5 ms a photograph, the CPU 20 ms" in table
