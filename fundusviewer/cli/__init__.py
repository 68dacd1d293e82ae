"""The command ``fundusviewer``. Each module is one command; none of them draws or computes."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from fundusviewer import __version__
from fundusviewer.errors import FundusViewerError
from fundusviewer.own_process import TRY_MODEL, TRY_PROVIDER

#: Exit statuses: all went well, something was not read or did not pass, wrong usage.
OK, FAILED, USAGE = 0, 1, 2

#: Package of a module where they have different names.
_PACKAGES = {
    "cv2": "opencv-python-headless",
    "PIL": "pillow",
    "PySide6": "PySide6-Essentials",
    "jpeg_ls": "pyjpegls",
    "dicomanonymizer": "dicom-anonymizer",
    "sklearn": "scikit-learn",
}


def is_trial(words: Sequence[str]) -> bool:
    """Return whether the program was started to try a model, or a provider with a model."""
    return (len(words), *words[:1]) in ((2, TRY_MODEL), (3, TRY_PROVIDER))


def trial(words: Sequence[str]) -> int:
    """Try the model or the provider; see :func:`is_trial`."""
    from fundusviewer.inference.admission.provider_trial import run_provider_trial
    from fundusviewer.inference.trial import run_trial

    if words[0] == TRY_PROVIDER:
        return run_provider_trial(words[1], Path(words[2]))
    return run_trial(Path(words[1]))


#: Where each command is, in the order of the help. ``build.spec`` tells the packager of them.
MODULES = {
    "open": "fundusviewer.cli.open",
    "classify": "fundusviewer.cli.classify",
    "screen": "fundusviewer.cli.screen",
    "import": "fundusviewer.cli.bring_in",
    "report": "fundusviewer.cli.report",
    "readers": "fundusviewer.cli.readers",
    "accounts": "fundusviewer.cli.browser.accounts",
    "serve": "fundusviewer.cli.browser.serve",
    "audit": "fundusviewer.cli.audit",
    "fit": "fundusviewer.cli.fit",
    "dicom": "fundusviewer.cli.dicom",
    "fhir": "fundusviewer.cli.fhir",
    "models": "fundusviewer.cli.models",
    "inspect": "fundusviewer.cli.inspect",
    "export": "fundusviewer.cli.export",
    "wrap": "fundusviewer.cli.wrap",
    "share": "fundusviewer.cli.share",
    "train": "fundusviewer.cli.train",
    "evaluate": "fundusviewer.cli.evaluate",
    "doctor": "fundusviewer.cli.doctor",
}


def build_parser(word: str | None = None) -> argparse.ArgumentParser:
    """Return the parser of the command of that name, and of all where it is none.

    What the others need is not loaded then.
    """
    parser = argparse.ArgumentParser(
        prog="fundusviewer",
        description="Grades fundus photographs for diabetic retinopathy, offline. "
        "For research use only. Not for diagnosis.",
        epilog="Without a command the window opens.",
    )
    _add_version(parser)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    alone = MODULES.get(word or "")
    # Imported late: ``fundusviewer --version`` needs none of them.
    for module in [alone] if alone else MODULES.values():
        import_module(module).add_parser(subparsers)
    return parser


def _add_version(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument("--version", action="version", version=f"FundusViewer {__version__}")
    return parser


def _missing(error: ImportError) -> str:
    """Say which package is missing or broken; an error of the program itself stays one.

    Raises
    ------
    ImportError
        If a module of the program is what cannot be imported.
    """
    module = (error.name or "").partition(".")[0]
    if module in ("", "fundusviewer"):
        raise error
    package = _PACKAGES.get(module, module)
    if isinstance(error, ModuleNotFoundError):
        return f"the package {package} is missing; install it with: pip install {package}"
    first, *_ = str(error).splitlines() or [""]
    return f"the package {package} cannot be loaded ({first})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit status: 0, 1 (not all well) or 2 (wrong usage)."""
    for stream in (sys.stdout, sys.stderr):
        # A file name that the console cannot show must not end the run.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    words = list(sys.argv[1:] if arguments is None else arguments)
    if is_trial(words):
        return trial(words)
    # Answered before the commands are loaded: whatever of the program is missing or broken.
    _add_version(argparse.ArgumentParser(add_help=False)).parse_known_args(words[:1])
    try:
        words = words or ["open"]
        options = build_parser(words[0]).parse_args(words)
        return int(options.run(options))
    except ImportError as error:
        print(f"fundusviewer: {_missing(error)}", file=sys.stderr)
        return USAGE
    except FundusViewerError as error:
        print(f"fundusviewer: {error}", file=sys.stderr)
        return USAGE
    except BrokenPipeError:
        # The reader of a pipe has seen enough (``| head``); what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("fundusviewer: stopped", file=sys.stderr)
        return FAILED
