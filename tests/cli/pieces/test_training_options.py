"""What ``train`` is told: recipes, and what cannot be is said before a photograph is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.cli import build_parser, main
from fundusviewer.cli.pieces.training_options import RECIPES, settings_from
from fundusviewer.errors import TrainingError
from fundusviewer.training.config.settings import TrainingSettings
from tests.helpers.extras import require_tensorflow


def settings(*words: str) -> TrainingSettings:
    options = build_parser().parse_args(
        ["train", "--data", "labels.csv", "--output", "run", *words]
    )
    return settings_from(options)


def test_without_a_word_it_is_as_it_always_was() -> None:
    plain = settings()
    assert (plain.backbone, plain.weights, plain.image_size) == ("efficientnetlite2", "retina", 512)
    assert (plain.head.loss, plain.fine_tune.loss) == ("ordinal", "ordinal")
    assert plain.balance.share == 0.5
    assert plain.task.grades
    # Folders of runs that earlier versions began are known again.
    assert '"balance": 0.5' in plain.basis()
    assert "task" not in plain.basis()


def test_a_recipe_gives_what_is_not_said() -> None:
    recipe = settings("--recipe", "tutorial", "--batch", "8", "--weights", "x.npz")
    plan = recipe.fine_tune
    assert (recipe.backbone, recipe.weights) == ("xception", "x.npz")
    assert (plan.batch, plan.dropout, plan.learning_rate, plan.share) == (8, 0.2, 1e-5, 1.0)
    assert (plan.loss, recipe.balance.share, recipe.copies) == ("cross-entropy", 0.0, 0)
    scratch = settings("--recipe", "scratch")
    assert scratch.weights == "none"
    assert scratch.fine_tune.batch_statistics
    assert scratch.head.epochs == 0
    assert set(RECIPES) == {"tutorial", "scratch"}


def test_each_option_is_heard() -> None:
    words = (
        "--task classes --classes a b --loss focal --class-weights 1 2.5 --dropout 0 --patience 9"
    )
    one = settings(*words.split())
    assert one.task.classes == ("a", "b")
    assert (one.head.loss, one.fine_tune.loss) == ("focal", "focal")
    assert one.balance.weights == (1.0, 2.5)
    assert (one.fine_tune.dropout, one.fine_tune.patience) == (0.0, 9)
    assert settings("--task", "labels").fine_tune.loss == "cross-entropy"
    assert settings("--task", "quality").fine_tune.loss == "ordinal"
    assert settings("--init", "bundled").weights == "retina"
    small = settings("--backbone", "smallcnn", "--fine-tune-epochs", "3")
    assert (small.weights, small.image_size, small.fine_tune.share) == ("none", 150, 1.0)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--weights none", "say --fine-tune-epochs N"),
        ("--weights none --fine-tune-epochs 3 --fine-tune-share 0.4", "leave layers random; 1"),
        ("--task classes --loss ordinal", "needs classes in an order"),
        ("--task quality --fit-only x.onnx", "--fit-only is for grades"),
        ("--task labels --leave-one-set-out", "--leave-one-set-out is for grades"),
        ("--classes a b", "--classes belongs to --task classes or labels"),
        ("--task classes --classes a A", "stands there twice"),
        ("--init bundled --backbone vgg16", "leave --backbone out"),
        ("--init own.txt", "a .keras or .h5 file, or bundled"),
        ("--class-weights heavy", "root, none, balanced, or a number"),
        ("--class-weights 1 -2", "root, none, balanced, or a number"),
        ("--backbone nothing", "'nothing' is no backbone"),
        ("--backbone xception --no-frozen-stage", "learns nothing"),
        ("--dropout 1.5", "--dropout 1.5: 0.0 to 0.95 is allowed"),
        ("--image-size 20", "--image-size 20: 71 to 1024 is allowed"),
        ("--patience 0", "--patience 0: 1 to 1000"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    words: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_tensorflow()
    run = ["train", "--data", "none.csv", "--output", str(tmp_path / "run"), *words.split()]
    assert main(run) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "run").exists()


def test_a_missing_tensorboard_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.training.learning.events.find_spec", lambda _: None)
    with pytest.raises(TrainingError, match="pip install tensorboard"):
        settings("--tensorboard", "events")


def test_class_weights_must_fit_the_classes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    require_tensorflow()
    folder = tmp_path / "set"
    folder.mkdir()
    for name in ("a.png", "b.png"):
        (folder / name).write_bytes(b"")
    (folder / "labels.csv").write_text("file,class\na.png,x\nb.png,y\n", encoding="utf-8")
    run = ["train", "--task", "classes", "--data", str(folder / "labels.csv"), "--output"]
    words = ["--class-weights", "1", "2", "3"]
    assert main([*run, str(tmp_path / "run"), *words]) == 2
    assert "has 3 weights; the 2 classes are x, y" in capsys.readouterr().err
