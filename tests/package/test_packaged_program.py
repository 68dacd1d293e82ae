"""The packaged program on a machine without Python, as its user finds it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from PyInstaller.archive.readers import CArchiveReader

from distribution.description import CONSOLE, WINDOW
from distribution.make import size_of
from fundusviewer import __version__
from tests.helpers.models import make_card, write_model
from tests.helpers.screen import Screen, ended_by_key, needs_screen, virtual_screen, wait_for
from tests.imaging.heifs import PHONE
from tests.package.conftest import Installed

pytestmark = [pytest.mark.package, pytest.mark.timeout(600)]

#: Bytes of the folder as a release has it, and of what is ours to choose where libraries are whole;
#: docs/packaging.md says what was measured.
_LARGEST, _LARGEST_WHOLE = 385e6, 475e6
#: Stands for what slimming takes away.
_OF_VIDEOS = "libswresample"

_NO_MODULES = {"tensorflow", "keras", "sklearn", "scipy", "h5py", "pytest", "tests", "unittest"}
_NO_FILES = {"Qt6Qml", "Qt6Quick", "Qt6Network", "qvnc", "qsqlite"}
_NO_FONTS = "<fontconfig></fontconfig>"


def test_self_test_in_an_empty_home(installed: Installed) -> None:
    done = installed.run("doctor", "--self-test")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Self-test passed." in done.stdout
    assert "FAILED" not in done.stdout
    for step in ("CPU ", "grade", "overlay", "database", "drop the sample", "report as PDF"):
        assert any(line.startswith("ok") and step in line for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr
    assert _written(installed.home) <= {".cache/fontconfig", ".local/share/FundusViewer"}


def _written(home: Path) -> set[str]:
    """Return the folders into which something was written, at most three steps deep."""
    files = (path.relative_to(home) for path in home.rglob("*") if path.is_file())
    return {"/".join(path.parts[: 3 if path.parts[0] == ".local" else 2]) for path in files}


def test_version(installed: Installed) -> None:
    assert installed.run("--version").stdout == f"FundusViewer {__version__}\n"


def test_what_is_not_inside(installed: Installed) -> None:
    archive = CArchiveReader(str(installed.folder / CONSOLE)).open_embedded_archive("PYZ.pyz")
    modules = {name.partition(".")[0] for name in archive.toc}
    assert "fundusviewer" in modules
    assert modules.isdisjoint(_NO_MODULES)
    files = {path.name.removeprefix("lib").split(".")[0] for path in installed.folder.rglob("*")}
    assert "Qt6Core" in files
    assert files.isdisjoint(_NO_FILES | _NO_MODULES)


def test_no_link_leads_nowhere(installed: Installed) -> None:
    links = [path for path in installed.folder.rglob("*") if path.is_symlink()]
    assert links
    assert [path for path in links if not path.exists()] == []


def test_size(installed: Installed) -> None:
    size = size_of(installed.folder)
    if any(installed.folder.rglob(f"{_OF_VIDEOS}*")):
        # Python and the system's libraries, as this machine has them: 23 MB are the difference
        # between two builds of Python alone, and a release takes their symbols away.
        of_machine = (installed.folder / "_internal").glob("lib*.so*")
        assert size - sum(map(size_of, of_machine)) < _LARGEST_WHOLE
    else:
        assert size < _LARGEST


def test_every_type_of_photograph(installed: Installed, for_all: Path) -> None:
    with Image.open(for_all) as photograph:
        smaller = photograph.resize((700, 700))
    for suffix in (".png", ".tiff", ".bmp", ".webp", ".jpeg", ".avif", ".jp2", ".gif"):
        smaller.save(for_all.with_suffix(suffix))
    for_all.with_suffix(".heic").write_bytes(PHONE)
    done = installed.run("classify", "--json", *sorted(for_all.parent.iterdir()))
    rows = {Path(row["file"]).suffix: row for row in json.loads(done.stdout)}
    # A GIF has 256 colours at most: read, and perhaps not gradable.
    assert rows.pop(".gif")["decision"] != "error"
    assert len(rows) == 9
    assert {row["decision"] for row in rows.values()} == {"no_referral"}, done.stdout


def test_models_of_the_administrator(installed: Installed, for_all: Path) -> None:
    models = for_all.parent / "FundusViewer" / "models"
    models.mkdir(parents=True)
    write_model(models / "clinic.onnx", make_card(name="clinic-dr", title="The clinic's own"))
    seen = {"XDG_DATA_DIRS": str(for_all.parent)}
    assert "clinic-dr" in installed.run("models", environment=seen).stdout
    assert "clinic-dr" not in installed.run("models").stdout
    done = installed.run("classify", for_all, "--json", environment=seen)
    assert json.loads(done.stdout)[0]["model"] == "fundusviewer-dr-efficientnetlite2"


def test_training_says_what_is_missing(installed: Installed, for_all: Path) -> None:
    done = installed.run("train", "--data", for_all, "--output", installed.home / "run")
    assert done.returncode == 2
    assert "tensorflow" in done.stderr
    assert "Traceback" not in done.stderr


def test_home_that_cannot_be_written(installed: Installed, for_all: Path) -> None:
    nowhere = {"HOME": "/dev/null/home"}
    done = installed.run("classify", for_all, environment=nowhere)
    assert done.returncode == 0, done.stderr
    done = installed.run("doctor", "--self-test", environment=nowhere)
    failed = [line for line in done.stdout.splitlines() if line.startswith("FAILED")]
    assert done.returncode == 1
    assert len(failed) == 1, done.stdout
    assert "data folder" in failed[0]
    assert "cannot be written" in failed[0]


def test_without_fonts(installed: Installed, for_all: Path) -> None:
    config = for_all.with_name("fonts.conf")
    config.write_text(_NO_FONTS)
    done = installed.run("doctor", "--self-test", environment={"FONTCONFIG_FILE": str(config)})
    assert done.returncode == 0, done.stdout


def test_without_a_display(installed: Installed) -> None:
    done = installed.run(program=WINDOW)
    assert done.returncode == 2
    assert "there is no display" in done.stderr
    assert "there is no display" in _log(installed)


def _log(installed: Installed) -> str:
    return next(installed.home.rglob("fundusviewer.log")).read_text("utf-8")


# -- On a screen ------------------------------------------------------------------------------


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with virtual_screen(tmp_path) as shown:
        yield shown


@contextmanager
def _running(
    installed: Installed, screen: Screen, *words: str | Path, **environment: str
) -> Iterator[None]:
    """Start the window, and end it by its own key."""
    program = installed.start(*words, environment=screen.environment | environment)
    with ended_by_key(screen, program):
        yield


@needs_screen
def test_photograph_opened_with_the_program(
    installed: Installed, screen: Screen, for_all: Path
) -> None:
    with _running(installed, screen, for_all):
        assert screen.shows_retina()


@needs_screen
def test_window_without_a_home(installed: Installed, screen: Screen, for_all: Path) -> None:
    with _running(installed, screen, for_all, HOME="/dev/null/home"):
        assert screen.shows_retina()


@needs_screen
def test_two_copies_at_once(installed: Installed, screen: Screen, for_all: Path) -> None:
    with _running(installed, screen, for_all), _running(installed, screen, for_all):
        assert screen.shows_retina()
    settings = next(installed.home.rglob("settings.json"))
    assert for_all.name in json.loads(settings.read_text("utf-8"))["recent"][0]


@needs_screen
@pytest.mark.parametrize(
    ("trouble", "said"),
    [("broken Qt library", "libEGL.so.1: file too short"), ("no such display", "display")],
)
def test_what_is_missing_is_said_in_a_window(
    installed: Installed, screen: Screen, for_all: Path, trouble: str, said: str
) -> None:
    """The desktop's own program for messages is one that writes down what it was to show."""
    tools = for_all.parent / "tools"
    tools.mkdir()
    note = installed.home / "shown.txt"
    zenity = tools / "zenity"
    zenity.write_text(f'#!/bin/sh\nprintf "%s" "$*" > "{note}"\n')
    zenity.chmod(0o755)
    environment = {"PATH": str(tools), **screen.environment}
    if trouble == "no such display":
        environment["DISPLAY"] = ":4711"
    else:
        (tools / "libEGL.so.1").write_bytes(b"\x7fELF")
        environment["LD_LIBRARY_PATH"] = str(tools)
    done = installed.run(for_all, program=WINDOW, environment=environment)
    assert done.returncode == 2
    for told in (note.read_text("utf-8"), done.stderr, _log(installed)):
        assert said in told
        assert "Größe" not in told


