"""Writing the annotated photograph."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import OutputError
from fundusviewer.imaging import read_image
from fundusviewer.overlay import PICTURE_SUFFIXES, write_picture


def picture() -> np.ndarray:
    pixels = np.zeros((30, 40, 3), np.uint8)
    pixels[:, :20] = (200, 100, 20)
    return pixels


@pytest.mark.parametrize("suffix", [*PICTURE_SUFFIXES, ".PNG", ".Jpg"])
def test_what_is_written_can_be_read(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bild ü{suffix}"
    write_picture(path, picture())
    image = read_image(path)
    assert image.source.file_type == ("PNG" if suffix.lower() == ".png" else "JPEG")
    assert np.abs(image.pixels[:, :15].astype(int) - (200, 100, 20)).max() <= 3


def test_png_is_exact(tmp_path: Path) -> None:
    write_picture(tmp_path / "p.png", picture())
    np.testing.assert_array_equal(read_image(tmp_path / "p.png").pixels, picture())


@pytest.mark.parametrize("name", ["p.gif", "p.tif", "p", "p.png.txt", ".png"])
def test_other_suffixes_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError, match=r"written as \.png, \.jpg, \.jpeg only"):
        write_picture(tmp_path / name, picture())
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"p\.png: cannot be written"):
        write_picture(tmp_path / "gone" / "p.png", picture())


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "p.png"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_picture(path, picture())
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["p.png"]  # noqa: PTH208


def test_a_picture_too_large_for_its_type(tmp_path: Path) -> None:
    wide = np.zeros((1, 70_000, 3), np.uint8)
    with pytest.raises(OutputError, match=r"p\.jpg: the picture cannot be encoded"):
        write_picture(tmp_path / "p.jpg", wide)
    write_picture(tmp_path / "p.png", wide)
    assert read_image(tmp_path / "p.png").width == 70_000
