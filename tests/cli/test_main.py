"""The command itself: help, version, wrong usage, errors."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest

import fundusviewer.cli as cli
from fundusviewer import __version__
from fundusviewer.cli import build_parser, main
from fundusviewer.errors import FundusViewerError

COMMANDS = tuple(cli.MODULES)


def test_every_command_is_found_by_its_name() -> None:
    """Alone it says what it says among all of them."""
    together = _parsers(build_parser())
    assert tuple(together) == COMMANDS
    for command, parser in together.items():
        alone = _parsers(build_parser(command))
        assert list(alone) == [command]
        assert alone[command].format_help() == parser.format_help()


def _parsers(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    (subparsers,) = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    return dict(subparsers.choices)


def test_a_command_loads_no_other() -> None:
    code = (
        "import sys; from fundusviewer.cli import build_parser; build_parser('models');"
        "others = {'train', 'report', 'classify', 'fhir'};"
        "found = [one for one in others if f'fundusviewer.cli.{one}' in sys.modules];"
        "sys.exit(str(found) if found else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


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


def test_a_percent_sign_stands_once_in_every_help() -> None:
    waiting, seen = [build_parser()], 0
    while waiting:
        parser = waiting.pop()
        seen += 1
        assert "%%" not in parser.format_help(), parser.prog
        for action in parser._actions:
            if isinstance(action, argparse._SubParsersAction):
                waiting.extend(action.choices.values())
    assert seen > len(COMMANDS)


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
    monkeypatch.setattr(cli, "build_parser", lambda _word: parser)
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


_WITHOUT = """
import sys

class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {missing!r}:
            raise {error}(f"No module named {{name!r}}", name=name)

sys.meta_path.insert(0, Missing())
from fundusviewer.cli import main
sys.exit(main({words!r}))
"""


def _without(
    missing: list[str], words: list[str], error: str = "ModuleNotFoundError"
) -> subprocess.CompletedProcess[str]:
    program = _WITHOUT.format(missing=missing, words=words, error=error)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("package", ["onnxruntime", "cv2", "PIL", "numpy", "pydantic", "PySide6"])
def test_the_version_is_told_whatever_is_missing(package: str) -> None:
    done = _without([package], ["--version"])
    assert (done.returncode, done.stdout) == (0, f"FundusViewer {__version__}\n")


@pytest.mark.parametrize(
    ("module", "package"), [("onnxruntime", "onnxruntime"), ("cv2", "opencv-python-headless")]
)
def test_a_missing_package_is_one_sentence(module: str, package: str) -> None:
    done = _without([module], ["models"])
    wanted = f"the package {package} is missing; install it with: pip install {package}"
    assert (done.returncode, done.stderr) == (2, f"fundusviewer: {wanted}\n")


def test_a_broken_package_is_one_sentence() -> None:
    done = _without(["onnxruntime"], ["models"], error="ImportError")
    assert done.returncode == 2
    assert "fundusviewer: the package onnxruntime cannot be loaded" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_module_of_the_program_itself_is_no_users_error() -> None:
    program = (
        "import sys; sys.modules['fundusviewer.cli.models'] = None\n"
        "from fundusviewer.cli import main; main(['models'])"
    )
    broken = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert "Traceback" in broken.stderr


def test_what_python_3_14_lacks_keeps_the_window_from_nothing() -> None:
    start, *_ = _WITHOUT.partition("from fundusviewer")
    program = start.format(missing=["highdicom", "jpeg_ls"], error="ModuleNotFoundError")
    program += (
        "import fundusviewer.cli.window, fundusviewer.gui.window.main_window, fundusviewer.dicom"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
