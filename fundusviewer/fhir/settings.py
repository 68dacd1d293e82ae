"""Where findings are sent as FHIR: nowhere, before somebody says so."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from fundusviewer.dicom.settings import explain
from fundusviewer.errors import NetworkError
from fundusviewer.fhir.names import PATIENTS, Release
from fundusviewer.resources import user_data_dir
from fundusviewer.versioned_file import VersionedFile

#: The environment's variable with a token.
TOKEN_VARIABLE = "FUNDUSVIEWER_FHIR_TOKEN"  # noqa: S105 - its name

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class FhirServer(BaseModel):
    """A server.

    Attributes
    ----------
    address
        Its base; https, or http on this computer.
    release
        That it speaks.
    patient_system
        Who gave the patients' numbers, as a URI.
    authorities
        PEM file of the authorities that are trusted; ``None``: those of the system.
    token_file
        Holds the bearer token; ``None``: :data:`TOKEN_VARIABLE`, or none at all.
    seconds
        For each answer.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: str
    release: Release = "R4"
    patient_system: str = PATIENTS
    authorities: Path | None = None
    token_file: Path | None = None
    seconds: Annotated[float, Field(gt=0, le=600)] = 30.0

    @model_validator(mode="after")
    def _is_an_address(self) -> Self:
        parts = urlsplit(self.address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address is needed, such as https://fhir.clinic.example/r4")
        if parts.username or parts.password:
            raise ValueError("a password does not belong into an address; use a token")
        if parts.scheme == "http" and parts.hostname not in _LOOPBACK:
            raise ValueError("findings leave this computer encrypted only: use https")
        return self

    def token(self) -> str | None:
        """Return the token; it is never shown.

        Raises
        ------
        NetworkError
            If its file cannot be read.
        """
        if self.token_file is None:
            return os.environ.get(TOKEN_VARIABLE) or None
        try:
            return self.token_file.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            raise NetworkError(f"{self.token_file}: the token cannot be read") from error


def settings_path() -> Path:
    """Return the file of the settings."""
    return user_data_dir() / "fhir.json"


def load_server() -> FhirServer | None:
    """Return the server that was set; ``None`` for none.

    Raises
    ------
    NetworkError
        If the file cannot be read, or says something that cannot be.
    """
    file = VersionedFile(settings_path(), ())
    try:
        return FhirServer.model_validate(file.read())
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise NetworkError(f"{file.path}: {explain(error)}") from error
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise NetworkError(f"{file.path}: {error}") from error


def save_server(server: FhirServer | None) -> None:
    """Write the settings, or remove them; raises :class:`OutputError` where that fails."""
    if server is None:
        settings_path().unlink(missing_ok=True)
        return
    VersionedFile(settings_path(), ()).write(server.model_dump(mode="json"))


def make_server(**values: object) -> FhirServer:
    """Return a server of values that a person gave.

    Raises
    ------
    NetworkError
        If they make none.
    """
    try:
        return FhirServer.model_validate(values)
    except ValidationError as error:
        raise NetworkError(explain(error)) from error
