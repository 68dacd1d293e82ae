"""Encrypted connections: with dcmtk both ways, with wrong certificates, with none at all."""

from __future__ import annotations

import gc
import json
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from fundusviewer.cli import main
from fundusviewer.dicom.network.associate import echo
from fundusviewer.dicom.network.receive import Receiver
from fundusviewer.dicom.network.send import Sent, send_files
from fundusviewer.dicom.settings import (
    NetworkSettings,
    Peer,
    Receiving,
    Tls,
    load_settings,
    save_settings,
)
from fundusviewer.errors import NetworkError
from tests.helpers.certificates import Authority
from tests.helpers.dicom import as_jpeg, written
from tests.helpers.peers import HOST, free_port, running
from tests.helpers.programs import program, run_program
from tests.imaging.dicom.pictures import drawn

# pynetdicom leaves the sockets of handshakes that failed to the collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _collect() -> Iterator[None]:
    """Let what pynetdicom left open be closed within the test."""
    yield
    gc.collect()


# Keys take a while to be made: each authority and certificate once.


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls") / "ours")


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls") / "theirs")


@pytest.fixture(scope="module")
def node_tls(ours: Authority) -> Tls:
    return ours.tls("node")


@pytest.fixture(scope="module")
def camera_tls(ours: Authority) -> Tls:
    return ours.tls("camera")


@pytest.fixture
def receiver(tmp_path: Path, node_tls: Tls) -> Iterator[Receiver]:
    settings = Receiving(
        enabled=True,
        port=free_port(),
        callers=("CAMERA",),
        folder=tmp_path / "spool",
        idle_seconds=2.0,
        tls=node_tls,
    )
    with Receiver("FUNDUS", settings) as listening:
        yield listening


def peer(receiver: Receiver, tls: Tls | None) -> Peer:
    return Peer(title="FUNDUS", host=HOST, port=receiver.port, tls=tls)


def test_both_sides_show_certificates(receiver: Receiver, camera_tls: Tls, tmp_path: Path) -> None:
    node = peer(receiver, camera_tls)
    echo("CAMERA", node)
    file = written(tmp_path / "a.dcm", as_jpeg(drawn()))
    assert list(send_files("CAMERA", node, [file])) == [Sent(file)]
    assert receiver.counts.received == 1


def test_dcmtk_sends_to_us(receiver: Receiver, camera_tls: Tls, tmp_path: Path) -> None:
    file = written(tmp_path / "a.dcm", as_jpeg(drawn()))
    run_program(
        "storescu", "--enable-tls", camera_tls.key or "", camera_tls.certificate or "",
        "--add-cert-file", camera_tls.authorities or "", "-xy", "-aet", "CAMERA", "-aec", "FUNDUS",
        HOST, str(receiver.port), file,
    )  # fmt: skip
    assert receiver.counts.received == 1


@pytest.fixture
def dcmtk(tmp_path: Path, node_tls: Tls) -> Iterator[int]:
    """Return the port of dcmtk's storescp, which wants certificates."""
    port = free_port()
    (tmp_path / "store").mkdir()
    words = [
        program("storescp"), "--enable-tls", str(node_tls.key), str(node_tls.certificate),
        "--add-cert-file", str(node_tls.authorities), "--require-peer-cert",
        "-od", str(tmp_path / "store"), "-aet", "DCMTK", str(port),
    ]  # fmt: skip
    with running(words, port, tmp_path):
        yield port


def test_we_send_to_dcmtk(dcmtk: int, camera_tls: Tls, tmp_path: Path) -> None:
    node = Peer(title="DCMTK", host=HOST, port=dcmtk, tls=camera_tls)
    file = written(
        tmp_path / "a.dcm",
        as_jpeg(
            drawn(),
        ),
    )
    (outcome,) = send_files("CAMERA", node, [file])
    # It takes no JPEG that it was not told to take; what counts is that it answered.
    assert outcome.file == file
    echo("CAMERA", node)


def test_who_shows_no_certificate_is_told_so(dcmtk: int, ours: Authority) -> None:
    silent = Tls(authorities=ours.file, mutual=False)
    node = Peer(title="DCMTK", host=HOST, port=dcmtk, tls=silent)
    with pytest.raises(NetworkError, match=r"certificate"):
        echo("CAMERA", node)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (lambda a: a.vouch("old", ends="20210101000000Z"), r"its certificate has expired"),
        (lambda a: a.vouch("early", begins="20500101000000Z"), r"is not valid yet"),
        (lambda a: a.vouch("other", "DNS:elsewhere.example"), r"is for another address"),
    ],
)
def test_a_wrong_certificate_is_a_sentence(
    ours: Authority,
    camera_tls: Tls,
    tmp_path: Path,
    made: Callable[[Authority], tuple[Path, Path]],
    message: str,
) -> None:
    certificate, key = made(ours)
    tls = Tls(certificate=certificate, key=key, authorities=ours.file)
    settings = Receiving(port=free_port(), callers=("CAMERA",), folder=tmp_path / "s", tls=tls)
    with Receiver("FUNDUS", settings) as node, pytest.raises(NetworkError, match=message):
        echo("CAMERA", peer(node, camera_tls))


