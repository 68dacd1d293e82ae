"""``fundusviewer classify``: text, JSON, overlay files, and whatever can be wrong."""

from __future__ import annotations

import hashlib
import io
import json
import math
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from PIL import Image

import fundusviewer.cli.classify as command
from fundusviewer.cli import main
from fundusviewer.export.sources.class_names import imagenet_classes
from fundusviewer.grading import GRADE_NAMES, REFERRAL_UNCERTAIN
from fundusviewer.imaging import read_image
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.resources import asset
from tests.helpers.models import SETS, make_card, write_model
from tests.helpers.replacing import replace_imaging
from tests.imaging.pictures import landscape
from tests.inference.graphs import after, changed

pytestmark = pytest.mark.usefixtures("bundled")

OF_SOME_MODELS = {"wordnet_id", "wordnet_ids", "labels"}
OF_GRADERS = {"grade_set", "macular_oedema"}
FIELDS = {
    "file",
    "sha256",
    "decision",
    "label",
    "probability",
    "probabilities",
    "grade_set",
    "reasons",
    "macular_oedema",
    "landmarks",
    "laterality",
    "centred_on",
    "model",
    "model_version",
    "provider",
    "milliseconds",
}


def run_json(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[Any]]:
    status = main(["classify", "--json", "--provider", "cpu", *map(str, arguments)])
    rows = json.loads(capsys.readouterr().out)
    assert isinstance(rows, list)
    for row in rows:
        # Of retinopathy a model of other classes says that it decides nothing, and no more.
        wanted = FIELDS if row["decision"] is not None else FIELDS - OF_GRADERS
        assert set(row) - OF_SOME_MODELS == wanted
    return status, rows


