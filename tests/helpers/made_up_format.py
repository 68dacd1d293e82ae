"""A format that nobody needs, to see that one entry is enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.reporting import Contents, ExportFormat, Pages, formats


def _write(path: Path, contents: Contents, pages: Pages) -> None:
    path.write_text(str(len(contents.rows)))
    _beside(path).write_text("beside")


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.sum")


def register(monkeypatch: pytest.MonkeyPatch) -> ExportFormat:
    """Add the format until the test's end."""
    made_up = ExportFormat(
        ".count",
        "Number of photographs",
        "--count",
        "write how many photographs there are",
        _write,
        lambda path: (_beside(path),),
    )
    monkeypatch.setattr(formats, "_FORMATS", (*formats.export_formats(), made_up))
    return made_up
