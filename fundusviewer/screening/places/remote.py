"""What lies in the folders of a file system behind an address, one folder after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fundusviewer.errors import ImageReadError
from fundusviewer.imaging import SUFFIXES
from fundusviewer.imaging.signatures import RECOGNISED_BY, Content, content_of
from fundusviewer.screening.folders import HIDDEN, REASONS, LeftOut, is_of_the_system
from fundusviewer.screening.places.address import address_of, place_of
from fundusviewer.screening.places.fetching import file_system, opened


def found_at(place: Path) -> Iterator[Path | LeftOut]:
    """Yield the photographs of an address, and what is left out.

    What ends like a photograph is one. Anything else is a folder, where its file system can list
    it, or a file. A folder that cannot be listed stands for itself, and reading it says so. A file
    with several frames stands for itself, too: to find that out it would have to be read.

    Parameters
    ----------
    place
        The path that stands for the address.
    """
    if place.suffix.lower() in SUFFIXES:
        yield place
        return
    empty = True
    try:
        for one in _walk(address_of(place) or str(place)):
            empty = empty and isinstance(one, LeftOut)
            yield one
    # Each file system brings errors of its own library; reading it says what it is.
    except Exception:  # noqa: BLE001
        empty = True
    if empty:
        yield place


def _walk(address: str) -> Iterator[Path | LeftOut]:
    system, start = file_system(address)
    if not system.isdir(start):
        return
    # With details, what is taken out of the folders is not walked through.
    for root, folders, files in system.walk(start, detail=True):
        for name in sorted(folders):
            if name.startswith("."):
                yield LeftOut(_place(system, root, name), HIDDEN, may_be_photograph=False)
                del folders[name]
        for name in sorted(files):
            if name and not is_of_the_system(name):
                yield _of_file(_place(system, root, name))


def _place(system: Any, root: str, name: str) -> Path:
    inside = f"{root.rstrip('/')}/{name}"
    address: str = system.unstrip_protocol(inside)
    scheme, _, rest = address.partition("://")
    # Some write three strokes where nothing stands between the second and the third.
    return place_of(f"{scheme}://{rest.lstrip('/')}")


def _of_file(place: Path) -> Path | LeftOut:
    suffix = place.suffix.lower()
    if place.name.startswith("."):
        return LeftOut(place, HIDDEN, may_be_photograph=suffix in SUFFIXES)
    if suffix in SUFFIXES:
        return place
    try:
        with opened(place) as stream:
            content = content_of(stream.read(RECOGNISED_BY), suffix)
    except ImageReadError:
        return place
    # Of every kind that no error could be sorted into: reading it says why.
    except Exception:  # noqa: BLE001
        return place
    if content in REASONS:
        return LeftOut(place, REASONS[content], may_be_photograph=content is not Content.OTHER)
    return place
