"""Evaluates ``build.spec`` as PyInstaller would, for any system, and keeps what it asks for."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from distribution.left_out import Entry

ROOT = Path(__file__).parents[2]

#: What PyInstaller would find: a library that stays and one that goes, of each kind.
FOUND = [
    ("PySide6/Qt/lib/libQt6Core.so.6", "/site/libQt6Core.so.6", "BINARY"),
    ("PySide6/Qt/lib/libQt6Quick.so.6", "/site/libQt6Quick.so.6", "BINARY"),
    ("PySide6/Qt/plugins/platforms/libqxcb.so", "/site/libqxcb.so", "BINARY"),
    ("PySide6/Qt/plugins/platforms/libqvnc.so", "/site/libqvnc.so", "BINARY"),
    (r"PySide6\plugins\platforms\qwindows.dll", r"C:\site\qwindows.dll", "BINARY"),
    (r"PySide6\plugins\tls\qopensslbackend.dll", r"C:\site\qopensslbackend.dll", "BINARY"),
    (r"PySide6\opengl32sw.dll", r"C:\site\opengl32sw.dll", "BINARY"),
    ("onnxruntime/capi/libonnxruntime.so.1.32.0", "/site/libonnxruntime.so", "BINARY"),
    (r"cv2\opencv_videoio_ffmpeg500_64.dll", r"C:\site\videoio.dll", "BINARY"),
]
DATA = [
    ("PySide6/Qt/translations/qtbase_de.qm", "/site/qtbase_de.qm", "DATA"),
    ("PySide6/Qt/translations/qtbase_ja.qm", "/site/qtbase_ja.qm", "DATA"),
    ("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"),
    ("libQt6Quick.so.6", "PySide6/Qt/lib/libQt6Quick.so.6", "SYMLINK"),
]


@dataclass
class Evaluated:
    """What the spec asked PyInstaller for."""

    analysis: dict[str, Any] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    programs: dict[str, dict[str, Any]] = field(default_factory=dict)
    folder: dict[str, Any] = field(default_factory=dict)
    contents: list[str] = field(default_factory=list)
    bundle: dict[str, Any] = field(default_factory=dict)
    made: Path = field(default_factory=Path)
    slimmed: bool = False


def evaluate(platform: str, work: Path, monkeypatch: pytest.MonkeyPatch) -> Evaluated:
    """Run the spec on a system with stand-ins for what PyInstaller offers it."""
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(sys, "path", list(sys.path))
    # What Linux's own tools do to libraries needs real ones: test_slim*.py.
    seen = Evaluated()

    def slim(binaries: Iterable[Entry], _: Path) -> list[Entry]:
        seen.slimmed = True
        return list(binaries)

    monkeypatch.setattr("distribution.slim.slim", slim)
    monkeypatch.setattr("distribution.orphans.needed_by", lambda _: frozenset())
    names = {
        "SPECPATH": str(ROOT),
        "workpath": str(work),
        "Analysis": _analysis(seen),
        "PYZ": lambda _: "archive of modules",
        "EXE": _exe(seen),
        "COLLECT": _collect(seen, work),
        "BUNDLE": lambda _, **options: seen.bundle.update(options),
    }
    text = (ROOT / "build.spec").read_text("utf-8")
    exec(compile(text, "build.spec", "exec"), names)  # noqa: S102
    return seen


def _analysis(seen: Evaluated) -> Callable[..., Any]:
    class Analysis:
        def __init__(self, scripts: list[str], **options: Any) -> None:
            seen.scripts, seen.analysis = scripts, options
            self.scripts = [(Path(script).stem, script, "PYSOURCE") for script in scripts]
            self.scripts.insert(0, ("runtime_hook", "runtime_hook.py", "PYSOURCE"))
            self.pure: list[Any] = []
            self.binaries, self.datas = list(FOUND), list(DATA)

    return Analysis


def _exe(seen: Evaluated) -> Callable[..., str]:
    def exe(pyz: str, scripts: list[tuple[str, str, str]], *, name: str, **options: Any) -> str:
        options["version"] = options["version"] and Path(options["version"]).read_text("utf-8")
        seen.programs[name] = {**options, "scripts": [entry[0] for entry in scripts]}
        return name

    return exe


def _collect(seen: Evaluated, work: Path) -> Callable[..., Any]:
    def collect(*parts: Any, name: str, **options: Any) -> Any:
        programs = [part for part in parts if isinstance(part, str)]
        seen.folder = {**options, "name": name, "programs": programs}
        lists = (part for part in parts if not isinstance(part, str))
        seen.contents = [file for part in lists for file, _, _ in part]
        seen.made = Path(tempfile.mkdtemp(dir=work))
        return SimpleNamespace(name=str(seen.made))

    return collect
