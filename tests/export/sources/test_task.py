"""Class names as grades: recognised, sorted, asked about, never taken for what they are not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.cli import USAGE, main
from fundusviewer.errors import ExportError
from fundusviewer.export.sources.task import grade_of, grade_order, look_like_grades, sort_classes
from fundusviewer.grading import GRADE_NAMES
from fundusviewer.inference import Classifier
from tests.export.networks import network, photographs, shaken

KAGGLE = ("Mild", "Moderate", "No_DR", "Proliferate_DR", "Severe")


@pytest.mark.parametrize(
    "names",
    [
        GRADE_NAMES,
        ("No DR", "Mild", "Moderate", "Severe", "Proliferative DR"),
        ("normal", "mild NPDR", "moderate NPDR", "severe NPDR", "PDR"),
        ("0 - none", "1 - mild non-proliferative", "2 - moderate nonproliferative",
         "3 - Severe non proliferative", "4 - proliferative"),
        ("0", "1", "2", "3", "4"),
        ("grade_0", "grade_1", "grade_2", "grade_3", "grade_4"),
    ],
)  # fmt: skip
def test_names_of_the_grades(names: tuple[str, ...]) -> None:
    assert [grade_of(name) for name in names] == [0, 1, 2, 3, 4]
    assert grade_order(names) == (0, 1, 2, 3, 4)
    assert look_like_grades(names) is not all(name[-1].isdigit() for name in names)


def test_the_order_of_folders() -> None:
    assert look_like_grades(KAGGLE)
    assert grade_order(KAGGLE) == (2, 0, 1, 4, 3)


@pytest.mark.parametrize(
    "names",
    [
        ("cat", "dog", "bird", "fish", "cow"),
        ("no DR", "mild", "moderate", "severe"),
        ("no DR", "mild", "moderate", "severe", "severe NPDR"),
        ("normal", "cataract", "glaucoma", "retina disease", "mild"),
        ("0", "1", "2", "3", "5"),
    ],
)
def test_other_classes_are_no_grades(names: tuple[str, ...]) -> None:
    assert not look_like_grades(names)
    with pytest.raises(ExportError, match="are not the five grades"):
        grade_order(names)


def _five(maps: Any) -> Any:
    import keras

    pooled = keras.layers.GlobalAveragePooling2D()(maps)
    return keras.layers.Softmax()(keras.layers.Dense(5)(pooled))


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("tensorflow", reason="needs the extra export")
    monkeypatch.chdir(tmp_path)
    model = shaken(network(_five))
    model.save("own.keras")
    return model


def _export(*options: str) -> int:
    common = ("--classes", "names.txt", "--preprocessing", "tf", "--output", "own.onnx")
    return main(["export", "own.keras", *common, *options])


@pytest.mark.tensorflow
def test_a_grader_of_ones_own_grades(own: Any, capsys: pytest.CaptureFixture[str]) -> None:
    Path("names.txt").write_text("\n".join(KAGGLE))
    assert _export() == USAGE
    assert "look like grades of diabetic retinopathy: say --task" in capsys.readouterr().err
    assert not Path("own.onnx").exists()

    assert _export("--task", "diabetic_retinopathy") == 0
    classifier = Classifier(Path("own.onnx"), provider="cpu")
    card = classifier.card
    assert card.grades
    assert card.class_names == GRADE_NAMES
    assert (card.operating_points[0].sensitivity.low, card.operating_points[0].measured_on[:7]) == (
        0, "nothing",
    )  # fmt: skip
    assert any("nothing was measured" in limit for limit in card.limits)
    images = photographs(2)
    wanted = np.asarray(own(images.astype(np.float32) / 127.5 - 1, training=False))
    for answer, scores in zip(classifier.predict_batch(images), wanted, strict=True):
        by_name = dict(zip(KAGGLE, scores, strict=True))
        order = ("No_DR", "Mild", "Moderate", "Severe", "Proliferate_DR")
        np.testing.assert_allclose(answer.probabilities, [by_name[n] for n in order], atol=1e-5)


@pytest.mark.tensorflow
def test_other_classes_stay_other(own: Any) -> None:
    Path("names.txt").write_text("\n".join(KAGGLE))
    assert _export("--task", "other") == 0
    card = Classifier(Path("own.onnx"), provider="cpu").card
    assert (card.task, card.class_names) == ("other", KAGGLE)


@pytest.mark.tensorflow
def test_grades_need_their_names(own: Any, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--preprocessing", "tf", "--output", "own.onnx", "--task", "diabetic_retinopathy"]
    assert main(["export", "own.keras", *words]) == USAGE
    assert "needs --classes FILE" in capsys.readouterr().err


@pytest.mark.tensorflow
def test_what_cannot_be_sorted_is_refused_and_unchanged() -> None:
    pytest.importorskip("tensorflow", reason="needs the extra export")

    def normalised(maps: Any) -> Any:
        import keras

        x = keras.layers.Dense(5)(keras.layers.GlobalAveragePooling2D()(maps))
        return keras.layers.Softmax()(keras.layers.BatchNormalization()(x))

    model = shaken(network(normalised))
    before = [value.copy() for value in model.get_weights()]
    with pytest.raises(ExportError, match="sort the outputs in Keras"):
        sort_classes(model, (1, 0, 2, 3, 4))
    for value, kept in zip(model.get_weights(), before, strict=True):
        np.testing.assert_array_equal(value, kept)
