"""``fundusviewer doctor --self-test``: does on this machine, once, everything the program does.

Every step is a line of a table: ``ok``, ``skipped`` with the reason, or ``FAILED`` with the reason.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from fundusviewer.errors import DisplayError, FundusViewerError, ProviderError
from fundusviewer.grading import Decision
from fundusviewer.inference import (
    Classifier,
    ModelLibrary,
    open_classifier,
    open_to_check,
    runtime_description,
)
from fundusviewer.inference.providers import ProviderRequest
from fundusviewer.overlay import annotate, flatten, write_picture
from fundusviewer.resources import asset, user_data_dir
from fundusviewer.screening import Finding, Method, Store, examine, name_pattern

#: What a step does; returns what to print beside its name.
Check = Callable[[], str]

OK, SKIPPED, FAILED = "ok", "skipped", "FAILED"

#: A healthy left eye.
_SAMPLE = "sample.jpg"
_EXPECTED = Decision.NO_REFERRAL


#: How long the window's part may take, in seconds.
_PATIENCE = 120


class SelfTestError(FundusViewerError):
    """A step of the self-test came to something else than it should."""


class _SkippedError(Exception):
    """What the step tests cannot be there on this machine; not a failure."""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    verdict: str
    step: str
    detail: str


def self_test(library: ModelLibrary) -> Iterator[Line]:
    """Do all steps, each after the one before was printed.

    Parameters
    ----------
    library
        The models to check.
    """
    entries = library.entries()
    if not entries:
        yield Line(FAILED, "models", "none was found")
    for entry in entries:
        for provider in _providers():
            name = entry.path.stem if entry.card is None else entry.card.name
            yield _line(f"model {name}, {provider.upper()}", partial(golden, entry.path, provider))
    for marker in library.markers():
        for provider in _providers():
            step = f"model {marker.path.stem}, {provider.upper()}"
            yield _line(step, partial(golden, marker.path, provider))
    with tempfile.TemporaryDirectory(prefix="FundusViewer ") as folder, _home(Path(folder)):
        steps = Steps(library, Path(folder))
        yield from (_line(name, check) for name, check in steps.in_order())
    yield _line("data folder", _write_to_data_folder)


def as_text(line: Line) -> str:
    """Return one line of the table."""
    return f"{line.verdict:<8}{line.step:<38}{line.detail}".rstrip()


def golden(path: Path, provider: ProviderRequest) -> str:
    """Check that a model computes on a provider what it computed when it was made."""
    try:
        classifier = open_to_check(path, provider)
    except ProviderError as error:
        raise _SkippedError(str(error)) from error
    check = classifier.check_golden()
    if check is None:
        raise SelfTestError("carries no golden vector to check")
    if not check.passed:
        raise SelfTestError(str(check))
    return str(check)


class Steps:
    """The steps after the models; each one uses what the one before made.

    Parameters
    ----------
    library
        Its first model that grades is used.
    folder
        For the files that are written.
    """

    def __init__(self, library: ModelLibrary, folder: Path) -> None:
        self._library, self._folder = library, folder
        self._classifier: Classifier | None = None
        self._finding: Finding | None = None

    def in_order(self) -> tuple[tuple[str, Check], ...]:
        """Return the steps with their names."""
        return (
            ("grade the sample photograph", self.grade),
            ("draw and write the overlay", self.overlay),
            ("write and read a database", self.database),
            ("drop the sample on the window", self.window),
            ("write a report as PDF", self.report),
        )

    def grade(self) -> str:
        """Examine the sample photograph."""
        self._classifier = open_classifier(self._library.find(None).path)
        finding = examine(asset(_SAMPLE), self._classifier)
        if finding.decision is not _EXPECTED or finding.prediction is None:
            raise SelfTestError(f"the decision is {finding.decision}, not {_EXPECTED}")
        self._finding = finding
        return f"{finding.label}, {finding.probability:.1%}, on {self._classifier.provider.name}"

    def overlay(self) -> str:
        """Draw label and heat map on the photograph and write the picture."""
        finding, _ = self._graded()
        image = finding.image
        drawn = flatten(image.pixels, annotate((image.width, image.height), finding.annotation()))
        if (drawn == image.pixels).all():
            raise SelfTestError("nothing was drawn")
        target = self._folder / "overlay.png"
        write_picture(target, drawn)
        return f"{image.width} × {image.height}, {target.stat().st_size / 1e6:.1f} MB"

    def database(self) -> str:
        """Store the finding and read it back from the file."""
        finding, classifier = self._graded()
        method, path = Method.of(classifier), self._folder / "self-test.sqlite"
        with Store(path) as store:
            store.add_finding(finding, method)
        with Store(path) as store:
            decisions = [row.decision for row in store.rows(method)]
        if decisions != [_EXPECTED]:
            raise SelfTestError(f"read {decisions} back, not one {_EXPECTED}")
        return "one finding, read back as it was stored"

    def window(self) -> str:
        """Open the window off screen and drop the sample on it.

        In a process of its own: where Qt cannot work it ends the whole program.
        """
        self._graded()
        done = subprocess.run(  # noqa: S603
            [*_this_program(), "doctor", "--window-test"],
            executable=sys.executable,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or ["no word of why"]
            raise SelfTestError(f"{lines[-1]} (exit status {done.returncode})")
        return f"shows {done.stdout.strip()!r}"

    def report(self) -> str:
        """Write the report of the sample photograph."""
        from fundusviewer.reporting import write_pdf

        _, classifier = self._graded()
        method, target = Method.of(classifier), self._folder / "report.pdf"
        with Store(self._folder / "self-test.sqlite") as store:
            rows = store.rows(method)
        write_pdf(target, rows, method, name_pattern("auto"), classifier=classifier)
        content = target.read_bytes()
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-32:]:
            raise SelfTestError("what was written is no PDF file")
        return f"{len(content) / 1e6:.1f} MB"

    def _graded(self) -> tuple[Finding, Classifier]:
        if self._finding is None or self._classifier is None:
            raise SelfTestError("the sample photograph was not graded")
        return self._finding, self._classifier


def _line(step: str, check: Check) -> Line:
    try:
        return Line(OK, step, check())
    except _SkippedError as error:
        return Line(SKIPPED, step, str(error))
    except FundusViewerError as error:
        return Line(FAILED, step, str(error))
    # The edge: whatever a step runs into, the others must be tried and the table be whole.
    except Exception as error:  # noqa: BLE001
        first = next(iter(str(error).splitlines()), "")
        return Line(FAILED, step, f"{type(error).__name__}: {first}")


def drop_on_window() -> str:
    """Drop the sample on the window and return the headline of its finding.

    Raises
    ------
    DisplayError
        If Qt cannot be loaded, or the window does not show the finding.
    """
    try:
        from fundusviewer.gui.window.self_test import drop_on_window as drop
    except ImportError as error:
        raise DisplayError(f"Qt cannot be loaded ({error})") from error
    return drop(asset(_SAMPLE), _EXPECTED)


def _this_program() -> list[str]:
    """Return the command line of this program: packaged it is one, otherwise a module.

    The packaged one is told by its name that it is not to be the window.
    """
    packaged = getattr(sys, "frozen", False)
    return [sys.argv[0]] if packaged else [sys.executable, "-m", "fundusviewer"]


def _providers() -> tuple[ProviderRequest, ...]:
    """Return the providers that this build of the program has."""
    has_cuda = "CUDAExecutionProvider" in runtime_description()["built with"]
    return ("cpu", "cuda") if has_cuda else ("cpu",)


def _write_to_data_folder() -> str:
    folder = user_data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return f"{folder} can be written"
    except OSError as error:
        raise SelfTestError(f"{folder} cannot be written ({error.strerror})") from error


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """Keep the self-test's photograph out of the user's settings and database."""
    before = os.environ.get("FUNDUSVIEWER_HOME")
    os.environ["FUNDUSVIEWER_HOME"] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ["FUNDUSVIEWER_HOME"]
        else:
            os.environ["FUNDUSVIEWER_HOME"] = before
