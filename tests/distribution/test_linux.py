"""The Debian package and its parts, made from a folder with a real program in it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from distribution import elf
from distribution.debian import needed_packages, write_package
from distribution.desktop import desktop_entry, metainfo
from distribution.orphans import without_orphans
from distribution.slim_icu import slim_icu
from distribution.slim_linux import stripped
from fundusviewer import __version__
from fundusviewer.imaging import SUFFIXES

_TOOLS = ("cc", "nm", "objdump", "readelf", "strip", "dpkg-deb", "dpkg")
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not all(shutil.which(tool) for tool in _TOOLS),
    reason="needs Debian's packager and a compiler",
)


def _library(path: Path, source: str, *options: str | Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    code = path.with_suffix(".c")
    code.write_text(source)
    elf.output_of("cc", "-shared", "-fPIC", "-g", "-o", path, code, *options)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder like PyInstaller's, with a program that is linked with the C library."""
    folder = tmp_path / "FundusViewer"
    internal = folder / "_internal"
    (internal / "fundusviewer").mkdir(parents=True)
    (internal / "licences").mkdir()
    (internal / "licences" / "LICENSE").write_text("MIT")
    (internal / "fundusviewer" / "fundusviewer.png").write_bytes(b"a picture")
    (folder / "CHANGELOG.md").write_text("# Changelog")
    shutil.copy("/bin/true", folder / "FundusViewer")
    (folder / "fundusviewer-cli").symlink_to("FundusViewer")
    return folder


def test_debian_package(folder: Path, tmp_path: Path) -> None:
    package = write_package(folder, tmp_path, tmp_path / "work", quick=True)
    fields = elf.output_of("dpkg-deb", "--field", package)
    assert f"Version: {__version__}\n" in fields
    assert "Depends: libc6 (>= 2." in fields
    root = tmp_path / "root"
    subprocess.run(["dpkg-deb", "-x", str(package), str(root)], check=True)
    for command in ("FundusViewer", "fundusviewer-cli"):
        link = root / "usr/bin" / command
        assert link.resolve() == root / "usr/lib/fundusviewer/FundusViewer"
        assert link.readlink().name == command, "the program looks at the name"
        assert subprocess.run([str(link)], check=False).returncode == 0
    for name in (
        "applications/fundusviewer.desktop",
        "metainfo/fundusviewer.metainfo.xml",
        "icons/hicolor/scalable/apps/fundusviewer.svg",
        "pixmaps/fundusviewer.png",
        "doc/fundusviewer/copyright",
        "doc/fundusviewer/changelog.gz",
    ):
        assert (root / "usr/share" / name).is_file()
    for path in root.rglob("*"):
        assert not path.stat().st_mode & 0o022, "only root may change what is installed"


def test_needed_packages_are_those_that_the_folder_lacks(folder: Path) -> None:
    assert len(needed_packages(folder)) == 1, "the C library alone"


def test_orphans_go_and_what_is_needed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system"
    needed = _library(system / "libneeded.so", "int needed(void) { return 1; }")
    orphan = _library(system / "liborphan.so", "int orphan(void) { return 1; }")
    ours = _library(
        tmp_path / "ours.so", "int needed(void); int f(void) { return needed(); }", needed
    )
    entries = [(path.name, str(path), "BINARY") for path in (needed, orphan, ours)]
    # The compiler wrote the path into the library; the loader's names have none.
    monkeypatch.setattr(
        "distribution.orphans.needed_by", lambda p: {Path(n).name for n in elf.needed_by(p)}
    )
    monkeypatch.setattr("distribution.orphans._SYSTEM", (str(system),))
    assert [name for name, _, _ in without_orphans(entries)] == ["libneeded.so", "ours.so"]


