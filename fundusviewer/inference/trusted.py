"""What this user's program already knows of model files on this machine.

One file for each fact, named by a hash and empty, but for those that are a finding: nothing to
merge or to lock. A fact is forgotten by deleting the folder; then the models are tried again.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from functools import lru_cache
from pathlib import Path

import onnxruntime as ort

from fundusviewer import __version__
from fundusviewer.atomic import write_atomically
from fundusviewer.errors import OutputError
from fundusviewer.private_files import make_private_folder
from fundusviewer.resources import user_cache_dir

#: What became known in this process, where the folder cannot be written.
_known: set[str] = set()
_findings: dict[str, str] = {}


def is_known(*fact: str) -> bool:
    """Return whether a fact was remembered, with this program and onnxruntime on this machine."""
    key = _key(fact)
    return key in _known or (_folder() / key).is_file()


def remember(*fact: str) -> None:
    """Remember a fact for this user; where that fails, for this process."""
    key = _key(fact)
    try:
        make_private_folder(_folder().parent)
        make_private_folder(_folder())
        os.close(os.open(_folder() / key, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError:
        _known.add(key)


def recall(*fact: str) -> str | None:
    """Return what was found out, as :func:`keep` was told; ``None`` where nothing is known."""
    key = _key(fact)
    if key in _findings:
        return _findings[key]
    try:
        return (_folder() / key).read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def keep(finding: str, *fact: str) -> None:
    """Remember what was found out, in the place of what was known before."""
    key = _key(fact)
    try:
        make_private_folder(_folder().parent)
        make_private_folder(_folder())
        write_atomically(_folder() / key, finding.encode(), private=True)
        _findings.pop(key, None)
    except (OSError, OutputError):
        _findings[key] = finding


def _folder() -> Path:
    return user_cache_dir() / "models"


def _key(fact: tuple[str, ...]) -> str:
    parts = (*fact, __version__, ort.__version__, *_machine())
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


@lru_cache(maxsize=1)
def _machine() -> tuple[str, ...]:
    """Say which machine this is: 8-bit kernels differ from processor to processor."""
    processor = os.environ.get("PROCESSOR_IDENTIFIER", "")
    if sys.platform == "linux":
        try:
            lines = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").splitlines()
        except OSError:
            lines = []
        processor = " ".join(sorted({line for line in lines if line.startswith("model")}))
    return platform.node(), platform.machine(), processor
