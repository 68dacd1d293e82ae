from __future__ import annotations

import argparse
import csv
import json
import logging
from pathlib import Path

import pytest

from fundusviewer.cli import main, train
from fundusviewer.cli.pieces.training_options import settings_from
from fundusviewer.inference import ModelLibrary
from tests.helpers.extras import require_of_export
from tests.training.photographs import make_set

GRADES = [0, 0, 1, 2, 3, 4]
#: The bundled grader, a file that can be fitted anew.
GRADER = ModelLibrary.default().find().path


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    train.add_parser(parser.add_subparsers())
    return parser.parse_args(["train", "--data", "labels.csv", "--output", "run", *words])


def test_what_is_logged_stands_in_its_file_and_not_in_the_progress(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file, logger = tmp_path / "train.log", logging.getLogger("fundusviewer.training.learning")
    # caplog listens at the root, as the handler does that a package of TensorFlow's puts there.
    with train._log_file(file):
        logger.info("one step")
    assert "one step" in file.read_text("utf-8")
    assert caplog.text == ""
    logger.warning("afterwards")
    assert "afterwards" in caplog.text


def test_words_become_settings() -> None:
    settings = settings_from(
        options("--terms", "a=free", "--terms", "b=x=y", "--image-size", "224", "--test-set", "b")
    )
    assert settings.labels == (Path("labels.csv"),)
    assert settings.identity.terms == {"a": "free", "b": "x=y"}
    assert settings.image_size == 224
    assert settings.split.test_sets == ("b",)
    assert settings.fine_tune.epochs == 0


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], ("efficientnetlite2", "retina", 512)),
        (["--backbone", "xception"], ("xception", "imagenet", 299)),
        (["--weights", "own.npz", "--image-size", "448"], ("efficientnetlite2", "own.npz", 448)),
        (["--fit-only", str(GRADER)], ("efficientnetlite2", "retina", 512)),
    ],
)
def test_size_and_weights_follow_the_backbone(
    words: list[str], expected: tuple[str, str, int]
) -> None:
    settings = settings_from(options(*words))
    assert (settings.backbone, settings.weights, settings.image_size) == expected


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--image-size", "20"], "--image-size 20: 71 to 1024"),
        (["--fine-tune-epochs", "-1"], "--fine-tune-epochs -1: 0 to 1000"),
        (["--batch", "0"], "--batch 0: 1 to"),
        (["--terms", "free"], "--terms 'free': SET=TEXT"),
    ],
)
def test_wrong_options_are_one_sentence(
    words: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorflow", reason="the export extra is not installed")
    status = main(["train", "--data", "labels.csv", "--output", str(tmp_path / "run"), *words])
    assert status == 2
    error = capsys.readouterr().err
    assert message in error
    assert "Traceback" not in error
    assert not (tmp_path / "run").exists()


@pytest.mark.tensorflow
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("file,grade\nno.png,1\n", "photographs are missing"),
        ("file,grade\nimages/000.png,7\n", "grade '7' is not known"),
        ("file,grade\nimages/000.png,2\nimages/001.png,2\n", "all 2 have grade 2"),
    ],
)
def test_bad_labels_are_one_sentence(
    content: str | None, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("tensorflow", reason="the export extra is not installed")
    labels = make_set(tmp_path / "clinic", GRADES)
    if content is None:
        labels = tmp_path / "nothing.csv"
    else:
        labels.write_text(content, encoding="utf-8")
    assert main(["train", "--data", str(labels), "--output", str(tmp_path / "run")]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert len(error.strip().splitlines()) == 1


def test_a_model_that_grades_nothing_is_not_fitted_and_nothing_is_prepared_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_of_export("tensorflow")
    labels, run = make_set(tmp_path / "clinic", GRADES * 4), tmp_path / "run"
    other = ModelLibrary.default().find("squeezenet-imagenet").path
    words = ["--data", str(labels), "--output", str(run), "--fit-only", str(other)]
    assert main(["train", *words, "--name", "own"]) == 2
    assert "tench, goldfish, " in (error := capsys.readouterr().err)
    assert "--fit-only needs a model that grades diabetic retinopathy" in error
    assert not (run / "prepared").exists()


def test_without_the_extra_the_command_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("fundusviewer.cli.pieces.extras.find_spec", lambda _: None)
    assert main(["train", "--data", "labels.csv", "--output", str(tmp_path)]) == 2
    assert "pip install 'fundusviewer[export]'" in capsys.readouterr().err


def test_evaluate_prints_and_stores(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = make_set(tmp_path / "clinic", GRADES, eyes=2)
    stored = tmp_path / "figures.json"
    words = ["evaluate", str(tiny_model), "--data", str(labels), "--json", str(stored)]
    assert main([*words, "--provider", "cpu"]) == 0
    assert "| clinic | patients | 3 |" in capsys.readouterr().out
    figures = json.loads(stored.read_text(encoding="utf-8"))
    assert figures["card"]["name"] == "tiny-dr"
    assert figures["results"][0]["points"][0]["sensitivity"]["value"] == 1


def test_evaluate_takes_the_test_side_of_a_split_file(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = make_set(tmp_path / "clinic", GRADES)
    words = ["evaluate", str(tiny_model), "--data", str(labels), "--split", "test"]
    assert main(words) == 2
    assert "--split test needs --split-file" in capsys.readouterr().err
    with tiny_model.with_suffix(".split.csv").open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["set", "file", "split"])
        for index in range(len(GRADES)):
            writer.writerow(["clinic", f"images/{index:03d}.png", "test" if index > 3 else "train"])
    assert main(words) == 0
    assert "| clinic | photographs | 2 |" in capsys.readouterr().out


def test_evaluate_goes_on_after_an_unreadable_photograph(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = make_set(tmp_path / "clinic", GRADES)
    (tmp_path / "clinic" / "images" / "002.png").write_bytes(b"")
    assert main(["evaluate", str(tiny_model), "--data", str(labels)]) == 1
    captured = capsys.readouterr()
    assert "002.png" in captured.err
    assert "| clinic | photographs | 5 |" in captured.out


def test_evaluate_refuses_one_class(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = make_set(tmp_path / "clinic", [1, 1])
    assert main(["evaluate", str(tiny_model), "--data", str(labels)]) == 2
    assert "all 2 have grade 1" in capsys.readouterr().err


def test_evaluate_compares_divides_and_draws(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("matplotlib", reason="the export extra is not installed")
    labels = make_set(tmp_path / "clinic", GRADES)
    rows = labels.read_text(encoding="utf-8").splitlines()
    cameras = ["camera", *(["old", "new"] * len(GRADES))]
    lines = [f"{row},{camera}" for row, camera in zip(rows, cameras, strict=False)]
    labels.write_text("\n".join(lines) + "\n", encoding="utf-8")
    stored, pictures = tmp_path / "figures.json", tmp_path / "pictures"
    words = ["evaluate", str(tiny_model), "--data", str(labels), "--against", str(tiny_model)]
    words += ["--by", "camera", "--pictures", str(pictures), "--json", str(stored)]
    assert main([*words, "--provider", "cpu"]) == 0
    printed = capsys.readouterr().out
    assert "| camera: new | photographs | 3 |" in printed
    assert "tiny-dr 0.0.1, second minus tiny-dr 0.0.1;" in printed
    assert [path.name for path in pictures.iterdir()] == ["clinic.png"]
    figures = json.loads(stored.read_text(encoding="utf-8"))
    parts = [part["name"] for part in figures["subgroups"] if part["unit"] == "photographs"]
    assert parts == ["camera: new", "camera: old"]
    assert figures["differences"][0]["figures"]["auc"]["value"] == 0


def test_evaluate_names_the_columns_that_there_are(
    tmp_path: Path, tiny_model: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labels = make_set(tmp_path / "clinic", GRADES)
    assert main(["evaluate", str(tiny_model), "--data", str(labels), "--by", "age"]) == 2
    assert "--by age: the labels have the columns file, grade" in capsys.readouterr().err
