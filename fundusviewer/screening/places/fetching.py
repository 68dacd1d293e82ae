"""Reading a photograph's bytes, wherever they lie, and again where drive or network fail.

What fails for good says nothing about the photograph: it is an :class:`.UnreachableError`, never a
damaged file.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from fundusviewer.errors import ImageReadError, UnreachableError
from fundusviewer.imaging import ImageFile, load, split_frame
from fundusviewer.imaging.file import MAX_BYTES, check_bytes, file_of
from fundusviewer.screening.places.address import address_of

#: Seconds before each new attempt; each is stretched by chance, so that a thousand readers do not
#: come back in step.
WAITS = (0.5, 1.0, 2.0, 4.0)

#: Seconds: for a connection, between two pieces of an answer, and for a photograph in all.
_CONNECT, _READ, _ALL = 15.0, 30.0, 120.0

#: What Windows says of a drive without a card or a disk: no rights, by its number.
_NOT_READY = 21


class _PassingError(Exception):
    """It may go well next time."""


def fetch(path: Path, sleep: Callable[[float], None] = time.sleep) -> ImageFile:
    """Read a file's bytes and hash them; see :func:`fundusviewer.imaging.load`.

    Parameters
    ----------
    path
        The file, or the path that stands for an address.
    sleep
        Waits; replaced in tests.

    Raises
    ------
    ImageReadError
        If the file is not there, empty or too large.
    UnreachableError
        If it could not be reached, after several attempts; at once where its folder holds nothing.
    """
    address = address_of(path)
    for wait in (*WAITS, None):
        try:
            return load(path) if address is None else file_of(path, _bytes_at(path))
        except UnreachableError:
            if address is not None or wait is None:
                raise
        except ImageReadError as error:
            if address is None and _is_away(path):
                raise UnreachableError(
                    f"{path.name}: its folder is empty or gone; connect the drive again"
                ) from error
            raise
        except _PassingError as error:
            if wait is None:
                raise UnreachableError(
                    f"{path.name}: cannot be reached, {len(WAITS) + 1} times tried ({error})"
                ) from error
        sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - no secret
    raise AssertionError


def _is_away(path: Path) -> bool:
    """Return whether a file's folder holds nothing.

    A drive that was taken away leaves no folder, or its empty place.
    """
    try:
        with os.scandir(path.parent) as found:
            return next(found, None) is None
    except PermissionError as error:
        # Who may not look has a drive.
        return getattr(error, "winerror", None) == _NOT_READY
    except OSError:
        return True


def _bytes_at(path: Path) -> bytes:
    file, _ = split_frame(path)
    with opened(file) as stream:
        size = getattr(stream, "size", None)
        if isinstance(size, int):
            check_bytes(path.name, size)
        data = stream.read(MAX_BYTES + 1)
    check_bytes(path.name, len(data))
    if isinstance(size, int) and len(data) != size:
        raise _PassingError(f"{len(data):,} of {size:,} bytes came")
    return data


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open what an address stands for; nothing is read ahead.

    Raises
    ------
    ImageReadError, UnreachableError
        If it is not there, or cannot be reached at all.
    """
    address = address_of(path) or str(path)
    with _said_of(path):
        system, place = file_system(address)
        # Without a cache: a photograph is read once, and in one piece.
        with system.open(place, "rb", cache_type="none") as stream:
            yield stream


def file_system(address: str) -> tuple[Any, str]:
    """Return the file system of an address, and the place in it.

    Raises
    ------
    ImportError, ValueError
        If there is none for its kind, or its package is missing.
    """
    from fsspec.core import url_to_fs

    return url_to_fs(address, **_options(address))  # type: ignore[no-any-return]


def _options(address: str) -> dict[str, Any]:
    # All other kinds have limits of their own, and options in fsspec's configuration.
    if not address.lower().startswith(("http://", "https://")):
        return {}
    from aiohttp import ClientTimeout

    return {
        "client_kwargs": {
            "timeout": ClientTimeout(total=_ALL, sock_connect=_CONNECT, sock_read=_READ)
        }
    }


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    """Sort what file systems of many makers raise: not there, not to be had, or not now."""
    try:
        yield
    except (ImageReadError, _PassingError):
        raise
    # Each file system brings errors of its own library, without a common base.
    except Exception as error:
        raise _sorted_error(path, _cause(error)) from error


def _cause(error: Exception) -> BaseException:
    """Return what is behind a "not there" that the web's file system says of every failure."""
    cause = error.__cause__
    of_network = isinstance(cause, TimeoutError) or (
        cause is not None and type(cause).__module__.partition(".")[0] == "aiohttp"
    )
    return cause if isinstance(error, FileNotFoundError) and cause and of_network else error


def _sorted_error(path: Path, error: BaseException) -> Exception:
    status = getattr(error, "status", None)
    if isinstance(error, FileNotFoundError) or status in (404, 410):
        return ImageReadError(f"{path.name}: the file is not there (any more)")
    refused = isinstance(status, int) and 400 <= status < 500 and status not in _LATER
    if refused or isinstance(error, ImportError | PermissionError | ValueError):
        return UnreachableError(f"{path.name}: cannot be reached ({_reason(error)})")
    return _PassingError(_reason(error))


#: HTTP: request timeout, too early, too many requests.
_LATER = (408, 425, 429)


def _reason(error: BaseException) -> str:
    """Return the first line of an error, in words."""
    if isinstance(error, ModuleNotFoundError):
        return f"the package {error.name} is missing; install fundusviewer[distributed]"
    if isinstance(error, TimeoutError) or "Timeout" in type(error).__name__:
        return "no answer in time"
    status = getattr(error, "status", None)
    if isinstance(status, int):
        # Its text holds the whole address, perhaps with a key in it.
        return f"HTTP {status}"
    return next(iter(str(error).splitlines()), "") or type(error).__name__
