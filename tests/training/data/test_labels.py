from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.errors import LabelsError
from fundusviewer.training.data.labels import gradable_only, read_labels
from tests.training.photographs import draw_fundus, save


def labels_file(folder: Path, text: str) -> Path:
    save(folder / "a.png", draw_fundus(1))
    save(folder / "b.png", draw_fundus(2))
    path = folder / "labels.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_reads_all_columns(tmp_path: Path) -> None:
    text = (
        "file,grade,quality,patient,dup_group,dup_conflict\na.png,3,usable,7,g,1\nb.png,,bad,,,\n"
    )
    first, second = read_labels([labels_file(tmp_path / "clinic", text)])
    assert (first.dataset, first.file, first.grade, first.quality) == (
        "clinic",
        "a.png",
        3,
        "usable",
    )
    assert (first.patient, first.has_patient, first.duplicate_group) == ("7", True, "g")
    assert first.conflict
    assert not first.is_gradable
    assert (second.grade, second.quality, second.patient) == (None, "reject", "b")
    assert not second.has_patient


def test_a_byte_order_mark_and_unknown_columns_do_no_harm(tmp_path: Path) -> None:
    (photograph,) = read_labels([labels_file(tmp_path / "c", "\ufefffile,grade,age\na.png,2,50\n")])
    assert photograph.grade == 2


def test_semicolons_separate_columns_too(tmp_path: Path) -> None:
    text = "\ufefffile;grade;patient\na.png;2;Doe, Jane\n"
    (photograph,) = read_labels([labels_file(tmp_path / "c", text)])
    assert (photograph.grade, photograph.patient) == (2, "Doe, Jane")


@pytest.mark.parametrize(
    "text",
    [
        "file,grade\na.png,0.0\nb.png,1.0\n",  # pandas, where a column has empty cells
        "file;grade\na.png;0,0\nb.png;1,0\n",  # the same, saved by a German Excel
        ",file,grade\n0,a.png,0\n1,b.png,1\n",  # pandas' index
        "file,grade,patient\na.png,0,\nb.png,1,\n,,\n,,\n\n",  # Excel's empty rows
        "file,grade,\na.png,0,\nb.png,1,,,\n",  # and columns
        "sep=;\nfile;grade\na.png;0\nb.png;1\n",
        '"sep=;"\r\nfile;grade\r\na.png;0\r\nb.png;1\r\n',
        "sep=,,\nfile,grade\na.png,0\nb.png,1\n",
        "file, grade\na.png, 0\nb.png, 1\n",
        " File ,GRADE\n a.png ,0 \nb.png,1\n",
        'file, grade\n"a.png", "0"\n"b.png", "1"\n',
        "file\tgrade\na.png\t0\nb.png\t1\n",
        "file|grade\na.png|0\nb.png|1\n",
        "file;grade;note, free\na.png;0;x\nb.png;1;y, z\n",
        "\n\nfile,grade\r\n\r\na.png,0\r\nb.png,1",
        "file,grade\n.\\a.png,0\n.\\b.png,1\n",
        "file,grade,patient,quality\na.png,0,nan,NaN\nb.png,1,<NA>,nan\n",
        "file,grade,dup_conflict\na.png,0,False\nb.png,1,0.0\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_labels_as_programs_write_them(tmp_path: Path, text: str, encoding: str) -> None:
    file = labels_file(tmp_path / "c", "")
    file.write_bytes(text.encode(encoding))
    photographs = read_labels([file])
    assert [photograph.grade for photograph in photographs] == [0, 1]
    assert [photograph.path.name for photograph in photographs] == ["a.png", "b.png"]
    assert [photograph.patient for photograph in photographs] == ["a", "b"]
    assert [photograph.quality for photograph in photographs] == [None, None]
    assert not any(photograph.has_patient for photograph in photographs)


def test_the_encoding_of_windows(tmp_path: Path) -> None:
    file = labels_file(tmp_path / "c", "")
    file.write_bytes("file;grade;patient\na.png;1;Müller\n".encode("cp1252"))
    (photograph,) = read_labels([file])
    assert (photograph.patient, photograph.grade) == ("Müller", 1)


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("No DR", 0),
        ("No_DR", 0),
        ("no apparent retinopathy", 0),
        ("NORMAL", 0),
        ("Mild", 1),
        ("mild NPDR", 1),
        ("Moderate", 2),
        ("Severe non-proliferative DR", 3),
        ("Proliferate_DR", 4),
        ("Proliferative DR", 4),
        ("PDR", 4),
        ("Grade 3", 3),
        ("2 - Moderate", 2),
    ],
)
def test_grades_in_words(tmp_path: Path, text: str, grade: int) -> None:
    (photograph,) = read_labels([labels_file(tmp_path / "c", f"file,grade\na.png,{text}\n")])
    assert photograph.grade == grade


