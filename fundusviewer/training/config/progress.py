"""Progress of a long run: a bar on a terminal, nothing where there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol, TypeVar

T = TypeVar("T")


class Task(Protocol):
    """One step whose length is known."""

    def advance(self, steps: int = 1) -> None:
        """Say that ``steps`` more are done."""


class Progress(Protocol):
    """Where a run reports to."""

    @contextmanager
    def task(self, description: str, total: int) -> Iterator[Task]:
        """Open a step of ``total`` parts."""


def counted(values: Iterable[T], task: Task) -> Iterator[T]:
    """Yield the values and tell the task of each."""
    for value in values:
        yield value
        task.advance()


class SilentProgress:
    """Reports nothing; for tests and for use as a library."""

    @contextmanager
    def task(self, description: str, total: int) -> Iterator[Task]:  # noqa: ARG002
        """Open a step that nobody watches."""
        yield _SilentTask()


class _SilentTask:
    def advance(self, steps: int = 1) -> None:
        """Do nothing."""


class TerminalProgress:
    """A bar with the time left, drawn by rich on standard error."""

    @contextmanager
    def task(self, description: str, total: int) -> Iterator[Task]:
        """Show a bar until the step ends."""
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            TextColumn,
            TimeRemainingColumn,
        )
        from rich.progress import Progress as RichProgress

        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with RichProgress(*columns, console=Console(stderr=True)) as bar:
            yield _RichTask(bar, bar.add_task(description, total=total))


class _RichTask:
    def __init__(self, bar: object, number: int) -> None:
        self._bar = bar
        self._number = number

    def advance(self, steps: int = 1) -> None:
        """Move the bar."""
        self._bar.advance(self._number, steps)  # type: ignore[attr-defined]
