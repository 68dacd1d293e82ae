"""The file that a person writes for ``fundusviewer wrap``."""

from pathlib import Path

import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.wrapping_card import read_wrapping_card

GOOD = "title: Mine\nclasses: [a, b]\npreprocessing: 1/255\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "card.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_least(tmp_path: Path) -> None:
    card = read_wrapping_card(written(tmp_path, GOOD))
    assert (card.title, card.classes, card.pixels().name) == ("Mine", ("a", "b"), "1/255")


def test_numbers_are_names(tmp_path: Path) -> None:
    card = read_wrapping_card(written(tmp_path, GOOD.replace("[a, b]", "[0, 1]")))
    assert card.classes == ("0", "1")


def test_an_arithmetic_of_ones_own(tmp_path: Path) -> None:
    text = GOOD.replace(
        "1/255", "\n  order: bgr\n  divide: 255\n  mean: [0.5, 0.5, 0.5]\n  deviation: [1, 1, 2]"
    )
    pixels = read_wrapping_card(written(tmp_path, text)).pixels()
    assert pixels.bgr
    assert pixels.name == "bgr: (pixel / 255 - [0.5, 0.5, 0.5]) / [1, 1, 2]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: [", r"card\.yaml: line 1: is no YAML"),
        ("- a\n- b\n", "holds no fields; needed are title, classes and preprocessing"),
        ("", "holds no fields"),
        ("title: Mine\npreprocessing: tf\n", "classes: is missing"),
        (GOOD + "licens: MIT\n", "line 4: licens: is no field; there are title, version"),
        (GOOD + "title: Yours\n", "line 4: title is given a second time"),
        (GOOD.replace("[a, b]", "[No, Yes]"), "line 2: classes 1: YAML reads this word as"),
        (GOOD.replace("[a, b]", "[a, a]"), "line 2: classes: contains 'a' twice"),
        (GOOD.replace("[a, b]", "[a]"), "line 2: classes: has 1; at least 2 are needed"),
        (GOOD.replace("[a, b]", "a b"), "line 2: classes: is no list"),
        (GOOD.replace("[a, b]", '[a, "b\\e[31m"]'), "line 2: classes 2: holds signs that cannot"),
        (GOOD.replace("Mine", "2026-01-01"), "line 1: title: is no text"),
        (
            GOOD.replace("1/255", "imagenet"),
            "line 3: preprocessing: 'imagenet' is none of none, 1/255, tf, caffe",
        ),
        (GOOD.replace("1/255", "255"), "line 3: preprocessing: 255 is none of none, 1/255"),
        (GOOD.replace("1/255", "{mean: [1, 2]}"), "line 3: preprocessing mean: needs three"),
        (
            GOOD.replace("1/255", "\n  divide: 255\n  divide: 1"),
            "line 5: divide is given a second time",
        ),
        (GOOD + "3: x\n", "line 4: 3: is no field; there are title"),
        (GOOD + "<<: {size: 32}\n", "line 4: <<: is no field"),
        (GOOD + "limits: " + "[" * 3000 + "]" * 3000, "is nested too deeply"),
        (GOOD + "size: 3\n", "line 4: size"),
        (GOOD + "version: 1\n", "line 4: version"),
        (
            GOOD + "heatmap: occlusion\nlayer: x\n",
            "line 5: layer: is for a heat map of the gradient",
        ),
        (
            GOOD.replace("1/255", "\n  divide: 255\n  means: [1, 1, 1]"),
            "line 5: preprocessing means: is no field; there are order, divide",
        ),
        (
            GOOD.replace("1/255", "\n  divide: 255\n  deviation: [1, 0, 1]"),
            "deviation must be above 0",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ExportError, match=message):
        read_wrapping_card(written(tmp_path, text))


def test_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "card.yaml"
    path.write_bytes("title: Größe\n".encode("cp1252"))
    with pytest.raises(ExportError, match="is not written in UTF-8"):
        read_wrapping_card(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"none\.yaml: cannot be read: No such file"):
        read_wrapping_card(tmp_path / "none.yaml")