def test_a_folder_for_each_grade(tmp_path: Path) -> None:
    for place in (
        "No_DR/a.png",
        "Proliferate_DR/b.PNG",
        "Proliferate_DR/more/c.png",
        "notes/n.txt",
    ):
        path = tmp_path / "kaggle" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    found = {one.file: one.grade for one in read_labels([tmp_path / "kaggle"])}
    assert found == {"No_DR/a.png": 0, "Proliferate_DR/b.PNG": 4, "Proliferate_DR/more/c.png": 4}
    assert {one.dataset for one in read_labels([tmp_path / "kaggle"])} == {"kaggle"}


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("cataract/a.png", "the folder 'cataract' is named by no grade; 0, 1, 2"),
        ("a.png", "has no folders named by the grades with photographs in them; name a labels"),
    ],
)
def test_folders_that_are_no_grades(tmp_path: Path, place: str, message: str) -> None:
    path = tmp_path / "set" / place
    path.parent.mkdir(parents=True)
    path.write_bytes(b"")
    with pytest.raises(LabelsError, match=message):
        read_labels([tmp_path / "set"])


def test_columns_that_somebody_names(tmp_path: Path) -> None:
    file = labels_file(tmp_path / "c", "Foto,Stufe,grade\na.png,2,9\n")
    (photograph,) = read_labels([file], {"file": "Foto", "grade": "stufe"})
    assert (photograph.file, photograph.grade) == ("a.png", 2)
    with pytest.raises(LabelsError, match=r"--columns grade=stage: .* has the columns foto, stufe"):
        read_labels([file], {"file": "foto", "grade": "stage"})
    with pytest.raises(LabelsError, match="--columns name=foto: file, grade, patient"):
        read_labels([file], {"name": "foto"})


def test_folders_in_the_words_of_windows(tmp_path: Path) -> None:
    file = labels_file(tmp_path / "c", "file,grade\nimages\\right\\a.png,1\n")
    save(tmp_path / "c" / "images" / "right" / "a.png", draw_fundus(3))
    (photograph,) = read_labels([file])
    assert photograph.file == "images/right/a.png"


def test_a_line_is_counted_as_an_editor_counts_it(tmp_path: Path) -> None:
    text = 'sep=;\n\nfile;grade;note\na.png;1;"two\nlines"\n;;\nb.png;7;\n'
    with pytest.raises(LabelsError, match="line 7: grade '7'"):
        read_labels([labels_file(tmp_path / "c", text)])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("file,grade,Grade\na.png,1,2\n", "has two columns named 'grade'"),
        ("file,grade, file\na.png,1,2\n", "has two columns named 'file'"),
        ("file,patient,grade\na.png,Doe, Jane,1\n", "line 2: has 4 cells, the header has 3"),
        ("file,grade\na.png,0.5\n", "grade '0.5' is not known"),
        ("file,grade\na.png,-1\n", "grade '-1' is not known"),
        ("file,grade\na.png,1.0.0\n", "grade '1.0.0' is not known"),
        ("file,grade\na.png,none\n", "grade 'none' is not known"),
        ("file,grade\na.png,5\n", "line 2: grade '5' is not known"),
        ("file,grade\na.png,non-proliferative\n", "grade 'non-proliferative' is not known"),
        ("file,grade\na.png,moderate to severe\n", "grade 'moderate to severe' is not known"),
        ("file,grade\na.png,No PDR\n", "grade 'No PDR' is not known"),
        ("file,grade\na.png,2 mild\n", "grade '2 mild' is not known; 0, 1, 2, 3, 4, or words"),
        ("file,grade\na.png,yes\n", "grade 'yes' is not known"),
        ("file,quality\na.png,fine\n", "quality 'fine' is not known; good, usable"),
        ("file,grade,dup_conflict\na.png,1,yes\n", "dup_conflict 'yes' is not known"),
        ("file,grade\n,1\n", "column file is empty"),
        ("foto,grade\na.png,1\n", "has the columns foto, grade; file and .* --columns file=NAME"),
        ("file,dr\na.png,1\n", "has the columns file, dr; .*at least one of grade"),
        ("file,age\na.png,50\n", "at least one of grade and quality are .*says which they are$"),
        ("file,disease\na.png,glaucoma\n", "if disease holds other .*train --task classes"),
        ("file,grade\nno.png,1\nb.png,1\n", "1 of 2 photographs are missing: .*no.png"),
        ("file,grade\na.png,1\na.png,2\n", "1 photographs are listed more than once"),
        ("file,grade\na.png,1\n./a.png,2\n", "more than once"),
        ("file,grade\n", "no photograph is named"),
        ("", r"has the columns \(none\)"),
    ],
)
def test_refuses_bad_files(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LabelsError, match=message):
        read_labels([labels_file(tmp_path / "c", text)])


