"""The Debian package: the folder, two commands, the menu entry, icon and notices."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from distribution.description import CONSOLE, NOTICE, PACKAGE, PUBLISHER, SUMMARY, WINDOW
from distribution.desktop import desktop_entry, metainfo
from distribution.elf import is_elf, needed_by, output_of
from fundusviewer import __version__
from fundusviewer.resources import asset

_INSTALLED = Path("usr/lib") / PACKAGE

#: Of xz, which takes all processors with it. Debian 11's dpkg reads no zstd.
_LEVEL = "-z6"

#: Programs that say why the window cannot be shown, and the desktop's way to open a folder.
_RECOMMENDED = ("zenity | kdialog | x11-utils", "xdg-utils")


def write_package(folder: Path, target: Path, work: Path, *, quick: bool = False) -> Path:
    """Write the package.

    Parameters
    ----------
    folder
        What PyInstaller made.
    target
        Folder of the package.
    work
        Folder for its contents; made anew.
    quick
        Whether it may be larger, for a test.

    Raises
    ------
    subprocess.CalledProcessError
        If ``dpkg-deb`` refuses them.
    FileNotFoundError
        If it is not installed.
    """
    shutil.rmtree(work, ignore_errors=True)
    _lay_out(folder, work)
    architecture = output_of("dpkg", "--print-architecture").strip()
    control = work / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(_control(architecture, folder, _kilobytes(work)), encoding="utf-8")
    package = target / f"{PACKAGE}_{__version__}_{architecture}.deb"
    level = "-z0" if quick else _LEVEL
    output_of("dpkg-deb", "--root-owner-group", "-Zxz", level, "--build", work, package)
    return package


def needed_packages(folder: Path) -> tuple[str, ...]:
    """Return the packages with the system's libraries that the folder is linked with, sorted."""
    binaries = [path for path in folder.rglob("*") if path.is_file() and is_elf(path)]
    inside = {path.name for path in folder.rglob("*")}
    needed = set().union(*(needed_by(path) for path in binaries))
    packages = {_package_of(name) for name in needed - inside}
    return (f"libc6 (>= {_glibc(binaries)})", *sorted(packages - {"libc6"}))


def _glibc(binaries: Iterable[Path]) -> str:
    """Return the oldest version of the C library that has all that the binaries ask for."""
    versions = set()
    for path in binaries:
        versions.update(re.findall(r"\(GLIBC_(\d+)\.(\d+)", output_of("objdump", "-T", path)))
    major, minor = max((int(major), int(minor)) for major, minor in versions)
    return f"{major}.{minor}"


def _package_of(library: str) -> str:
    found = output_of("dpkg", "--search", f"*/{library}").splitlines()
    return found[0].split(":")[0]


def _lay_out(folder: Path, root: Path) -> None:
    shutil.copytree(folder, root / _INSTALLED, symlinks=True)
    commands = root / "usr/bin"
    commands.mkdir(parents=True)
    for name in (WINDOW, CONSOLE):
        (commands / name).symlink_to(Path("../lib") / PACKAGE / name)
    share = root / "usr/share"
    _write(share / "applications" / f"{PACKAGE}.desktop", desktop_entry())
    _write(share / "metainfo" / f"{PACKAGE}.metainfo.xml", metainfo())
    _copy(asset("icons/app.svg"), share / f"icons/hicolor/scalable/apps/{PACKAGE}.svg")
    _copy(folder / f"_internal/fundusviewer/{PACKAGE}.png", share / f"pixmaps/{PACKAGE}.png")
    notices = share / "doc" / PACKAGE
    licences = folder / "_internal" / "licences"
    text = (licences / "LICENSE").read_text("utf-8")
    rest = f"Everything inside: /{_INSTALLED}/_internal/licences/THIRD-PARTY-NOTICES.txt\n"
    _write(notices / "copyright", f"{text}\n{rest}")
    changes = (folder / "CHANGELOG.md").read_bytes()
    (notices / "changelog.gz").write_bytes(gzip.compress(changes, mtime=0))
    for path in root.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.name in (WINDOW, CONSOLE) else 0o644)


def _control(architecture: str, folder: Path, kilobytes: int) -> str:
    return f"""Package: {PACKAGE}
Version: {__version__}
Section: science
Priority: optional
Architecture: {architecture}
Installed-Size: {kilobytes}
Depends: {", ".join(needed_packages(folder))}
Recommends: {", ".join(_RECOMMENDED)}
Maintainer: {PUBLISHER} <noreply@fundusviewer.org>
Description: {SUMMARY.lower()}
 Shows for a fundus photograph its grade of diabetic retinopathy, how sure the
 network is, and where it looked. Works offline.
 .
 {NOTICE}
"""


def _kilobytes(folder: Path) -> int:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) // 1024


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)
