"""``fundusviewer doctor``: what runs here, and whether the models compute what they should."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from fundusviewer import __version__
from fundusviewer.cli import self_test
from fundusviewer.errors import FundusViewerError
from fundusviewer.gui.viewer.graphics_memory import remembered
from fundusviewer.inference import (
    PROVIDER_REQUESTS,
    ModelLibrary,
    open_to_check,
    runtime_description,
)
from fundusviewer.inference.admission.choice import candidates
from fundusviewer.inference.model_file import verified_file
from fundusviewer.inference.providers.availability import why_missing
from fundusviewer.inference.providers.threads import threads_in_words
from fundusviewer.resources import user_data_dir

_PACKAGES = ("numpy", "opencv-python-headless", "Pillow", "pydantic", "onnx", "PySide6_Essentials")


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "doctor",
        help="print versions and providers, and check every model",
        description="Prints versions and providers and checks that each model computes on this "
        "machine what it computed when it was made. Exit status 1 if one does not.",
    )
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.add_argument(
        "--self-test",
        action="store_true",
        help="do once everything that the program does: grade the sample photograph, draw, store, "
        "print, open the window off screen and drop the sample on it",
    )
    parser.add_argument(
        "--window-test", action="store_true", help="only the window's part of the self-test"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all models, or all steps of the self-test, passed."""
    if options.window_test:
        print(self_test.drop_on_window())
        return 0
    print(f"FundusViewer {__version__}, Python {platform.python_version()}, {platform.platform()}")
    for name in _PACKAGES:
        print(f"  {name} {_version(name)}")
    for name, value in runtime_description().items():
        print(f"  {name}: {value if isinstance(value, str) else ', '.join(value)}")
    print(f"Data folder: {user_data_dir()}")
    if options.self_test:
        return _self_test()
    library = ModelLibrary.default()
    files = [entry.path for entry in library.entries()]
    files += [entry.path for entry in library.markers()]
    results = [_check(path, options.provider) for path in files]
    if not results:
        print("No model was found.", file=sys.stderr)
    for line in _of_the_machine(library):
        print(line)
    return 0 if results and all(results) else 1


def _of_the_machine(library: ModelLibrary) -> Iterator[str]:
    """Yield what the network that grades would run on here, and why."""
    yield f"Threads: {threads_in_words()}"
    yield f"Photographs are drawn by {remembered().words}"
    try:
        file = verified_file(library.find(None).path)
        yield f"Providers, tried with {file.card.name} {file.card.version}:"
        rows, reason = candidates(file)
    except FundusViewerError as error:
        yield f"Providers were not tried: {error}"
        return
    yield f"  {'':9}{'ms a photograph':>16}  verdict"
    for row in rows:
        took, name = row.verdict.milliseconds, row.provider.name
        told = row.verdict.reason or "admitted: computes what it should"
        if why_missing(row.provider) is not None:
            told += f" (for {row.provider.hardware})"
        chosen = " - chosen" if row.is_chosen else ""
        yield f"  {name:9}{'' if took is None else format(took, '.0f'):>16}  {told}{chosen}"
    taken = next(row.provider.name for row in rows if row.is_chosen)
    yield f"  Automatic choice: {taken}: {'; '.join(reason.splitlines())}"


def _self_test() -> int:
    failed = False
    for line in self_test.self_test(ModelLibrary.default()):
        # At once: a step that takes long, or ends the program, is the one after the last line.
        print(self_test.as_text(line), flush=True)
        failed |= line.verdict == self_test.FAILED
    print("Self-test FAILED." if failed else "Self-test passed.")
    return 1 if failed else 0


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "is not installed"


def _check(path: Path, provider: Any) -> bool:
    """Print one line about a model's golden vector and return whether it passed."""
    try:
        classifier = open_to_check(path, provider)
        golden = classifier.check_golden()
    except FundusViewerError as error:
        print(f"FAILED  {error}")
        return False
    where: str = classifier.provider.name
    if classifier.provider.reason:
        where += f" ({'; '.join(classifier.provider.reason.splitlines())})"
    if golden is None:
        print(f"FAILED  {path.name}: carries no golden vector to check; on {where}")
        return False
    verdict = "ok    " if golden.passed else "FAILED"
    hashed = "" if classifier.is_hashed else "; an older file without a hash of its content"
    card = classifier.card
    print(f"{verdict}  {card.name} {card.version} on {where}: {golden}{hashed}")
    return golden.passed
