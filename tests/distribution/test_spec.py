"""``build.spec`` for the three systems, as far as each of them can be looked at on this one."""

from __future__ import annotations

import plistlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from distribution.slim import SWITCH
from fundusviewer import __version__
from fundusviewer.imaging import SUFFIXES
from tests.distribution.spec import ROOT, Evaluated, evaluate

pytest.importorskip("PyInstaller")

SYSTEMS = ("linux", "win32", "darwin")
Evaluate = Callable[[str], Evaluated]


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluate:
    return lambda platform: evaluate(platform, tmp_path, monkeypatch)


@pytest.mark.parametrize("platform", SYSTEMS)
def test_one_folder_with_the_window(spec: Evaluate, platform: str) -> None:
    seen = spec(platform)
    window = seen.programs["FundusViewer"]
    assert seen.folder["name"] == "FundusViewer"
    assert seen.folder["programs"] == list(seen.programs)
    assert not window["console"]
    assert window["exclude_binaries"]
    for part in (*seen.programs.values(), seen.folder):
        assert part["upx"] is False
    for program in seen.programs.values():
        assert program["scripts"] == ["runtime_hook", "start"]
    assert all(Path(script).is_file() for script in seen.scripts)


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_a_second_program_with_a_console(spec: Evaluate, platform: str) -> None:
    seen = spec(platform)
    assert list(seen.programs) == ["FundusViewer", "fundusviewer-cli"]
    assert seen.programs["fundusviewer-cli"]["console"]
    assert list(seen.made.iterdir()) == []


def test_on_linux_the_second_program_is_a_link(spec: Evaluate) -> None:
    seen = spec("linux")
    assert list(seen.programs) == ["FundusViewer"]
    (link,) = seen.made.iterdir()
    assert link.name == "fundusviewer-cli"
    assert link.readlink() == Path("FundusViewer")


@pytest.mark.parametrize("platform", SYSTEMS)
def test_what_is_inside(spec: Evaluate, platform: str) -> None:
    seen = spec(platform)
    inside = {(Path(source).name, target) for source, target in seen.analysis["datas"]}
    for model in ROOT.glob("models/*.onnx"):
        assert (model.name, "fundusviewer/models") in inside
    assert ("LICENSE", "fundusviewer/models") in inside
    assert ("imagenet_wordnet.txt", "fundusviewer/inference") in inside
    assert ("assets", "fundusviewer/assets") in inside
    assert ("LICENSE", "licences") in inside
    assert "licences/THIRD-PARTY-NOTICES.txt" in seen.contents
    assert any(name.startswith("onnxruntime-") for name, _ in inside), "doctor prints its version"
    assert all(Path(source).exists() for source, _ in seen.analysis["datas"])


@pytest.mark.parametrize("platform", SYSTEMS)
def test_what_is_left_out(spec: Evaluate, platform: str) -> None:
    seen = spec(platform)
    for module in ("tensorflow", "keras", "scipy", "tests", "pytest", "PySide6.QtQml"):
        assert module in seen.analysis["excludes"]
    files = {name.replace("\\", "/").rsplit("/", 1)[-1] for name in seen.contents}
    assert files >= {"libQt6Core.so.6", "libqxcb.so", "qwindows.dll"}
    assert "qtbase_de.qm" in files, "the language of the program, which has its own texts in it"
    assert files.isdisjoint({"libQt6Quick.so.6", "libqvnc.so", "qopensslbackend.dll"})
    assert files.isdisjoint({"opengl32sw.dll", "opencv_videoio_ffmpeg500_64.dll"})
    assert files.isdisjoint({"libonnxruntime.so.1.32.0", "qtbase_ja.qm"})
    # The link in the folder's root, beside the library itself.
    assert seen.contents.count("libQt6Core.so.6") == 1
    assert "libQt6Quick.so.6" not in seen.contents


@pytest.mark.parametrize("platform", SYSTEMS)
def test_every_command_is_inside(spec: Evaluate, platform: str) -> None:
    """PyInstaller finds what an import names; none names the commands."""
    folder = ROOT / "fundusviewer" / "cli"
    there = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in (*folder.glob("[!_]*.py"), *folder.glob("browser/[!_]*.py"))
        if "\ndef add_parser(" in path.read_text("utf-8")
    }
    assert len(there) > 15
    assert set(spec(platform).analysis["hiddenimports"]) == there


