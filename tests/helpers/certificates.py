"""Certificates for tests, made by OpenSSL's program: an authority and what it vouches for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fundusviewer.dicom.settings import Tls
from tests.helpers.programs import run_program

_CA = """[ca]
default_ca = own
[own]
dir = {folder}
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
certificate = {folder}/authority.pem
private_key = {folder}/authority.key
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


@dataclass
class Authority:
    """An authority in a folder of its own; whoever trusts it takes :attr:`file`."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        (self.folder / "index.txt").touch()
        (self.folder / "serial").write_text("01\n")
        (self.folder / "ca.conf").write_text(_CA.format(folder=self.folder))
        self._openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", "/CN=Tests",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign",
            "-keyout", "authority.key", "-out", "authority.pem",
        )  # fmt: skip

    @property
    def file(self) -> Path:
        return self.folder / "authority.pem"

    def vouch(
        self,
        name: str,
        address: str = "IP:127.0.0.1",
        *,
        begins: str = "20200101000000Z",
        ends: str = "20600101000000Z",
    ) -> tuple[Path, Path]:
        """Return certificate and key."""
        self._openssl(
            "req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}",
            "-addext", f"subjectAltName={address}", "-keyout", f"{name}.key", "-out", f"{name}.csr",
        )  # fmt: skip
        self._openssl(
            "ca", "-batch", "-notext", "-config", "ca.conf", "-in", f"{name}.csr",
            "-startdate", begins, "-enddate", ends, "-out", f"{name}.pem",
        )  # fmt: skip
        return self.folder / f"{name}.pem", self.folder / f"{name}.key"

    def tls(self, name: str, **changes: object) -> Tls:
        """Return how a node of this name speaks with those that this authority vouches for."""
        certificate, key = self.vouch(name)
        values = {"certificate": certificate, "key": key, "authorities": self.file}
        return Tls.model_validate(values | changes)

    def _openssl(self, *words: str) -> None:
        run_program("openssl", *words, folder=self.folder)
