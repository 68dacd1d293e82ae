"""How soon pages of a long list stand in a real Chromium, and whether all of them can be paged to.

    python benchmarks/web_pages.py [--photographs 20000] [--pages 400]

``fundusviewer serve`` runs as a process of its own on the loopback address; a first reader's queue
and an administrator's results are paged through by the link that a person clicks. Times are the
browser's own, from the click on: until the page has come, until it is built, until something is
painted. Needs the extra ``browser`` and Debian's chromium.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1]))

from web import make_clinic, password_of

from fundusviewer.grading import Role
from fundusviewer.screening import Store
from fundusviewer.web.accounts import Accounts

_TIMES = """() => {
  const [one] = performance.getEntriesByType("navigation");
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return [one.responseEnd, one.domContentLoadedEventEnd, paint ? paint.startTime : null];
}"""
_IS_PAINTED = "performance.getEntriesByName('first-contentful-paint').length > 0"
_WHAT = ("has come", "is built", "is painted")
_ADMINISTRATOR = "administrator"


@contextmanager
def serving(photographs: int) -> Iterator[str]:
    """Serve a made-up clinic; yields the address."""
    with tempfile.TemporaryDirectory() as folder:
        database, _ = make_clinic(Path(folder), photographs, 1)
        with Store(database) as store:
            store.set_reader(_ADMINISTRATOR, [Role.ADMINISTRATOR])
            Accounts(store).set_password(_ADMINISTRATOR, password_of(0))
        command = [sys.executable, "-m", "fundusviewer", "serve", str(database), "--port", "0"]
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert server.stdout is not None
            yield server.stdout.readline().split(" ")[0]
        finally:
            server.terminate()
            server.wait()


def log_in(browser: Any, address: str, name: str) -> Page:
    page: Page = browser.new_context(locale="en").new_page()
    page.goto(address)
    page.fill("[name=name]", name)
    page.fill("[name=password]", password_of(0))
    page.click("button.main")
    page.wait_for_selector("html.scripted")
    return page


def times_of(page: Page) -> list[float]:
    """Return what the browser has measured of the page that stands there, in milliseconds."""
    end = time.monotonic() + 20
    # Asked from here: the page's own rules let nothing evaluate a text inside of it.
    while not page.evaluate(_IS_PAINTED) and time.monotonic() < end:
        time.sleep(0.01)
    return [float(one) for one in page.evaluate(_TIMES)]


def pages(page: Page, address: str, most: int) -> tuple[list[list[float]], int]:
    """Page through a list; return the times of each page, and how many rows there were."""
    page.goto(address)
    times, rows = [times_of(page)], page.locator("table.list tbody tr").count()
    while len(times) < most and page.locator("a[rel=next]").count():
        page.click("a[rel=next]")
        page.wait_for_load_state("load")
        times.append(times_of(page))
        rows += page.locator("table.list tbody tr").count()
    return times, rows


def told(name: str, times: list[list[float]], rows: int) -> None:
    print(f"{name}: {len(times)} pages, {rows} rows")
    for what, of_all in zip(_WHAT, zip(*times, strict=True), strict=True):
        ordered = sorted(of_all)
        print(
            f"  {what:10}  first {of_all[0]:6.1f} ms  median {statistics.median(of_all):6.1f} ms  "
            f"95 % {ordered[int(0.95 * (len(ordered) - 1))]:6.1f} ms  longest {ordered[-1]:6.1f} ms"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photographs", type=int, default=20_000)
    parser.add_argument("--pages", type=int, default=1_000)
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with serving(options.photographs) as address, sync_playwright() as playwright:
        # Root, as in containers, has no sandbox.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        print(f"Chromium {re.sub('[^0-9.]', '', browser.version)}, {options.photographs}")
        reader = log_in(browser, address, "reader 0")
        told("the first page after the login", [times_of(reader)], 0)
        told("queue", *pages(reader, f"{address}reader/", options.pages))
        told("results", *pages(log_in(browser, address, _ADMINISTRATOR), f"{address}results", 20))
        browser.close()


if __name__ == "__main__":
    main()
