"""``python -m scripts.finer_heatmap`` from the outside; the map: tests/export/gradcam."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from scripts.finer_heatmap import main

BUNDLED = Path(__file__).parents[2] / "models" / "fundusviewer-dr-efficientnetlite2.onnx"


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    folder.mkdir()
    Image.new("RGB", (40, 40), "brown").save(folder / "a.png")
    (folder / "labels.csv").write_text("file,grade\na.png,2\n", encoding="utf-8")
    return folder / "labels.csv"


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("validation", "multiplied already"),
        ("test", "none of the photographs on the validation side"),
    ],
)
def test_says_what_it_cannot_use(
    side: str, message: str, labels: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    split = tmp_path / "split.csv"
    split.write_text(f"set,file,split\nclinic,a.png,{side}\n", encoding="utf-8")
    arguments = [str(BUNDLED), "block15_expand_activation", str(tmp_path / "new.onnx")]
    arguments += ["--model-version", "9.0.0", "--data", str(labels), "--split-file", str(split)]
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "new.onnx").exists()