@needs_screen
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is needed")
def test_the_window_opens_no_socket_to_the_network(
    installed: Installed, screen: Screen, for_all: Path, tmp_path: Path
) -> None:
    """The kernel's own account of every socket, from the first instruction to the last."""
    account = tmp_path / "sockets"
    trace = [str(shutil.which("strace")), "-f", "-qq", "-e", "trace=socket,socketpair"]
    program = subprocess.Popen(
        [*trace, "-o", str(account), str(installed.folder / WINDOW), str(for_all)],
        env=installed.clean | screen.environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert screen.shows_retina()
        children = Path(f"/proc/{program.pid}/task/{program.pid}/children").read_text().split()
        screen.xdotool("windowfocus", "--sync", screen.windows(int(children[0]))[0])
        screen.xdotool("key", "ctrl+q")
        assert wait_for(lambda: program.poll() is not None)
    finally:
        program.kill()
        program.wait(timeout=60)
    families = re.findall(r"socket(?:pair)?\((\w+)", account.read_text())
    assert families, "the X server's own socket must be in the account"
    assert set(families) <= {"AF_UNIX"}, account.read_text()


# -- The Debian package -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("dpkg-deb") is None:
        pytest.skip("dpkg-deb is needed")
    root = tmp_path_factory.mktemp("root")
    subprocess.run(["dpkg-deb", "-x", str(_debian_package()), str(root)], check=True)
    return root


def _debian_package() -> Path:
    release = Path(__file__).parents[2] / "dist" / "release"
    (package,) = release.glob("*.deb")
    return package


def test_debian_package_says_what_it_needs() -> None:
    answer = subprocess.run(
        ["dpkg-deb", "--field", str(_debian_package()), "Version", "Depends"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert f"Version: {__version__}" in answer
    for package in ("libc6 (>= 2.", "libegl1", "libgl1"):
        assert package in answer


def test_debian_package_starts_by_its_commands(unpacked: Path) -> None:
    done = subprocess.run(
        [str(unpacked / "usr/bin/fundusviewer-cli"), "--version"],
        env={},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"FundusViewer {__version__}\n"


@pytest.mark.skipif(shutil.which("update-desktop-database") is None, reason="needs desktop tools")
def test_open_with_fundusviewer(unpacked: Path) -> None:
    applications = unpacked / "usr/share/applications"
    subprocess.run(["desktop-file-validate", *applications.iterdir()], check=True)
    subprocess.run(["update-desktop-database", str(applications)], check=True)
    offered = (applications / "mimeinfo.cache").read_text().splitlines()
    for kind in ("image/jpeg", "image/png", "image/tiff", "image/bmp", "image/webp"):
        assert f"{kind}=fundusviewer.desktop;" in offered
    entry = (applications / "fundusviewer.desktop").read_text()
    command = next(line for line in entry.splitlines() if line.startswith("Exec="))
    program = command.removeprefix("Exec=").split()[0]
    assert os.access(unpacked / "usr/bin" / program, os.X_OK)
    assert (unpacked / "usr/share/icons/hicolor/scalable/apps/fundusviewer.svg").is_file()
    assert (unpacked / "usr/share/doc/fundusviewer/copyright").is_file()


def test_checksums(tmp_path: Path) -> None:
    release = _debian_package().parent
    (sums,) = release.glob("*.sha256")
    subprocess.run(["sha256sum", "--check", "--strict", sums.name], cwd=release, check=True)