def test_the_systems_python_is_no_orphan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's has its library and its modules where all libraries are; no library names them."""
    monkeypatch.setattr("distribution.orphans._SYSTEM", (str(tmp_path),))
    kinds = {"libpython3.11.so.1.0": "BINARY", "lib-dynload/_json.so": "EXTENSION"}
    entries = [
        (name, str(_library(tmp_path / name, "int f(void) { return 1; }")), kind)
        for name, kind in kinds.items()
    ]
    assert without_orphans(entries) == entries


def test_symbols_for_debuggers_go(tmp_path: Path) -> None:
    source = _library(tmp_path / "lib.so", "int f(void) { return 1; }")
    text = tmp_path / "data.txt"
    text.write_text("no library")
    entries = [("a/lib.so", str(source), "BINARY"), ("data.txt", str(text), "BINARY")]
    (_, smaller, _), (_, same, _) = stripped(entries, tmp_path / "work")
    assert Path(smaller).stat().st_size < source.stat().st_size
    assert "f" in elf.symbols(Path(smaller), "--defined-only")
    assert same == str(text)


def test_a_copy_that_cannot_be_loaded_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = _library(tmp_path / "lib.so", "int f(void) { return 1; }")
    monkeypatch.setattr("distribution.slim_linux.can_be_loaded", lambda _: False)
    entries = [("lib.so", str(source), "BINARY")]
    assert stripped(entries, tmp_path / "work") == entries


def test_unicode_data_without_their_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("distribution.slim_icu._TOOL_PATH", str(tmp_path))
    entries = [("PySide6/Qt/lib/libicudata.so.73", "/somewhere/libicudata.so.73", "BINARY")]
    assert slim_icu(entries, tmp_path) == entries


def test_smaller_unicode_data(tmp_path: Path) -> None:
    import PySide6

    (library,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    ((_, smaller, _),) = slim_icu([("x/" + library.name, str(library), "BINARY")], tmp_path)
    if smaller == str(library):
        pytest.skip("icupkg is not installed (Debian: icu-devtools)")
    assert Path(smaller).stat().st_size < 10e6 < library.stat().st_size
    # Names of files are put into the order of the language, which Qt asks ICU for.
    program = (
        "from PySide6.QtCore import QCollator, QLocale\n"
        "words = ['Öl', 'Zahn', 'Ohr']\n"
        "order = QCollator(QLocale(QLocale.Language.German))\n"
        "swedish = QCollator(QLocale(QLocale.Language.Swedish))\n"
        "print(sorted(words, key=order.sortKey), sorted(words, key=swedish.sortKey))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"LD_PRELOAD": smaller, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "['Ohr', 'Öl', 'Zahn'] ['Ohr', 'Zahn', 'Öl']\n"


def test_desktop_entry(tmp_path: Path) -> None:
    lines = dict(line.split("=", 1) for line in desktop_entry().splitlines() if "=" in line)
    assert lines["Exec"] == "FundusViewer %F"
    assert lines["Icon"] == "fundusviewer"
    kinds = lines["MimeType"].rstrip(";").split(";")
    assert {"image/jpeg", "image/tiff"} <= set(kinds)
    assert ("application/dicom" in kinds) == (".dcm" in SUFFIXES)
    if shutil.which("desktop-file-validate"):
        path = tmp_path / "fundusviewer.desktop"
        path.write_text(desktop_entry())
        subprocess.run(["desktop-file-validate", str(path)], check=True)


def test_the_window_belongs_to_its_desktop_entry() -> None:
    """Wayland finds the icon of a running window by the first name, X11 by the second."""
    source = Path("fundusviewer/gui/window/application.py")
    text = (Path(__file__).parents[2] / source).read_text("utf-8")
    assert 'setDesktopFileName("fundusviewer")' in text
    assert 'app.setApplicationName("FundusViewer")' in text
    assert "StartupWMClass=FundusViewer\n" in desktop_entry()


def test_catalogue_entry() -> None:
    component = ET.fromstring(metainfo().encode())  # noqa: S314
    assert component.findtext("launchable") == "fundusviewer.desktop"
    release = component.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
