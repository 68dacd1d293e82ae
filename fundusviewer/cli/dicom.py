"""``fundusviewer dicom``: a station beside the camera, sending, finding, fetching, handing on."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.cli.models import find_model
from fundusviewer.cli.pieces.dicom_nodes import add_tls_arguments, parse_peer, tls_of
from fundusviewer.cli.pieces.networks import (
    add_lesions_argument,
    add_marks_argument,
    library_of,
    open_markers,
)
from fundusviewer.errors import FundusViewerError, NetworkError, OutputError
from fundusviewer.imaging import split_frame
from fundusviewer.inference import PROVIDER_REQUESTS, open_classifier
from fundusviewer.resources import default_database, user_data_dir
from fundusviewer.screening import Failure, find_photographs
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.names import name_pattern

if TYPE_CHECKING:
    from fundusviewer.dicom.settings import NetworkSettings, Peer


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "dicom",
        help="receive, send and fetch DICOM objects; remove patients from them",
        description="DICOM on the network and on the disk. Nothing listens and nothing is sent "
        "before you say so. For research use only. Not for diagnosis.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_receive, _add_send, _add_outbox, _add_echo, _add_find, _add_deidentify):
        add(commands)


def _add_receive(commands: Any) -> None:
    parser = commands.add_parser(
        "receive",
        help="receive photographs, grade them, send the findings; until Ctrl-C",
        description="Listens for a camera (C-STORE, C-ECHO), grades what arrives into the "
        "database and, with --archive, sends the findings there. Exit status: 0 ended by Ctrl-C, "
        "2 cannot listen.",
    )
    parser.add_argument("--callers", nargs="+", metavar="TITLE", help="AE titles that may send")
    parser.add_argument("--address", help="where to listen (default: this computer only)")
    parser.add_argument("--port", type=int, help="port (default: 11112)")
    parser.add_argument("--folder", type=Path, help="where received objects are kept")
    parser.add_argument("--archive", metavar="TITLE@HOST:PORT", help="where findings go")
    parser.add_argument("--database", type=Path, metavar="FILE")
    parser.add_argument(
        "--keep-identity", action="store_true", help="no pseudonyms in the database"
    )
    parser.add_argument("--model", help="name or .onnx file (default: the bundled DR model)")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    add_lesions_argument(parser)
    add_marks_argument(parser)
    add_tls_arguments(parser)
    parser.set_defaults(run=_receive)


def _add_send(commands: Any) -> None:
    parser = commands.add_parser(
        "send",
        help="send DICOM objects to an archive, by way of the outbox",
        description="Puts objects into the outbox and delivers it. Exit status: 0 all are in the "
        "archive, 1 some are waiting in the outbox.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file or folder")
    _add_peer(parser, "archive")
    parser.set_defaults(run=_send)


def _add_outbox(commands: Any) -> None:
    parser = commands.add_parser("outbox", help="list what waits to be sent, or try it again")
    parser.add_argument("--retry", action="store_true", help="try everything again, now")
    _add_peer(parser, "archive")
    parser.set_defaults(run=_outbox)


def _add_echo(commands: Any) -> None:
    parser = commands.add_parser("echo", help="test the connection to a node")
    _add_peer(parser, "archive")
    parser.set_defaults(run=_echo)


def _add_find(commands: Any) -> None:
    parser = commands.add_parser(
        "find", help="find a patient's photographs in an archive, and fetch them"
    )
    parser.add_argument("patient", help="the patient's number, exactly")
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--fetch", type=Path, metavar="DIR", help="fetch them into a folder (C-GET)")
    ways.add_argument(
        "--move",
        metavar="TITLE",
        help="let the archive send them to a node that it knows, our receiver for one (C-MOVE)",
    )
    _add_peer(parser, "source")
    parser.set_defaults(run=_find)


def _add_deidentify(commands: Any) -> None:
    parser = commands.add_parser(
        "deidentify",
        help="write photographs without their patients (PS3.15, basic profile)",
        description="Exit status: 0 all were written, 1 one was not. Warnings name photographs "
        "that a person must look at.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="file or folder")
    parser.add_argument("--output", type=Path, required=True, metavar="DIR")
    parser.set_defaults(run=_deidentify)


def _add_peer(parser: argparse.ArgumentParser, default: str) -> None:
    parser.add_argument(
        "--node", metavar="TITLE@HOST:PORT", help=f"the node (default: the {default} in settings)"
    )
    add_tls_arguments(parser)
    parser.set_defaults(peer=default)


def _receive(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.outbox import Outbox
    from fundusviewer.dicom.station import Grading, Station

    settings = _receiving(options)
    library = library_of(options)
    classifier = open_classifier(find_model(options.model).path, options.provider)
    locator, marker = open_markers(options, library)
    database = (options.database or default_database()).absolute()
    make_ready(database)
    stopped = threading.Event()
    keep = options.keep_identity or settings.keep_identity
    with Store(database, keep_identity=keep) as store, _ctrl_c(stopped.set):
        grading = Grading(classifier, None, store, name_pattern(), locator, marker)
        place = f"{settings.receiving.address}:{settings.receiving.port}"
        words = f"{settings.title} listens at {place}; Ctrl-C ends it."
        listening = partial(print, words, file=sys.stderr, flush=True)
        station = Station(settings, grading, Outbox(), listening=listening)
        for outcome in station.run(stopped.is_set):
            if isinstance(outcome, Failure):
                print(f"error: {outcome.reason}")
            else:
                print(f"graded: {outcome.path.name}")
        waiting = len(station.outbox.waiting())
    if waiting:
        print(f"{waiting} objects wait in the outbox.", file=sys.stderr)
    return 0


def _receiving(options: argparse.Namespace) -> NetworkSettings:
    """Return the settings with what the command says instead."""
    from pydantic import ValidationError

    from fundusviewer.dicom.settings import NetworkSettings, Receiving, explain

    settings = _settings()
    said = {name: getattr(options, name) for name in ("callers", "address", "port", "folder")}
    changes = {name: value for name, value in said.items() if value is not None}
    encryption = tls_of(options)
    if encryption is not None:
        changes["tls"] = encryption
    try:
        receiving = Receiving.model_validate(
            {**settings.receiving.model_dump(), **changes, "enabled": True}
        )
        values = {**settings.model_dump(), "receiving": receiving}
        if options.archive is not None:
            values["archive"] = parse_peer(options.archive, encryption)
        return NetworkSettings.model_validate(values)
    except ValidationError as error:
        raise NetworkError(explain(error)) from error


def _send(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.outbox import Outbox

    outbox = Outbox()
    for file in _files(options.files):
        outbox.put(file)
    return _deliver(options)


def _outbox(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.outbox import Outbox

    outbox = Outbox()
    if options.retry:
        outbox.retry()
        return _deliver(options)
    for one in outbox.waiting():
        state = "refused" if one.refused else f"tried {one.attempts} times"
        print(f"{one.file.name}: {state} {one.reason}".rstrip())
    return 0


def _deliver(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.outbox import Outbox
    from fundusviewer.dicom.network.send import send_files

    outbox, settings, peer = Outbox(), _settings(), _peer(options)
    sent, failed = outbox.deliver(partial(send_files, settings.title, peer))
    for outcome in failed:
        print(f"fundusviewer: {outcome.reason}", file=sys.stderr)
    waiting = len(outbox.waiting())
    print(f"{sent} sent to {peer}, {waiting} wait in the outbox")
    return 1 if waiting else 0


def _echo(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.associate import echo

    peer = _peer(options)
    echo(_settings().title, peer)
    print(f"{peer} answers")
    return 0


def _find(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.network.fetch import fetch_series, find_photographs_of, move_series

    settings, peer = _settings(), _peer(options)
    found = find_photographs_of(settings.title, peer, options.patient)
    for series in found:
        print(
            f"{series.date or 'no date'}  {series.modality or '-'}  {series.description}".rstrip()
        )
        if options.fetch is not None:
            kept = fetch_series(settings.title, peer, series, options.fetch)
            print(f"  {len(kept)} photographs in {options.fetch}")
        elif options.move is not None:
            moved = move_series(settings.title, peer, series, options.move)
            print(f"  {moved} objects sent to {options.move}")
    if not found:
        print("no photographs were found")
    return 0


def _deidentify(options: argparse.Namespace) -> int:
    from fundusviewer.dicom.deidentification.deidentify import deidentify

    try:
        options.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{options.output}: cannot be made ({error.strerror})") from error
    status = 0
    for file in _files(options.files):
        try:
            done = deidentify(file, options.output)
        except FundusViewerError as error:
            print(f"fundusviewer: {error}", file=sys.stderr)
            status = 1
            continue
        print(f"{file} -> {done.file}")
        for warning in done.warnings:
            print(f"warning: {warning}", file=sys.stderr)
    return status


def _files(paths: list[Path]) -> list[Path]:
    """Return the files of photographs and named objects, each once."""
    named = [path for path in paths if not path.is_dir()]
    found = [split_frame(path)[0] for path in find_photographs(p for p in paths if p.is_dir())]
    return list(dict.fromkeys([*named, *found]))


def _settings() -> NetworkSettings:
    from fundusviewer.dicom.settings import load_settings

    return load_settings()


def _peer(options: argparse.Namespace) -> Peer:
    """Return the node that is meant.

    Raises
    ------
    NetworkError
        If none is named and the settings have none.
    """
    encryption = tls_of(options)
    if options.node is not None:
        return parse_peer(options.node, encryption)
    peer: Peer | None = getattr(_settings(), options.peer)
    if peer is None:
        raise NetworkError(
            f"no {options.peer} is set: name it with --node TITLE@HOST:PORT, or in "
            f"{user_data_dir() / 'dicom.json'}"
        )
    return peer if encryption is None else peer.model_copy(update={"tls": encryption})


@contextmanager
def _ctrl_c(stop: Callable[[], None]) -> Iterator[None]:
    """Call ``stop`` at Ctrl-C and when the system ends the program."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = [signal.signal(number, lambda *_: stop()) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
