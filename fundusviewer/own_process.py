"""How this program starts itself for work that needs a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The first word of a program that is to try a model (:mod:`fundusviewer.inference.trial`); the
#: second one is the file.
TRY_MODEL = "--try-model"


def this_program() -> list[str]:
    """Return the begin of a command line; packaged, the window's program knows the word, too."""
    packaged = getattr(sys, "frozen", False)
    return [sys.executable] if packaged else [sys.executable, "-m", "fundusviewer"]


def its_environment() -> dict[str, str]:
    """Return an environment in which Python finds this very package, installed or not."""
    root = str(Path(__file__).parents[1])
    places = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | {"PYTHONPATH": os.pathsep.join(places)}
