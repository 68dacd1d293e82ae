"""Jobs off the window's thread, and how they end."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from fundusviewer.gui.threads.job_pool import JobPool


@pytest.mark.usefixtures("qapp")
def test_a_package_that_is_not_installed_is_no_fault_of_the_program(qtbot: QtBot) -> None:
    def work() -> None:
        raise ModuleNotFoundError("No module named 'zebra'", name="zebra.stripes")

    pool, said, unexpected = JobPool(), list[str](), list[object]()
    pool.unexpected_error.connect(unexpected.append)
    pool.run(work, lambda _: None, said.append)
    qtbot.waitUntil(lambda: bool(said))
    assert said == ["the package zebra is missing here, without which this cannot be done"]
    assert not unexpected
