"""What needs large things, TensorFlow most: found without loading it, and kept in one process."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

#: Whose tests compute with TensorFlow, which takes seconds and half a gigabyte to load.
_WITH_TENSORFLOW = (
    "tests/export/",
    "tests/training/",
    "tests/cli/test_export.py",
    "tests/cli/test_train.py",
)


def require_tensorflow() -> None:
    """Skip a file where the extra export is not installed; nothing is loaded before its tests."""
    require_of_export("tensorflow")


def require_of_export(module: str) -> None:
    """The same for another module of that extra.

    Every process of the tests looks through all files, and runs some of them.
    """
    if find_spec(module) is None:
        pytest.skip("the export extra is not installed", allow_module_level=True)


def one_process_with_tensorflow(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Return a schedule in which one file's tests stay together, and so do TensorFlow's."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
        def _split_scope(self, nodeid: str) -> str:
            if nodeid.startswith(_WITH_TENSORFLOW):
                return "tensorflow"
            return str(super()._split_scope(nodeid))

    return Scheduling(config, log)
