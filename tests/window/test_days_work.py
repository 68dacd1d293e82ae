"""A day's work in a real window: files dropped, sixty photographs graded by keys alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fundusviewer.gui.settings.session_file import LastSession
from fundusviewer.resources import default_database, user_data_dir, user_models_dir
from fundusviewer.screening import Store
from tests.helpers.models import write_model
from tests.helpers.screen import (
    needs_screen,
    needs_window_manager,
    running_window,
    virtual_screen,
    wait_for,
    window_manager,
)
from tests.screening.photographs import write_black, write_photographs

pytestmark = [pytest.mark.window, needs_screen, needs_window_manager]

_PATIENTS, _DARK = 29, 2
_COUNT = 2 * _PATIENTS + _DARK

#: Key presses for each photograph that the grader agrees with.
_AIM = 1.2


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    """Return a folder of sixty photographs: both eyes of 29 patients, and two that are dark."""
    user_models_dir().mkdir(parents=True)
    write_model(user_models_dir() / "tiny.onnx")
    (user_data_dir() / "settings.json").write_text('{"grader": "Dr A", "language": "en"}')
    folder = tmp_path / "clinic"
    eyes = [f"{n + 100}_{eye}.jpg" for n in range(_PATIENTS) for eye in ("left", "right")]
    write_photographs(folder, eyes)
    for number in range(_DARK):
        path = folder / f"dark{number}.png"
        write_black(path)
        # Another file: the same bytes are the same photograph.
        path.write_bytes(path.read_bytes() + bytes([number]))
    return folder


def _reviewed() -> int:
    """Return how many photographs have a verdict, as another program sees it."""
    if not default_database().exists():
        return 0
    with Store(default_database()) as store:
        methods = store.methods()[:1]
        return sum(row.is_reviewed for method in methods for row in store.rows(method))


def _examined() -> int:
    if not default_database().exists():
        return 0
    with Store(default_database()) as store:
        return sum(sum(store.decisions(method).values()) for method in store.methods()[:1])


def test_sixty_photographs_by_keys_alone(tmp_path: Path, clinic: Path) -> None:
    presses = 0
    with (
        virtual_screen(tmp_path) as screen,
        window_manager(screen),
        running_window(screen, str(clinic)),
    ):
        assert wait_for(lambda: _examined() == _COUNT, 300), f"{_examined()} of {_COUNT} examined"
        done = 0
        while done < _COUNT and presses < 3 * _COUNT:
            # A person looks before grading; a photograph that was not on screen is not graded.
            screen.xdotool("sleep", "0.3")
            # The dark ones come last, below all referrals: there is no grade to accept.
            screen.xdotool("key", "Return" if done < _COUNT - _DARK else "u")
            presses += 1
            wait_for(lambda before=done: _reviewed() > before, 5)  # type: ignore[misc]
            done = _reviewed()
    print(f"{presses} key presses for {_COUNT} photographs: {presses / _COUNT:.2f} each")
    assert done == _COUNT
    assert presses <= _AIM * _COUNT


def _current() -> str:
    """Return the photograph on screen, as the window notes it for its next start."""
    noted = LastSession().load()[1].current
    return "" if noted is None else Path(noted).name


def test_keys_never_lose_their_place(tmp_path: Path, clinic: Path) -> None:
    """Home and End, a note and what comes after it, search and what comes after it."""
    few = [str(path) for path in sorted(clinic.iterdir())[:6]]
    with virtual_screen(tmp_path) as screen, window_manager(screen), running_window(screen, *few):
        assert wait_for(lambda: _examined() == 6)
        for keys, expected in (
            ("Home", "100_right.jpg"),
            ("Down", "100_left.jpg"),
            ("Left Right Down", "101_right.jpg"),
            ("n x Return Up", "100_left.jpg"),
            ("n x Escape Down", "101_right.jpg"),
            ("asterisk slash End", "102_left.jpg"),
            ("s Escape Up", "102_right.jpg"),
            ("ctrl+shift+f Escape Up", "101_left.jpg"),
            ("ctrl+f Return Down", "102_right.jpg"),
        ):
            for key in keys.split():
                screen.xdotool("key", key, "sleep", "0.4")
            shown = expected
            assert wait_for(lambda shown=shown: _current() == shown, 15), (  # type: ignore[misc]
                f"{_current()} after {keys}, not {expected}"
            )


def test_files_are_dropped_as_a_file_manager_drops_them(tmp_path: Path, clinic: Path) -> None:
    """By XDND, the protocol between programs, with the mouse."""
    with virtual_screen(tmp_path) as screen, window_manager(screen), running_window(screen):
        source = subprocess.Popen(
            [sys.executable, "-m", "tests.window.drag_source", str(clinic / "100_left.jpg")],
            env=os.environ | screen.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            screen.windows(source.pid)
            screen.xdotool("mousemove", "40", "30", "mousedown", "1")
            assert source.stdout is not None
            assert source.stdout.readline() == "dragging\n"
            for place in ("200", "400", "500", "600"):
                screen.xdotool("mousemove", place, "400", "sleep", "0.2")
            screen.xdotool("mouseup", "1")
            assert wait_for(lambda: _examined() == 1, 60), "nothing was opened"
            assert "CopyAction" in source.stdout.readline()
        finally:
            source.kill()
            source.communicate()
        assert screen.shows_retina()
