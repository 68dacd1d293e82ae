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
from unittest.mock import Mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.state.database_handles import NO_METHOD
from fundusviewer.gui.state.folder_run import FolderRunner
from fundusviewer.gui.state.photograph import Progress
from fundusviewer.gui.state.run_tally import Pace, RunPart, RunState, Tally
from fundusviewer.gui.threads.inference_thread import Answer, InferenceService
from fundusviewer.gui.threads.inference_worker import (
    Examine,
    ExaminedPath,
    Explain,
    FolderRun,
    Job,
    OpenModels,
    Request,
    RequestQueue,
    Ticket,
)
from fundusviewer.gui.threads.job_pool import JobPool
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.gui.worklist.run_panel import RunPanel
from fundusviewer.inference import Classifier, Prediction
from fundusviewer.screening import Store
from tests.gui.conftest import MakeWindow
from tests.gui.steps import chooser, is_idle, listed
from tests.helpers.models import make_card, write_model


class Gate:
    """Holds the run before each photograph until it is let through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open = threading.Semaphore(0)
        go_on = FolderRun.next

        def wait(run: FolderRun, models: OpenModels) -> object:
            assert self._open.acquire(timeout=60)
            return go_on(run, models)

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


def test_progress_and_pause(qtbot: QtBot, window: MainWindow, many: Path, gate: Gate) -> None:
    window.open_paths([many])
    strip = window.worklist.run
    qtbot.waitUntil(lambda: strip.isVisible() and strip.bar.maximum() == 12)
    gate.let_through(3)
    qtbot.waitUntil(lambda: strip.bar.value() == 3)
    assert strip.text.text() == "3 of 12"
    numbers = {RunPart.EXAMINED: "Examined: 3", RunPart.NOT_EXAMINED: "Not examined: 9"}
    assert _numbers(strip) == numbers
    QTest.mouseClick(strip.pause, Qt.MouseButton.LeftButton)
    gate.let_through(20)
    qtbot.waitUntil(lambda: is_idle(window, 12), timeout=60_000)
    assert strip.text.text().startswith("Paused · ")
    rows = [row.progress for row in listed(window)]
    # What the pipeline had in hand is finished, and the rest is left.
    assert set(rows) == {Progress.EXAMINED, Progress.NOT_EXAMINED}
    assert rows[:3] == [Progress.EXAMINED] * 3
    assert rows.count(Progress.NOT_EXAMINED) >= 2
    left = rows.count(Progress.NOT_EXAMINED)
    assert _numbers(strip)[RunPart.NOT_EXAMINED] == f"Not examined: {left}"
    assert f" · {left} not examined" in window.worklist.heading.text()
    _look_at_one_and_examine_the_rest(qtbot, window)
    assert strip.text.text() == "Finished: 12 photographs"
    assert _numbers(strip) == {RunPart.EXAMINED: "Examined: 12"}
    QTest.mouseClick(strip.close_button, Qt.MouseButton.LeftButton)
    assert not strip.isVisible()


def test_a_lost_drive_pauses_the_run() -> None:
    """One photograph that cannot be reached is its own fault; three in turn are the drive's."""

    class Still:
        is_stopped = False

        def submit(self, *_: object) -> None:
            """Do nothing."""

        def stop(self) -> None:
            self.is_stopped = True

    still: Any = Still()
    runner, told = FolderRunner(still), list[str]()
    runner.obstructed.connect(told.append)
    paths = [Path(f"/share/{number}.jpg") for number in range(9)]
    runner._waiting, runner._running = dict.fromkeys(paths), still

    def answer(path: Path, *, unreached: bool) -> None:
        problem = f"{path.name}: the drive does not answer" if unreached else None
        done = ExaminedPath(path, problem, unreached=unreached)
        request: Any = None
        runner._answered(Answer(1, request, done))

    for number, path in enumerate(paths[:5]):
        answer(path, unreached=number != 2)
    assert told == []
    # Two were told as failed when the third was reached; those after it are held back.
    assert runner.tally.failed == 2
    answer(paths[5], unreached=True)
    assert told == ["5.jpg: the drive does not answer"]
    assert still.is_stopped
    assert runner.tally.state is RunState.PAUSED
    assert (runner.tally.failed, runner.tally.not_examined) == (2, 6)
    assert runner.photographs(RunPart.NOT_EXAMINED) == paths[3:]


