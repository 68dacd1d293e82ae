"""OpenCV without FFmpeg and OpenBLAS: what the program may not call, and that the rest loads."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from distribution import slim_opencv as slimming
from distribution.slim_opencv import slim_opencv

ROOT = Path(__file__).parents[2]

#: What the stand-ins answer with the end of the program.
_CALLS_WHAT_IS_LEFT_OUT = {"VideoCapture", "VideoWriter", "videoio_registry", "dnn"}


_ALGEBRA = """
import numpy
numbers = numpy.random.default_rng(1)
left, right = numbers.random((300, 300)), numbers.random((300, 5))
errors = [abs(left @ cv2.solve(left, right, flags=flag)[1] - right).max() for flag in (0, 1, 4)]
errors.append(abs(cv2.gemm(left, right, 1, None, 0) - left @ right).max())
places = numbers.random((5000, 2))
turned = places @ numpy.array([[0.9, 0.1], [-0.1, 0.9]]) + 5
matrix, _ = cv2.estimateAffinePartial2D(places, turned)
errors.append(abs(matrix - [[0.9, -0.1, 5], [0.1, 0.9, 5]]).max())
print(max(errors))
"""


def _names(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "cv2":
                yield node.attr
        elif isinstance(node, ast.ImportFrom) and node.module == "cv2":
            yield from (name.name for name in node.names)


def test_the_program_calls_nothing_that_is_left_out() -> None:
    packaged = [
        path
        for path in (ROOT / "fundusviewer").rglob("*.py")
        if not {"training", "export"} & set(path.relative_to(ROOT).parts)
    ]
    used = {name: path for path in packaged for name in _names(path)}
    assert "imdecode" in used
    assert {name: used[name] for name in used.keys() & _CALLS_WHAT_IS_LEFT_OUT} == {}


@pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("cc") is None or shutil.which("nm") is None,
    reason="needs Linux' compiler and nm",
)
@pytest.mark.parametrize("algebra", ["the system's", "its own"])
def test_opencv_works_with_the_stand_ins(
    algebra: str, tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import cv2

    saved = 65e6
    if algebra == "its own":
        monkeypatch.setattr(slimming, "_REFERENCE", ("no/liblapack.so",))
        saved = 35e6
    elif not slimming._reference_algebra():
        pytest.skip("liblapack3 is not installed ('make package' installs it on Debian)")
    site = Path(cv2.__file__).parents[1]
    libraries = site / "opencv_python_headless.libs"
    if not libraries.is_dir():
        pytest.skip("this OpenCV is not a wheel for Linux")
    module = next((site / "cv2").glob("cv2*.so"))
    found = [(f"cv2/{module.name}", str(module), "EXTENSION")]
    found += [
        (f"{libraries.name}/{path.name}", str(path), "BINARY") for path in libraries.iterdir()
    ]
    slim = slim_opencv(found, tmp_path / "stand-ins")
    root = tmp_path / "site"
    shutil.copytree(site / "cv2", root / "cv2", ignore=shutil.ignore_patterns("*.so"))
    (root / libraries.name).mkdir()
    for name, source, _ in slim:
        shutil.copy(source, root / name)
    before, after = (
        sum(Path(source).stat().st_size for _, source, _ in entries) for entries in (found, slim)
    )
    assert before - after > saved
    program = (
        f"import sys; sys.path[:0] = [{str(root)!r}]; import cv2; assert cv2.__file__.startswith("
        f"{str(root)!r}); picture = cv2.imread({str(sample)!r}); print(picture.shape)\n{{}}"
    )
    fine = _python(program.format("cv2.GaussianBlur(picture, (0, 0), 3)"))
    assert fine.returncode == 0, fine.stderr
    assert fine.stdout == "(1411, 1411, 3)\n"
    # Hundreds of rows: OpenCV's own arithmetic ends below that.
    solved = _python(program.format(_ALGEBRA))
    assert solved.returncode == 0, solved.stderr
    assert float(solved.stdout.splitlines()[-1]) < 1e-6
    # What is left out says so and ends the program; it does not answer nonsense.
    ended = _python(program.format("cv2.VideoCapture('film.mp4')"))
    assert ended.returncode < 0
    assert "is not part of this program" in ended.stderr


def _python(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
