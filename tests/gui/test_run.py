"""A run through many photographs: progress, cancel, another model, stale answers, closing."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.background import Background
from fundusviewer.gui.database import NO_METHOD
from fundusviewer.gui.engine import (
    Engine,
    Examine,
    Explain,
    FolderRun,
    Job,
    Request,
    RequestQueue,
    Ticket,
)
from fundusviewer.gui.inference_service import Answer, InferenceService
from fundusviewer.gui.main_window import MainWindow
from fundusviewer.gui.photograph import Progress
from fundusviewer.inference import Classifier, Prediction
from fundusviewer.screening import Store
from tests.gui.steps import is_idle, listed
from tests.helpers.models import make_card, write_model


class Gate:
    """Holds the run before each photograph until it is let through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = threading.Semaphore(0)
        go_on = FolderRun.next

        def wait(run: FolderRun, engine: Engine) -> object:
            assert self._open.acquire(timeout=20)
            return go_on(run, engine)

        monkeypatch.setattr(FolderRun, "next", wait)

    def let_through(self, count: int) -> None:
        for _ in range(count):
            self._open.release()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    gate = Gate(monkeypatch)
    yield gate
    gate.let_through(1000)


@pytest.fixture
def many(photographs: list[Path]) -> Path:
    folder = photographs[0].parent / "many"
    folder.mkdir()
    for number in range(12):
        shutil.copy(photographs[0], folder / f"{number:02}.png")
    return folder


def test_progress_and_cancel(qtbot: QtBot, window: MainWindow, many: Path, gate: Gate) -> None:
    window.open_paths([many])
    strip = window.worklist.progress
    qtbot.waitUntil(lambda: strip.isVisible() and strip.bar.maximum() == 12)
    gate.let_through(3)
    qtbot.waitUntil(lambda: strip.bar.value() == 3)
    assert strip.text.text() == "3 of 12"
    QTest.mouseClick(strip.cancel, Qt.MouseButton.LeftButton)
    gate.let_through(20)
    qtbot.waitUntil(lambda: is_idle(window, 12), timeout=10_000)
    assert not strip.isVisible()
    rows = [row.progress for row in listed(window)]
    # What the pipeline had in hand is finished, and the rest is left.
    assert set(rows) == {Progress.EXAMINED, Progress.NOT_EXAMINED}
    assert rows[:3] == [Progress.EXAMINED] * 3
    assert rows.count(Progress.NOT_EXAMINED) >= 2
    _look_at_one_and_examine_the_rest(qtbot, window)


def _look_at_one_and_examine_the_rest(qtbot: QtBot, window: MainWindow) -> None:
    left = [row for row in listed(window) if row.progress is Progress.NOT_EXAMINED]
    window.worklist.choose(left[0].key)
    assert window.result.card.headline.text() == "Not examined"
    qtbot.waitUntil(lambda: window.result.card.headline.text() == "Refer", timeout=10_000)
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: _all_examined(window), timeout=10_000)


def _all_examined(window: MainWindow) -> bool:
    return all(row.progress is Progress.EXAMINED for row in listed(window))


def test_opening_again_examines_what_was_cancelled(
    qtbot: QtBot, window: MainWindow, many: Path, gate: Gate
) -> None:
    window.open_paths([many])
    qtbot.waitUntil(window.worklist.progress.isVisible)
    window.actions_table["cancel"].trigger()
    gate.let_through(100)
    qtbot.waitUntil(lambda: is_idle(window, 12), timeout=10_000)
    window.open_paths([many])
    qtbot.waitUntil(lambda: _all_examined(window), timeout=10_000)


def test_escape_cancels(qtbot: QtBot, window: MainWindow, many: Path, gate: Gate) -> None:
    window.open_paths([many])
    qtbot.waitUntil(window.worklist.progress.isVisible)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    gate.let_through(20)
    qtbot.waitUntil(lambda: not window.worklist.progress.isVisible())


def test_a_run_reports_at_most_20_times_a_second(
    qtbot: QtBot, window: MainWindow, many: Path, gate: Gate
) -> None:
    window.open_paths([many])
    qtbot.waitUntil(lambda: window.desk.list.model.rowCount() == 12)
    reports: list[float] = []
    window.session.run.done.connect(lambda _: reports.append(time.perf_counter()))
    gate.let_through(20)
    qtbot.waitUntil(lambda: is_idle(window, 12), timeout=10_000)
    gaps = [after - before for before, after in pairwise(reports)]
    # The last report comes with the end of the run.
    assert min(gaps[:-1], default=1.0) > 0.045


