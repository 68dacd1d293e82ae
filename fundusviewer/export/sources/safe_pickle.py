"""Reading NumPy arrays from a pickle without running anything that stands in it."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

#: What rebuilding an array needs; NumPy 2 moved the first one.
_ADMITTED: dict[tuple[str, str], Any] = {
    ("numpy.core.multiarray", "_reconstruct"): np._core.multiarray._reconstruct,  # type: ignore[attr-defined]
    ("numpy._core.multiarray", "_reconstruct"): np._core.multiarray._reconstruct,  # type: ignore[attr-defined]
    ("numpy", "ndarray"): np.ndarray,
    ("numpy", "dtype"): np.dtype,
}


class _ArraysOnly(pickle.Unpickler):
    """An unpickler that knows containers, numbers, texts and NumPy arrays, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _ADMITTED[module, name]
        except KeyError as error:
            raise ExportError(
                f"the pickle asks for {module}.{name}; only NumPy arrays are admitted"
            ) from error


def read_arrays(path: Path) -> dict[str, list[np.ndarray]]:
    """Read a pickled dictionary of lists of arrays.

    Raises
    ------
    ExportError
        If the file holds anything else.
    """
    try:
        with path.open("rb") as stream:
            content = _ArraysOnly(stream).load()
    except (OSError, pickle.UnpicklingError, EOFError, ValueError, TypeError) as error:
        raise ExportError(f"{path.name}: cannot be read as pickled arrays ({error})") from error
    if not isinstance(content, dict) or not all(_is_entry(item) for item in content.items()):
        raise ExportError(f"{path.name}: is no dictionary of lists of arrays")
    return content


def _is_entry(item: tuple[object, object]) -> bool:
    name, values = item
    return (
        isinstance(name, str)
        and isinstance(values, (list, tuple))
        and all(isinstance(value, np.ndarray) and value.dtype.kind == "f" for value in values)
    )
