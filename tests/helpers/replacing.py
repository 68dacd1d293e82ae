"""Replacing a function wherever the program has imported it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

import fundusviewer.imaging


def replace_imaging(
    monkeypatch: pytest.MonkeyPatch, name: str, replacement: Callable[..., Any]
) -> Callable[..., Any]:
    """Replace a function of the imaging room in all modules that use it; return the original."""
    original: Callable[..., Any] = getattr(fundusviewer.imaging, name)
    users = [
        module
        for key, module in list(sys.modules.items())
        if key.startswith("fundusviewer.") and vars(module).get(name) is original
    ]
    for module in users:
        monkeypatch.setattr(module, name, replacement)
    return original
