"""Large JSON documents lose their line breaks and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from distribution.compact import compact


def test_large_documents_are_rewritten(tmp_path: Path) -> None:
    document = {"ü": [{"key": "a  b", "number": n, "none": None} for n in range(20_000)]}
    large, small, text = (tmp_path / name for name in ("large.json", "small.json", "text.txt"))
    large.write_text(json.dumps(document, indent=4), encoding="utf-8")
    small.write_text("{ }")
    text.write_text("x" * 2_000_000)
    entries = [
        ("a/large.json", str(large), "DATA"),
        ("small.json", str(small), "DATA"),
        ("text.txt", str(text), "DATA"),
        ("link.json", "a/large.json", "SYMLINK"),
    ]
    (name, rewritten, kind), *rest = compact(entries, tmp_path / "work")
    assert (name, kind) == ("a/large.json", "DATA")
    assert rest == entries[1:]
    assert json.loads(Path(rewritten).read_text("utf-8")) == document
    assert Path(rewritten).stat().st_size < large.stat().st_size / 2
