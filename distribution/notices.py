"""The licences of everything inside the folder, in one text that goes with it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from distribution.left_out import Entry

_TEXTS = Path(__file__).parent / "licences"

#: Standard texts for distributions that come without one.
_STANDARD = {
    "pyside6-essentials": ("LGPL-3.0", "GPL-3.0"),
    "shiboken6": ("LGPL-3.0",),
    "flatbuffers": ("Apache-2.0",),
    "pyjpegls": ("pyjpegls",),
    "pi-heif": ("LGPL-3.0", "GPL-3.0"),
}
_LICENCE_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "THIRDPARTYNOTICES")
_SUFFIXES = ("", ".txt", ".md", ".rst", ".eigen", ".APACHE", ".BSD")

_LINE = "=" * 78
_HEAD = """Licences of the software inside FundusViewer
{line}

FundusViewer itself is under the MIT licence (LICENSE). The weights of its grader are for research
only, those of SqueezeNet under the BSD 2-Clause licence: LICENSE beside the model files.

Qt and Qt for Python (PySide6, shiboken6) are used under the GNU Lesser General Public License,
version 3. They lie in this folder as shared libraries of their own, unchanged, and may be replaced
by other builds of the same version: put them over _internal/PySide6 and _internal/shiboken6.
Their source: https://download.qt.io/official_releases/QtForPython/ and
https://download.qt.io/official_releases/qt/. The licences of what Qt itself contains:
https://doc.qt.io/qt-6/licenses-used-in-qt.html

libheif and libde265, which read photographs of telephones (HEIC), are used under the same licence.
They come with pi_heif, lie in this folder as shared libraries of their own, unchanged, and may be
replaced as well. Their source: https://github.com/strukturag/libheif and
https://github.com/strukturag/libde265.
"""


class NoLicenceError(Exception):
    """A distribution has no licence text that could be shipped with it."""


def write_notices(path: Path, distributions: Sequence[str], binaries: Iterable[Entry]) -> Path:
    """Write the notices.

    Parameters
    ----------
    path
        Text file; its folder is made.
    distributions
        Names of the Python distributions inside.
    binaries
        The binaries inside; those of the system are named with their own notices.

    Raises
    ------
    NoLicenceError
        If a distribution has neither a text of its own nor a standard one here.
    """
    parts = [_HEAD.format(line=_LINE), _section(*_python())]
    parts += [_section(*_distribution(name)) for name in distributions]
    parts += [_section(*system) for system in _system_packages(binaries)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def licence_of(name: str) -> str:
    """Return what a distribution says its licence is, as short as it says it."""
    described = metadata.metadata(name)
    for field in ("License-Expression", "License"):
        if field in described:
            return " ".join(described[field].split())
    classifiers = described.get_all("Classifier") or []
    named = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License ::")]
    return ", ".join(named) or "see its text"


def licence_texts(name: str) -> list[str]:
    """Return a distribution's licence texts.

    Raises
    ------
    NoLicenceError
        See :func:`write_notices`.
    """
    files = [
        Path(str(file.locate()))
        for file in metadata.distribution(name).files or ()
        if file.name.upper().replace("-", "").startswith(_LICENCE_NAMES)
        and file.suffix in _SUFFIXES
    ]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(files)]
    texts += [(_TEXTS / f"{text}.txt").read_text("utf-8") for text in _STANDARD.get(name, ())]
    if not texts:
        raise NoLicenceError(f"{name}: has no licence text; add one to {_TEXTS}")
    # Wheels bring some of them twice.
    return list(dict.fromkeys(texts))


def _distribution(name: str) -> tuple[str, list[str]]:
    return f"{name} {metadata.version(name)}: {licence_of(name)}", licence_texts(name)


def _python() -> tuple[str, list[str]]:
    stdlib = Path(sysconfig.get_path("stdlib"))
    candidates = [stdlib / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    found = next((file for file in candidates if file.is_file()), None)
    if found is None:
        raise NoLicenceError(f"Python: no licence text at {candidates}")
    title = f"Python {sysconfig.get_python_version()}: PSF-2.0"
    return title, [found.read_text(encoding="utf-8")]


def _system_packages(binaries: Iterable[Entry]) -> list[tuple[str, list[str]]]:
    """Return the Debian packages that libraries came from, each with its copyright file."""
    dpkg = shutil.which("dpkg")
    sources = sorted({str(Path(source).resolve()) for _, source, _ in binaries if source})
    system = [source for source in sources if source.startswith(("/usr/lib/", "/lib/"))]
    if dpkg is None or not system:
        return []
    # Debian 12 lists some libraries under /lib although they lie in /usr/lib.
    wanted = [*system, *(source.removeprefix("/usr") for source in system)]
    answer = subprocess.run(  # noqa: S603
        [dpkg, "--search", *wanted], capture_output=True, text=True, check=False
    )
    lines = answer.stdout.splitlines()
    packages = sorted({line.split(": ", 1)[0].split(":")[0] for line in lines if ": " in line})
    return [(f"{package} (Debian)", [_debian_notice(package)]) for package in packages]


def _debian_notice(package: str) -> str:
    file = Path("/usr/share/doc", package, "copyright")
    return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else "see Debian"


def _section(title: str, texts: Iterable[str]) -> str:
    return "\n".join([_LINE, title, _LINE, "", *texts, ""])
