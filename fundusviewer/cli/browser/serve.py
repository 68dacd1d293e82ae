"""``fundusviewer serve``: a database read and reviewed in a browser."""

from __future__ import annotations

import argparse
import hashlib
import logging
import signal
import sys
import threading
from pathlib import Path
from typing import Any

from fundusviewer.cli.models import find_model
from fundusviewer.cli.pieces.extras import require_web
from fundusviewer.cli.pieces.networks import (
    add_lesions_argument,
    add_marks_argument,
    library_of,
    open_markers,
)
from fundusviewer.cli.pieces.stored_results import method_in
from fundusviewer.errors import InputError
from fundusviewer.grading import Role
from fundusviewer.grading.schemes import SCHEMES
from fundusviewer.inference import (
    PROVIDER_REQUESTS,
    Classifier,
    Marker,
    ModelLibrary,
    open_classifier,
)
from fundusviewer.resources import default_database
from fundusviewer.screening import Method, NamePattern, name_pattern, survey
from fundusviewer.screening.database.opening import make_ready
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.operating_point import find_operating_point


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "serve",
        help="read and review a database in a browser, from other rooms of the clinic",
        description="Serves pages until Ctrl-C. Readers are set up with fundusviewer readers, "
        "their passwords with fundusviewer accounts. Exit status: 0 stopped, 2 wrong usage. For "
        "research use only. Not for diagnosis.",
    )
    parser.add_argument(
        "places",
        nargs="*",
        type=Path,
        metavar="DATABASE/FOLDER",
        help="the database (default: that in the user's data folder), and folders whose "
        "photographs are examined into it meanwhile",
    )
    parser.add_argument(
        "--host",
        default="127.0.0.1",
        help="address to listen on (default: %(default)s, this computer alone)",
    )
    parser.add_argument(
        "--port", type=int, default=8080, metavar="N", help="default: %(default)s; 0: a free one"
    )
    parser.add_argument(
        "--tls-certificate",
        type=Path,
        metavar="FILE",
        help="PEM file of a certificate: pages by https",
    )
    parser.add_argument(
        "--tls-key",
        type=Path,
        metavar="FILE",
        help="PEM file of its key, where it is not in the same file",
    )
    parser.add_argument(
        "--behind-proxy",
        action="store_true",
        help="a proxy before it speaks https and tells who asks",
    )
    parser.add_argument(
        "--proxy-address",
        action="append",
        default=[],
        metavar="IP",
        help="from which the proxy asks (default: this computer); nobody else is answered; may be "
        "given several times",
    )
    parser.add_argument(
        "--prefix",
        default="",
        metavar="/PATH",
        help="the pages are below this path of the proxy's address, as /fundus",
    )
    parser.add_argument(
        "--without-encryption",
        action="store_true",
        help="other computers may reach it although everybody on the network can read along",
    )
    parser.add_argument(
        "--blind", action="store_true", help="hide the network's answer until a reader has answered"
    )
    parser.add_argument(
        "--scheme",
        choices=[one.name for one in SCHEMES],
        default=SCHEMES[0].name,
        help="of new grading forms",
    )
    parser.add_argument(
        "--uploads",
        type=Path,
        metavar="DIR",
        help="folder for photographs that are uploaded; without it nobody uploads",
    )
    parser.add_argument(
        "--upload-role",
        action="append",
        choices=[role.value for role in Role],
        help="who may upload (default: administrator); may be given several times",
    )
    parser.add_argument(
        "--model",
        help="name or .onnx file (default: the model that graded last, otherwise the bundled one)",
    )
    parser.add_argument("--operating-point", metavar="NAME", help="of the model's card")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    add_lesions_argument(parser)
    add_marks_argument(parser)
    parser.add_argument(
        "--pattern", default="auto", help="how files' names tell patient, eye and date"
    )
    parser.add_argument(
        "--fields",
        type=int,
        choices=(1, 2),
        default=1,
        help="photographs that a set has of each eye",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command."""
    require_web("serve")
    from fundusviewer.web.proxy import check_prefix
    from fundusviewer.web.server import Listening

    listening = Listening(
        options.host,
        options.port,
        options.tls_certificate,
        options.tls_key,
        options.behind_proxy,
        options.without_encryption,
        tuple(options.proxy_address),
    )
    listening.check()
    check_prefix(options.prefix)
    pattern = name_pattern(options.pattern, options.fields)
    database, folders = _places(options.places)
    if options.uploads is not None and not options.uploads.is_dir():
        raise InputError(f"{options.uploads}: is no folder")
    with Store(database) as store:
        return _serve(options, listening, pattern, store, folders)


def _serve(
    options: argparse.Namespace,
    listening: Any,
    pattern: NamePattern,
    store: Store,
    folders: list[Path],
) -> int:
    from fundusviewer.web.application import create_app
    from fundusviewer.web.examining import Examiner
    from fundusviewer.web.served import Options, Served
    from fundusviewer.web.server import WebServer

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    library = library_of(options)
    locator, marker = open_markers(options, library)
    method, classifier = _model(options, store, library, locator)
    examiner = None
    if classifier is not None:
        point = find_operating_point(classifier.card, method.operating_point)
        if Method.of(classifier, point, locator) == method:
            examiner = Examiner(store, method, classifier, point, locator, marker)
    if examiner is None and (folders or options.uploads):
        raise InputError(
            "the model that graded last is not at hand, was used by another version of the "
            "program, or with another file for disc and fovea (--marks-model): without --model "
            "nothing new can be examined"
        )
    told = Options(
        encrypted=listening.is_encrypted,
        proxies=listening.believed,
        prefix=options.prefix,
        blind=options.blind,
        scheme=options.scheme,
        uploads=options.uploads and options.uploads.absolute(),
        uploaders=frozenset(map(Role, options.upload_role or [Role.ADMINISTRATOR.value])),
    )
    served = Served(store, method, pattern, classifier, told, examiner=examiner)
    if not any(served.accounts.has(one) for one in store.readers()):
        print(
            "Nobody can log in yet: fundusviewer readers --set NAME --role first, then "
            "fundusviewer accounts add NAME",
            file=sys.stderr,
        )
    server = WebServer(create_app(served), listening)
    if examiner is not None and folders:
        examiner.examine(survey(folders).photographs)
    print(f"{server.address}{options.prefix[1:]} (Ctrl-C ends it)", flush=True)
    # SIGTERM as Ctrl-C: what is being answered is answered first.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: threading.Thread(target=server.stop).start())
    # Names are read once for all patients before somebody waits for them.
    threading.Thread(target=served.results.entries, name="results", daemon=True).start()
    try:
        server.serve()
    finally:
        served.close()
    return 0


def _places(places: list[Path]) -> tuple[Path, list[Path]]:
    """Return the database and the folders that were named."""
    folders = [place.absolute() for place in places if place.is_dir()]
    files = [place.absolute() for place in places if not place.is_dir()]
    if len(files) > 1:
        raise InputError(f"{files[1]}: one database is served at a time")
    database = files[0] if files else default_database()
    if files and not database.is_file():
        raise InputError(f"{database}: there is no such database or folder")
    if not folders and not database.is_file():
        raise InputError(f"{database}: there is no such database")
    make_ready(database)
    return database, folders


def _model(
    options: argparse.Namespace, store: Store, library: ModelLibrary, locator: Marker | None
) -> tuple[Method, Classifier | None]:
    """Return whose results are shown, and the model itself where it is at hand."""
    if options.model is not None or not store.methods():
        classifier = open_classifier(find_model(options.model).path, options.provider)
        return _taken_over(classifier, options.operating_point, locator, store), classifier
    method = method_in(store, None, options.operating_point)
    last = _at_hand(method, library, options)
    if last is None:
        print(
            f"fundusviewer: the model file of {method.model_name} {method.model_version} that "
            "graded is not at hand: there are no heat maps",
            file=sys.stderr,
        )
    elif options.marks_model:
        # What is named is meant, whatever the last results were made with.
        return _taken_over(last, method.operating_point, locator, store), last
    return method, last


def _taken_over(
    classifier: Classifier, point: str | None, locator: Marker | None, store: Store
) -> Method:
    method = Method.of(classifier, find_operating_point(classifier.card, point), locator)
    store.take_over(method)
    return method


def _at_hand(
    method: Method, library: ModelLibrary, options: argparse.Namespace
) -> Classifier | None:
    """Return the model that graded, if the library has the same file."""
    for entry in library.entries():
        if entry.card is None or entry.card.name != method.model_name:
            continue
        with entry.path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest == method.model_sha256:
            return open_classifier(entry.path, options.provider)
    return None