def test_what_the_run_missed_and_somebody_saw_is_no_failure() -> None:
    runner = FolderRunner(Mock())
    missed, seen, next_one = (Path(f"/share/{name}.jpg") for name in "abc")
    told: list[dict[Path, str | None]] = []
    runner.done.connect(told.append)
    runner._waiting, runner._running = dict.fromkeys([missed, seen, next_one]), Mock()
    for path, problem in ((missed, "gone"), (seen, "gone"), (next_one, None)):
        if path == next_one:
            # Looked at when the drive was there again.
            runner.examined_elsewhere(seen, None)
        done = ExaminedPath(path, problem, unreached=problem is not None)
        runner._answered(Answer(1, Mock(), done))
    runner._tell()
    assert {path: one for part in told for path, one in part.items()} == {
        missed: "gone",
        next_one: None,
    }
    assert (runner.tally.failed, runner.tally.done) == (1, 3)


def _numbers(panel: RunPanel) -> dict[RunPart, str]:
    return {part: one.text() for part, one in panel.numbers.items() if one.isVisible()}


def _look_at_one_and_examine_the_rest(qtbot: QtBot, window: MainWindow) -> None:
    left = [row for row in listed(window) if row.progress is Progress.NOT_EXAMINED]
    window.workspace.list.cursor.choose(left[0].key)
    assert window.result.card.headline.text() == "Not examined"
    qtbot.waitUntil(lambda: window.result.card.headline.text() == "Refer", timeout=60_000)
    # It is counted where it was examined outside of the run, too.
    assert window.session.run.tally.not_examined == len(left) - 1
    QTest.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: _all_examined(window), timeout=10_000)


def _all_examined(window: MainWindow) -> bool:
    return all(row.progress is Progress.EXAMINED for row in listed(window))


@pytest.fixture
def paused(qtbot: QtBot, window: MainWindow, many: Path, gate: Gate) -> MainWindow:
    """Return a window with a run that was stopped by Esc near its beginning."""
    window.open_paths([many])
    qtbot.waitUntil(window.worklist.run.isVisible)
    gate.let_through(1)
    qtbot.waitUntil(lambda: window.session.run.tally.done == 1)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    gate.let_through(100)
    qtbot.waitUntil(lambda: is_idle(window, 12), timeout=60_000)
    assert window.session.run.tally.state is RunState.PAUSED
    return window


def test_escape_pauses_and_the_button_goes_on(qtbot: QtBot, paused: MainWindow) -> None:
    # A second time does nothing more: least of all go on.
    QTest.keyClick(paused, Qt.Key.Key_Escape)
    assert paused.session.run.tally.state is RunState.PAUSED
    QTest.mouseClick(paused.worklist.run.resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: _all_examined(paused) and paused.is_idle, timeout=60_000)
    assert paused.worklist.heading.text() == "12 photographs · 12 to review"


def test_the_menu_goes_on(qtbot: QtBot, paused: MainWindow) -> None:
    assert not paused.actions_table["pause"].isEnabled()
    paused.actions_table["resume"].trigger()
    assert not paused.actions_table["resume"].isEnabled()
    qtbot.waitUntil(lambda: _all_examined(paused), timeout=60_000)