def test_refuses_a_missing_and_a_binary_file(tmp_path: Path) -> None:
    with pytest.raises(LabelsError, match="cannot be read"):
        read_labels([tmp_path / "nothing.csv"])
    path = tmp_path / "labels.csv"
    # No letters in any encoding that is tried.
    path.write_bytes(b"file,grade\n\x81\x8d,1\n")
    with pytest.raises(LabelsError, match=r"no CSV text .*save it as CSV UTF-8"):
        read_labels([path])
    path.write_bytes("file,grade\na.png,1\n".encode("utf-16-le"))
    with pytest.raises(LabelsError, match=r"no CSV text .*zero bytes"):
        read_labels([path])
    for workbook in (b"PK\x03\x04 and so on", b"\xd0\xcf\x11\xe0 and so on"):
        path.write_bytes(workbook)
        with pytest.raises(LabelsError, match="is a workbook; save it as CSV UTF-8"):
            read_labels([path])


def test_refuses_two_sets_of_one_name(tmp_path: Path) -> None:
    files = [labels_file(tmp_path / part / "clinic", "file,grade\na.png,1\n") for part in "xy"]
    with pytest.raises(LabelsError, match="two label files stand in folders named 'clinic'"):
        read_labels(files)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ("a.png,2,\nb.png,2,\n", "all 2 have grade 2"),
        ("a.png,,good\nb.png,1,reject\n", "there is none"),
    ],
)
def test_one_class_only_is_refused(tmp_path: Path, rows: str, found: str) -> None:
    photographs = read_labels([labels_file(tmp_path / "c", f"file,grade,quality\n{rows}")])
    with pytest.raises(LabelsError, match=found):
        gradable_only(photographs)


def test_shared_sets_hold_what_their_description_says(shared_data: Path) -> None:
    names = ("aptos2019", "idrid_grading", "melaka", "eyepacs")
    photographs = read_labels([shared_data / "fundus" / name / "labels.csv" for name in names])
    aptos = [p for p in photographs if p.dataset == "aptos2019"]
    assert [sum(p.grade == grade for p in aptos) for grade in range(5)] == [
        1805,
        370,
        999,
        193,
        295,
    ]
    melaka = {p.patient for p in photographs if p.dataset == "melaka"}
    assert len(melaka) == 149


def test_a_range_of_grades_stands_where_no_grade_does(tmp_path: Path) -> None:
    text = "file,grade,grade_range\na.png,,2-4\nb.png,1,2-4\n"
    ranged, exact = read_labels([labels_file(tmp_path / "clinic", text)])
    assert (ranged.grade, ranged.grade_range, ranged.is_ranged) == (None, (2, 4), True)
    assert not ranged.is_gradable
    assert (exact.grade, exact.grade_range, exact.is_ranged) == (1, None, False)


@pytest.mark.parametrize("text", ["2", "4-2", "0-5", "a-b", "2-", "1-2-3"])
def test_a_range_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = labels_file(tmp_path / "clinic", f"file,grade,grade_range\na.png,,{text}\n")
    with pytest.raises(LabelsError, match=r"line 2: grade_range .* 2-4 or the like is allowed"):
        read_labels([file])
