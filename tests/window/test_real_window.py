"""The real program in a real window: started, fed, looked at, driven by keys, closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.screen import needs_screen, running_window, virtual_screen

pytestmark = [pytest.mark.window, needs_screen]


def test_a_photograph_on_the_real_screen(tmp_path: Path, sample: Path) -> None:
    with virtual_screen(tmp_path) as screen, running_window(screen, str(sample)):
        assert screen.shows_retina(), "no retina on the screen"