def test_an_authority_that_is_not_ours_is_not_trusted(
    receiver: Receiver, theirs: Authority, camera_tls: Tls
) -> None:
    trusting = camera_tls.model_copy(update={"authorities": theirs.file})
    with pytest.raises(NetworkError, match="an authority that is not trusted"):
        echo("CAMERA", peer(receiver, trusting))
    stranger = theirs.tls("stranger", authorities=camera_tls.authorities)
    with pytest.raises(NetworkError, match=r"not accept our certificate|does not trust"):
        echo("CAMERA", peer(receiver, stranger))
    assert receiver.counts.received == 0
    echo("CAMERA", peer(receiver, camera_tls))


def test_a_certificate_for_a_name(ours: Authority, camera_tls: Tls, tmp_path: Path) -> None:
    certificate, key = ours.vouch("named", "DNS:pacs.example")
    tls = Tls(certificate=certificate, key=key, authorities=ours.file)
    settings = Receiving(port=free_port(), callers=("CAMERA",), folder=tmp_path / "s", tls=tls)
    with Receiver("FUNDUS", settings) as node:
        echo("CAMERA", peer(node, camera_tls.model_copy(update={"server_name": "pacs.example"})))


def test_without_encryption_nobody_gets_in_and_nobody_is_held_up(
    receiver: Receiver, camera_tls: Tls
) -> None:
    with socket.create_connection((HOST, receiver.port)) as silent:
        with pytest.raises(NetworkError, match="want TLS"):
            echo("CAMERA", peer(receiver, None), 3.0)
        begin = time.monotonic()
        echo("CAMERA", peer(receiver, camera_tls))
        assert time.monotonic() - begin < 5
        silent.settimeout(30)
        # The one that says nothing is hung up on.
        assert silent.recv(1) == b""


def test_encryption_with_a_node_that_has_none(tmp_path: Path, camera_tls: Tls) -> None:
    settings = Receiving(
        port=free_port(), callers=("CAMERA",), folder=tmp_path / "s", idle_seconds=1.0
    )
    with (
        Receiver("FUNDUS", settings) as node,
        pytest.raises(NetworkError, match=r"without encryption|speak no TLS|does not answer"),
    ):
        echo("CAMERA", peer(node, camera_tls))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"certificate": "missing.pem"}, "there is no such file"),
        ({"key": "authorities"}, "do not belong together"),
        ({"authorities": "key"}, "holds no certificates of authorities"),
    ],
)
def test_files_that_cannot_be_used(
    receiver: Receiver, camera_tls: Tls, change: dict[str, str], message: str
) -> None:
    values = {name: getattr(camera_tls, file, None) or Path(file) for name, file in change.items()}
    with pytest.raises(NetworkError, match=message):
        echo("CAMERA", peer(receiver, camera_tls.model_copy(update=values)))


def test_a_key_with_a_password_is_refused_and_not_asked_for(
    receiver: Receiver, camera_tls: Tls, tmp_path: Path
) -> None:
    locked = tmp_path / "locked.key"
    run_program(
        "openssl", "rsa", "-aes256", "-passout", "pass:secret", "-in", camera_tls.key or "",
        "-out", locked,
    )  # fmt: skip
    with pytest.raises(NetworkError, match="the key has a password"):
        echo("CAMERA", peer(receiver, camera_tls.model_copy(update={"key": locked})))


def test_settings_are_kept_and_must_be_whole(camera_tls: Tls) -> None:
    archive = Peer(title="PACS", host=HOST, tls=camera_tls)
    save_settings(NetworkSettings(archive=archive))
    assert load_settings().archive == archive
    for values in ({}, {"certificate": "a"}, {"authorities": "b"}):
        with pytest.raises(ValidationError, match="TLS needs"):
            Tls.model_validate(values)
    with pytest.raises(ValidationError, match="TLS needs the file"):
        Peer(title="PACS", host=HOST, tls=Tls(mutual=False))
    with pytest.raises(ValidationError, match="needs a certificate and a key"):
        Receiving(tls=Tls(mutual=False))


def test_on_the_command_line(
    receiver: Receiver, camera_tls: Tls, capsys: pytest.CaptureFixture[str]
) -> None:
    save_settings(NetworkSettings(title="CAMERA"))
    node = ["dicom", "echo", "--node", f"FUNDUS@{HOST}:{receiver.port}"]
    said = [
        "--tls-certificate", str(camera_tls.certificate), "--tls-key", str(camera_tls.key),
        "--tls-authorities", str(camera_tls.authorities),
    ]  # fmt: skip
    assert main([*node, *said]) == 0
    assert main([*node, *said[:2]]) == 2
    assert "TLS needs the file of the authorities" in capsys.readouterr().err
    assert json.loads(NetworkSettings().model_dump_json())["archive"] is None
