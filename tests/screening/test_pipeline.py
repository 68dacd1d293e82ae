"""A folder run equals single examinations, loses nothing and holds its bounds."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import StoreError
from fundusviewer.grading import Decision
from fundusviewer.inference import Classifier, Prediction
from fundusviewer.resources import asset
from fundusviewer.screening import (
    Failure,
    Finding,
    FolderWatch,
    Known,
    Method,
    Outcome,
    RunLog,
    Store,
    arrivals,
    examine,
    examine_stream,
    find_photographs,
    screen,
)
from fundusviewer.screening.pipeline import Together
from fundusviewer.screening.runs.watch import EMPTY_SETTLED_AFTER, SETTLED_AFTER
from tests.helpers.models import write_model
from tests.imaging.test_reduced import write_disc
from tests.screening.photographs import HEALTHY, write_black, write_photograph, write_photographs


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "screening.sqlite") as store:
        yield store


def kinds(outcomes: list[Outcome]) -> list[type]:
    return [type(outcome) for outcome in outcomes]


def test_a_folder_run_finds_what_a_single_examination_finds(
    tmp_path: Path, classifier: Classifier
) -> None:
    paths = [
        asset("sample.jpg"),
        write_disc(tmp_path / "camera.jpg"),
        write_black(tmp_path / "b.png"),
    ]
    for path, outcome in zip(paths, examine_stream(paths, classifier), strict=True):
        alone = examine(path, classifier)
        assert isinstance(outcome, Finding)
        assert outcome.assessment == alone.assessment
        assert outcome.image.source == alone.image.source
        assert outcome.image.pixels.shape == alone.image.pixels.shape
        assert outcome.field_of_view == alone.field_of_view
        assert outcome.prepared.region == alone.prepared.region
        np.testing.assert_array_equal(outcome.prepared.pixels, alone.prepared.pixels)
        assert (outcome.prediction is None) == (alone.prediction is None)
        if outcome.prediction is not None and alone.prediction is not None:
            np.testing.assert_allclose(outcome.prediction.heatmap, alone.prediction.heatmap)
        assert outcome.timings.total > 0


def test_order_is_kept_and_no_pixels_are(tmp_path: Path, classifier: Classifier) -> None:
    paths = write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(20)))
    outcomes = list(examine_stream(paths, classifier, workers=4))
    assert [outcome.path for outcome in outcomes] == paths
    for outcome in outcomes:
        assert isinstance(outcome, Finding)
        assert outcome.image.pixels.strides == (0, 0, 0)


def test_only_a_few_are_on_their_way(tmp_path: Path, classifier: Classifier) -> None:
    drawn = 0

    def paths() -> Iterator[Path]:
        nonlocal drawn
        for path in write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(20))):
            drawn += 1
            yield path

    for done, _ in enumerate(examine_stream(paths(), classifier, workers=2), start=1):
        assert drawn - done <= 7


@pytest.mark.parametrize("photographs", [2, 3, 8])
def test_several_at_once_are_what_each_is_alone(
    tmp_path: Path, classifier: Classifier, photographs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged file, one that cannot be graded and one that is known change nothing for others."""
    paths = write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(7)))
    paths[2] = write_black(tmp_path / "black.png")
    paths[4].write_bytes(b"no photograph")
    asked: list[int] = []
    batch = classifier.predict_batch

    def counted(pixels: np.ndarray, *rest: Any, **options: Any) -> list[Prediction]:
        asked.append(len(pixels))
        return batch(pixels, *rest, **options)

    def look_up(path: Path, sha256: str) -> Known | None:
        return Known(path, sha256) if path == paths[6] else None

    alone = list(examine_stream(paths, classifier, look_up=look_up))
    monkeypatch.setattr(classifier, "predict_batch", counted)
    found = list(examine_stream(paths, classifier, look_up=look_up, together=Together(photographs)))
    assert sum(asked) == 5
    assert max(asked) == min(photographs, 5)
    assert [outcome.path for outcome in found] == paths
    assert kinds(found) == kinds(alone)
    for one, other in zip(found, alone, strict=True):
        assert isinstance(one, Finding) == isinstance(other, Finding)
        if isinstance(one, Finding) and isinstance(other, Finding):
            assert one.assessment == other.assessment
            assert (one.prediction is None) == (other.prediction is None)


