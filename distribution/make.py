"""Makes everything that a release has: ``python -m distribution.make`` (``make release``).

``dist/FundusViewer`` is the folder; ``dist/release`` holds what is downloaded: the installable
form of this system, an archive of the folder, the bill of materials, and the checksums of all.
With ``--quick`` (``make package``) Linux's package is compressed little, nothing is taken out of
libraries of others (distribution/slim.py) and the archive is left out: minutes less, for trying
out.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from distribution.components import runtime_distributions
from distribution.debian import write_package
from distribution.description import CONSOLE, PACKAGE, WINDOW
from distribution.sbom import write_sbom
from distribution.slim import SWITCH
from fundusviewer import __version__

ROOT = Path(__file__).parents[1]
_DIST, _BUILD = ROOT / "dist", ROOT / "build"
_RELEASE = _DIST / "release"
_PAPERS = ("LICENSE", "CHANGELOG.md", "docs/installation.md")


def main() -> int:
    """Build the folder and what is made of it; print what there is."""
    parser = argparse.ArgumentParser(description="Make what a release has.")
    parser.add_argument(
        "--quick", action="store_true", help="compress little, slim nothing, no archive"
    )
    quick: bool = parser.parse_args().quick
    folder = build_folder(small=not quick)
    shutil.rmtree(_RELEASE, ignore_errors=True)
    _RELEASE.mkdir(parents=True)
    write_sbom(_RELEASE / f"{_name()}.cdx.json", runtime_distributions())
    package(folder, quick=quick)
    write_checksums(_RELEASE)
    for path in (folder, *sorted(_RELEASE.iterdir())):
        print(f"{size_of(path) / 1e6:8.1f} MB  {path.relative_to(ROOT)}")
    return 0


def build_folder(*, small: bool) -> Path:
    """Run PyInstaller, put the papers beside the programs and sign them.

    Parameters
    ----------
    small
        Take out of libraries what nobody uses, and fail where that no longer works.
    """
    for leftover in (_DIST / WINDOW, _DIST / f"{WINDOW}.app"):
        shutil.rmtree(leftover, ignore_errors=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN"]
    places = ["--distpath", str(_DIST), "--workpath", str(_BUILD / "pyinstaller")]
    _run([*command, *places, str(ROOT / "build.spec")], {SWITCH: "1" if small else ""})
    folder = _DIST / WINDOW
    for paper in _PAPERS:
        shutil.copy(ROOT / paper, folder)
    programs = [path for path in folder.iterdir() if path.stem in (WINDOW, CONSOLE)]
    sign([path for path in programs if not path.is_symlink()])
    return folder


def sign(programs: list[Path]) -> None:
    """Sign programs with the command in ``FUNDUSVIEWER_SIGN_COMMAND``; nothing without one.

    Raises
    ------
    subprocess.CalledProcessError
        If the command fails: a release is signed or it is not made.
    """
    command = os.environ.get("FUNDUSVIEWER_SIGN_COMMAND")
    if command:
        _run([*shlex.split(command), *(str(program) for program in programs)])


def package(folder: Path, *, quick: bool) -> None:
    """Write the archive, and the form that this system installs."""
    if sys.platform == "linux":
        write_package(folder, _RELEASE, _BUILD / "debian", quick=quick)
        if not quick:
            archive = str(_RELEASE / f"{_name()}.tar.xz")
            # All processors; Python's own takes one.
            compressor = "--use-compress-program=xz -T0"
            _run(["tar", "-C", str(folder.parent), compressor, "-cf", archive, folder.name])
    elif sys.platform == "darwin":
        # Keeps the links and the signature inside the bundle, which Python's archives do not.
        bundle = str(_DIST / f"{WINDOW}.app")
        archive = str(_RELEASE / f"{_name()}.zip")
        _run(["ditto", "-c", "-k", "--sequesterRsrc", "--keepParent", bundle, archive])
    else:
        shutil.make_archive(str(_RELEASE / _name()), "zip", folder.parent, folder.name)
        _make_windows_installer(folder)


def write_checksums(release: Path) -> Path:
    """Write the checksums of a folder's files in the format of ``sha256sum``."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(release.iterdir())
    ]
    target = release / f"{_name()}.sha256"
    target.write_text("".join(lines), encoding="ascii")
    return target


def size_of(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder; links are not counted."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file() and not file.is_symlink())


def _make_windows_installer(folder: Path) -> None:
    """Run Inno Setup where it is installed."""
    compiler = shutil.which("iscc")
    if compiler is None:
        print("Inno Setup is not installed: no installer, only the archive")
        return
    script = ROOT / "distribution" / "windows.iss"
    settings = [f"/DVersion={__version__}", f"/DFolder={folder}", f"/DTarget={_RELEASE}"]
    _run([compiler, "/Qp", *settings, f"/DName={_name()}", str(script)])


def _name() -> str:
    system = {"linux": "linux", "darwin": "macos", "win32": "windows"}[sys.platform]
    return f"{PACKAGE}-{__version__}-{system}-{platform.machine().lower()}"


def _run(command: list[str], variables: Mapping[str, str] = MappingProxyType({})) -> None:
    subprocess.run(command, check=True, cwd=ROOT, env={**os.environ, **variables})  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
