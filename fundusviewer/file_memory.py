"""What is remembered of files, and forgotten together when they are closed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import lru_cache
from typing import Any, ParamSpec, TypeVar, cast
from weakref import WeakSet

_Arguments = ParamSpec("_Arguments")
_Told = TypeVar("_Told")

_memories: WeakSet[Any] = WeakSet()
_lock = threading.Lock()


def remembers_files(
    most: int,
) -> Callable[[Callable[_Arguments, _Told]], Callable[_Arguments, _Told]]:
    """Return a decorator for a function that is asked the same of the same files, again and again.

    What it told is remembered, as by :func:`functools.lru_cache`, until :func:`forget_files`.

    Parameters
    ----------
    most
        Files of which it is remembered, those asked for last.
    """

    def remembering(function: Callable[_Arguments, _Told]) -> Callable[_Arguments, _Told]:
        memory: Any = lru_cache(maxsize=most)(function)
        with _lock:
            _memories.add(memory)
        # Typed as it is asked; lru_cache would take any arguments.
        return cast(Callable[_Arguments, _Told], memory)

    return remembering


def forget_files() -> None:
    """Forget what is remembered of all files: none of them is open any more.

    Nothing else is lost by it: who asks again is told the same, a little later.
    """
    for memory in _all():
        memory.cache_clear()


def remembered_files() -> int:
    """Return how much is remembered, of all functions together."""
    return sum(memory.cache_info().currsize for memory in _all())


def _all() -> list[Any]:
    with _lock:
        return list(_memories)
