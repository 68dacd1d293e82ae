"""``fundusviewer share``."""

from pathlib import Path

import pytest

from fundusviewer.cli import USAGE, main


def test_what_was_written_is_listed(
    bundled: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["share", "tiny-dr", "--as", "monai", "--output", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    assert str(tmp_path / "out" / "configs/metadata.json") in said
    assert "Licence: " in said
    assert bundled.is_dir()


def test_an_unknown_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["share", "nothing", "--as", "monai", "--output", str(tmp_path / "out")]
    assert main(command) == USAGE
    assert "nothing" in capsys.readouterr().err
