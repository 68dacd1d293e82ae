"""Models that are opened while the window is being made."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import fundusviewer.gui.threads.inference_worker as worker
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.threads.early_models import EarlyModels
from fundusviewer.gui.threads.inference_worker import OpenModels
from fundusviewer.gui.window.early_start import open_early
from fundusviewer.resources import user_models_dir
from tests.helpers.models import write_model


@pytest.fixture
def model() -> Path:
    user_models_dir().mkdir(parents=True)
    return write_model(user_models_dir() / "tiny.onnx")


def test_what_was_opened_early_is_not_opened_again(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("opened twice")

    with closing(EarlyModels(str(model), "cpu")) as early:
        monkeypatch.setattr(worker, "open_classifier", fail)
        models = OpenModels(early.ending, early)
        assert models.load(model, "cpu", None).path == model
        assert models.classifier.path == model
        # Once: what is chosen later is opened then.
        with pytest.raises(AssertionError, match="opened twice"):
            models.load(model, "cpu", None)


def test_another_model_is_opened_as_ever(model: Path) -> None:
    other = write_model(model.with_name("other.onnx"))
    with closing(EarlyModels(str(model), "cpu")) as early:
        assert early.take(other, "cpu", None) is None
        assert early.take(model, "cpu", 2) is None
        assert early.take(model, "auto", None) is None
        assert OpenModels(early.ending, early).load(other, "cpu", None).path == other


def test_what_cannot_be_opened_early_fails_where_it_is_wanted(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with closing(EarlyModels(str(broken), "cpu")) as early:
        assert early.take(broken, "cpu", None) is None


def test_the_settings_say_which(model: Path) -> None:
    SettingsFile().save(Settings(model=str(model), threads=1))
    with closing(open_early(None, "cpu")) as early:
        opened = early.take(model, "cpu", 1)
        assert opened is not None
        assert opened[0].path == model


def test_a_damaged_file_is_left_to_those_who_say_so() -> None:
    file = SettingsFile()
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_text("{")
    assert file.peek() == Settings()
    assert file.path.read_text() == "{"
