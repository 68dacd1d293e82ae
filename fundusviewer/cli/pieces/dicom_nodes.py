"""Other DICOM nodes on the command line: who, where, and how the connection is encrypted."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer.errors import NetworkError

if TYPE_CHECKING:
    from fundusviewer.dicom.settings import Peer, Tls


def add_tls_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what is said of encryption."""
    group = parser.add_argument_group("encryption (TLS 1.2 and later; default: as in the settings)")
    group.add_argument(
        "--tls-certificate", type=Path, metavar="FILE", help="our own certificate (PEM)"
    )
    group.add_argument(
        "--tls-key",
        type=Path,
        metavar="FILE",
        help="its key without a password (PEM; default: in the certificate's file)",
    )
    group.add_argument(
        "--tls-authorities",
        type=Path,
        metavar="FILE",
        help="certificates of the authorities that are trusted (PEM)",
    )
    group.add_argument(
        "--tls-name",
        metavar="NAME",
        default="",
        help="the name in the other node's certificate, where it is not its address",
    )
    group.add_argument(
        "--tls-one-sided",
        action="store_true",
        help="only who is called shows a certificate (default: both do)",
    )


def tls_of(options: argparse.Namespace) -> Tls | None:
    """Return what is said of encryption; ``None`` for nothing.

    Raises
    ------
    NetworkError
        If something is missing.
    """
    from pydantic import ValidationError

    from fundusviewer.dicom.settings import Tls, explain

    said = {
        "certificate": options.tls_certificate,
        "key": options.tls_key,
        "authorities": options.tls_authorities,
    }
    if not any(said.values()) and not options.tls_name and not options.tls_one_sided:
        return None
    try:
        return Tls.model_validate(
            {**said, "server_name": options.tls_name, "mutual": not options.tls_one_sided}
        )
    except ValidationError as error:
        raise NetworkError(explain(error)) from error


def parse_peer(text: str, encryption: Tls | None = None) -> Peer:
    """Return a node that is written as TITLE@HOST:PORT.

    Raises
    ------
    NetworkError
        If it is none.
    """
    from pydantic import ValidationError

    from fundusviewer.dicom.settings import Peer, explain

    title, at, place = text.rpartition("@")
    host, colon, port = place.rpartition(":")
    if not at or not colon:
        raise NetworkError(f"{text!r}: a node is written TITLE@HOST:PORT")
    values = {"title": title, "host": host.strip("[]"), "port": port, "tls": encryption}
    try:
        return Peer.model_validate(values)
    except ValidationError as error:
        if not error.errors()[0]["loc"]:
            raise NetworkError(explain(error)) from error
        raise NetworkError(f"{text!r}: a node is written TITLE@HOST:PORT") from error
