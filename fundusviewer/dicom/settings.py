"""What the user says about the network: nothing is on before somebody says so."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from fundusviewer.dicom.kind import Kind
from fundusviewer.errors import NetworkError
from fundusviewer.resources import user_data_dir
from fundusviewer.versioned_file import Content, Migration, VersionedFile, joined, split

log = logging.getLogger(__name__)

#: An application entity's title (PS3.5, 6.2): up to 16 characters, no backslash.
_TITLE = r"^[\x21-\x5B\x5D-\x7E][\x20-\x5B\x5D-\x7E]{0,15}$"

Title = Annotated[str, StringConstraints(strip_whitespace=True, pattern=_TITLE)]
Port = Annotated[int, Field(ge=1, le=65535)]
Host = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=255)]

#: What is allowed, where the rule alone would say little to a person.
_SENTENCES = {
    "title": "an AE title has 1 to 16 letters, digits or signs and no backslash",
    "host": "an address is needed, such as 192.168.1.20 or pacs.clinic.example",
    "port": "a port is a number from 1 to 65535",
    "address": "an address of this computer is needed, such as 127.0.0.1",
}

#: The port that IANA gives to DICOM without rights of an administrator.
DEFAULT_PORT = 11112


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Tls(_Frozen):
    """How a connection is encrypted.

    Attributes
    ----------
    certificate, key
        Our own, PEM files; the key may stand in the certificate's file. ``None``: we show none.
    authorities
        PEM file of the authorities whose certificates are trusted.
    mutual
        Whether both sides must show a certificate, as the standard's profile has it.
    server_name
        The name in the other node's certificate, where it is not its address.
    """

    certificate: Path | None = None
    key: Path | None = None
    authorities: Path | None = None
    mutual: bool = True
    server_name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)] = ""

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.mutual and self.certificate is None:
            raise ValueError("TLS needs a certificate and a key of our own")
        if self.mutual and self.authorities is None:
            raise ValueError("TLS needs the file of the authorities that are trusted")
        return self


class Peer(_Frozen):
    """Another node.

    Attributes
    ----------
    title
        Its AE title.
    host, port
        Where it listens.
    tls
        How the connection is encrypted; ``None``: it is not.
    """

    title: Title
    host: Host
    port: Port = DEFAULT_PORT
    tls: Tls | None = None

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.tls is not None and self.tls.authorities is None:
            raise ValueError("TLS needs the file of the authorities that are trusted")
        return self

    def __str__(self) -> str:
        return f"{self.title} at {self.host}:{self.port}"


class Receiving(_Frozen):
    """How photographs are received.

    Attributes
    ----------
    enabled
        Off, until the user says otherwise.
    address, port
        Where to listen; only this computer can reach the first default.
    callers
        AE titles that may send. Nobody else may.
    hosts
        Addresses that may connect; empty: all.
    max_megabytes
        Of one object.
    max_callers
        At the same time.
    per_minute
        Objects that each caller may send; who is faster waits.
    idle_seconds
        After which a silent caller is hung up on.
    folder
        Where received objects are kept; ``None``: in the user's data folder.
    tls
        How connections are encrypted; ``None``: they are not. Then nobody gets in without.
    """

    enabled: bool = False
    address: Host = "127.0.0.1"
    port: Port = DEFAULT_PORT
    callers: tuple[Title, ...] = ()
    hosts: tuple[Host, ...] = ()
    max_megabytes: Annotated[int, Field(ge=1, le=900)] = 200
    max_callers: Annotated[int, Field(ge=1, le=32)] = 4
    per_minute: Annotated[int, Field(ge=1, le=100_000)] = 1200
    idle_seconds: Annotated[float, Field(gt=0, le=600)] = 30.0
    folder: Path | None = None
    tls: Tls | None = None

    @model_validator(mode="after")
    def _has_callers(self) -> Self:
        if self.tls is not None and self.tls.certificate is None:
            raise ValueError("who is called with TLS needs a certificate and a key")
        if self.enabled and not self.callers:
            raise ValueError("name the AE titles of the cameras that may send")
        return self

    @property
    def spool(self) -> Path:
        """The folder of received objects."""
        return self.folder or user_data_dir() / "received"


class NetworkSettings(_Frozen):
    """All that is said about the network.

    Attributes
    ----------
    title
        Our own AE title.
    receiving
        From cameras.
    archive
        Where findings go; ``None``: nowhere.
    send
        What of a finding is sent.
    source
        Where a patient's earlier photographs are looked for; ``None``: nowhere.
    keep_identity
        Whether patient and day of DICOM photographs stand in the database as they are.
    """

    title: Title = "FUNDUSVIEWER"
    receiving: Receiving = Receiving()
    archive: Peer | None = None
    send: tuple[Kind, ...] = tuple(Kind)
    source: Peer | None = None
    keep_identity: bool = False


def settings_path() -> Path:
    """Return the file of the settings."""
    return user_data_dir() / "dicom.json"


def _numbered(content: Content) -> Content:
    """From the first version, which had no number, to the second: the names are the same."""
    return content


#: What leads from each version of the file to the next; the first one leads from version 1.
MIGRATIONS: tuple[Migration, ...] = (_numbered,)


def load_settings(path: Path | None = None) -> NetworkSettings:
    """Read the settings; those that come with the program where there is no file.

    What this version does not know is left alone, so that a newer version's file works. A value
    that cannot be is no reason to take a default: it may let in more than the user allows.

    Raises
    ------
    NetworkError
        If the file cannot be read or says something that cannot be.
    """
    file = _file(path)
    try:
        return _read(file)[0]
    except FileNotFoundError:
        return NetworkSettings()
    except ValidationError as error:
        raise NetworkError(f"{file.path}: {explain(error)}") from error
    except OSError as error:
        raise NetworkError(f"{file.path}: cannot be read ({error.strerror})") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NetworkError(f"{file.path}: {error}") from error


def save_settings(settings: NetworkSettings, path: Path | None = None) -> None:
    """Write the settings; the file is there whole or is what it was.

    What the file holds that this version does not know stays in it; a file that could not be used
    is kept beside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    file = _file(path)
    unknown: Content = {}
    try:
        unknown = _read(file)[1]
    except FileNotFoundError:
        pass
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        file.keep_aside()
    file.write(joined(settings.model_dump(mode="json"), unknown))


def _file(path: Path | None) -> VersionedFile:
    return VersionedFile(path or settings_path(), MIGRATIONS)


def _read(file: VersionedFile) -> tuple[NetworkSettings, Content]:
    """Return the settings, and what this version does not know of them."""
    known, unknown = split(file.read(), NetworkSettings)
    if unknown:
        # A slip of the pen looks the same.
        log.warning("%s: unknown and left alone: %s", file.path, json.dumps(unknown))
    return NetworkSettings.model_validate_json(json.dumps(known)), unknown


def explain(error: ValidationError) -> str:
    """Return what is wrong with settings, in one sentence."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"])) or "settings"
    said = str(first["msg"]).removeprefix("Value error, ")
    field = str(first["loc"][-1]) if first["loc"] else ""
    return f"{place}: {_SENTENCES.get(field, said)}"
