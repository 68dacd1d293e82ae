"""Receiving from dcmtk's storescu, and from callers that behave badly."""

from __future__ import annotations

import copy
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.uid import generate_uid
from pynetdicom import AE
from pynetdicom.presentation import build_context

from fundusviewer.dicom.network import guard, receive, spool
from fundusviewer.dicom.network.associate import association, echo
from fundusviewer.dicom.network.receive import Receiver
from fundusviewer.dicom.network.spool import Kept, Spool
from fundusviewer.dicom.settings import Peer, Receiving
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.imaging import read_image
from tests.helpers.dicom import OPHTHALMIC_8, as_jpeg, ophthalmic, wide_field, written
from tests.helpers.peers import HOST, free_port, until
from tests.helpers.programs import program, run_program
from tests.imaging.dicom.pictures import away, drawn


def settings(place: Path, **changes: Any) -> Receiving:
    values: dict[str, Any] = {
        "enabled": True,
        "port": free_port(),
        "callers": ("CAMERA", "CAMERA2"),
        "folder": place / "spool",
        "idle_seconds": 2.0,
    }
    return Receiving(**{**values, **changes})


@pytest.fixture
def node(tmp_path: Path) -> Iterator[Receiver]:
    with Receiver("FUNDUS", settings(tmp_path)) as receiver:
        yield receiver


def peer_of(receiver: Receiver) -> Peer:
    return Peer(title="FUNDUS", host=HOST, port=receiver.port)


def storescu(receiver: Receiver, *arguments: str | Path, caller: str = "CAMERA") -> str:
    return run_program(
        "storescu", "-aet", caller, "-aec", "FUNDUS", HOST, str(receiver.port), *arguments
    )


def refused(receiver: Receiver, *arguments: str | Path, caller: str = "CAMERA") -> str:
    command = [
        program("storescu"),
        "-v",
        "-aet",
        caller,
        "-aec",
        "FUNDUS",
        HOST,
        str(receiver.port),
    ]
    done = subprocess.run(
        [*command, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def received(receiver: Receiver) -> list[Path]:
    return sorted(receiver.settings.spool.rglob("*.dcm"))


@pytest.mark.parametrize("make", [ophthalmic, as_jpeg, wide_field])
def test_a_photograph_arrives_as_it_was_sent(node: Receiver, tmp_path: Path, make: Any) -> None:
    path = written(tmp_path / "p.dcm", make(drawn()))
    # By itself storescu offers no wide-field photographs, and JPEG only when it is told.
    options = ["-R", "-xy"] if make is as_jpeg else ["-R"]
    storescu(node, *options, path)
    (kept,) = received(node)
    np.testing.assert_array_equal(read_image(kept).pixels, read_image(path).pixels)
    assert (node.counts.received, node.counts.refused) == (1, 0)


def test_the_connection_test_of_another_program(node: Receiver) -> None:
    run_program("echoscu", "-aet", "CAMERA", "-aec", "FUNDUS", HOST, str(node.port))
    echo("CAMERA", peer_of(node))


def test_files_are_for_this_user_alone(node: Receiver, tmp_path: Path) -> None:
    assert node.settings.spool.stat().st_mode & 0o077 == 0


def test_what_is_sent_again_is_kept_once(node: Receiver, tmp_path: Path) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn()))
    storescu(node, path)
    storescu(node, path)
    assert len(received(node)) == 1
    assert (node.counts.received, node.counts.repeated) == (2, 1)


def test_another_object_under_the_same_identifier_is_kept_beside_it(
    node: Receiver, tmp_path: Path
) -> None:
    dataset = ophthalmic(drawn())
    storescu(node, written(tmp_path / "p.dcm", dataset))
    dataset.PixelData = bytes(len(dataset.PixelData))
    path = written(tmp_path / "p.dcm", dataset)
    refused(node, path)
    assert len(received(node)) == 2
    # Sent again it is known, and its sender can forget it.
    storescu(node, path)
    assert len(received(node)) == 2
    assert (node.counts.received, node.counts.repeated, node.counts.ambiguous) == (3, 1, 2)


def test_two_objects_with_one_identifier_at_the_same_moment(node: Receiver) -> None:
    """What was sent is on the disk, whoever was first; one of the two is told of the other."""
    uid = generate_uid()
    study = generate_uid()
    wanted = set()
    for number in range(10):
        # Ten pairs, each under an identifier of its own.
        pair = [
            ophthalmic(
                np.full_like(drawn(), 40 * which + number),
                StudyInstanceUID=study,
                SOPInstanceUID=f"{uid[:50]}.{number}",
            )
            for which in range(2)
        ]
        wanted |= {bytes(one.PixelData) for one in pair}
        assert sorted(sent_at_once(node, pair)) == [0x0000, 0x0111]
    kept = [dcmread(path) for path in received(node)]
    assert {bytes(one.PixelData) for one in kept} == wanted
    assert len(kept) == 20


def test_the_same_object_from_two_at_the_same_moment(node: Receiver) -> None:
    dataset = ophthalmic(drawn())
    assert sent_at_once(node, [dataset, copy.deepcopy(dataset)]) == [0x0000, 0x0000]
    assert len(received(node)) == 1
    assert (node.counts.received, node.counts.repeated) == (2, 1)


