"""Label files of public sets as they are handed out."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.data.labels import read_labels
from tests.training.photographs import draw_fundus, save


def public_set(folder: Path, text: str, *photographs: str) -> Path:
    for seed, name in enumerate(photographs):
        save(folder / name, draw_fundus(seed))
    folder.mkdir(exist_ok=True)
    labels = folder / "labels.csv"
    labels.write_text(text, encoding="utf-8")
    return labels


def test_eyepacs_names_the_patient(tmp_path: Path) -> None:
    text = "image,level\n10_left,0\n10_right,4\n"
    labels = public_set(tmp_path / "eyepacs", text, "train/10_left.png", "train/10_right.png")
    left, right = read_labels([labels])
    assert (left.file, left.grade, right.grade) == ("train/10_left.png", 0, 4)
    assert (left.patient, left.has_patient) == (right.patient, True) == ("10", True)


def test_eyeq_numbers_are_qualities(tmp_path: Path) -> None:
    text = ",image,quality,DR_grade\n0,1_left.png,0,0\n1,2_left.png,1,2\n2,3_left.png,2,0\n"
    names = ("1_left.png", "2_left.png", "3_left.png")
    good, usable, reject = read_labels([public_set(tmp_path / "eyeq", text, *names)])
    assert [one.quality for one in (good, usable, reject)] == ["good", "usable", "reject"]
    assert [one.grade for one in (good, usable, reject)] == [0, 2, 0]
    assert not reject.is_gradable


def test_aptos(tmp_path: Path) -> None:
    text = "id_code,diagnosis\n000c1434d8d7,2\n"
    labels = public_set(tmp_path / "aptos", text, "train_images/000c1434d8d7.png")
    (photograph,) = read_labels([labels])
    assert (photograph.file, photograph.grade) == ("train_images/000c1434d8d7.png", 2)
    assert not photograph.has_patient


def test_idrid_with_its_empty_columns(tmp_path: Path) -> None:
    text = "Image name,Retinopathy grade,Risk of macular edema ,,,\nIDRiD_001,3,2,,,\n"
    (photograph,) = read_labels([public_set(tmp_path / "idrid", text, "a/IDRiD_001.png")])
    assert (photograph.file, photograph.grade) == ("a/IDRiD_001.png", 3)


def test_messidor_2_rejects_what_is_not_gradable(tmp_path: Path) -> None:
    text = (
        "image_id,adjudicated_dr_grade,adjudicated_dme,adjudicated_gradable\n"
        "one.png,2.0,1.0,1\ntwo.png,,,0\n"
    )
    one, two = read_labels([public_set(tmp_path / "messidor2", text, "one.png", "two.png")])
    assert (one.grade, one.quality, one.is_gradable) == (2, None, True)
    assert (two.grade, two.quality, two.is_gradable) == (None, "reject", False)


@pytest.mark.parametrize(
    "header", ["ID_Code,Diagnosis", "Image Name;DR_Level", "image_path\tICDR", "FileName,Severity"]
)
def test_names_of_columns_in_other_letters(tmp_path: Path, header: str) -> None:
    separator = next(sign for sign in ",;\t" if sign in header)
    labels = public_set(tmp_path / "any", f"{header}\none{separator}3\n", "deep/one.png")
    (photograph,) = read_labels([labels])
    assert (photograph.file, photograph.grade) == ("deep/one.png", 3)


def test_our_own_names_win(tmp_path: Path) -> None:
    text = "file,image,grade,level\na.png,b.png,1,4\n"
    (photograph,) = read_labels([public_set(tmp_path / "own", text, "a.png", "b.png")])
    assert (photograph.file, photograph.grade) == ("a.png", 1)


def test_a_name_of_two_photographs_is_refused(tmp_path: Path) -> None:
    labels = public_set(tmp_path / "two", "image,level\n1,0\n", "a/1.png", "b/1.png")
    with pytest.raises(LabelsError, match=r"'1' names both a/1\.png and b/1\.png"):
        read_labels([labels])


def test_a_photograph_that_is_not_there_is_missing(tmp_path: Path) -> None:
    labels = public_set(tmp_path / "none", "image,level\n1_left,0\n")
    with pytest.raises(LabelsError, match="1 of 1 photographs are missing"):
        read_labels([labels])


@pytest.mark.parametrize(
    "name",
    [
        "EYE.PNG",
        "eye.jpeg",
        "train/Eye.png",
        "train/eye.tif",
        "C:\\data\\train\\eye.png",
        "/home/somebody/set/train/eye.png",
        "C:\\data\\Train\\EYE.JPG",
        "/home/somebody/set/train/eye.tif",
        "eye",
    ],
)
def test_photographs_are_found_by_names_that_are_not_quite_theirs(
    name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "set"
    (folder / "train").mkdir(parents=True)
    (folder / "train" / "eye.png").write_bytes(b"")
    (folder / "labels.csv").write_text(f"image,level\n{name},1\n", encoding="utf-8")
    (photograph,) = read_labels([folder / "labels.csv"])
    assert photograph.file == "train/eye.png"


@pytest.mark.parametrize(
    "name", ["test/eye.png", "/home/test/eye.png", "/home/test/EYE.tif", "eyes.png"]
)
def test_a_photograph_of_another_folder_is_not_taken_for_it(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "train").mkdir(parents=True)
    (folder / "train" / "eye.png").write_bytes(b"")
    (folder / "labels.csv").write_text(f"image,level\n{name},1\n", encoding="utf-8")
    with pytest.raises(LabelsError, match="1 of 1 photographs are missing"):
        read_labels([folder / "labels.csv"])


def test_two_columns_of_grades_that_do_not_agree_are_refused(tmp_path: Path) -> None:
    text = "image,diagnosis,level\na,1,mild\nb,2,4\n"
    labels = public_set(tmp_path / "two", text, "a.png", "b.png")
    with pytest.raises(LabelsError, match=r"line 3: level says 4 and diagnosis says 2; --columns"):
        read_labels([labels])
    _, second = read_labels([labels], {"grade": "diagnosis"})
    assert second.grade == 2
    labels.write_text(text.replace("2,4", "2,moderate"), encoding="utf-8")
    assert [one.grade for one in read_labels([labels])] == [1, 2]