@pytest.mark.parametrize("platform", SYSTEMS)
def test_onnxruntime_is_loaded_before_qt(spec: Evaluate, platform: str) -> None:
    (hook,) = spec(platform).analysis["runtime_hooks"]
    text = Path(hook).read_text("utf-8")
    assert "import onnxruntime" in text
    assert text.index("import fundusviewer") < text.index("import onnxruntime")
    assert "PySide6" not in text


@dataclass
class _Node:
    """Stands in for the classes that PyInstaller reads a version resource with."""

    kind: str
    values: tuple[Any, ...]
    named: dict[str, Any] = field(default_factory=dict)


def test_windows_version_resource(spec: Evaluate) -> None:
    seen = spec("win32")
    kinds = ("VSVersionInfo", "FixedFileInfo", "StringFileInfo", "StringTable", "StringStruct")
    names: dict[str, Any] = {
        kind: lambda *values, kind=kind, **named: _Node(kind, values, named)
        for kind in (*kinds, "VarFileInfo", "VarStruct")
    }
    for name in ("FundusViewer", "fundusviewer-cli"):
        resource = eval(seen.programs[name]["version"], names)  # noqa: S307
        assert resource.named["ffi"].named["filevers"][:3] == tuple(
            int(part) for part in __version__.split(".")
        )
        (table,) = resource.named["kids"][0].values[0]
        texts = dict(entry.values for entry in table.values[1])
        assert texts["ProductName"] == "FundusViewer"
        assert texts["ProductVersion"] == texts["FileVersion"] == __version__
        assert texts["OriginalFilename"] == f"{name}.exe"
        assert "Not for diagnosis" in texts["FileDescription"]
    assert spec("linux").programs["FundusViewer"]["version"] is None


@pytest.mark.parametrize(("platform", "suffix"), [("win32", ".ico"), ("darwin", ".icns")])
def test_icon(spec: Evaluate, platform: str, suffix: str) -> None:
    path = Path(spec(platform).programs["FundusViewer"]["icon"])
    assert path.suffix == suffix
    with Image.open(path) as picture:
        assert {(16, 16), (32, 32), (256, 256)} <= {size[:2] for size in picture.info["sizes"]}


def test_macos_bundle(spec: Evaluate) -> None:
    bundle = spec("darwin").bundle
    assert bundle["name"] == "FundusViewer.app"
    assert bundle["version"] == __version__
    information = bundle["info_plist"]
    assert plistlib.loads(plistlib.dumps(information)) == information
    assert information["NSHighResolutionCapable"] is True
    assert information["NSRequiresAquaSystemAppearance"] is False
    opened = {
        kind
        for entry in information["CFBundleDocumentTypes"]
        for kind in entry["LSItemContentTypes"]
    }
    assert {"public.jpeg", "public.png", "public.tiff", "public.folder"} <= opened
    assert spec("linux").bundle == {}


def test_signing_by_the_environment(spec: Evaluate, monkeypatch: pytest.MonkeyPatch) -> None:
    assert spec("darwin").programs["FundusViewer"]["codesign_identity"] is None
    monkeypatch.setenv("FUNDUSVIEWER_CODESIGN_IDENTITY", "Developer ID Application: A Clinic")
    monkeypatch.setenv("FUNDUSVIEWER_ENTITLEMENTS", "entitlements.plist")
    for program in spec("darwin").programs.values():
        assert program["codesign_identity"] == "Developer ID Application: A Clinic"
        assert program["entitlements_file"] == "entitlements.plist"


def test_every_type_of_photograph_is_offered() -> None:
    from distribution.description import file_types

    offered = {suffix for kind in file_types() for suffix in kind.suffixes}
    assert offered == SUFFIXES


@pytest.mark.parametrize("platform", SYSTEMS)
@pytest.mark.parametrize("switch", ["", "1"])
def test_libraries_are_slimmed_where_a_release_asks_for_it(
    spec: Evaluate, platform: str, switch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, switch)
    assert spec(platform).slimmed == (platform == "linux" and switch == "1")
