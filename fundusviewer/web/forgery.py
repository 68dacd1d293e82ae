"""Forms that are ours: what another site's page sends changes nothing."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import urlsplit

from flask import Request

#: The field of each form.
FIELD = "token"

#: Of forms that are filled in before somebody is logged in.
_KEY = secrets.token_bytes(32)


def new_nonce() -> str:
    """Return what a browser keeps in a cookie until somebody logs in."""
    return secrets.token_urlsafe(24)


def token_for(nonce: str) -> str:
    """Return what belongs into a form of a browser that keeps a nonce."""
    return hmac.new(_KEY, nonce.encode(), hashlib.sha256).hexdigest()


def is_ours(request: Request, expected: str) -> bool:
    """Return whether a form was sent by a page of ours.

    Parameters
    ----------
    request
        The request.
    expected
        What belongs into the form.
    """
    if not _is_from_here(request):
        return False
    given = request.form.get(FIELD, "") or request.headers.get("X-Token", "")
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def _is_from_here(request: Request) -> bool:
    """Return whether the browser says so, as far as it says anything."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
