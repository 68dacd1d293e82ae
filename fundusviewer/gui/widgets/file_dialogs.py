"""Asking for files. The system's own dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from fundusviewer.imaging import SUFFIXES
from fundusviewer.overlay import PICTURE_SUFFIXES
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_models_dir

translate = QCoreApplication.translate


def ask_photographs(parent: QWidget, folder: str) -> list[Path]:
    """Ask for photographs; nothing where the user changes their mind."""
    pattern = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    kinds = translate("FileDialogs", "Photographs ({pattern});;All files (*)").format(
        pattern=pattern
    )
    names, _ = QFileDialog.getOpenFileNames(
        parent, translate("FileDialogs", "Open photographs"), folder, kinds
    )
    return [Path(name) for name in names]


def ask_models(parent: QWidget) -> list[Path]:
    """Ask for model files that mark places; nothing where the user changes their mind."""
    names, _ = QFileDialog.getOpenFileNames(
        parent,
        translate("FileDialogs", "Own files for optic disc, fovea and lesions"),
        str(user_models_dir()),
        translate("FileDialogs", "Model files (*.onnx)"),
    )
    return [Path(name) for name in names]


def ask_folder(parent: QWidget, folder: str) -> list[Path]:
    """Ask for a folder; nothing where the user changes their mind."""
    name = QFileDialog.getExistingDirectory(parent, translate("FileDialogs", "Open folder"), folder)
    return [Path(name)] if name else []


def ask_overlay(parent: QWidget, suggestion: Path) -> Path | None:
    """Ask where the overlay is to be written; PNG where the user gives no suffix."""
    kinds = translate("FileDialogs", "PNG picture (*.png);;JPEG picture (*.jpg *.jpeg)")
    name, _ = QFileDialog.getSaveFileName(
        parent, translate("FileDialogs", "Save overlay"), str(suggestion), kinds
    )
    if not name:
        return None
    target = Path(name)
    known = target.suffix.lower() in PICTURE_SUFFIXES
    return target if known else target.with_name(f"{target.name}.png")


def ask_export(parent: QWidget, suggestion: Path, title: str) -> Path | None:
    """Ask where a file is to be written.

    Parameters
    ----------
    suggestion
        Its suffix is offered alone, and added where the user gives none.
    title
        The kind of file.
    """
    suffix = suggestion.suffix.removeprefix(".")
    kinds = f"{title} (*.{suffix})"
    name, _ = QFileDialog.getSaveFileName(
        parent, translate("FileDialogs", "Write to"), str(suggestion), kinds
    )
    return _with_suffix(name, suffix)


def ask_database(parent: QWidget, folder: Path) -> Path | None:
    """Ask for a database that is there."""
    name, _ = QFileDialog.getOpenFileName(
        parent, translate("FileDialogs", "Open database"), str(folder), _databases()
    )
    return Path(name) if name else None


def ask_new_database(parent: QWidget, folder: Path) -> Path | None:
    """Ask where a database is to be made."""
    name, _ = QFileDialog.getSaveFileName(
        parent,
        translate("FileDialogs", "New database"),
        str(folder / "screening.sqlite"),
        _databases(),
        # One that is there already is opened, never replaced.
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return _with_suffix(name, "sqlite")


def _databases() -> str:
    return translate("FileDialogs", "Screening databases (*.sqlite);;All files (*)")


def _with_suffix(name: str, suffix: str) -> Path | None:
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_name(f"{path.name}.{suffix}")


def show_models_folder() -> str | None:
    """Open the user's model folder in the file manager; returns what went wrong, if anything."""
    folder = user_models_dir()
    try:
        make_private_folder(folder.parent)
        folder.mkdir(exist_ok=True)
    except OSError as error:
        return f"{folder}: cannot be made ({error.strerror})"
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        return str(folder)
    return None
