"""Models that are opened while the window is being made."""

from __future__ import annotations

import gc
import weakref
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import fundusviewer.gui.threads.early_models as early_models
import fundusviewer.gui.threads.inference_worker as worker
from fundusviewer.errors import ModelContractError
from fundusviewer.gui.settings.schema import Settings
from fundusviewer.gui.settings.settings_file import SettingsFile
from fundusviewer.gui.threads.early_models import EarlyModels
from fundusviewer.gui.threads.inference_worker import OpenModels
from fundusviewer.gui.threads.markers import Markers
from fundusviewer.gui.window.early_start import open_early
from fundusviewer.inference.providers import ProviderRequest
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


@pytest.mark.parametrize(
    ("name", "provider", "threads"),
    [("other.onnx", "cpu", None), ("tiny.onnx", "cpu", 2), ("tiny.onnx", "auto", None)],
)
def test_another_model_is_opened_as_ever(
    model: Path, name: str, provider: ProviderRequest, threads: int | None
) -> None:
    write_model(model.with_name("other.onnx"))
    path = model.with_name(name)
    with closing(EarlyModels(str(model), "cpu")) as early:
        assert early.take(path, provider, threads) is None
    with closing(EarlyModels(str(model), "cpu")) as early:
        assert OpenModels(early.ending, early).load(path, provider, threads).path == path


def test_another_model_does_not_wait_for_this_one(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = write_model(model.with_name("other.onnx"))
    ended = []

    def hang(*rest: Any) -> None:
        rest[3].wait(20)
        ended.append(rest)

    monkeypatch.setattr(early_models, "open_classifier", hang)
    with closing(EarlyModels(str(model), "cpu")) as early:
        assert OpenModels(early.ending, early).load(other, "cpu", None).path == other
        assert ended == []


def test_a_window_that_is_closed_at_once_gives_it_up(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(*rest: Any) -> None:
        assert rest[3].wait(60)
        raise ModelContractError("given up")

    monkeypatch.setattr(early_models, "open_classifier", give_up)
    early = EarlyModels(str(model), "cpu")
    early.close()
    with pytest.raises(ModelContractError, match="given up"):
        early.take(model, "cpu", None)


def test_what_cannot_be_opened_is_said_and_not_tried_again(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fail(path: Path, *_: object) -> None:
        tried.append(path)
        raise ModelContractError("does not end")

    monkeypatch.setattr(early_models, "open_classifier", fail)
    with closing(EarlyModels(str(model), "cpu")) as early:
        models = OpenModels(early.ending, early)
        with pytest.raises(ModelContractError, match="does not end"):
            models.load(model, "cpu", None)
        assert tried == [model]
        # Only once: who asks for it again means another try.
        assert models.load(model, "cpu", None).path == model


def test_a_damaged_file_is_said_where_it_is_wanted(tmp_path: Path) -> None:
    broken = tmp_path / "broken.onnx"
    broken.write_bytes(b"no model")
    with (
        closing(EarlyModels(str(broken), "cpu")) as early,
        pytest.raises(ModelContractError, match=r"broken\.onnx"),
    ):
        OpenModels(early.ending, early).load(broken, "cpu", None)


def test_a_file_that_is_not_there_is_left_to_those_who_look(tmp_path: Path) -> None:
    with closing(EarlyModels(str(tmp_path / "none.onnx"), "cpu")) as early:
        assert early.take(tmp_path / "none.onnx", "cpu", None) is None


def test_markers_that_cannot_be_used_do_not_cost_the_grader(
    model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ModelContractError("no marks")

    monkeypatch.setattr(Markers, "opened_for", fail)
    with closing(EarlyModels(str(model), "cpu")) as early:
        models = OpenModels(early.ending, early)
        with pytest.raises(ModelContractError, match="no marks"):
            models.load(model, "cpu", None)
    with closing(EarlyModels(str(model), "cpu")) as early:
        opened = early.take(model, "cpu", None)
        assert opened is not None
        assert opened[0].path == model


def test_a_model_that_was_replaced_does_not_stay_in_memory(model: Path) -> None:
    other = write_model(model.with_name("other.onnx"))
    with closing(EarlyModels(str(model), "cpu")) as early:
        models = OpenModels(early.ending, early)
        first = weakref.ref(models.load(model, "cpu", None))
        models.load(other, "cpu", None)
        gc.collect()
        assert first() is None


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
