"""What the window remembers, and what it does with a damaged file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.errors import OutputError
from fundusviewer.gui.settings.schema import MAX_RECENT, Settings
from fundusviewer.gui.settings.settings_file import MIGRATIONS, SettingsFile
from fundusviewer.gui.widgets.theme import DARK, LIGHT, Theme
from fundusviewer.gui.window.main_window import MainWindow
from fundusviewer.resources import user_data_dir
from fundusviewer.versioned_file import Content
from tests.gui.conftest import KeepWindow, MakeWindow
from tests.gui.steps import is_idle


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "new" / "settings.json")
    file.save(Settings(theme="light", recent=("/ä b",)))
    assert json.loads(file.path.read_text("utf-8")) == {
        "version": file.version,
        "theme": "light",
        "recent": ["/ä b"],
    }
    assert file.load().settings == Settings(theme="light", recent=("/ä b",))
    assert file.load().problem is None


@pytest.mark.parametrize(
    "content",
    [
        *(b"{", b"\xff\xfe", b"[]", b'{"theme": "pink"}', b'{"opacity": 7}', b'{"geometry": [1]}'),
        *(b'{"version": 0}', b'{"version": "2"}', b'{"palette": "pink"}', b'{"threads": 0}'),
    ],
)
def test_a_damaged_file_gives_the_defaults_and_is_kept(tmp_path: Path, content: bytes) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_bytes(content)
    loaded = file.load()
    assert loaded.settings == Settings()
    assert loaded.problem is not None
    assert "defaults" in loaded.problem
    assert (tmp_path / "settings.damaged.json").read_bytes() == content
    assert file.load().problem is None


def test_the_window_says_that_the_settings_were_damaged(
    make_window: MakeWindow, models: Path
) -> None:
    user_data_dir().mkdir(exist_ok=True)
    (user_data_dir() / "settings.json").write_text("{")
    window = make_window()
    assert "settings" in window.image.notice.text.text()
    assert window.image.notice.isVisible()


def test_one_wrong_value_does_not_cost_the_others(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text('{"theme": "pink", "opacity": 0.25, "grader": "Dr A"}')
    loaded = file.load()
    assert loaded.settings == Settings(opacity=0.25, grader="Dr A")
    assert loaded.problem is not None
    assert "theme" in loaded.problem
    assert "pink" in (tmp_path / "settings.damaged.json").read_text()


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text('{"version": 99, "theme": "dark", "loupe": {"zoom": 3}}')
    settings = file.load().settings
    assert settings.theme == "dark"
    file.save(settings.model_copy(update={"theme": "light"}))
    assert json.loads(file.path.read_text("utf-8")) == {
        "version": file.version,
        "theme": "light",
        "loupe": {"zoom": 3},
    }


def _renamed(content: Content) -> Content:
    content["theme"] = content.pop("colours", "system")
    return content


def _divided(content: Content) -> Content:
    return {**content, "opacity": content.get("opacity", 50) / 100}


@pytest.mark.parametrize(
    "text",
    [
        '{"colours": "light", "opacity": 25}',
        '{"version": 2, "colours": "light", "opacity": 25}',
        '{"version": 3, "theme": "light", "opacity": 25}',
        '{"version": 4, "theme": "light", "opacity": 0.25}',
    ],
)
def test_older_files_are_brought_up_to_date_step_by_step(tmp_path: Path, text: str) -> None:
    file = SettingsFile(tmp_path / "settings.json", (*MIGRATIONS, _renamed, _divided))
    file.path.write_text(text)
    loaded = file.load()
    assert loaded.problem is None
    assert loaded.settings == Settings(theme="light", opacity=0.25)


def test_the_files_of_the_first_version_are_still_read(tmp_path: Path) -> None:
    file = SettingsFile(tmp_path / "settings.json")
    file.path.write_text('{"theme": "light", "geometry": [0, 0, 1440, 900], "recent": ["/a"]}')
    loaded = file.load()
    assert loaded.problem is None
    assert loaded.settings == Settings(theme="light", geometry=(0, 0, 1440, 900), recent=("/a",))
    file.save(loaded.settings)
    assert file.load().settings == loaded.settings


def test_unwritable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="file"):
        SettingsFile(tmp_path / "file" / "settings.json").save(Settings())


def test_recent_is_short_and_without_doubles() -> None:
    settings = Settings()
    for number in range(20):
        settings = settings.with_recent(Path(f"/{number}"))
    settings = settings.with_recent(Path("/15"))
    assert len(settings.recent) == MAX_RECENT
    assert settings.recent[:2] == (str(Path("/15")), str(Path("/19")))
    assert len(set(settings.recent)) == MAX_RECENT


def test_size_theme_and_overlay_survive_a_restart(
    qtbot: QtBot,
    make_window: MakeWindow,
    keep: KeepWindow,
    models: Path,
    photographs: list[Path],
    theme: Theme,
) -> None:
    window = make_window()
    window.open_paths(photographs[:1])
    qtbot.waitUntil(lambda: is_idle(window, 1), timeout=10_000)
    window.resize(1111, 700)
    assert theme.colours is DARK
    window.set_theme("light")
    window.actions_table["heatmap"].trigger()
    window.image.opacity.setValue(30)
    window.close()
    # Not by make_window: that one gives a window its size.
    again = keep(MainWindow(theme, window.reporter))
    again.show()
    assert (again.width(), again.height()) == (1111, 700)
    assert theme.colours is LIGHT
    assert again.settings.recent == (str(photographs[0]),)
    assert not again.actions_table["heatmap"].isChecked()
    assert again.image.opacity.value() == 30
    again.set_theme("dark")
    assert theme.colours is DARK
