"""The packaged program: sizes, time to a window that takes a drop, memory at rest.

    python benchmarks/packaged.py [dist/FundusViewer]

Linux with Xvfb. A window takes a drop from the moment its event loop runs: it is then that it
announces itself to other programs (the property XdndAware) and is on the screen. The page cache is
warm from the second start on; the first one is cold where root may empty it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from distribution.description import WINDOW
from distribution.make import size_of
from tests.helpers.screen import Screen, virtual_screen

_STARTS = 7
_REST_SECONDS = 10
_PATIENCE = 60.0
_DROP_CACHES = Path("/proc/sys/vm/drop_caches")


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description="Measure the packaged program.")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("dist") / WINDOW)
    folder: Path = parser.parse_args().folder
    print(f"folder                     {size_of(folder) / 1e6:7.1f} MB")
    print_weights(folder)
    with tempfile.TemporaryDirectory() as name, virtual_screen(Path(name)) as screen:
        if empty_cache():
            print(f"start to window, cold      {start(folder, screen)[0]:7.2f} s")
        warm = [start(folder, screen)[0] for _ in range(_STARTS)]
        print(f"start to window, warm      {statistics.median(warm):7.2f} s, median of {_STARTS}")
        memory = start(folder, screen, rest=_REST_SECONDS)[1]
        print(f"memory at rest             {memory / 1e6:7.0f} MB (proportional share)")
    print(f"load of the machine        {os.getloadavg()[0]:7.1f} on {os.cpu_count()} processors")


def print_weights(folder: Path) -> None:
    """Print what weighs most, by first folder and then by file in the root."""
    inside = folder / "_internal"
    weights = {path.name: size_of(path) for path in inside.iterdir() if not path.is_symlink()}
    for name, weight in sorted(weights.items(), key=lambda item: -item[1])[:14]:
        print(f"  {name:<40} {weight / 1e6:7.1f} MB")


def empty_cache() -> bool:
    """Empty the page cache; return whether that was allowed."""
    try:
        os.sync()
        _DROP_CACHES.write_text("1", encoding="ascii")
    except OSError:
        return False
    return True


def start(folder: Path, screen: Screen, rest: float = 0.0) -> tuple[float, int]:
    """Start the window; return the seconds until it takes drops, and its memory after a rest."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"HOME": home, "DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb"}
        began = time.perf_counter()
        program = subprocess.Popen([str(folder / WINDOW)], env=environment)
        try:
            while not takes_drops(screen, program.pid):
                if program.poll() is not None or time.perf_counter() - began > _PATIENCE:
                    raise SystemExit(f"no window (exit status {program.returncode})")
                time.sleep(0.01)
            seconds = time.perf_counter() - began
            time.sleep(rest)
            return seconds, memory_of(program.pid)
        finally:
            program.kill()
            program.wait()


def takes_drops(screen: Screen, pid: int) -> bool:
    """Return whether a window of the program is on the screen and painted."""
    found = screen.xdotool("search", "--onlyvisible", "--pid", str(pid)).split()
    return bool(found) and bool(screen.picture()[20:600, 20:900].std() > 1)


def memory_of(pid: int) -> int:
    """Return the proportional share of memory of a process, in bytes."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    line = next(line for line in text.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


if __name__ == "__main__":
    main()