def test_another_database_ends_a_paused_run(
    qtbot: QtBot, paused: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.sqlite"
    monkeypatch.setattr(
        "fundusviewer.gui.workspace.database_controller.ask_new_database", lambda *_: other
    )
    paused.actions_table["new_database"].trigger()
    qtbot.waitUntil(lambda: paused.is_idle and other.exists(), timeout=60_000)
    assert listed(paused) == []
    assert paused.session.run.tally == Tally()
    assert not paused.worklist.run.isVisible()


def test_what_is_opened_in_a_pause_waits_and_is_counted(
    qtbot: QtBot, paused: MainWindow, photographs: list[Path]
) -> None:
    left = paused.session.run.tally.not_examined
    paused.open_paths(photographs[1:])
    qtbot.waitUntil(lambda: is_idle(paused, 14), timeout=60_000)
    # The one that is looked at is examined all the same.
    qtbot.waitUntil(lambda: paused.session.run.tally.not_examined == left + 1, timeout=60_000)
    paused.session.run.resume()
    qtbot.waitUntil(lambda: _all_examined(paused), timeout=60_000)


def test_a_paused_run_goes_on_after_a_restart(
    qtbot: QtBot, paused: MainWindow, make_window: MakeWindow
) -> None:
    paused.close()
    again = make_window()
    qtbot.waitUntil(lambda: len(listed(again)) == 12 and _all_examined(again), timeout=60_000)


def test_numbers_of_the_summary_list_what_they_count(
    qtbot: QtBot, window: MainWindow, many: Path, photographs: list[Path]
) -> None:
    window.open_paths(photographs)
    qtbot.waitUntil(lambda: is_idle(window, 3), timeout=60_000)
    for number in (3, 7):
        (many / f"{number:02}.png").write_bytes(b"no picture")
    window.open_paths([many])
    qtbot.waitUntil(lambda: is_idle(window, 15), timeout=60_000)
    panel = window.worklist.run
    assert panel.text.text() == "Finished: 12 photographs"
    assert _numbers(panel) == {RunPart.EXAMINED: "Examined: 10", RunPart.FAILED: "Failed: 2"}
    assert window.worklist.heading.text() == "15 photographs · 13 to review · 2 failed"
    for part, count in ((RunPart.FAILED, 2), (RunPart.EXAMINED, 10)):
        QTest.mouseClick(panel.numbers[part], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.is_idle, timeout=60_000)
        shown = listed(window)
        assert len(shown) == count
        assert {one.progress is Progress.FAILED for one in shown} == {part is RunPart.FAILED}
        assert f"{count} of 15 photographs · 13 to review" in window.worklist.heading.text()
    window.workspace.listing.show_all()
    qtbot.waitUntil(lambda: is_idle(window, 15), timeout=60_000)


def test_what_a_pause_left_can_be_listed(qtbot: QtBot, paused: MainWindow) -> None:
    left = set(paused.session.run.photographs(RunPart.NOT_EXAMINED))
    number = paused.worklist.run.numbers[RunPart.NOT_EXAMINED]
    QTest.mouseClick(number, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: paused.is_idle, timeout=60_000)
    assert {one.path for one in listed(paused)} == left


def test_a_crash_in_a_run_leaves_the_rest_as_not_examined(
    qtbot: QtBot, window: MainWindow, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on = FolderRun.next
    crashed: list[Exception] = []
    window.session.unexpected_error.disconnect()
    window.session.unexpected_error.connect(crashed.append)

    def fail(run: FolderRun, models: OpenModels) -> object:
        raise RuntimeError("broken")

    monkeypatch.setattr(FolderRun, "next", fail)
    window.open_paths([many])
    qtbot.waitUntil(lambda: bool(crashed) and is_idle(window, 12), timeout=60_000)
    tally = window.session.run.tally
    assert (tally.state, tally.total) == (RunState.PAUSED, 12)
    assert tally.not_examined >= 11
    monkeypatch.setattr(FolderRun, "next", go_on)
    window.session.run.resume()
    qtbot.waitUntil(lambda: _all_examined(window), timeout=60_000)


def test_time_left() -> None:
    moments = iter([0.0, 1.0, 2.0, 3.0, 100.0, 101.0, 102.0, 103.0])
    pace = Pace(lambda: next(moments))
    for _ in range(3):
        pace.note()
    assert pace.seconds(60) is None
    pace.note()
    assert pace.seconds(60) == pytest.approx(60)
    # A pause is no time that photographs take.
    pace.forget()
    for _ in range(4):
        pace.note()
    assert pace.seconds(60) == pytest.approx(60)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "10 of 20"),
        (20, "10 of 20 · less than a minute left"),
        (200, "10 of 20 · about 3 min left"),
        (20_000, "10 of 20 · about 6 h left"),
    ],
)
def test_time_left_in_words(window: MainWindow, seconds: float | None, words: str) -> None:
    panel = window.worklist.run
    panel.show_tally(Tally(RunState.RUNNING, 9, 1, 10, seconds))
    assert panel.text.text() == words


def test_a_run_reports_at_most_20_times_a_second(
    qtbot: QtBot, window: MainWindow, many: Path, gate: Gate
) -> None:
    window.open_paths([many])
    qtbot.waitUntil(lambda: window.workspace.list.model.rowCount() == 12)
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
    box = chooser(window).models
    assert box.currentText() == "Tiny DR grader"
    box.setCurrentIndex(box.findText("Other"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: is_idle(window, 3) and window.result.bars.bars[4].leads, timeout=10_000)
    assert {row.row.found.grade for row in listed(window)} == {4}
    assert window.settings.model == str(other)


def test_closing_during_a_run_leaves_no_thread(
    qtbot: QtBot, window: MainWindow, many: Path, gate: Gate
) -> None:
    before = _threads()
    window.open_paths([many])
    qtbot.waitUntil(window.worklist.run.isVisible)
    gate.let_through(1000)
    window.close()
    assert not window.workspace.service.is_running
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

    def perform(self, models: OpenModels) -> None:
        del models
        assert self.may.wait(timeout=60)
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


def test_the_photograph_on_screen_is_examined_where_the_run_is_paused(
    qtbot: QtBot, window: MainWindow, photographs: list[Path], gate: Gate
) -> None:
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: window.current is not None)
    window.actions_table["pause"].trigger()
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
    background = JobPool()
    done: list[int] = []
    failed: list[str] = []
    dropped = background.run(lambda: 1, done.append)
    background.drop(dropped)
    background.run(lambda: 2, done.append)
    with qtbot.waitSignal(background.unexpected_error):
        background.run(lambda: 1 // 0, done.append, failed.append)
    qtbot.waitUntil(lambda: done == [2] and len(failed) == 1)
    background.close()
