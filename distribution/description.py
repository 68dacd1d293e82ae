"""Names, texts and file types of the installed program, for every system's own description."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fundusviewer import __version__
from fundusviewer.imaging import SUFFIXES
from fundusviewer.resources import APP_NAME

#: The window's executable and the installed folder; the console's executable.
WINDOW, CONSOLE = APP_NAME, "fundusviewer-cli"

#: Reverse domain name, as macOS, AppStream and Windows ask for.
IDENTIFIER = "org.fundusviewer.FundusViewer"

#: Name of the desktop entry, the icon and the Debian package.
PACKAGE = "fundusviewer"

SUMMARY = "Grades fundus photographs for diabetic retinopathy"
NOTICE = "For research use only. Not for diagnosis."
PUBLISHER = "The FundusViewer developers"
COPYRIGHT = "Copyright The FundusViewer developers. MIT licence."


@dataclass(frozen=True)
class FileType:
    """A type of photograph as the systems call it.

    Attributes
    ----------
    mime
        Linux.
    uniform_type
        macOS.
    suffixes
        With the dot, lower case; Windows.
    """

    mime: str
    uniform_type: str
    suffixes: tuple[str, ...]


_TYPES = (
    FileType("image/jpeg", "public.jpeg", (".jpg", ".jpeg", ".jpe", ".jfif", ".jif")),
    FileType("image/png", "public.png", (".png",)),
    FileType("image/tiff", "public.tiff", (".tif", ".tiff")),
    FileType("image/bmp", "com.microsoft.bmp", (".bmp", ".dib")),
    FileType("image/webp", "org.webmproject.webp", (".webp",)),
    FileType("image/gif", "com.compuserve.gif", (".gif",)),
    FileType("image/avif", "public.avif", (".avif",)),
    FileType("image/heic", "public.heic", (".heic",)),
    FileType("image/heif", "public.heif", (".heif", ".hif")),
    FileType("image/jp2", "public.jpeg-2000", (".jp2", ".j2k", ".j2c", ".jpc", ".jpf", ".jpx")),
    FileType("application/dicom", "org.nema.dicom", (".dcm", ".dicom", ".dic")),
)


def file_types() -> tuple[FileType, ...]:
    """Return the types of photographs that the program reads, each with the suffixes it takes."""
    types = (
        replace(known, suffixes=tuple(end for end in known.suffixes if end in SUFFIXES))
        for known in _TYPES
    )
    return tuple(known for known in types if known.suffixes)


def version_numbers() -> tuple[int, int, int, int]:
    """Return the version as Windows wants it: four numbers."""
    major, minor, patch = (int(part) for part in __version__.split("+")[0].split(".")[:3])
    return major, minor, patch, 0
