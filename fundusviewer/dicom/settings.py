"""What the user says about the network: nothing is on before somebody says so."""

from __future__ import annotations

import json
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

from fundusviewer.atomic import write_atomically
from fundusviewer.dicom.kind import Kind
from fundusviewer.errors import NetworkError, OutputError
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_data_dir

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


class Peer(_Frozen):
    """Another node.

    Attributes
    ----------
    title
        Its AE title.
    host, port
        Where it listens.
    """

    title: Title
    host: Host
    port: Port = DEFAULT_PORT

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

    @model_validator(mode="after")
    def _has_callers(self) -> Self:
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


def load_settings(path: Path | None = None) -> NetworkSettings:
    """Read the settings; those that come with the program where there is no file.

    Raises
    ------
    NetworkError
        If the file cannot be read or says something that cannot be.
    """
    path = path or settings_path()
    try:
        return NetworkSettings.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return NetworkSettings()
    except OSError as error:
        raise NetworkError(f"{path}: cannot be read ({error.strerror})") from error
    except ValidationError as error:
        raise NetworkError(f"{path}: {explain(error)}") from error


def save_settings(settings: NetworkSettings, path: Path | None = None) -> None:
    """Write the settings; the file is there whole or is what it was.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = path or settings_path()
    try:
        make_private_folder(path.parent)
    except OSError as error:
        raise OutputError(f"{path.parent}: cannot be made ({error.strerror})") from error
    text = json.dumps(settings.model_dump(mode="json"), indent=2)
    write_atomically(path, f"{text}\n".encode(), private=True)


def explain(error: ValidationError) -> str:
    """Return what is wrong with settings, in one sentence."""
    first = error.errors()[0]
    place = ".".join(map(str, first["loc"])) or "settings"
    said = str(first["msg"]).removeprefix("Value error, ")
    field = str(first["loc"][-1]) if first["loc"] else ""
    return f"{place}: {_SENTENCES.get(field, said)}"
