"""Bundled files and the user's folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fundusviewer import resources
from fundusviewer.resources import (
    asset,
    bundled_models_dir,
    system_models_dirs,
    user_data_dir,
    user_models_dir,
)


def test_the_sample_is_there() -> None:
    assert asset("sample.jpg").is_file()


def test_in_a_checkout_the_folders_lie_beside_the_package() -> None:
    assert bundled_models_dir().name == "models"
    assert bundled_models_dir().parent == Path(resources.__file__).parents[1]


def test_when_installed_the_folders_lie_inside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "fundusviewer"
    (package / "models").mkdir(parents=True)
    (package / "assets").mkdir()
    (tmp_path / "models").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert bundled_models_dir() == package / "models"
    assert asset("x.svg") == package / "assets" / "x.svg"


def test_the_variable_moves_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNDUSVIEWER_HOME", str(tmp_path / "elsewhere"))
    assert user_data_dir() == tmp_path / "elsewhere"
    assert user_models_dir() == tmp_path / "elsewhere" / "models"
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="folders of Linux")
def test_folders_of_models_for_all_users(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_DIRS", raising=False)
    default = ("/usr/local/share/FundusViewer/models", "/usr/share/FundusViewer/models")
    assert system_models_dirs() == tuple(map(Path, default))
    monkeypatch.setenv("XDG_DATA_DIRS", "/srv/clinic:/usr/share")
    folders = ("/srv/clinic/FundusViewer/models", "/usr/share/FundusViewer/models")
    assert system_models_dirs() == tuple(map(Path, folders))


@pytest.mark.parametrize("value", ["", None])
def test_without_the_variable_the_systems_folder(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("FUNDUSVIEWER_HOME")
    else:
        monkeypatch.setenv("FUNDUSVIEWER_HOME", value)
    assert user_data_dir().is_absolute()
    assert "fundusviewer" in str(user_data_dir()).lower()
