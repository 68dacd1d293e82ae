"""Sending bundles to a server, with an answer in plain words when it does not work."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPHandler, HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request

from fundusviewer.dicom.network.send import NotSent, Sent
from fundusviewer.dicom.network.tls import explain_tls
from fundusviewer.errors import NetworkError
from fundusviewer.fhir.settings import FhirServer

#: Most bytes of an answer that are read, and most letters of it that are told.
_MOST_BYTES, _MOST_LETTERS = 1_000_000, 200

#: Answers after which trying again may help.
_LATER = frozenset({401, 403, 408, 425, 429})


class _NoRedirects(HTTPRedirectHandler):
    """A token and a patient's findings go to the address that was set, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nobody."""


def send_bundles(server: FhirServer, files: Sequence[Path]) -> Iterator[Sent | NotSent]:
    """Send files, one after the other.

    Yields
    ------
    Sent or NotSent
        One for each file; one that was sent is in the server as a whole.

    Raises
    ------
    NetworkError
        If the server cannot be reached: then nothing more was sent.
    """
    opener, token = _opener(server), server.token()
    for file in files:
        yield _send(server, opener, token, file)


def _opener(server: FhirServer) -> OpenerDirector:
    try:
        context = ssl.create_default_context(cafile=server.authorities)
    except (OSError, ssl.SSLError) as error:
        raise NetworkError(
            f"{server.authorities}: holds no certificates of authorities (PEM)"
        ) from error
    opener = OpenerDirector()
    # No proxy, no file, no redirection: what is not named here is not done.
    from urllib.request import HTTPDefaultErrorHandler, HTTPErrorProcessor

    handlers = (
        HTTPHandler(),
        HTTPSHandler(context=context),
        HTTPErrorProcessor(),
        _NoRedirects(),
        HTTPDefaultErrorHandler(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _send(
    server: FhirServer, opener: OpenerDirector, token: str | None, file: Path
) -> Sent | NotSent:
    try:
        data = file.read_bytes()
    except OSError as error:
        return NotSent(file, f"{file.name}: cannot be read ({error.strerror})", final=False)
    # The settings allow https, and http on this computer.
    request = Request(server.address, data=data, method="POST")  # noqa: S310
    request.add_header("Content-Type", "application/fhir+json")
    request.add_header("Accept", "application/fhir+json")
    if token is not None:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with opener.open(request, timeout=server.seconds) as answer:
            return _judged(file, server, answer.read(_MOST_BYTES))
    except HTTPError as error:
        with error:
            said = _told(error.read(_MOST_BYTES))
        words = f"{file.name}: {server.address} refuses it ({error.code}{said and ', '}{said})"
        return NotSent(file, words, final=error.code < 500 and error.code not in _LATER)
    except URLError as error:
        raise NetworkError(f"{server.address}: {_why(error.reason)}") from error
    except (OSError, HTTPException, ValueError) as error:
        raise NetworkError(f"{server.address}: {_why(error)}") from error


def _judged(file: Path, server: FhirServer, data: bytes) -> Sent | NotSent:
    """Return whether a server has taken every resource of a transaction."""
    try:
        answer = json.loads(data)
        statuses = [str(one["response"]["status"]) for one in answer["entry"]]
    except (ValueError, KeyError, TypeError):
        words = f"{file.name}: {server.address} does not answer as a FHIR server"
        return NotSent(file, words, final=False)
    refused = [status for status in statuses if not status.startswith("2")]
    if refused or not statuses:
        words = f"{file.name}: {server.address} did not take all of it ({', '.join(refused[:3])})"
        return NotSent(file, words, final=False)
    return Sent(file)


def _told(data: bytes) -> str:
    """Return what an OperationOutcome says, in one line."""
    try:
        issue = json.loads(data)["issue"][0]
        said = issue.get("diagnostics") or issue.get("details", {}).get("text") or issue["code"]
    except (ValueError, KeyError, TypeError, IndexError, AttributeError):
        return ""
    return " ".join(str(said).split())[:_MOST_LETTERS]


def _why(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "does not answer in time; try again later"
    if isinstance(reason, ssl.SSLError):
        return explain_tls(reason)
    said = getattr(reason, "strerror", None) or reason
    return f"cannot be reached ({said}); check address and network"