def sent_at_once(node: Receiver, datasets: list[Any]) -> list[int]:
    """Return the answers to objects that associations of their own send at the same moment."""
    start = threading.Barrier(len(datasets))

    def send(dataset: Any) -> int:
        dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
        with association("CAMERA", peer_of(node), [build_context(OPHTHALMIC_8)]) as called:
            start.wait(60)
            return int(called.send_c_store(dataset).Status)

    with ThreadPoolExecutor() as pool:
        return list(pool.map(send, datasets))


def test_threads_and_processes_never_replace_an_object(tmp_path: Path) -> None:
    place = tmp_path / "spool"
    contents = [bytes([number]) * 200_000 for number in range(16)]
    start = threading.Barrier(len(contents))

    def keep(data: bytes) -> Kept:
        # Each has a spool of its own, as programs have.
        one = Spool(place)
        start.wait(60)
        return one.keep("1.2", "1.2.3", data)

    with ThreadPoolExecutor(len(contents)) as pool:
        kept = list(pool.map(keep, contents))
    assert [one.path.read_bytes() for one in kept] == contents
    assert sum(not one.is_ambiguous for one in kept) == 1
    assert len(list((place / "1.2").iterdir())) == len(contents)


def test_what_a_killed_program_left_is_removed_at_the_next_start(tmp_path: Path) -> None:
    place = tmp_path / "spool"
    script = (
        "import os, sys; from pathlib import Path; from fundusviewer import atomic\n"
        "from fundusviewer.dicom.network.spool import Kept, Spool\n"
        "atomic._take_name = lambda *_: os._exit(9)\n"
        "Spool(Path(sys.argv[1])).keep('1.2', '1.2.3', b'x' * 1000)"
    )
    done = subprocess.run([sys.executable, "-c", script, str(place)], check=False)
    assert done.returncode == 9
    (left,) = (place / "1.2").iterdir()
    Spool(place)
    assert left.exists(), "it was made just now: another program may be writing it"
    minute_ago = time.time() - 60
    os.utime(left, (minute_ago, minute_ago))
    with left.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        Spool(place)
        assert left.exists(), "another program is writing it"
    Spool(place)
    assert not left.exists()
    assert Spool(place).keep("1.2", "1.2.3", b"y").is_new


def test_a_caller_that_is_not_allowed_is_refused(node: Receiver, tmp_path: Path) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn()))
    assert "Calling AE Title Not Recognized" in refused(node, path, caller="STRANGER")
    assert not received(node)
    storescu(node, path)


def test_a_caller_who_means_another_node_is_refused(node: Receiver) -> None:
    peer = Peer(title="OTHER", host=HOST, port=node.port)
    with pytest.raises(NetworkError, match="does not know itself as OTHER"):
        echo("CAMERA", peer)


def test_we_are_told_when_we_are_not_known(node: Receiver) -> None:
    with pytest.raises(NetworkError, match="does not know us; tell its administrator"):
        echo("STRANGER", peer_of(node))


def test_an_address_that_is_not_allowed(tmp_path: Path) -> None:
    with (
        Receiver("FUNDUS", settings(tmp_path, hosts=("192.0.2.1",))) as node,
        socket.create_connection((HOST, node.port)) as caller,
    ):
        caller.settimeout(1)
        assert hung_up(caller)


def test_kinds_that_cannot_be_read_are_not_taken(node: Receiver, tmp_path: Path) -> None:
    from pydicom.uid import CTImageStorage

    path = written(tmp_path / "p.dcm", ophthalmic(drawn(), SOPClassUID=CTImageStorage))
    refused(node, path)
    assert not received(node)


def test_an_object_that_is_too_large_is_cut_off(tmp_path: Path) -> None:
    with Receiver("FUNDUS", settings(tmp_path, max_megabytes=1)) as node:
        large = np.zeros((800, 800, 3), np.uint8)
        refused(node, written(tmp_path / "large.dcm", ophthalmic(large)))
        assert not received(node)
        storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn())))
        assert len(received(node)) == 1
        assert node.counts.refused == 1


def test_a_caller_who_stops_in_the_middle_leaves_nothing(node: Receiver, tmp_path: Path) -> None:
    contexts = [build_context(OPHTHALMIC_8)]
    with association("CAMERA", peer_of(node), contexts) as called:
        store = threading.Thread(
            target=lambda: called.send_c_store(ophthalmic(np.zeros((3000, 3000, 3), np.uint8)))
        )
        store.start()
        connection = called.dul.socket
        assert connection is not None
        until(lambda: node._sent, "something of the object is there")
        assert connection.socket is not None
        connection.socket.shutdown(socket.SHUT_RDWR)
        store.join()
    until(lambda: not node._sent, "the connection is gone")
    assert not received(node)
    storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn())))
    assert len(received(node)) == 1


def associate_request(length: int) -> bytes:
    return struct.pack(">BBI", 1, 0, length)