def test_another_model_examines_everything_again(
    qtbot: QtBot, window: MainWindow, models: Path, photographs: list[Path]
) -> None:
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=10_000)
    other = write_model(
        models / "other.onnx",
        make_card(name="other", title="Other"),
        logits=[0.0, 0.0, 0.0, 0.0, 6.0],
    )
    with qtbot.waitSignal(window.session.models.changed):
        window.actions_table["refresh_models"].trigger()
    box = window.desk.models.chooser.models
    assert box.currentText() == "Tiny DR grader"
    box.setCurrentIndex(box.findText("Other"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: is_idle(window, 3) and window.result.bars.bars[4].leads, timeout=10_000)
    assert {row.row.grade for row in listed(window)} == {4}
    assert window.settings.model == str(other)


def test_closing_during_a_run_leaves_no_thread(
    qtbot: QtBot, window: MainWindow, many: Path, gate: Gate
) -> None:
    before = _threads()
    window.open_paths([many])
    qtbot.waitUntil(window.worklist.progress.isVisible)
    gate.let_through(1000)
    window.close()
    assert not window.desk.service.is_running
    assert window.background.is_idle
    assert _threads() <= before


def _threads() -> set[threading.Thread]:
    """Return the threads that Python started; it never forgets those of Qt's pools."""
    return {one for one in threading.enumerate() if type(one) is threading.Thread}


@pytest.fixture
def service() -> Iterator[InferenceService]:
    service = InferenceService()
    yield service
    service.close()


def test_worker_drops_answers_to_cancelled_requests(
    qtbot: QtBot, service: InferenceService
) -> None:
    job = Job(Store.in_memory(), NO_METHOD, None)
    answers: list[Answer] = []
    stale = service.submit(Examine(Path("a"), job), answers.append)
    service.cancel(stale)
    current = service.submit(Examine(Path("b"), job), answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert [answer.number for answer in answers] == [current]
    assert "no model" in str(answers[0].error)


@dataclass(frozen=True, eq=False)
class _Held:
    """Notes that it was done, when it may."""

    name: str
    done: list[str]
    may: threading.Event = field(default_factory=threading.Event)

    def perform(self, engine: Engine) -> None:
        del engine
        assert self.may.wait(timeout=20)
        self.done.append(self.name)


def test_worker_does_not_do_what_was_cancelled_while_it_waited(
    qtbot: QtBot, service: InferenceService
) -> None:
    done: list[str] = []
    answers: list[Answer] = []
    first, skipped, last = (_Held(name, done) for name in ("first", "skipped", "last"))
    skipped.may.set()
    last.may.set()
    service.submit(first, answers.append, urgent=True)
    service.cancel(service.submit(skipped, answers.append, urgent=True))
    service.submit(last, answers.append, urgent=True)
    first.may.set()
    qtbot.waitUntil(lambda: len(answers) == 2)
    assert done == ["first", "last"]


def test_the_photograph_on_screen_is_examined_once(
    qtbot: QtBot,
    window: MainWindow,
    photographs: list[Path],
    gate: Gate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    predict = Classifier.predict

    def count(classifier: Classifier, *arguments: Any) -> Prediction:
        asked.append(classifier)
        return predict(classifier, *arguments)

    monkeypatch.setattr(Classifier, "predict", count)
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: window.current is not None)
    # The run has it in hand: its finding is the one that is shown, heat map included.
    gate.let_through(10)
    qtbot.waitUntil(lambda: is_idle(window, 1) and bool(window.image.drawing.layers))
    assert len(asked) == 1


def test_the_photograph_on_screen_is_examined_where_the_run_is_cancelled(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], gate: Gate
) -> None:
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: window.current is not None)
    window.actions_table["cancel"].trigger()
    gate.let_through(10)
    qtbot.waitUntil(lambda: is_idle(window, 1) and bool(window.image.drawing.layers))
    assert window.result.card.headline.text() == "Refer"


def test_urgent_requests_come_first() -> None:
    queue = RequestQueue()
    job = Job(Store.in_memory(), NO_METHOD, None)
    run: list[Request] = [Examine(Path(name), job) for name in "abc"]
    for number, request in enumerate(run):
        queue.put(Ticket(number, request), urgent=False)
    explain = Explain.__new__(Explain)
    queue.put(Ticket(9, explain), urgent=True)
    taken = [ticket.number for ticket in iter(queue.take, None)]
    assert taken == [9, 0, 1, 2]


def test_background_jobs_end_in_one_callback(qtbot: QtBot) -> None:
    background = Background()
    done: list[int] = []
    failed: list[str] = []
    dropped = background.run(lambda: 1, done.append)
    background.drop(dropped)
    background.run(lambda: 2, done.append)
    with qtbot.waitSignal(background.crashed):
        background.run(lambda: 1 // 0, done.append, failed.append)
    qtbot.waitUntil(lambda: done == [2] and len(failed) == 1)
    background.close()
