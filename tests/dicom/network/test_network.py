"""Sending, the outbox, finding and fetching, and the whole way, against Orthanc and storescp."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import ComprehensiveSRStorage

from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.network.associate import echo
from fundusviewer.dicom.network.fetch import fetch_series, find_photographs_of, move_series
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.dicom.network.receive import Receiver
from fundusviewer.dicom.network.send import NotSent, Sent, send_files
from fundusviewer.dicom.settings import NetworkSettings, Peer, Receiving
from fundusviewer.dicom.station import Grading, Station
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier
from fundusviewer.screening import Failure, Outcome, Store, name_pattern
from tests.helpers.dicom import PATIENT_ID, as_jpeg, ophthalmic, secondary_capture, written
from tests.helpers.peers import HOST, Archive, free_port, orthanc, storescp, until
from tests.helpers.programs import run_program
from tests.imaging.dicom.pictures import drawn

NOBODY = Peer(title="NOBODY", host=HOST, port=1)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with orthanc(tmp_path / "orthanc") as running:
        yield running


def objects(folder: Path, count: int) -> list[Path]:
    return [written(folder / f"{number}.dcm", as_jpeg(drawn())) for number in range(count)]


def test_a_connection_is_tested(archive: Archive) -> None:
    echo("FUNDUS", archive.peer)


@pytest.mark.parametrize(
    ("peer", "message"),
    [
        (NOBODY, r"cannot be reached \(Connection refused\); check address, port and network"),
        (Peer(title="X", host="host.invalid", port=104), r"cannot be reached \("),
    ],
)
def test_a_node_that_is_not_there(peer: Peer, message: str) -> None:
    with pytest.raises(NetworkError, match=message):
        echo("FUNDUS", peer)


def test_objects_are_sent_and_can_be_read_back(archive: Archive, tmp_path: Path) -> None:
    files = objects(tmp_path, 3)
    assert list(send_files("FUNDUS", archive.peer, files)) == [Sent(file) for file in files]
    sent = {dcmread(file).SOPInstanceUID for file in files}
    back = [dcmread(io.BytesIO(archive.file(one))) for one in archive.instances()]
    assert {dataset.SOPInstanceUID for dataset in back} == sent


def test_an_archive_that_takes_uncompressed_objects_only(tmp_path: Path) -> None:
    with storescp(tmp_path / "in", "+x=") as peer:
        (file,) = objects(tmp_path, 1)
        assert list(send_files("FUNDUS", peer, [file])) == [Sent(file)]
        (kept,) = [path for path in (tmp_path / "in").iterdir() if path.suffix != ".log"]
        arrived = dcmread(kept)
        assert not arrived.file_meta.TransferSyntaxUID.is_compressed
        assert arrived.SOPInstanceUID == dcmread(file).SOPInstanceUID
        before, after = read_image(file).pixels, read_image(kept).pixels
        assert np.abs(before.astype(int) - after).mean() < 1


def test_a_node_that_takes_no_reports_says_so(tmp_path: Path) -> None:
    receiving = Receiving(
        enabled=True, port=free_port(), callers=("FUNDUS",), folder=tmp_path / "spool"
    )
    report = ophthalmic(drawn(), SOPClassUID=ComprehensiveSRStorage)
    file = written(tmp_path / "report.dcm", report)
    peer = Peer(title="NODE", host=HOST, port=receiving.port)
    with (
        Receiver("NODE", receiving),
        pytest.raises(NetworkError, match="takes none of the kinds of objects"),
    ):
        list(send_files("FUNDUS", peer, [file]))


def test_what_another_program_has_sent_meanwhile_is_forgotten(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.put(objects(tmp_path, 1)[0])

    def sent_elsewhere(files: Sequence[Path]) -> Iterator[Sent | NotSent]:
        for file in files:
            file.unlink()
            yield NotSent(file, "gone", final=True)

    outbox.deliver(sent_elsewhere)
    assert not list((tmp_path / "outbox").iterdir())


def test_what_is_no_dicom_is_not_sent(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "x.dcm").write_bytes(b"nothing")
    (outcome,) = send_files("FUNDUS", archive.peer, [tmp_path / "x.dcm"])
    assert isinstance(outcome, NotSent)
    assert outcome.final


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_an_archive_that_is_down_loses_nothing(tmp_path: Path) -> None:
    clock = Clock()
    outbox = Outbox(tmp_path / "outbox", clock)
    for file in objects(tmp_path, 2):
        outbox.put(file)
    port = free_port()
    down = partial(send_files, "FUNDUS", Peer(title="ORTHANC", host=HOST, port=port))
    sent, failed = outbox.deliver(down)
    assert (sent, len(failed)) == (0, 2)
    assert [one.attempts for one in outbox.waiting()] == [1, 1]
    assert "cannot be reached" in outbox.waiting()[0].reason
    assert outbox.deliver(lambda _: pytest.fail("it is not due yet")) == (0, [])
    # The program is started again, and the archive too.
    outbox = Outbox(tmp_path / "outbox", clock)
    clock.now += 3600
    with orthanc(tmp_path / "orthanc", port=port) as archive:
        assert outbox.deliver(down) == (2, [])
        assert len(archive.instances()) == 2
    assert not list((tmp_path / "outbox").iterdir())


def test_waits_grow(tmp_path: Path) -> None:
    clock = Clock()
    outbox = Outbox(tmp_path / "outbox", clock)
    outbox.put(objects(tmp_path, 1)[0])

    def never(files: Sequence[Path]) -> Iterator[Sent | NotSent]:
        yield from (NotSent(file, "no", final=False) for file in files)

    waits = []
    for _ in range(8):
        outbox.deliver(never)
        (waiting,) = outbox.waiting()
        waits.append(waiting.next_attempt - clock.now)
        clock.now = waiting.next_attempt
    assert waits == [10, 30, 60, 300, 900, 3600, 3600, 3600]


@pytest.mark.parametrize("set_back", [20, 3600, 10**9])
@pytest.mark.parametrize("attempts", [1, 9])
def test_a_clock_that_is_set_back_stops_nothing(
    tmp_path: Path, set_back: float, attempts: int
) -> None:
    clock = Clock()
    clock.now = 2e9
    outbox = Outbox(tmp_path / "outbox", clock)
    outbox.put(objects(tmp_path, 1)[0])
    for _ in range(attempts):
        outbox.deliver(lambda files: iter([NotSent(file, "no", final=False) for file in files]))
        longest = outbox.waiting()[0].next_attempt - clock.now
        clock.now += longest
    clock.now -= set_back + longest
    # At the latest after as long as it would have had to wait anyhow.
    clock.now += longest
    assert outbox.deliver(lambda files: iter([Sent(file) for file in files]))[0] == (
        1 if set_back > longest else 0
    )
    clock.now += longest
    outbox.deliver(lambda files: iter([Sent(file) for file in files]))
    assert not outbox.waiting()


@pytest.mark.parametrize(
    "values",
    [
        {"next_attempt": "tomorrow"},
        {"next_attempt": 1e300},
        {"next_attempt": float("nan")},
        {"attempts": -7, "next_attempt": 1e12},
        {"attempts": "many"},
        {"refused": "perhaps"},
        {"file": "/etc/passwd"},
        [1],
    ],
)
def test_a_note_that_cannot_be_meant_holds_nothing_back(tmp_path: Path, values: Any) -> None:
    outbox = Outbox(tmp_path / "outbox", Clock())
    outbox.put(objects(tmp_path, 1)[0])
    (note,) = (tmp_path / "outbox").glob("*.json")
    note.write_text(json.dumps(values))
    sent: list[Path] = []

    def send(files: Sequence[Path]) -> Iterator[Sent | NotSent]:
        sent.extend(files)
        yield from map(Sent, files)

    assert outbox.deliver(send) == (1, [])
    assert [file.parent for file in sent] == [tmp_path / "outbox"]


def test_objects_of_one_name_wait_beside_each_other(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    for folder in ("a", "b", "a"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "1.dcm").write_bytes(folder.encode())
        outbox.put(tmp_path / folder / "1.dcm")
    assert {one.file.read_bytes() for one in outbox.waiting()} == {b"a", b"b"}
    assert len(outbox.waiting()) == 2


def test_what_a_killed_program_left_in_the_outbox_is_removed(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox")
    left = tmp_path / "outbox" / ".1.dcm.abc.partial"
    left.write_bytes(b"x")
    os.utime(left, (0, 0))
    Outbox(tmp_path / "outbox")
    assert not left.exists()


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda _: None])
def test_what_is_no_file_is_not_put_into_the_outbox(tmp_path: Path, make: Any) -> None:
    make(tmp_path / "x.dcm")
    with pytest.raises(OutputError, match=r"x\.dcm: is no file"):
        Outbox(tmp_path / "outbox").put(tmp_path / "x.dcm")


def test_what_the_archive_does_not_want_stays_until_somebody_says_so(tmp_path: Path) -> None:
    clock = Clock()
    outbox = Outbox(tmp_path / "outbox", clock)
    outbox.put(objects(tmp_path, 1)[0])

    def refuses(files: Sequence[Path]) -> Iterator[Sent | NotSent]:
        yield from (NotSent(file, "A900", final=True) for file in files)

    outbox.deliver(refuses)
    clock.now += 10**6
    assert outbox.deliver(lambda _: pytest.fail("it was refused")) == (0, [])
    assert outbox.waiting()[0].refused
    outbox.retry()
    assert outbox.deliver(lambda files: iter([Sent(file) for file in files])) == (1, [])


def test_a_connection_that_breaks_in_the_middle_keeps_the_rest(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    for file in objects(tmp_path, 3):
        outbox.put(file)

    def breaks(files: Sequence[Path]) -> Iterator[Sent | NotSent]:
        yield Sent(files[0])
        raise NetworkError("broke")

    sent, failed = outbox.deliver(breaks)
    assert (sent, len(failed)) == (1, 2)
    assert len(outbox.waiting()) == 2


def test_a_note_that_is_damaged_sends_the_object_again(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.put(objects(tmp_path, 1)[0])
    for note in (tmp_path / "outbox").glob("*.json"):
        note.write_text("{")
    assert outbox.deliver(lambda files: iter([Sent(file) for file in files])) == (1, [])


def test_a_peer_that_hangs_is_given_up(tmp_path: Path) -> None:
    import socket

    with socket.socket() as silent:
        silent.bind((HOST, 0))
        silent.listen()
        peer = Peer(title="SILENT", host=HOST, port=silent.getsockname()[1])
        with pytest.raises(NetworkError, match="does not answer"):
            echo("FUNDUS", peer, seconds=1)


def test_earlier_photographs_are_found_and_fetched(archive: Archive, tmp_path: Path) -> None:
    old = as_jpeg(drawn(), StudyDate="20200101")
    new, other = as_jpeg(drawn()), as_jpeg(drawn(), PatientID="4711-x2")
    files = [
        written(tmp_path / f"{number}.dcm", dataset)
        for number, dataset in enumerate((old, new, other))
    ]
    list(send_files("FUNDUS", archive.peer, files))
    found = find_photographs_of("FUNDUS", archive.peer, PATIENT_ID)
    assert [one.date for one in found] == ["20260314", "20200101"]
    (kept,) = fetch_series("FUNDUS", archive.peer, found[1], tmp_path / "fetched")
    assert dcmread(kept).SOPInstanceUID == old.SOPInstanceUID
    np.testing.assert_array_equal(read_image(kept).pixels, read_image(files[0]).pixels)
    assert find_photographs_of("FUNDUS", archive.peer, "nobody") == []


@pytest.mark.parametrize("number", ["", " ", "*", "47*", "4711?"])
def test_nobody_asks_for_all_patients(archive: Archive, number: str) -> None:
    with pytest.raises(NetworkError, match="give the whole number"):
        find_photographs_of("FUNDUS", archive.peer, number)


def test_an_archive_sends_to_our_receiver(tmp_path: Path) -> None:
    us = Peer(title="FUNDUS", host=HOST, port=free_port())
    receiving = Receiving(
        enabled=True, port=us.port, callers=("ORTHANC",), folder=tmp_path / "spool"
    )
    with (
        orthanc(tmp_path / "orthanc", known=us) as archive,
        Receiver("FUNDUS", receiving),
    ):
        list(send_files("FUNDUS", archive.peer, objects(tmp_path, 1)))
        (series,) = find_photographs_of("FUNDUS", archive.peer, PATIENT_ID)
        assert move_series("FUNDUS", archive.peer, series, "FUNDUS") == 1
        with pytest.raises(NetworkError, match="cannot send the photographs"):
            move_series("FUNDUS", archive.peer, series, "UNKNOWN")
    assert len(list((tmp_path / "spool").rglob("*.dcm"))) == 1


class Running:
    """A station on a thread of its own."""

    def __init__(self, station: Station) -> None:
        self.station, self.outcomes = station, list[Outcome]()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        for outcome in self.station.run(self._ended.is_set):
            self.outcomes.append(outcome)

    def __enter__(self) -> Self:
        self._thread.start()
        port = self.station.settings.receiving.port
        until(lambda: answers(port), "the station listens")
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(60)
        assert not self._thread.is_alive()


def answers(port: int) -> bool:
    try:
        echo("CAMERA", Peer(title="FUNDUS", host=HOST, port=port))
    except NetworkError:
        return False
    return True


@pytest.fixture
def grading(tmp_path: Path, tiny_model: Path) -> Iterator[Grading]:
    classifier = Classifier(tiny_model, "cpu")
    with Store(tmp_path / "s.sqlite") as store:
        yield Grading(classifier, None, store, name_pattern())


def station_of(grading: Grading, place: Path, archive: Peer | None, **changes: Any) -> Station:
    receiving = Receiving(
        enabled=True, port=free_port(), callers=("CAMERA", "CAMERA2"), folder=place / "spool"
    )
    settings = NetworkSettings(title="FUNDUS", receiving=receiving, archive=archive, **changes)
    return Station(settings, grading, Outbox(place / "outbox"), settled_after=0.3)


def send_from_camera(station: Station, *files: Path, caller: str = "CAMERA") -> None:
    port = str(station.settings.receiving.port)
    run_program("storescu", "-R", "-xy", "-aet", caller, "-aec", "FUNDUS", HOST, port, *files)


@pytest.mark.usefixtures("qapp")
def test_the_whole_way(archive: Archive, grading: Grading, tmp_path: Path, sample: Path) -> None:
    """Two photographs of a study come in, are graded, and their reports are in the archive."""
    retina = read_image(sample).pixels[::2, ::2].copy()
    left = as_jpeg(retina)
    right = as_jpeg(retina, ImageLaterality="R", StudyInstanceUID=left.StudyInstanceUID)
    files = [written(tmp_path / "l.dcm", left), written(tmp_path / "r.dcm", right)]
    station = station_of(grading, tmp_path, archive.peer, send=(Kind.REPORT, Kind.PICTURE))
    with Running(station) as running:
        send_from_camera(station, *files)
        until(lambda: len(archive.instances()) == 4, "reports and pictures are in the archive")
        assert len(running.outcomes) == 2
    back = [dcmread(io.BytesIO(archive.file(one))) for one in archive.instances()]
    assert {dataset.StudyInstanceUID for dataset in back} == {left.StudyInstanceUID}
    assert sorted(dataset.Modality for dataset in back) == ["OT", "OT", "SR", "SR"]
    assert {dataset.PatientID for dataset in back} == {PATIENT_ID}
    assert not station.outbox.waiting()
    rows = grading.store.rows(grading.method)
    assert [row.dicom_patient for row in rows] == [rows[0].dicom_patient] * 2
    assert (rows[0].dicom_patient or "").startswith("DICOM-")


def test_what_cannot_be_graded_is_an_error_and_the_rest_goes_on(
    grading: Grading, tmp_path: Path, sample: Path
) -> None:
    retina = read_image(sample).pixels[::4, ::4].copy()
    station = station_of(grading, tmp_path, None)
    with Running(station) as running:
        send_from_camera(station, written(tmp_path / "a.dcm", ophthalmic(retina, Rows=9)))
        send_from_camera(station, written(tmp_path / "b.dcm", secondary_capture(retina)))
        until(lambda: len(running.outcomes) == 2, "both are graded")
    failed = [one for one in running.outcomes if isinstance(one, Failure)]
    assert len(failed) == 1
    assert "contradicts itself" in failed[0].reason


def test_what_was_received_and_not_graded_is_graded_at_the_next_start(
    grading: Grading, tmp_path: Path
) -> None:
    station = station_of(grading, tmp_path, None)
    with Receiver("FUNDUS", station.settings.receiving):
        send_from_camera(station, *objects(tmp_path, 2))
    with Running(station) as running:
        until(lambda: len(running.outcomes) == 2, "both are graded")
        until(lambda: len(list((tmp_path / "spool").rglob(".reported"))) == 2, "both are done")
    again = station_of(grading, tmp_path, None)
    with Running(again) as running:
        send_from_camera(again, *objects(tmp_path, 1))
        until(lambda: len(running.outcomes) == 1, "the new one is graded")


def test_two_callers_at_once_lose_nothing(grading: Grading, tmp_path: Path) -> None:
    station = station_of(grading, tmp_path, None)
    with Running(station) as running:
        senders = [
            threading.Thread(
                target=send_from_camera,
                args=(station, *objects(_folder(tmp_path, caller), 25)),
                kwargs={"caller": caller},
            )
            for caller in ("CAMERA", "CAMERA2")
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        until(lambda: len(running.outcomes) == 50, "all are graded")
    assert len(grading.store.rows(grading.method)) == 50


def _folder(place: Path, name: str) -> Path:
    folder = place / name
    folder.mkdir()
    return folder


def test_the_outboxs_notes_are_json(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path / "outbox")
    outbox.put(objects(tmp_path, 1)[0])
    (note,) = (tmp_path / "outbox").glob("*.json")
    assert json.loads(note.read_text())["attempts"] == 0
    assert (tmp_path / "outbox").stat().st_mode & 0o077 == 0
