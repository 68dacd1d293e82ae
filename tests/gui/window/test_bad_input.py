"""Bad files: each says its reason in the window, and the rest goes on."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fundusviewer.gui.ml_models.model_cards_dialog import ModelDialog
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.threads.inference_worker import FolderRun, OpenModels
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.imaging import InputSpec
from fundusviewer.resources import asset
from tests.gui.conftest import MakeWindow
from tests.gui.steps import chooser, is_idle, listed, shown_path
from tests.helpers.models import make_card, write_model


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _huge_png() -> bytes:
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


BAD: dict[str, Callable[[bytes], bytes]] = {
    "truncated": lambda good: good[: len(good) // 3],
    "text": lambda _: b"This is a letter, not a photograph.",
    "huge": lambda _: _huge_png(),
    "empty": lambda _: b"",
    "noise": lambda _: bytes(range(256)) * 8,
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_file_among_good_ones(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], kind: str
) -> None:
    bad = photographs[0].with_name("0 bad.jpg")
    bad.write_bytes(BAD[kind](photographs[0].read_bytes()))
    window.open_paths([bad.parent])
    qtbot.waitUntil(lambda: is_idle(window, 4), timeout=10_000)
    rows = listed(window)
    assert [row.progress for row in rows] == [Progress.FAILED, *[Progress.EXAMINED] * 3]
    assert shown_path(window) == bad
    assert window.image.pages.currentWidget() is window.image.failure
    # The page says it all: there is no empty line below it.
    assert window.image.captions[0].isHidden()
    reason = window.image.failure.text.text()
    assert reason.startswith("0 bad.jpg: ")
    assert len(reason) > 20
    assert window.result.card.headline.text() == "Error"
    assert window.result.quality.text.text() == reason
    assert not window.actions_table["save_overlay"].isEnabled()


def test_of_a_damaged_photograph_what_can_be_read_is_shown(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    code = asset("sample.jpg").read_bytes()
    damaged = tmp_path / "damaged.jpg"
    damaged.write_bytes(code[: len(code) // 2].rstrip(b"\xff") + b"\xff\xd9")
    window.open_paths([damaged])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=60_000)
    assert listed(window)[0].progress is Progress.FAILED
    assert window.result.card.headline.text() == "Error"
    assert window.result.quality.text.text().startswith("damaged.jpg: the picture is damaged (")
    assert window.image.pages.currentWidget() is window.image.view
    # What a decoder made up is for the eye: no network may get it.
    assert window.image.view.shown is not None
    assert window.image.view.shown.pyramid.whole() is None
    assert not window.actions_table["save_overlay"].isEnabled()


def test_folder_without_photographs(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    folder = tmp_path / "nothing here"
    folder.mkdir()
    (folder / "letter.txt").write_text("x")
    window.open_paths([folder])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.image.pages.currentWidget() is window.image.failure
    assert window.image.failure.text.text().startswith("nothing here: ")
    assert window.result.card.headline.text() == "Error"


def test_file_deleted_between_drop_and_read(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = FolderRun.next

    def delete_first(self: FolderRun, models: OpenModels) -> object:
        photographs[1].unlink(missing_ok=True)
        return go_on(self, models)

    monkeypatch.setattr(FolderRun, "next", delete_first)
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    rows = listed(window)
    assert rows[1].reason == "b_OD.png: the file is not there (any more)"
    assert [row.progress is Progress.EXAMINED for row in rows] == [True, False, True]


def test_network_that_gives_no_numbers(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    write_model(models / "tiny.onnx", logits=[float("nan")] * 5)
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.result.card.headline.text() == "Error"
    assert "no numbers" in window.result.quality.text.text()
    # The photograph itself is sound and is shown.
    assert window.image.pages.currentWidget() is window.image.view


def test_model_file_cut_in_half_is_listed_with_its_reason(
    qtbot: QtBot, make_window: MakeWindow, models: Path
) -> None:
    data = (models / "tiny.onnx").read_bytes()
    (models / "half.onnx").write_bytes(data[: len(data) // 2])
    window = make_window()
    box = chooser(window).models
    row = box.findText("half.onnx")
    assert row >= 0
    assert not box.model().flags(box.model().index(row, 0)) & Qt.ItemFlag.ItemIsEnabled
    assert "half.onnx" in box.itemData(row, Qt.ItemDataRole.ToolTipRole)
    assert box.currentText() == "Tiny DR grader"
    dialog = ModelDialog(window.session.models.entries, None, window)
    qtbot.addWidget(dialog)
    dialog.list.setCurrentRow(row)
    assert "cut off" in dialog.text.toPlainText()


def test_model_whose_card_contradicts_its_graph(
    qtbot: QtBot, make_window: MakeWindow, models: Path, photographs: list[Path]
) -> None:
    wrong = make_card(name="wrong", title="A wrong model", input=InputSpec(height=64, width=64))
    good = write_model(models / "wrong.onnx", make_card(name="wrong", title="A wrong model"))
    _replace_card(good, wrong.to_json())
    window = make_window(model="wrong")
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    # It is refused, and another one is taken.
    assert chooser(window).models.currentText() == "Tiny DR grader"
    assert "wrong.onnx" in window.image.notice.text.text()
    assert chooser(window).models.findText("wrong.onnx") >= 0
    assert window.result.card.headline.text() == "Refer"


def test_cuda_where_there_is_none(
    qtbot: QtBot, window: MainWindow, photographs: list[Path]
) -> None:
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    lists = chooser(window)
    providers = lists.providers
    providers.setCurrentIndex(providers.findData("cuda"))
    with qtbot.waitSignal(window.session.notification):
        providers.activated.emit(providers.currentIndex())
    assert "CUDA" in window.image.notice.text.text()
    assert lists.provider == "auto"
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    assert window.result.card.headline.text() == "Refer"


def _replace_card(path: Path, card: str) -> None:
    import onnx

    model = onnx.load(path)
    onnx.helper.set_model_props(model, {"fundusviewer.card": card})
    onnx.save(model, path)
