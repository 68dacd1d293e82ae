"""Commands that need more packages than the application itself."""

from __future__ import annotations

import os
from importlib.util import find_spec

from fundusviewer.errors import FundusViewerError

#: Modules of the extra ``export``.
_MODULES = ("tensorflow", "rich")


def require_distributed() -> None:
    """Refuse to start where the extra ``distributed`` is not installed.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    missing = [module for module in ("distributed", "cryptography") if find_spec(module) is None]
    if missing:
        raise FundusViewerError(
            f"--dask needs {' and '.join(missing)}; install it with "
            "pip install 'fundusviewer[distributed]'"
        )


def require_web(command: str) -> None:
    """Refuse to start where the extra ``web`` is not installed.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    missing = [module for module in ("flask", "cheroot") if find_spec(module) is None]
    if missing:
        raise FundusViewerError(
            f"{command} needs {' and '.join(missing)}; install it with "
            "pip install 'fundusviewer[web]'"
        )


def require_extra(purpose: str) -> None:
    """Refuse to start where the extra ``export`` is not installed; keep TensorFlow quiet.

    Raises
    ------
    FundusViewerError
        If it is not; the message names the command that installs it.
    """
    missing = [module for module in _MODULES if find_spec(module) is None]
    if missing:
        raise FundusViewerError(
            f"{purpose} needs {' and '.join(missing)}; install it with "
            "pip install 'fundusviewer[export]'"
        )
    # Unless asked otherwise: "failed call to cuInit" is no failure where there is no GPU.
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
