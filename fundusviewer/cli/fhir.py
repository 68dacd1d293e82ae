"""``fundusviewer fhir``: findings as FHIR bundles, in a folder or on their way to a server."""

from __future__ import annotations

import argparse
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fundusviewer.cli.pieces.stored_results import existing_database, method_in
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.names import AUTOMATIC, name_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fundusviewer.dicom.network.outbox import Outbox
    from fundusviewer.fhir.export import Bundle
    from fundusviewer.fhir.settings import FhirServer


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "fhir",
        help="write findings as FHIR (R4, R5) for the hospital's systems, or send them",
        description="Findings as HL7 FHIR: a bundle for each visit of a patient with report, "
        "observations of each eye, device and, where they are known, DICOM study and grading "
        "doctor. Nothing is sent before you name an address. For research use only. Not for "
        "diagnosis.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for add in (_add_write, _add_send, _add_outbox):
        add(commands)


def _add_results(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="whose results (default: the model that graded last)"
    )
    parser.add_argument(
        "--operating-point", metavar="NAME", help="whose decisions (default: the one used last)"
    )
    parser.add_argument(
        "--pattern", default=AUTOMATIC, help="how names tell patient and eye; see screen --pattern"
    )
    parser.add_argument("--patient-system", metavar="URI", help="who gave the patients' numbers")


def _add_write(commands: Any) -> None:
    parser = commands.add_parser(
        "write",
        help="write bundles into a folder",
        description="Exit status: 0 all were written, 1 one was not, 2 wrong usage.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    _add_results(parser)
    parser.add_argument("--release", choices=("R4", "R5"), default="R4")
    parser.add_argument(
        "--personal-data",
        action="store_true",
        help="the numbers of DICOM objects and the doctors' names; without it, what stands in the "
        "database, and no names",
    )
    parser.set_defaults(run=_write)


def _add_send(commands: Any) -> None:
    from fundusviewer.fhir.settings import TOKEN_VARIABLE

    parser = commands.add_parser(
        "send",
        help="send bundles to a server, by way of an outbox",
        description="Puts the findings into the outbox and delivers it. Patients' numbers and "
        "doctors' names go with them. A token is read from --token-file or from the variable "
        f"{TOKEN_VARIABLE}, and never shown. Exit status: 0 all are in the server, 1 some wait.",
    )
    _add_results(parser)
    _add_server(parser)
    parser.add_argument(
        "--keep", action="store_true", help="remember address and release for the next time"
    )
    parser.set_defaults(run=_send)


def _add_outbox(commands: Any) -> None:
    parser = commands.add_parser("outbox", help="list what waits to be sent, or try it again")
    parser.add_argument("--retry", action="store_true", help="try everything again, now")
    _add_server(parser)
    parser.set_defaults(run=_outbox)


def _add_server(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--to", metavar="URL", help="the server's base address (default: the one that was kept)"
    )
    parser.add_argument("--release", choices=("R4", "R5"))
    parser.add_argument(
        "--authorities", type=Path, metavar="FILE", help="authorities that are trusted (PEM)"
    )
    parser.add_argument("--token-file", type=Path, metavar="FILE", help="holds the bearer token")
    parser.add_argument("--timeout", type=float, metavar="SECONDS", help="for each answer")


def _write(options: argparse.Namespace) -> int:
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{options.folder}: cannot be made ({error.strerror})") from error
    bundles, problems, database = _written(
        options, options.folder, options.release, personal_data=options.personal_data
    )
    with Store(database) as store:
        reported = (photograph for one in bundles for photograph in one.visit.photographs)
        store.note_report("fhir", reported)
    for problem in problems:
        print(f"fundusviewer: {problem}", file=sys.stderr)
    print(f"{len(bundles)} bundles: {options.folder}")
    return 1 if problems else 0


def _written(
    options: argparse.Namespace,
    folder: Path,
    release: Any,
    *,
    personal_data: bool,
    system: str | None = None,
) -> tuple[list[Bundle], list[str], Path]:
    from fundusviewer.fhir.export import write_bundles
    from fundusviewer.fhir.names import PATIENTS

    pattern = name_pattern(options.pattern)
    database = existing_database(options.database)
    with Store(database) as store:
        method = method_in(store, options.model, options.operating_point)
        rows = store.rows(method)
    outcomes: Iterator[Bundle | str] = write_bundles(
        folder,
        rows,
        method,
        pattern,
        release,
        system=options.patient_system or system or PATIENTS,
        personal_data=personal_data,
    )
    found = list(outcomes)
    made = [one for one in found if not isinstance(one, str)]
    return made, [one for one in found if isinstance(one, str)], database


def _send(options: argparse.Namespace) -> int:
    from fundusviewer.fhir.export import fhir_outbox
    from fundusviewer.fhir.settings import save_server

    server, outbox = _server(options), fhir_outbox()
    with tempfile.TemporaryDirectory(prefix="fundusviewer-") as made:
        bundles, problems, database = _written(
            options, Path(made), server.release, personal_data=True, system=server.patient_system
        )
        for one in bundles:
            outbox.put(one.file, replaces=True, report=one.carried(database))
    for problem in problems:
        print(f"fundusviewer: {problem}", file=sys.stderr)
    if options.keep:
        save_server(server)
    return _deliver(server, outbox) or int(bool(problems))


def _outbox(options: argparse.Namespace) -> int:
    from fundusviewer.fhir.export import fhir_outbox

    outbox = fhir_outbox()
    if options.retry:
        outbox.retry()
        return _deliver(_server(options), outbox)
    for one in outbox.waiting():
        state = "refused" if one.refused else f"tried {one.attempts} times"
        print(f"{one.file.name}: {state} {one.reason}".rstrip())
    return 0


def _deliver(server: FhirServer, outbox: Outbox) -> int:
    from fundusviewer.fhir.send import send_bundles

    sent, failed = outbox.deliver(partial(send_bundles, server))
    for outcome in failed:
        print(f"fundusviewer: {outcome.reason}", file=sys.stderr)
    waiting = len(outbox.waiting())
    print(f"{sent} sent to {server.address}, {waiting} wait in the outbox")
    return 1 if waiting else 0


def _server(options: argparse.Namespace) -> FhirServer:
    """Return the server that is meant.

    Raises
    ------
    NetworkError
        If none is named and none was kept.
    """
    from fundusviewer.fhir.settings import load_server, make_server

    known = load_server()
    said = {
        "address": options.to,
        "release": options.release,
        "authorities": options.authorities,
        "token_file": options.token_file,
        "seconds": options.timeout,
        "patient_system": getattr(options, "patient_system", None),
    }
    changes = {name: value for name, value in said.items() if value is not None}
    if known is None and "address" not in changes:
        raise NetworkError("no server is set: name its address with --to https://…")
    return make_server(**({} if known is None else known.model_dump()) | changes)