def test_an_answer_without_numbers_does_not_disturb_the_others(
    tmp_path: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(4)))
    paths[1] = asset("sample.jpg")
    bad = examine(paths[1], classifier).prepared.pixels
    run = classifier._session.run

    class Session:
        def run(self, names: list[str], feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
            values = [np.array(value) for value in run(names, feeds)]
            for row, pixels in enumerate(feeds["image"]):
                if np.array_equal(pixels, bad):
                    values[names.index("probabilities")][row] = np.nan
            return values

    monkeypatch.setattr(classifier, "_session", Session())
    found = list(examine_stream(paths, classifier, together=Together(4)))
    assert kinds(found) == [Finding, Failure, Finding, Finding]


def test_without_heat_maps_all_else_is_the_same(tmp_path: Path, classifier: Classifier) -> None:
    paths = write_photographs(tmp_path / "day", ["a.jpg", "b.jpg"])
    for photographs in (1, 2):
        together = Together(photographs, heatmaps=False)
        found = list(examine_stream(paths, classifier, together=together))
        for path, outcome in zip(paths, found, strict=True):
            assert isinstance(outcome, Finding)
            assert outcome.assessment == examine(path, classifier).assessment
            assert outcome.prediction is not None
            assert outcome.prediction.heatmap.size == 0
            assert outcome.annotation().heatmap is None


def test_a_second_run_computes_only_what_is_new(
    tmp_path: Path, classifier: Classifier, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "day"
    paths = write_photographs(folder, ["a.jpg", "b.jpg"])
    method = Method.of(classifier)
    assert kinds(list(screen(paths, classifier, store, method))) == [Finding, Finding]
    (folder / "a.jpg").rename(folder / "moved.jpg")
    write_photograph(folder / "new.jpg", 9)
    predicted: list[int] = []
    predict = classifier.predict

    def count(pixels: np.ndarray) -> object:
        predicted.append(len(pixels))
        return predict(pixels)

    monkeypatch.setattr(classifier, "predict", count)
    again = list(screen(find_photographs([folder]), classifier, store, method))
    assert kinds(again) == [Known, Known, Finding]
    assert len(predicted) == 1
    assert len(store.rows(method)) == 4


def test_another_file_of_the_model_computes_anew(
    tmp_path: Path, classifier: Classifier, store: Store
) -> None:
    paths = write_photographs(tmp_path / "day", ["a.jpg"])
    list(screen(paths, classifier, store, Method.of(classifier)))
    other = Classifier(write_model(tmp_path / "other.onnx", logits=HEALTHY), "cpu")
    assert kinds(list(screen(paths, other, store, Method.of(other)))) == [Finding]
    assert store.rows(Method.of(classifier))[0].decision is Decision.REFER
    assert store.rows(Method.of(other))[0].decision is Decision.NO_REFERRAL


def test_another_operating_point_computes_anew(classifier: Classifier) -> None:
    point = classifier.card.operating_points[0]
    stricter = point.model_copy(update={"threshold": 0.9})
    assert Method.of(classifier) == Method.of(classifier, point)
    assert Method.of(classifier) != Method.of(classifier, stricter)


def test_a_folder_full_of_trouble(tmp_path: Path, classifier: Classifier, store: Store) -> None:
    folder = tmp_path / "day"
    write_photographs(folder, ["good.jpg", "vanishes.jpg"])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "text.jpg").write_text("not a picture", "utf-8")
    (folder / "cut.png").write_bytes(write_black(tmp_path / "b.png").read_bytes()[:60])
    (folder / "notes.txt").write_text("ignored", "utf-8")
    write_photograph(Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.jpg")), 7)
    (folder / "circle").symlink_to(folder)
    (folder / "loop.jpg").symlink_to(folder / "loop.jpg")
    os.mkfifo(folder / "pipe.jpg")
    paths = find_photographs([folder])
    (folder / "vanishes.jpg").unlink()
    method, log = Method.of(classifier), RunLog()
    for outcome in screen(paths, classifier, store, method):
        log.note(outcome)
    decisions = {row.path.name: row.decision for row in log.rows(store, method)}
    assert decisions == {
        "good.jpg": Decision.REFER,
        os.fsdecode(b"\xff\xfe.jpg"): Decision.REFER,
        "vanishes.jpg": Decision.ERROR,
        "empty.jpg": Decision.ERROR,
        "text.jpg": Decision.ERROR,
        "cut.png": Decision.ERROR,
        "loop.jpg": Decision.ERROR,
        "pipe.jpg": Decision.ERROR,
    }
    assert len(log.failures) == 6
    assert "empty (0 bytes)" in log.failures[folder / "empty.jpg"]


def test_a_network_without_numbers_is_an_error_each_time(tmp_path: Path, store: Store) -> None:
    broken = Classifier(write_model(tmp_path / "nan.onnx", logits=[float("nan")] * 5), "cpu")
    method = Method.of(broken)
    paths = write_photographs(tmp_path / "day", ["a.jpg"])
    for _ in range(2):
        assert kinds(list(screen(paths, broken, store, method))) == [Failure]
    (row,) = store.rows(method)
    assert row.decision is Decision.ERROR
    assert row.result is None


def test_any_error_is_the_answer_for_its_photograph_alone(
    tmp_path: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    predict = classifier.predict
    calls = iter([MemoryError("no memory"), None, RuntimeError("odd")])

    def trouble(pixels: np.ndarray) -> object:
        error = next(calls)
        if error is not None:
            raise error
        return predict(pixels)

    monkeypatch.setattr(classifier, "predict", trouble)
    paths = write_photographs(tmp_path / "day", ["a.jpg", "b.jpg", "c.jpg"])
    outcomes = list(examine_stream(paths, classifier))
    assert kinds(outcomes) == [Failure, Finding, Failure]
    assert isinstance(outcomes[0], Failure)
    assert "no memory" in outcomes[0].reason


def test_a_full_disk_is_an_error_of_its_photographs_and_the_run_goes_on(
    tmp_path: Path, store: Store
) -> None:
    healthy = Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")
    method, log = Method.of(healthy), RunLog()
    paths = write_photographs(
        tmp_path / "day", (f"{'n' * 200}{number}.jpg" for number in range(30))
    )
    connection = store._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 2}")
    outcomes = list(screen(paths, healthy, store, method))
    assert len(outcomes) == 30
    assert isinstance(outcomes[0], Finding)
    last = outcomes[-1]
    assert isinstance(last, Failure)
    assert "could not be stored" in last.reason
    assert "disk is full" in last.reason
    for outcome in outcomes:
        log.note(outcome)
    decisions = [row.decision for row in log.rows(store, method)]
    assert len(decisions) == 30
    assert decisions.count(Decision.ERROR) == len(log.failures) > 0
    assert decisions.count(Decision.NO_REFERRAL) == 30 - len(log.failures)


def test_a_new_content_that_could_not_be_stored_hides_the_old_result(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    healthy = Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")
    method, log = Method.of(healthy), RunLog()
    paths = write_photographs(tmp_path / "day", ["a.jpg"])
    list(screen(paths, healthy, store, method))
    write_photograph(paths[0], 99)

    def refuse(*arguments: object) -> None:
        raise StoreError("the drive is gone")

    monkeypatch.setattr(store, "add_finding", refuse)
    for outcome in screen(paths, healthy, store, method):
        log.note(outcome)
    (row,) = log.rows(store, method)
    assert row.decision is Decision.ERROR
    assert "the drive is gone" in row.reasons[0]


def test_a_database_that_does_not_answer_is_an_error_of_the_photograph(
    tmp_path: Path, classifier: Classifier, store: Store
) -> None:
    method = Method.of(classifier)
    paths = write_photographs(tmp_path / "day", ["a.jpg", "b.jpg"])
    store.close()
    assert kinds(list(screen(paths, classifier, store, method))) == [Failure, Failure]


def test_cancelling_stores_what_is_yielded_and_ends(
    tmp_path: Path, classifier: Classifier, store: Store
) -> None:
    paths = write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(40)))
    method = Method.of(classifier)
    outcomes: list[Outcome] = []
    for outcome in screen(paths, classifier, store, method, cancelled=lambda: len(outcomes) >= 5):
        outcomes.append(outcome)  # noqa: PERF402
    assert 5 <= len(outcomes) <= 15
    assert [outcome.path for outcome in outcomes] == paths[: len(outcomes)]
    assert len(store.rows(method)) == len(outcomes)


def test_an_abandoned_run_ends_its_threads(tmp_path: Path, classifier: Classifier) -> None:
    import threading

    paths = write_photographs(tmp_path / "day", (f"{number}.jpg" for number in range(20)))
    run = examine_stream(paths, classifier)
    next(run)
    run.close()
    assert not [t for t in threading.enumerate() if t.name.startswith(("reading", "network"))]


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_watched_file_comes_once_it_is_complete(tmp_path: Path) -> None:
    clock = Time()
    watch = FolderWatch((tmp_path,), clock)
    assert watch.look() == []
    path = tmp_path / "a.jpg"
    path.write_bytes(b"half")
    assert watch.look() == []
    clock.now += SETTLED_AFTER
    path.write_bytes(b"half and half")
    assert watch.look() == []
    clock.now += SETTLED_AFTER - 0.1
    assert watch.look() == []
    clock.now += 0.2
    assert watch.look() == [path]
    clock.now += 100
    assert watch.look() == []
    path.write_bytes(b"written again")
    assert watch.look() == []
    clock.now += SETTLED_AFTER
    assert watch.look() == [path]


def test_an_empty_file_is_waited_for_but_not_for_ever(tmp_path: Path) -> None:
    clock = Time()
    watch = FolderWatch((tmp_path,), clock)
    path = tmp_path / "a.jpg"
    path.touch()
    watch.look()
    clock.now += SETTLED_AFTER
    assert watch.look() == []
    clock.now += EMPTY_SETTLED_AFTER
    assert watch.look() == [path]


def test_a_watched_folder_that_goes_away_and_comes_back(tmp_path: Path) -> None:
    clock = Time()
    folder, away = tmp_path / "drive", tmp_path / "away"
    write_photographs(folder, ["a.jpg"])
    watch = FolderWatch((folder,), clock)
    watch.look()
    folder.rename(away)
    for _ in range(3):
        clock.now += SETTLED_AFTER
        assert watch.look() == []
    away.rename(folder)
    watch.look()
    clock.now += SETTLED_AFTER
    assert watch.look() == [folder / "a.jpg"]


def test_arrivals_end_when_cancelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fundusviewer.screening.runs.watch.SETTLED_AFTER", 0.0)
    paths = write_photographs(tmp_path / "day", ["a.jpg"])
    waits: list[None] = []
    portions = list(
        arrivals(
            [tmp_path / "day"],
            cancelled=lambda: len(waits) > 3,
            wait=lambda: waits.append(None),
        )
    )
    assert portions == [paths]