def stored(path: Path, pixels: np.ndarray) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return path


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the sample photograph with 512 pixels a side, for what does not hang on its pixels."""
    path = tmp_path_factory.mktemp("small") / "sample.jpg"
    with Image.open(asset("sample.jpg")) as photograph:
        photograph.resize((512, 512)).save(path, quality=95)
    return path


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.jpg"
    path.write_text("Dear colleague")
    return path


def test_text(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(sample), "--provider", "cpu"]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert lines[0] == str(sample)
    assert "  Decision: refer" in lines
    assert "  1. moderate NPDR: 83.39%" in lines
    assert sum(line.strip()[:2] in ("1.", "2.", "3.", "4.", "5.") for line in lines) == 5
    assert "Referable DR: 91.70% (refer from 50.00%, operating point 'screening')" in out
    assert "  Macular oedema: not assessed" in lines
    assert "Tiny DR grader, tiny-dr 0.0.1, on CPU" in out
    assert lines[-1] == RESEARCH_NOTICE


@pytest.mark.parametrize(("top", "expected"), [(1, 1), (3, 3), (99, 5)])
def test_top(small: Path, capsys: pytest.CaptureFixture[str], top: int, expected: int) -> None:
    assert main(["classify", str(small), "--top", str(top)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(f"  {rank}. ") for line in lines for rank in range(1, 9)) == expected


@pytest.mark.parametrize("top", ["0", "-1", "x", "1.5"])
def test_wrong_top(sample: Path, capsys: pytest.CaptureFixture[str], top: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["classify", str(sample), "--top", top])
    assert caught.value.code == 2
    assert "--top" in capsys.readouterr().err


def test_json(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, (row,) = run_json(capsys, sample)
    assert status == 0
    assert row["file"] == str(sample)
    assert row["sha256"] == hashlib.sha256(sample.read_bytes()).hexdigest()
    assert row["decision"] == "refer"
    assert row["label"] == "moderate NPDR"
    assert row["probability"] == pytest.approx(math.exp(3) / (4 + math.exp(3)), abs=2e-6)
    assert list(row["probabilities"]) == list(GRADE_NAMES)
    assert sum(row["probabilities"].values()) == pytest.approx(1, abs=1e-5)
    assert row["probabilities"]["moderate NPDR"] == row["probability"]
    assert row["reasons"] == []
    assert row["model"] == "tiny-dr"
    assert row["model_version"] == "0.0.1"
    assert row["provider"] == "CPU"
    assert 0 < row["milliseconds"] < 60_000


def test_json_of_a_healthy_photograph(
    sample: Path, bundled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_model(bundled / "tiny.onnx", logits=[9.0, 0.0, 0.0, 0.0, 0.0])
    assert run_json(capsys, sample)[1][0]["decision"] == "no_referral"


def assert_no_grade(row: dict[str, Any]) -> None:
    assert row["label"] is None
    assert row["probability"] is None
    assert row["probabilities"] == {}
    assert row["reasons"]


def test_the_grade_set(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model = write_model(tmp_path / "sets.onnx", make_card(prediction_sets=SETS))
    _, (row,) = run_json(capsys, small, "--model", model)
    assert row["grade_set"] == [2, 3]
    assert main(["classify", str(small), "--model", str(model)]) == 0
    text = capsys.readouterr().out
    assert "Grade set: moderate or severe NPDR. In 90 of 100 photographs" in text
    assert REFERRAL_UNCERTAIN not in text


def test_a_grade_set_with_and_without_referral(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wide = SETS.model_copy(update={"threshold": 0.92})
    model = write_model(tmp_path / "sets.onnx", make_card(prediction_sets=wide))
    assert main(["classify", str(sample), "--model", str(model)]) == 0
    text = capsys.readouterr().out
    assert "mild, moderate, severe NPDR or proliferative DR." in text
    assert REFERRAL_UNCERTAIN in text


def test_json_of_what_is_no_fundus_photograph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, (row,) = run_json(capsys, stored(tmp_path / "hills.png", landscape()))
    assert status == 0
    assert row["decision"] == "not_fundus"
    assert row["sha256"] is not None
    assert_no_grade(row)


def test_json_of_what_is_ungradable(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dark = stored(tmp_path / "dark.png", read_image(sample).pixels // 12)
    status, (row,) = run_json(capsys, dark)
    assert status == 0
    assert row["decision"] == "ungradable"
    assert_no_grade(row)


def test_text_of_what_has_no_grade(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(stored(tmp_path / "hills.png", landscape()))]) == 0
    out = capsys.readouterr().out
    assert "Decision: not a fundus photograph" in out
    assert "Reason: " in out
    assert "NPDR" not in out
    assert "retinopathy" not in out
    assert "1. " not in out


def test_json_of_an_error(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, (row,) = run_json(capsys, letter)
    assert status == 1
    assert row["decision"] == "error"
    assert row["sha256"] is None
    assert row["milliseconds"] is None
    assert_no_grade(row)
    assert row["reasons"][0].startswith("letter.jpg: is not a picture")
    assert row["model"] == "tiny-dr"


def test_one_unreadable_file_does_not_stop_the_others(
    sample: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    half = tmp_path / "half.jpg"
    half.write_bytes(sample.read_bytes()[:90_000])
    folder = tmp_path / "no pictures"
    folder.mkdir()
    status, rows = run_json(
        capsys, letter, empty, half, folder, tmp_path / "gone.jpg", "x" * 4000, sample
    )
    assert status == 1
    assert [row["decision"] for row in rows] == ["error"] * 6 + ["refer"]
    for row in rows[:6]:
        assert Path(row["file"]).name in row["reasons"][0]


def test_text_of_an_error(letter: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(letter), str(sample)]) == 1
    out = capsys.readouterr().out
    assert "  Error: letter.jpg: is not a picture" in out
    assert "1. moderate NPDR" in out


def test_an_answer_that_cannot_be_used_is_an_error(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = changed(tmp_path / "broken.onnx", after("probabilities", "Mul", np.float32(np.nan)))
    status, (row,) = run_json(capsys, sample, "--model", broken)
    assert status == 1
    assert row["decision"] == "error"
    assert_no_grade(row)


def test_an_unexpected_error_is_an_error(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("surprise")

    replace_imaging(monkeypatch, "find_field_of_view", broken)
    status, (row,) = run_json(capsys, sample)
    assert status == 1
    assert row["decision"] == "error"
    assert_no_grade(row)


def test_a_model_that_does_not_grade(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = make_card(task="other", class_names=("cat", "dog"), operating_points=())
    model = write_model(tmp_path / "animals.onnx", card, logits=[0.0, 1.0])
    status, (row,) = run_json(capsys, sample, "--model", model)
    assert status == 0
    assert row["decision"] is None
    assert row["label"] == "dog"
    assert main(["classify", str(sample), "--model", str(model)]) == 0
    out = capsys.readouterr().out
    assert "1. dog: 73.11%" in out
    assert "Decision" not in out


def test_a_folder(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "clinic"
    for name in ("b.jpg", "a/c.jpg", ".hidden.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(small.read_bytes())
    _, rows = run_json(capsys, folder)
    assert [Path(row["file"]).name for row in rows] == ["b.jpg", "c.jpg"]


def test_an_overlay_file(sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "out.png"
    assert main(["classify", str(sample), "--overlay", str(target)]) == 0
    drawn, original = read_image(target).pixels, read_image(sample).pixels
    assert drawn.shape == original.shape
    assert np.abs(drawn[600:800, 600:800].astype(int) - original[600:800, 600:800]).mean() > 5
    assert (drawn[40:100, 60:500] > 240).any()


def test_no_heat_map_for_a_healthy_retina_unless_asked_for(sample: Path, tmp_path: Path) -> None:
    model = write_model(tmp_path / "healthy.onnx", logits=[5.0, 0.0, 0.0, 0.0, 0.0])
    plain, asked = tmp_path / "plain.png", tmp_path / "asked.png"
    arguments = ["classify", str(sample), "--model", str(model), "--overlay"]
    assert main([*arguments, str(plain)]) == 0
    assert main([*arguments, str(asked), "--heatmap"]) == 0
    original = read_image(sample).pixels[600:800, 600:800].astype(int)
    np.testing.assert_array_equal(read_image(plain).pixels[600:800, 600:800], original)
    assert np.abs(read_image(asked).pixels[600:800, 600:800] - original).mean() > 5


@pytest.mark.parametrize("suffix", [".jpg", ".JPEG"])
def test_an_overlay_as_jpeg(small: Path, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"out{suffix}"
    assert main(["classify", str(small), "--overlay", str(target)]) == 0
    assert read_image(target).source.file_type == "JPEG"


def test_an_overlay_of_what_has_no_grade(tmp_path: Path) -> None:
    """The file says why, and shows neither a grade nor a heat map."""
    photograph = stored(tmp_path / "hills.png", landscape())
    assert main(["classify", str(photograph), "--overlay", str(tmp_path / "out.png")]) == 0
    drawn, original = read_image(tmp_path / "out.png").pixels, read_image(photograph).pixels
    np.testing.assert_array_equal(drawn[100:400], original[100:400])
    assert (drawn[:60] != original[:60]).any()


@pytest.mark.parametrize("name", ["new folder", "new.folder/sub", "there"])
def test_overlays_of_several_in_a_folder(small: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "there").mkdir()
    first = tmp_path / "one.jpg"
    first.write_bytes(small.read_bytes())
    assert main(["classify", str(small), str(first), "--overlay", str(tmp_path / name)]) == 0
    found = sorted(path.name for path in (tmp_path / name).iterdir())
    assert found == ["one-overlay.png", "sample-overlay.png"]


def test_one_photograph_and_a_folder(small: Path, tmp_path: Path) -> None:
    assert main(["classify", str(small), "--overlay", str(tmp_path / "out")]) == 0
    assert (tmp_path / "out" / "sample-overlay.png").is_file()


def test_overlays_of_one_name_do_not_overwrite_each_other(small: Path, tmp_path: Path) -> None:
    photographs = [
        tmp_path / name for name in ("x/eye.jpg", "y/eye.png", "z/eye-2.jpg", "w/EYE.jpg")
    ]
    for photograph in photographs:
        photograph.parent.mkdir()
        photograph.write_bytes(small.read_bytes())
    out = tmp_path / "out"
    assert main(["classify", *map(str, photographs), "--overlay", str(out)]) == 0
    written = [path.name.casefold() for path in out.iterdir()]
    assert len(set(written)) == len(written) == 4


def test_several_photographs_do_not_fit_into_one_file(
    sample: Path, letter: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "out.png"
    assert main(["classify", str(sample), str(letter), "--overlay", str(target)]) == 2
    assert "there are 2 photographs; name a folder" in capsys.readouterr().err
    assert not target.exists()


@pytest.mark.parametrize("name", ["out.gif", "out.tif", "out.txt"])
def test_an_overlay_of_another_type(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["classify", str(sample), "--overlay", str(tmp_path / name)]) == 2
    assert "written as .png, .jpg, .jpeg only" in capsys.readouterr().err
    assert not (tmp_path / name).exists()


def test_a_photograph_is_never_written_over(
    tmp_path: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photograph = tmp_path / "eye.jpg"
    photograph.write_bytes(sample.read_bytes())
    other_way = tmp_path / "x" / ".." / "eye.jpg"
    (tmp_path / "x").mkdir()
    for target in (photograph, other_way):
        assert main(["classify", str(photograph), "--overlay", str(target)]) == 2
        assert "is the photograph itself" in capsys.readouterr().err
    assert photograph.read_bytes() == sample.read_bytes()


def test_no_photograph_of_the_folder_is_written_over(tmp_path: Path, small: Path) -> None:
    """A second run over a folder that holds the overlays of the first."""
    folder = tmp_path / "eyes"
    folder.mkdir()
    for name in ("a.jpg", "a-overlay.png"):
        (folder / name).write_bytes(small.read_bytes())
    assert main(["classify", str(folder), "--overlay", str(folder)]) == 0
    assert (folder / "a-overlay.png").read_bytes() == small.read_bytes()
    assert (folder / "a-2-overlay.png").is_file()
    assert (folder / "a-overlay-overlay.png").is_file()


def test_an_overlay_folder_that_is_a_file(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "out").write_text("mine")
    assert main(["classify", str(sample), str(sample), "--overlay", str(tmp_path / "out")]) == 2
    assert "cannot be made" in capsys.readouterr().err
    assert (tmp_path / "out").read_text() == "mine"


def test_an_overlay_that_cannot_be_written(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "gone" / "out.png"
    status, rows = run_json_with_errors(capsys, small, "--overlay", target)
    assert status == 1
    assert rows[0]["decision"] == "refer"


def run_json_with_errors(
    capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, list[Any]]:
    status = main(["classify", "--json", *map(str, arguments)])
    captured = capsys.readouterr()
    assert "fundusviewer: " in captured.err
    return status, json.loads(captured.out)


@pytest.mark.parametrize("name", ["nope", "gone.onnx", "", "../tiny"])
def test_an_unknown_model(sample: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    assert main(["classify", str(sample), "--model", name]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("fundusviewer: ")
    assert "Traceback" not in captured.err


@pytest.mark.parametrize("name", ["mobilenetv2", "MobileNet_V2", "mobilenet_v2.onnx"])
def test_a_backbone_that_is_not_there_says_how_to_make_it(
    sample: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert main(["classify", str(sample), "--model", name]) == 2
    said = capsys.readouterr().err
    assert "fundusviewer export mobilenetv2 --output mobilenetv2.onnx" in said
    assert "--model mobilenetv2.onnx" in said


def test_export_and_classify_do_not_send_each_other_in_circles(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = write_model(tmp_path / "own.onnx", metadata={})
    assert main(["classify", str(sample), "--model", str(own)]) == 2
    said = capsys.readouterr().err
    assert "'fundusviewer wrap' gives it one" in said


def test_imagenet_has_wordnets_identifiers(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = imagenet_classes()
    card = make_card(task="imagenet", class_names=names, operating_points=())
    logits = [0.0] * len(names)
    logits[names.index("Egyptian cat")] = 20.0
    model = write_model(tmp_path / "imagenet.onnx", card, logits=logits)
    row = run_json(capsys, sample, "--model", model)[1][0]
    assert row["wordnet_id"] == "n02124075"
    assert row["wordnet_ids"]["tench"] == "n01440764"
    assert len(row["wordnet_ids"]) == 1000
    assert "wordnet_id" not in run_json(capsys, sample)[1][0]


def test_a_model_by_its_name(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_json(capsys, sample, "--model", "tiny-dr")[1][0]["model"] == "tiny-dr"


@pytest.mark.parametrize("share", [0, 0.3, 0.5, 0.98])
def test_a_model_file_cut_in_half(
    sample: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str], share: float
) -> None:
    data = tiny_model.read_bytes()
    tiny_model.write_bytes(data[: int(len(data) * share)])
    assert main(["classify", str(sample), "--model", str(tiny_model)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("fundusviewer: tiny.onnx: ")


def test_a_card_that_does_not_fit_its_graph(
    sample: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = onnx.load(tiny_model)
    card = json.loads(model.metadata_props[0].value)
    card["gradcam"]["height"] = 9
    model.metadata_props[0].value = json.dumps(card)
    onnx.save(model, tiny_model)
    assert main(["classify", str(sample), "--model", str(tiny_model)]) == 2
    assert "tiny.onnx: output 'heatmap'" in capsys.readouterr().err


def test_without_any_model(sample: Path, bundled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundled / "tiny.onnx").unlink()
    assert main(["classify", str(sample)]) == 2
    assert "a model was not found" in capsys.readouterr().err


def test_cuda_that_is_not_there(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onnxruntime.get_available_providers", lambda: ["CPUExecutionProvider"])
    for arguments in ([], ["--json"]):
        assert main(["classify", str(sample), "--provider", "cuda", *arguments]) == 2
        said = capsys.readouterr()
        assert "CUDA cannot be used here" in said.err
        assert said.out == ""
    assert main(["classify", str(sample), "--provider", "auto"]) == 0
    assert (
        "on CPU (nothing for graphics cards or other accelerators is installed)"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize("arguments", [[], ["--json"], ["p.jpg", "--provider", "tpu"], ["--x"]])
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["classify", *arguments])
    assert caught.value.code == 2


def test_ctrl_c(
    sample: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "examine_all", stop)
    assert main(["classify", str(sample)]) == 1
    assert "stopped" in capsys.readouterr().err


def in_a_process(
    *arguments: str, encoding: str = "utf-8", code: str | None = None
) -> subprocess.CompletedProcess[bytes]:
    start = ["-c", code] if code else ["-m", "fundusviewer", *arguments]
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONWARNINGS": "error"}
    return subprocess.run(
        [sys.executable, *start], capture_output=True, env=environment, timeout=120, check=False
    )


@pytest.fixture
def odd(small: Path, tmp_path: Path) -> Path:
    """Return a photograph with a name that no console can show."""
    if os.name == "nt":
        pytest.skip("Windows has no file names of bytes")
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff \xe7\x9c\xbc.jpg"))
    path.write_bytes(small.read_bytes())
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
@pytest.mark.parametrize("form", ["--json", "--top=5"])
def test_names_that_the_console_cannot_show(
    odd: Path,
    small: Path,
    tiny_model: Path,
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
    form: str,
) -> None:
    console = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(console, encoding=encoding))
    assert main(["classify", str(odd), str(small), form, "--model", str(tiny_model)]) == 0
    sys.stdout.flush()
    said = console.getvalue()
    if form == "--json":
        rows = json.loads(said)
        assert rows[0]["file"] == str(odd)
        assert len(rows) == 2
    else:
        assert str(small).encode() in said


def test_neither_qt_nor_tensorflow_is_loaded(sample: Path, tried_model: Path) -> None:
    code = (
        "import sys; from fundusviewer.cli import main;"
        f"status = main(['classify', {str(sample)!r}, '--model', {str(tried_model)!r}]);"
        "heavy = {'PySide6', 'tensorflow', 'keras', 'tf2onnx', 'sklearn', 'scipy', 'onnx',"
        "'pydicom'};"
        "found = heavy & set(sys.modules);"
        "sys.exit(f'{status} {found}' if status or found else 0)"
    )
    done = in_a_process(code=code)
    assert done.returncode == 0, done.stderr


def test_as_a_module(odd: Path, small: Path, tiny_model: Path) -> None:
    """With a model that was not tried before, and on a console that cannot show all names."""
    words = ["classify", str(odd), str(small), "--model", str(tiny_model)]
    done = in_a_process(*words, encoding="cp1252")
    assert done.returncode == 0, done.stderr
    assert str(small).encode() in done.stdout
    assert done.stdout.count(b"1. moderate NPDR: 83.39%") == 2
    assert done.stderr == b""


def test_all_labels_that_are_given(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = make_card(
        task="other", class_names=("amd", "glaucoma"), operating_points=(), activation="sigmoid"
    )
    for logits, labels in (([1.0, 2.0], ["glaucoma", "amd"]), ([-1.0, -2.0], [])):
        model = write_model(tmp_path / "labels.onnx", card, logits=logits)
        status, (row,) = run_json(capsys, sample, "--model", model)
        assert (status, row["labels"]) == (0, labels)