def test_a_message_that_announces_gigabytes_is_not_read(node: Receiver, tmp_path: Path) -> None:
    with socket.create_connection((HOST, node.port)) as caller:
        caller.sendall(associate_request(2**32 - 1) + bytes(70_000))
        caller.settimeout(10)
        assert hung_up(caller)
    storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn())))


def hung_up(caller: socket.socket) -> bool:
    try:
        while caller.recv(1000):
            pass
    except ConnectionError:
        pass
    return True


@pytest.mark.parametrize("said", [b"", associate_request(1000), b"GET / HTTP/1.1\r\n\r\n"])
def test_a_caller_who_is_silent_is_hung_up_on(node: Receiver, tmp_path: Path, said: bytes) -> None:
    with socket.create_connection((HOST, node.port)) as caller:
        caller.sendall(said)
        caller.settimeout(20)
        storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn())))
        assert hung_up(caller)


def test_a_message_that_trickles_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now, closed = 0.0, False

    class Trickling:
        def settimeout(self, seconds: float) -> None:
            assert seconds == 5

        def recv(self, count: int) -> bytes:
            nonlocal now
            now += 1.0
            return b"x"[:count]

        def shutdown(self, _: int) -> None:
            raise OSError("it is gone")

        def close(self) -> None:
            nonlocal closed
            closed = True

    connection: Any = SimpleNamespace(socket=Trickling())
    monkeypatch.setattr(time, "monotonic", lambda: now)
    guard.guard(connection, 5.0)
    with pytest.raises(TimeoutError):
        connection.recv(100)
    assert now < 10
    assert closed


def test_a_full_disk_is_said_and_the_node_serves_on(
    node: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn()))
    nearly_full = SimpleNamespace(free=10**6)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: nearly_full)
    assert "OutOfResources" in refused(node, path)
    monkeypatch.undo()
    assert not received(node)
    storescu(node, path)


def test_a_disk_that_fails_in_the_middle_leaves_nothing(
    node: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "p.dcm", ophthalmic(drawn()))

    def fails(*_: object) -> None:
        raise OutputError("cannot be written (No space left on device)")

    monkeypatch.setattr(spool, "write_new", fails)
    refused(node, path)
    monkeypatch.undo()
    assert not received(node)


def test_an_object_that_is_not_what_was_announced(node: Receiver) -> None:
    other = ophthalmic(drawn())
    entity = AE("CAMERA")
    entity.add_requested_context(OPHTHALMIC_8)
    called = entity.associate(HOST, node.port, ae_title="FUNDUS")
    other.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    status = called.send_c_store(other)
    announced = status.Status
    called.release()
    assert announced in (0x0000, 0xA900)


def test_a_damaged_object_is_kept_and_is_an_error_when_it_is_read(
    node: Receiver, tmp_path: Path
) -> None:
    from fundusviewer.errors import ImageReadError

    storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn(), Rows=7)))
    (kept,) = received(node)
    with pytest.raises(ImageReadError, match="contradicts itself"):
        read_image(kept)


def test_a_caller_who_is_too_fast_waits() -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    pace = guard.Pace(60, clock=lambda: now[0], sleep=sleep)
    now[0] = 100.0
    assert all(pace.admit("A") for _ in range(20))
    assert sum(slept) == pytest.approx(13, abs=1.1)
    assert pace.admit("B")
    assert not any(pace._next[who] > now[0] + guard.LONGEST_WAIT for who in "AB")


def test_too_many_at_once_are_refused_in_the_end() -> None:
    pace = guard.Pace(1, clock=lambda: 1000.0, sleep=lambda _: None)
    answers = [pace.admit("A") for _ in range(4)]
    assert answers[0]
    assert not answers[-1]


def test_nobody_may_call_by_default(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="nobody may send"):
        Receiver("FUNDUS", Receiving(folder=tmp_path)).start()


def test_an_address_that_is_taken(node: Receiver, tmp_path: Path) -> None:
    taken = settings(tmp_path, port=node.port)
    with pytest.raises(NetworkError, match=r"cannot listen at .*choose another"):
        Receiver("FUNDUS", taken).start()


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(NetworkError, match="cannot be kept there"):
        Receiver("FUNDUS", settings(tmp_path, folder=tmp_path / "file" / "spool")).start()


@pytest.mark.parametrize("uid", ["", "..", "../x", "1.2/3", "1" * 65, "None"])
def test_an_identifier_is_no_path(tmp_path: Path, uid: str) -> None:
    with pytest.raises(OutputError, match="identifier is none"):
        Spool(tmp_path / "spool").keep("1.2", uid, b"x")
    with pytest.raises(OutputError, match="identifier is none"):
        Spool(tmp_path / "spool").keep(uid, "1.2", b"x")


def test_only_what_can_be_read_is_offered() -> None:
    assert len(receive.TRANSFER_SYNTAXES) == len(set(receive.TRANSFER_SYNTAXES)) >= 12


def test_the_sent_photograph_is_the_photograph(node: Receiver, tmp_path: Path) -> None:
    storescu(node, written(tmp_path / "p.dcm", ophthalmic(drawn())))
    assert away(read_image(received(node)[0]).pixels, drawn()) == 0
