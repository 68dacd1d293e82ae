"""Where the files that come with the program lie, and where the user keeps their own."""

import os
from pathlib import Path

import platformdirs

APP_NAME = "FundusViewer"

_PACKAGE = Path(__file__).parent


def _bundled(name: str) -> Path:
    """Return a bundled folder: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


def bundled_models_dir() -> Path:
    """Return the folder of the models that come with the program."""
    return _bundled("models")


def asset(name: str) -> Path:
    """Return the path of a bundled asset, for instance ``"sample.jpg"``."""
    return _bundled("assets") / name


def sample_photographs() -> list[Path]:
    """Return the photographs that a first start offers: healthy, diseased, ungradable."""
    return [asset("sample.jpg"), *sorted(asset("samples").glob("*.jpg"))]


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that the program speaks, that of the code first.

    Examples
    --------
    >>> languages()
    ('en', 'de')
    """
    files = asset("translations").glob("fundusviewer_*.qm")
    return ("en", *sorted({file.stem.removeprefix("fundusviewer_") for file in files} - {"en"}))


def user_data_dir() -> Path:
    """Return the user's data folder; the variable ``FUNDUSVIEWER_HOME`` puts it elsewhere."""
    home = os.environ.get("FUNDUSVIEWER_HOME")
    return Path(home) if home else Path(platformdirs.user_data_dir(APP_NAME, appauthor=False))


def user_cache_dir() -> Path:
    """Return the folder of what the program can make again at any time."""
    home = os.environ.get("FUNDUSVIEWER_HOME")
    if home:
        return Path(home) / "cache"
    return Path(platformdirs.user_cache_dir(APP_NAME, appauthor=False))


def user_models_dir() -> Path:
    """Return the folder in which the user puts models of their own."""
    return user_data_dir() / "models"


def system_models_dirs() -> tuple[Path, ...]:
    r"""Return the folders in which an administrator puts models for all users.

    On Linux those of ``XDG_DATA_DIRS`` (by default ``/usr/local/share/FundusViewer/models`` and
    ``/usr/share/FundusViewer/models``), on Windows ``C:\ProgramData\FundusViewer\models``, on
    macOS ``/Library/Application Support/FundusViewer/models``.
    """
    folders = platformdirs.site_data_dir(APP_NAME, appauthor=False, multipath=True)
    return tuple(Path(folder) / "models" for folder in folders.split(os.pathsep))


def default_database() -> Path:
    """Return the screening database that is used where none is named."""
    return user_data_dir() / "screening.sqlite"
