"""What stands before the server: who a proxy says asks, and below which path the pages are."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from fundusviewer.errors import InputError

#: Where a proxy is unless told.
THIS_COMPUTER = ("127.0.0.1", "::1")

#: A WSGI application, and what it answers.
_Application = Callable[..., Any]

_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")


def is_address(text: str) -> bool:
    """Return whether a text is an IP address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def check_prefix(prefix: str) -> None:
    """Refuse a path below which no pages can be.

    Raises
    ------
    InputError
        If it is one.
    """
    if prefix and not _PREFIX.fullmatch(prefix):
        raise InputError(
            f"--prefix {prefix}: a path like /fundus is allowed, of letters, digits, -, _, ~ and "
            "dots, without a slash at its end"
        )


class Behind:
    """Believes what a proxy says of who asks, and answers nobody else.

    Of each header the last value alone is believed: that is what the proxy has put there, whatever
    a reader has sent. Somebody who reaches the port past the proxy could say anything.

    Parameters
    ----------
    application
        A WSGI application.
    proxies
        The proxy's IP addresses.
    """

    def __init__(self, application: _Application, proxies: Iterable[str]) -> None:
        self._application = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
        self._proxies: set[object] = {_plain(one) for one in proxies}

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request, or say that it has not come by the proxy."""
        peer = str(environ.get("REMOTE_ADDR", ""))
        if not is_address(peer) or _plain(peer) not in self._proxies:
            return Response("Not by the proxy.\n", 403)(environ, start_response)
        return self._application(environ, start_response)


class Below:
    """Has an application's pages below a path.

    Parameters
    ----------
    application
        A WSGI application.
    prefix
        As "/fundus".
    """

    def __init__(self, application: _Application, prefix: str) -> None:
        self._application, self._prefix = application, prefix

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Answer a request below the path; there is nothing beside it."""
        path = str(environ.get("PATH_INFO", ""))
        if path != self._prefix and not path.startswith(f"{self._prefix}/"):
            return Response("There is no such page.\n", 404)(environ, start_response)
        inside = {"SCRIPT_NAME": self._prefix, "PATH_INFO": path[len(self._prefix) :] or "/"}
        return self._application({**environ, **inside}, start_response)


def _plain(address: str) -> object:
    """Return an address; one of IPv4 that is written as IPv6 is the same."""
    found = ipaddress.ip_address(address)
    return getattr(found, "ipv4_mapped", None) or found
