"""What all tests share: no display, a home of their own, and the ways to models and data."""

from __future__ import annotations

import gc
import os
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers.screen import of_usual_size

os.environ["QT_QPA_PLATFORM"] = of_usual_size(os.environ.get("QT_QPA_PLATFORM", "offscreen"))
# The window speaks the system's language: English, wherever the tests run.
os.environ["LC_ALL"] = "C.UTF-8"
# OpenCV's threads do not run in circles while they wait: as many processes as there are processors
# are at work.
os.environ["OPENCV_THREAD_POOL_ACTIVE_WAIT_MAIN"] = "0"
os.environ["OPENCV_THREAD_POOL_ACTIVE_WAIT_WORKER"] = "0"

import pytest
from hypothesis import settings

from fundusviewer.inference.admission.provider_trial import Verdict
from fundusviewer.resources import asset
from tests.helpers.allocator import keep_what_is_freed
from tests.helpers.extras import one_process_with_tensorflow
from tests.helpers.models import remember_tried, write_model

if TYPE_CHECKING:
    from xdist.remote import Producer
    from xdist.scheduler import LoadFileScheduling

ROOT = Path(__file__).parents[1]

# What an example may take depends on what else the machine does. The same examples in every run: a
# change is not to fail for what another one brought. `make test-fuzz` looks for new ones.
settings.register_profile("same", deadline=None, derandomize=True)
settings.register_profile("random", deadline=None)
settings.load_profile("same")

keep_what_is_freed()

# Modules and thousands of tests, all of which stay: a collector that looks through them again and
# again while they are loaded finds nothing.
gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector work from the first test on."""
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """Let one process alone load TensorFlow."""
    if config.getvalue("dist") != "loadfile":
        return None
    return one_process_with_tensorflow(config, log)


@pytest.fixture(autouse=True, scope="module")
def _no_collecting_of_what_stays() -> None:
    """Take what is alive before a file's tests out of the collector's sight.

    Every test of the window ends with a whole collection. Modules (TensorFlow's, if an earlier
    file needed them) and the tests themselves are a million objects, and looking through them
    would take longer than the test.
    """
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def _new_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that makes a folder of that name and of a number of its own.

    pytest's own looks through the folders of all tests before it: half a minute in the end.
    The number is in letters: tests look for figures in texts that name a folder.
    """
    top, numbers = tmp_path_factory.getbasetemp(), count()
    letters = str.maketrans("0123456789", "bcdfghjkmn")

    def make(name: str) -> Path:
        folder = top / f"{name}-{str(next(numbers)).translate(letters)}"
        folder.mkdir(mode=0o700)
        return folder

    return make


@pytest.fixture
def tmp_path(_new_folder: Callable[[str], Path], request: pytest.FixtureRequest) -> Path:
    """Return an empty folder, as pytest's fixture of this name does."""
    return _new_folder(re.sub(r"\W", "_", request.node.name)[:30])


@pytest.fixture(autouse=True)
def _own_home(_new_folder: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the user's models and settings out of the tests, and the tests' out of theirs."""
    monkeypatch.setenv("FUNDUSVIEWER_HOME", str(_new_folder("home")))
    # What was remembered without a folder to write it in belongs to a home, too.
    monkeypatch.setattr("fundusviewer.inference.trusted._known", set())
    monkeypatch.setattr("fundusviewer.inference.trusted._findings", {})


@pytest.fixture(autouse=True)
def _tried_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the tests a process for each model; tests/inference/test_trial.py has it.

    The same for providers: tests/inference/admission/test_provider_trial.py.
    """
    monkeypatch.setattr("fundusviewer.inference.opening.try_out", lambda _path, _stop: None)
    monkeypatch.setattr(
        "fundusviewer.inference.admission.verdicts.try_provider",
        lambda _entry, _path, _stop=None: Verdict(50.0),
    )


@pytest.fixture
def sample() -> Path:
    """Return the CC0 sample photograph, a healthy left eye."""
    return asset("sample.jpg")


@pytest.fixture
def tiny_model(tmp_path: Path) -> Path:
    """Return a tiny model that says grade 2 with 83 % to every photograph."""
    return write_model(tmp_path / "tiny.onnx")


@pytest.fixture
def tried_model(tiny_model: Path) -> Path:
    """Return the tiny model, which programs of their own need not try out in yet another one."""
    remember_tried(tiny_model)
    return tiny_model


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real graded photographs; skip where it is absent."""
    default = ROOT.parent / "shared" / "data"
    folder = Path(os.environ.get("FUNDUSVIEWER_SHARED_DATA", default))
    if not (folder / "fundus").is_dir():
        pytest.skip(f"the graded photographs are not at {folder}")
    return folder
