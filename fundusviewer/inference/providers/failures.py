"""What onnxruntime and drivers say when they fail, in words: which kind it is, and what helps.

onnxruntime's own text begins with the name of a C++ function, and where a library of CUDA is
missing it raises nothing at all: it writes to stderr and goes on with the CPU.
"""

from __future__ import annotations

import ctypes
import re
import sys

from fundusviewer.inference.providers.registry import ExecutionProvider

NO_DEVICE = "it found no device or no driver that it can use"
TOO_LITTLE_MEMORY = "too little memory is free for this network: close other programs that use it"

#: The library that comes with the driver of NVIDIA's cards, by :data:`sys.platform`.
_DRIVER = {"linux": "libcuda.so.1", "win32": "nvcuda.dll"}

#: How ``onnxruntime.preload_dlls`` says that a library was nowhere; with a path before it there may
#: still be another copy.
_NOT_LOADED = re.compile(r"^Failed to load ([^/\\:\s]+):", re.MULTILINE)

_MEMORY = re.compile(
    r"out of memory|Failed to allocate memory|Available memory of \d+ is smaller"
    r"|_ALLOC_FAILED|_ALLOCATION_FAILED|bad_alloc|bad allocation"
)
_CUDNN = re.compile(r"cuDNN (?:is unavailable|is not available|library was not found)")
#: CUDA's own number and text, in the middle of a long line.
_CUDA = re.compile(r"CUDA failure (\d+): ([^;\n]*[^;\s])")

#: How :func:`in_words` says what it has no words for.
_UNKNOWN = re.compile(r"\bCUDA failed with \d")

_NO_CARD, _OLD_DRIVER, _OLD_CARD = "100", "35", "209"


def in_words(error: BaseException) -> str:
    """Return why something failed, in a few words; the first line of a text of no known kind.

    Parameters
    ----------
    error
        What onnxruntime, a driver or a plug-in raised.
    """
    return _kind_of(error) or first_line(error)


def may_pass(reason: str) -> bool:
    """Return whether a reason may be gone at the next start, with the same driver and card."""
    return TOO_LITTLE_MEMORY in reason or any(
        kind.search(reason) for kind in (_MEMORY, _UNKNOWN, _CUDA)
    )


def why_not_opened(
    entry: ExecutionProvider, printed: str, error: BaseException | None = None
) -> str:
    """Return why there is no session on a provider that is installed.

    Parameters
    ----------
    entry
        The provider.
    printed
        What ``onnxruntime.preload_dlls`` printed.
    error
        What was raised; ``None`` where the session is there, and runs on the CPU.
    """
    kind = None if error is None else _kind_of(error)
    last = NO_DEVICE if error is None else first_line(error)
    return kind or _what_is_missing(entry, printed) or last


def first_line(error: BaseException) -> str:
    """Return the first line of an error's text, or its kind where it has no text."""
    return next(iter(str(error).splitlines()), type(error).__name__)


def _kind_of(error: BaseException) -> str | None:
    text = str(error)
    if isinstance(error, MemoryError) or _MEMORY.search(text):
        return TOO_LITTLE_MEMORY
    if _CUDNN.search(text):
        return _not_found("cuDNN")
    cuda = _CUDA.search(text)
    if cuda is None:
        return None
    number, said = cuda.groups()
    if number == _NO_CARD:
        return "there is no graphics card of NVIDIA that it can use"
    if number == _OLD_DRIVER:
        return "the driver of the graphics card is too old for this CUDA: install a newer one"
    if number == _OLD_CARD:
        return "the graphics card is too old for this CUDA"
    return f"CUDA failed with {number}: {said}"


def _what_is_missing(entry: ExecutionProvider, printed: str) -> str | None:
    if entry.key != "cuda":
        return None
    driver = _DRIVER.get(sys.platform)
    if driver is not None and not _can_be_loaded(driver):
        # First: without it the libraries are of no use.
        return f"{driver} cannot be found, which comes with NVIDIA's driver: install the driver"
    names = dict.fromkeys(_NOT_LOADED.findall(printed))
    return _not_found(", ".join(names)) if names else None


def _not_found(names: str) -> str:
    return (
        f'{names} cannot be found; pip install "onnxruntime-gpu[cuda,cudnn]" brings what is missing'
    )


def _can_be_loaded(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
