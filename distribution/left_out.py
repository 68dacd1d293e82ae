"""What is left out of the folder although PyInstaller or a wheel brings it, and why."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from pathlib import PurePosixPath

#: A file of the folder: name in it, where it comes from, PyInstaller's kind.
Entry = tuple[str, str, str]

#: PyInstaller's kind of a link; its source is the target, relative to the link.
LINK = "SYMLINK"

#: Modules that only development, training and export use, or that a library would use if it were
#: there. Without them the programs say what is missing.
MODULES = (
    "tensorflow",
    "keras",
    "tf2onnx",
    "sklearn",
    "scipy",
    "h5py",
    "joblib",
    "pandas",
    "matplotlib",
    "numba",
    "cupy",
    "torch",
    "dask",
    "distributed",
    "fsspec",
    "aiohttp",
    "pyarrow",
    "ray",
    "pyspark",
    "flask",
    "werkzeug",
    "cheroot",
    "playwright",
    "ml_dtypes.tests",
    "rich",
    "pygments",
    "IPython",
    "pytest",
    "_pytest",
    "hypothesis",
    "mypy",
    "tests",
    "benchmarks",
    "distribution",
    "tkinter",
    "unittest",
    "doctest",
    "pdb",
    "pydoc",
    "lib2to3",
    "ensurepip",
    "setuptools",
    "pkg_resources",
    "pip",
    "numpy.f2py",
    "numpy.testing",
    "numpy.distutils",
    "onnx.reference",
    "onnx.backend",
    "onnxruntime.tools",
    "onnxruntime.quantization",
    "onnxruntime.transformers",
    # Pillow reads what a photograph is; it draws no text and opens no screen.
    "PIL.ImageFont",
    "PIL._imagingft",
    "PIL.ImageTk",
    "PIL.ImageQt",
    "PySide6.QtNetwork",
    "PySide6.QtQml",
    "PySide6.QtQuick",
    "PySide6.QtTest",
    "PySide6.QtSql",
    "PySide6.QtDesigner",
    "shiboken6_generator",
    # Test data that pydicom would fetch from the internet.
    "requests",
    "urllib3",
)

#: Qt's plug-ins that stay: screens, input methods, pictures, the desktop's own dialogs. No plug-in
#: for the network, databases or Qt Quick.
QT_PLUGINS = frozenset(
    {
        "platforms/qxcb",
        "platforms/qwayland",
        "platforms/qoffscreen",
        "platforms/qwindows",
        "platforms/qcocoa",
        "wayland-shell-integration/xdg-shell",
        "wayland-decoration-client/adwaita",
        "wayland-decoration-client/bradient",
        "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
        "platformthemes/qxdgdesktopportal",
        "imageformats/qjpeg",
        "imageformats/qsvg",
        "iconengines/qsvgicon",
        "styles/qmodernwindowsstyle",
        "styles/qmacstyle",
        "printsupport/cupsprintersupport",
        # Photographs on the graphics card.
        "xcbglintegrations/qxcb-egl-integration",
        "xcbglintegrations/qxcb-glx-integration",
    }
)

#: Qt's libraries that stay; the others came only for plug-ins that go.
QT_LIBRARIES = frozenset(
    {
        "Core",
        "Gui",
        "Widgets",
        "Svg",
        "PrintSupport",
        "OpenGL",
        "OpenGLWidgets",
        "DBus",
        "XcbQpa",
        "WaylandClient",
        "WlShellIntegration",
    }
)

#: Beginnings of file names. The wheel of onnxruntime has the library for C programs beside the
#: Python module, which does not use it; Windows' OpenCV reads videos with a library of its own,
#: and Windows' Qt brings an OpenGL made of software.
_FILES = (
    "libonnxruntime.so",
    "libonnxruntime.1",
    "libonnxruntime.dylib",
    "opencv_videoio_ffmpeg",
    "opengl32sw",
    "d3dcompiler",
)


def kept(entries: Iterable[Entry], languages: Iterable[str] = ()) -> list[Entry]:
    """Return the files that go into the folder.

    Parameters
    ----------
    entries
        PyInstaller's binaries or data files.
    languages
        Languages of the program besides English: Qt's own texts stay for these.
    """
    spoken = frozenset(languages)
    return [entry for entry in entries if _stays(PurePosixPath(_posix(entry[0])), spoken)]


def without_dangling_links(entries: Iterable[Entry], kept_names: Iterable[str]) -> list[Entry]:
    """Return the entries without links to files that are not in the folder.

    PyInstaller puts a link to each library of a wheel into the folder's root.

    Parameters
    ----------
    entries
        Data files, with the links among them.
    kept_names
        Names of the files in the folder.
    """
    names = {_posix(name) for name in kept_names}
    return [
        (name, source, kind)
        for name, source, kind in entries
        if kind != LINK or posixpath.normpath(f"{_folder_of(name)}/{_posix(source)}") in names
    ]


def _folder_of(name: str) -> str:
    return posixpath.dirname(_posix(name)) or "."


def _posix(name: str) -> str:
    return name.replace("\\", "/")


def _stays(path: PurePosixPath, languages: frozenset[str]) -> bool:
    if path.name.startswith(_FILES):
        return False
    if path.parts[0] == "PySide6":
        return _qt_stays(path, languages)
    return True


def _qt_stays(path: PurePosixPath, languages: frozenset[str]) -> bool:
    if "translations" in path.parts:
        return path.name.startswith("qtbase_") and _language(path.stem) in languages
    if "plugins" in path.parts:
        return f"{path.parent.name}/{path.stem.removeprefix('lib')}" in QT_PLUGINS
    if "qml" in path.parts:
        return False
    return not _is_qt_library(path.name) or _qt_library(path.name) in QT_LIBRARIES


def _language(stem: str) -> str:
    return stem.removeprefix("qtbase_")


def _is_qt_library(name: str) -> bool:
    return name.startswith(("libQt6", "Qt6"))


def _qt_library(name: str) -> str:
    """Return ``Core`` for ``libQt6Core.so.6`` and ``Qt6Core.dll``."""
    return name.removeprefix("lib").removeprefix("Qt6").split(".")[0]
