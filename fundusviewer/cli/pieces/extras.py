"""Commands that need more packages than the application itself."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.util import find_spec

from fundusviewer.errors import FundusViewerError


def require_distributed() -> None:
    """Refuse to start where the extra ``distributed`` is not installed.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    _require("--dask", "distributed", ("distributed", "cryptography"))


def require_web(command: str) -> None:
    """Refuse to start where the extra ``web`` is not installed.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    _require(command, "web", ("flask", "cheroot"))


def require_extra(purpose: str) -> None:
    """Refuse to start where the extra ``export`` is not installed; keep TensorFlow quiet.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    _require(purpose, "export", ("tensorflow", "rich"))
    # Unless asked otherwise: "failed call to cuInit" is no failure where there is no GPU.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def _require(purpose: str, extra: str, modules: Sequence[str]) -> None:
    missing = [module for module in modules if find_spec(module) is None]
    if missing:
        raise FundusViewerError(
            f"{purpose} needs {' and '.join(missing)}; install it with "
            f"pip install 'fundusviewer[{extra}]'"
        )
