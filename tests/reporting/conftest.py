"""One Qt application for all tests: the window's, which a report can print with."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _window_application(qapp: object) -> None:
    """Make it before the report makes a smaller one, in which no window could be tested."""
