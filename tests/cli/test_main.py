"""The command itself: help, version, wrong usage, errors."""

from __future__ import annotations

import subprocess
import sys

import pytest

import fundusviewer.cli as cli
from fundusviewer import __version__
from fundusviewer.cli import build_parser, main
from fundusviewer.errors import FundusViewerError

COMMANDS = ("open", "classify", "models", "export", "train", "evaluate", "doctor")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"FundusViewer {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    out = capsys.readouterr().out
    for command in COMMANDS:
        assert f"\n    {command} " in out
    assert "For research use only. Not for diagnosis." in " ".join(out.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_every_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"fundusviewer {command}" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["nope"], ["--nope"], ["--"], [""], ["classify"]])
def test_wrong_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    assert "usage: fundusviewer" in capsys.readouterr().err


def test_without_words_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    parser = build_parser()
    original = parser.parse_args

    def parse(words: list[str]) -> object:
        parsed.append(words)
        options = original(words)
        options.run = lambda _: 0
        return options

    monkeypatch.setattr(parser, "parse_args", parse)
    monkeypatch.setattr(cli, "build_parser", lambda: parser)
    assert main([]) == 0
    assert parsed == [["open"]]


@pytest.mark.parametrize(
    ("error", "status", "message"),
    [
        (FundusViewerError("eye.jpg: is empty"), 2, "fundusviewer: eye.jpg: is empty\n"),
        (KeyboardInterrupt(), 1, "fundusviewer: stopped\n"),
    ],
)
def test_errors_become_one_line(
    error: BaseException,
    status: int,
    message: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_: object) -> int:
        raise error

    monkeypatch.setattr("fundusviewer.cli.models.run", fail)
    assert main(["models"]) == status
    assert capsys.readouterr().err == message


def test_version_loads_no_network() -> None:
    code = (
        "import sys\nfrom fundusviewer.cli import main\n"
        "try:\n    main(['--version'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'PySide6', 'tensorflow', 'keras', 'sklearn'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode().strip() == f"FundusViewer {__version__}"
