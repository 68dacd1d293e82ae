"""A real nginx before the pages, with the configuration that docs/serve.md shows."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.certificates import Authority
from tests.helpers.programs import program
from tests.helpers.screen import wait_for

_DOCUMENT = Path(__file__).parents[2] / "docs" / "serve.md"

#: What the document leaves out: where nginx puts what it writes.
_AROUND = """
{user}daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{server}
}}
"""


@dataclass(frozen=True)
class Proxy:
    """What runs, and what it has logged."""

    port: int
    authority: Path
    folder: Path

    def log(self) -> str:
        return (self.folder / "access.log").read_text("utf-8")


def documented() -> str:
    """Return the example of the document, as it stands there."""
    (example,) = re.findall(r"```\n(server \{.*?)```", _DOCUMENT.read_text("utf-8"), re.DOTALL)
    return str(example)


@contextmanager
def nginx(folder: Path, behind: int, location: str = "/") -> Iterator[Proxy]:
    """Let the documented nginx run before a port of this computer; skip where there is none."""
    name = program("nginx")
    folder.mkdir()
    authority = Authority(folder / "authority")
    certificate, key = authority.vouch("proxy", "DNS:localhost,IP:127.0.0.1")
    port = _free_port()
    server = documented()
    for shown, own in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/clinic.pem", str(certificate)),
        ("/etc/ssl/clinic.key", str(key)),
        ("http://127.0.0.1:8080", f"http://127.0.0.1:{behind}"),
        ("location / {", f"location {location} {{"),
    ):
        assert server.count(shown) == 1, shown
        server = server.replace(shown, own)
    # A process of root's gives up its rights, and could not write into the folder.
    user = "user root;\n" if os.name == "posix" and os.geteuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(_AROUND.format(user=user, folder=folder, server=server))
    running = subprocess.Popen(
        [name, "-p", str(folder), "-c", str(configuration), "-e", str(folder / "error.log")],
        stdin=subprocess.DEVNULL,
    )
    try:
        assert wait_for(lambda: _answers(port), 20), (folder / "error.log").read_text("utf-8")
        yield Proxy(port, authority.file, folder)
    finally:
        running.terminate()
        running.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0
