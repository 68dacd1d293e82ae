"""How this program starts itself for work that needs a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

#: The first word of a program that is to try a model (:mod:`fundusviewer.inference.trial`); the
#: second one is the file.
TRY_MODEL = "--try-model"

#: The first word of a program that is to try an execution provider
#: (:mod:`fundusviewer.inference.admission.provider_trial`); its name and a model file follow.
TRY_PROVIDER = "--try-provider"

_LOOK_EVERY = 0.1


class NotEndedError(Exception):
    """What runs in a process of its own has not ended in time; it was ended."""


class GivenUpError(Exception):
    """Nobody waits any more for what runs in a process of its own; it was ended."""


@dataclass(frozen=True)
class Ended:
    """What a process of one's own left.

    Attributes
    ----------
    status
        Its exit status; negative where a signal ended it.
    said
        What it wrote to its standard output.
    """

    status: int
    said: bytes


def this_program() -> list[str]:
    """Return the begin of a command line; packaged, the window's program knows the word, too."""
    packaged = getattr(sys, "frozen", False)
    return [sys.executable] if packaged else [sys.executable, "-m", "fundusviewer"]


def its_environment() -> dict[str, str]:
    """Return an environment in which Python finds this very package, installed or not."""
    root = str(Path(__file__).parents[1])
    places = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(places)}


def run_apart(words: Sequence[str], seconds: float, stop: threading.Event | None = None) -> Ended:
    """Let this program do something in a process of its own, and wait for it.

    Parameters
    ----------
    words
        What it is to do: the first words of its command line.
    seconds
        How long it may take.
    stop
        Ends it when it is set.

    Raises
    ------
    NotEndedError, GivenUpError
        If it took longer, or ``stop`` was set.
    """
    no_window = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(  # noqa: S603
        [*this_program(), *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=its_environment(),
        creationflags=no_window,
    ) as process:
        try:
            said = _wait(process, seconds, stop)
        finally:
            # Also where Ctrl-C has come; a process that has ended is left alone.
            process.kill()
    return Ended(process.returncode, said)


def _wait(process: subprocess.Popen[bytes], seconds: float, stop: threading.Event | None) -> bytes:
    end = time.monotonic() + seconds
    while True:
        try:
            return process.communicate(timeout=_LOOK_EVERY)[0]
        except subprocess.TimeoutExpired as error:
            if stop is not None and stop.is_set():
                raise GivenUpError from error
            if time.monotonic() > end:
                raise NotEndedError from error
