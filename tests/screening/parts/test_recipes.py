"""The recipes of docs/scale.md, run as they stand there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from fundusviewer.errors import OutputError
from fundusviewer.inference import Classifier
from fundusviewer.screening import Method, Store
from fundusviewer.screening.parts.bringing_in import bring_in
from fundusviewer.screening.parts.examination import examine_rows
from fundusviewer.screening.parts.parquet_part import write_rows
from tests.screening.parts.test_parts import rows
from tests.screening.photographs import write_photographs

ROOT = Path(__file__).parents[3]


def recipe(title: str) -> str:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    found = re.search(rf"### {title}\n\n```\w+\n(.*?)```", page, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture
def names(tmp_path: Path, tried_model: Path) -> dict[str, str]:
    """Return what stands for LIST, OUT and MODEL: a list of six photographs and a torn file."""
    folder = tmp_path / "clinic"
    paths = write_photographs(folder, [f"{number}.jpg" for number in range(6)])
    (folder / "torn.jpg").write_bytes(b"\xff\xd8\xff\xe0 torn")
    listed = tmp_path / "list.txt"
    listed.write_text("".join(f"{path}\n" for path in [*paths, folder / "torn.jpg"]))
    return {"LIST": str(listed), "OUT": str(tmp_path / "out.jsonl"), "MODEL": str(tried_model)}


def imported(database: Path, *parts: Path) -> dict[str, list[dict[str, object]]]:
    with Store(database) as store:
        assert all(bring_in(part, store).whole for part in parts)
    found = rows(database)
    assert len(found["result"]) == 6
    assert len(found["file"]) == 7
    return found


def expected(tmp_path: Path, names: dict[str, str]) -> dict[str, list[dict[str, object]]]:
    part = tmp_path / "expected.jsonl"
    listed = Path(names["LIST"]).read_text().splitlines()
    assert write_rows(examine_rows(listed, names["MODEL"]), part) == 7
    return imported(tmp_path / "expected.sqlite", part)


def run(script: str, names: dict[str, str]) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    settings = "".join(f"{name} = {value!r}\n" for name, value in names.items())
    # What the workers find by name must not be the script itself.
    done = subprocess.run(
        [sys.executable, "-c", settings + script],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parity
@pytest.mark.timeout(600)
def test_ray(tmp_path: Path, names: dict[str, str]) -> None:
    pytest.importorskip("ray", reason="Ray is not installed", exc_type=ImportError)
    pytest.importorskip("ray.data", reason="Ray Data is not installed", exc_type=ImportError)
    run(recipe("Ray Data"), names)
    found = imported(tmp_path / "ray.sqlite", Path(names["OUT"]))
    assert found == expected(tmp_path, names)


@pytest.mark.parity
@pytest.mark.timeout(600)
def test_spark(tmp_path: Path, names: dict[str, str]) -> None:
    pytest.importorskip("pyspark", reason="Spark is not installed")
    if subprocess.run(["java", "-version"], capture_output=True, check=False).returncode:
        pytest.skip("Spark needs Java, which is not installed")
    run(recipe("Spark"), names)
    found = imported(tmp_path / "spark.sqlite", Path(names["OUT"]))
    assert found == expected(tmp_path, names)


@pytest.mark.parity
@pytest.mark.timeout(600)
@pytest.mark.skipif(sys.platform == "win32", reason="a script of the shell")
def test_slurm_array(tmp_path: Path, names: dict[str, str]) -> None:
    """As the array does it: once for each number; two shares in place of sixteen."""
    script = recipe("Slurm").replace("/16", "/2")
    program = tmp_path / "bin" / "fundusviewer"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fundusviewer "$@"\n')
    program.chmod(0o755)
    environment = {
        **os.environ,
        **names,
        "OUT": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]),
        "PATH": f"{program.parent}:{os.environ['PATH']}",
    }
    statuses = [
        subprocess.run(
            ["sh", "-c", script],
            env={**environment, "SLURM_ARRAY_TASK_ID": str(number)},
            capture_output=True,
            check=False,
        ).returncode
        for number in (1, 2)
    ]
    # The share with the torn file says so.
    assert sorted(statuses) == [0, 1]
    parts = sorted(tmp_path.glob("part-*.jsonl"))
    assert len(parts) == 2
    assert imported(tmp_path / "slurm.sqlite", *parts) == expected(tmp_path, names)


def test_rows_of_several_models_are_no_part(tmp_path: Path, tiny_model: Path) -> None:
    method = Method.of(Classifier(tiny_model, "cpu"))
    fields = {"path": "/a.jpg", "problem": "is damaged"}
    made = [
        {"method": vars(method), **fields},
        {"method": {**vars(method), "model_version": "9"}, **fields},
    ]
    with pytest.raises(OutputError, match="by several models or versions"):
        write_rows(made, tmp_path / "a.jsonl")
    assert write_rows([], tmp_path / "b.jsonl") == 0
