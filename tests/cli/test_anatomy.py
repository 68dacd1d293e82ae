"""``fundusviewer classify``: optic disc, fovea, which eye, lesions and their maps."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from fundusviewer.cli import main
from fundusviewer.grading.joint_oedema import JOINT_RISK_2
from fundusviewer.imaging import read_image
from fundusviewer.inference.marking_card import JointWeights
from tests.helpers.dicom import as_jpeg, written
from tests.helpers.markers import make_marking_card, write_marker
from tests.helpers.models import OEDEMA, make_card, write_model
from tests.screening.photographs import HEALTHY

KINDS = ("MA", "HE", "EX", "SE")


@pytest.fixture
def locating(bundled: Path) -> Path:
    """Return the folder of models with the program's own that finds disc and fovea."""
    own = Path(__file__).parents[2] / "models" / "fundusviewer-landmarks.onnx"
    shutil.copy(own, bundled / own.name)
    return bundled


@pytest.fixture
def marking(bundled: Path) -> Path:
    """Return the folder of models with one that takes what is red for microaneurysms."""
    write_marker(bundled / "lesions.onnx", make_marking_card("lesions"))
    return bundled


def classify(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[Any]]:
    status = main(["classify", "--json", "--provider", "cpu", *map(str, arguments)])
    rows: list[Any] = json.loads(capsys.readouterr().out)
    return status, rows


def test_the_sample(locating: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Disc and fovea as they were marked by hand, within a quarter of the disc's diameter."""
    _, (row,) = classify(capsys, sample)
    disc, fovea = row["landmarks"]["disc"], row["landmarks"]["fovea"]
    assert np.hypot(disc["x"] - 212, disc["y"] - 661) < 50
    assert np.hypot(fovea["x"] - 708, fovea["y"] - 706) < 50
    assert 180 < disc["diameter"] < 220
    assert row["laterality"] == {"value": "OS", "source": "picture", "picture": "OS"}
    assert row["reasons"] == []


def test_a_name_that_contradicts_the_picture(
    sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = Path(shutil.copy(sample, tmp_path / "17_right.jpg"))
    _, (row,) = classify(capsys, wrong)
    assert row["laterality"] == {"value": "OD", "source": "file name", "picture": "OS"}
    (reason,) = row["reasons"]
    assert "The picture shows the left eye, the file's name says the right eye" in reason
    right = Path(shutil.copy(sample, tmp_path / "17_left.jpg"))
    _, (row,) = classify(capsys, right)
    assert row["laterality"] == {"value": "OS", "source": "file name", "picture": "OS"}
    assert row["reasons"] == []


def test_a_mirrored_photograph(
    locating: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mirrored = tmp_path / "1_left.png"
    Image.fromarray(read_image(sample).pixels[:, ::-1]).save(mirrored)
    _, (row,) = classify(capsys, mirrored)
    assert row["laterality"] == {"value": "OS", "source": "file name", "picture": "OD"}
    assert "mirrored or upside down" in row["reasons"][-1]


def test_a_dicom_object_that_contradicts_the_picture(
    locating: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = read_image(sample).pixels
    said = {"ImageLaterality": "R"}
    dicom = written(tmp_path / "eye.dcm", as_jpeg(pixels, **said))
    _, (row,) = classify(capsys, dicom)
    assert row["laterality"] == {"value": "OD", "source": "dicom", "picture": "OS"}
    assert (
        "The picture shows the left eye, the DICOM object says the right eye"
        in (row["reasons"][-1])
    )


def test_a_photograph_that_is_upside_down(
    locating: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The eye stays the eye."""
    turned = tmp_path / "1_left.png"
    Image.fromarray(read_image(sample).pixels[::-1, ::-1]).save(turned)
    _, (row,) = classify(capsys, turned)
    assert row["laterality"] == {"value": "OS", "source": "file name", "picture": "OS"}


def test_a_fovea_that_is_covered(
    locating: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = read_image(sample).pixels.copy()
    pixels[590:820, 600:820] = 0
    covered = tmp_path / "covered.png"
    Image.fromarray(pixels).save(covered)
    _, (row,) = classify(capsys, covered)
    assert row["landmarks"]["fovea"] is None
    assert row["laterality"]["picture"] is None


def test_no_landmarks_on_what_is_no_fundus(
    locating: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = tmp_path / "blank.png"
    Image.fromarray(np.full((300, 400, 3), 255, np.uint8)).save(blank)
    _, (row,) = classify(capsys, blank)
    assert row["decision"] == "not_fundus"
    assert row["landmarks"] is None
    assert row["laterality"] == {"value": None, "source": None, "picture": None}


def test_text(locating: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", str(sample), "--provider", "cpu"]) == 0
    assert "Landmarks: optic disc at 21" in capsys.readouterr().out


def test_without_the_models(
    bundled: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, (row,) = classify(capsys, sample)
    assert row["landmarks"] is None
    assert "lesions" not in row
    assert main(["classify", "--lesions", str(sample)]) == 2
    assert "no model that marks lesions is in" in capsys.readouterr().err


def test_lesions(marking: Path, sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, (row,) = classify(capsys, "--lesions", sample)
    assert set(row["lesions"]) == set(KINDS)
    assert row["lesions"]["MA"]["count"] >= 1
    assert row["lesions"]["MA"]["area"] > 0
    nothing = {
        "count": 0,
        "area": 0.0,
        "by_quadrant": None,
        "from_fovea": None,
        "near_fovea": None,
    }
    assert row["lesions"]["SE"] == nothing
    assert main(["classify", "--lesions", "--provider", "cpu", str(sample)]) == 0
    assert "0 cotton-wool spots" in capsys.readouterr().out


@pytest.mark.usefixtures("locating")
def test_what_both_networks_say_of_macular_oedema(
    locating: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grader = make_card(macular_oedema=OEDEMA)
    model = write_model(tmp_path / "tiny.onnx", grader, logits=HEALTHY, oedema=(0.1, 0.05))
    weighs = JointWeights(
        grader=grader.name,
        grader_version=grader.version,
        offset=9,
        risk_2=0,
        exudates=0,
        lowest=0.01,
        threshold=0.5,
        photographs=1,
    )
    card = make_marking_card("lesions", macular_oedema=weighs)
    own = write_marker(tmp_path / "own.onnx", card)
    arguments = (sample, "--model", model, "--marks-model", own)
    _, (row,) = classify(capsys, "--lesions", *arguments)
    told = row["macular_oedema"]
    assert told["risk"] == 0
    assert told["with_lesions"] == {"risk": 2, "probability": pytest.approx(0.999877, abs=1e-6)}
    # The decision is not made of it, and it is said.
    assert row["decision"] == "no_referral"
    assert JOINT_RISK_2 in row["reasons"]
    assert "with_lesions" not in classify(capsys, *arguments)[1][0]["macular_oedema"]
    assert main(["classify", "--lesions", "--provider", "cpu", *map(str, arguments)]) == 0
    assert "Macular oedema with them: risk 2 (risk 2: 99.99%)" in capsys.readouterr().out


def test_no_lesions_are_told_of_what_cannot_be_graded(
    marking: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """None found on a photograph that shows nothing would be a healthy answer."""
    dark = tmp_path / "dark.png"
    Image.fromarray((read_image(sample).pixels * 0.12).astype(np.uint8)).save(dark)
    _, (row,) = classify(capsys, "--lesions", dark)
    assert row["decision"] in ("ungradable", "not_fundus")
    assert row["lesions"] is None


def test_nothing_is_marked_on_what_is_no_fundus_photograph(
    marking: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blank = tmp_path / "blank.png"
    Image.fromarray(np.full((300, 400, 3), 255, np.uint8)).save(blank)
    folder = tmp_path / "maps"
    assert main(["classify", "--json", "--lesion-maps", str(folder), str(blank)]) == 0
    told = capsys.readouterr()
    assert json.loads(told.out)[0]["lesions"] is None
    assert "blank.png: no lesions are marked" in told.err
    assert list(folder.iterdir()) == []


def test_maps(
    marking: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of the red channel: 8-bit, at the size of the photograph, where the photograph is red."""
    folder = tmp_path / "maps"
    status, _ = classify(capsys, "--lesion-maps", folder, sample)
    assert status == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"sample_{kind}.png" for kind in KINDS
    )
    pixels = read_image(sample).pixels
    with Image.open(folder / "sample_MA.png") as picture:
        assert picture.mode == "L"
        red = np.asarray(picture)
    assert red.shape == pixels.shape[:2]
    inside = pixels[..., 1] > 40
    assert np.corrcoef(red[inside], pixels[..., 0][inside])[0, 1] > 0.8
    assert abs(int(np.median(red[inside])) - int(np.median(pixels[..., 0][inside]))) <= 2


def test_maps_of_photographs_with_one_name(
    marking: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(sample, tmp_path / name / "eye.jpg")
    folder = tmp_path / "maps"
    classify(capsys, "--lesion-maps", folder, tmp_path / "a", tmp_path / "b")
    assert {path.name for path in folder.iterdir()} == {
        f"eye{number}_{kind}.png" for number in ("", "-2") for kind in KINDS
    }


def test_maps_never_take_the_place_of_a_photograph(
    marking: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``eye_MA.png`` is somebody's photograph."""
    Image.fromarray(read_image(sample).pixels).save(tmp_path / "eye_MA.png")
    shutil.copy(sample, tmp_path / "eye.jpg")
    before = (tmp_path / "eye_MA.png").read_bytes()
    status, _ = classify(
        capsys, "--lesion-maps", tmp_path, tmp_path / "eye.jpg", tmp_path / "eye_MA.png"
    )
    assert status == 0
    assert (tmp_path / "eye_MA.png").read_bytes() == before
    assert (tmp_path / "eye-2_MA.png").exists()


def test_a_map_that_cannot_be_written(
    marking: Path, sample: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "maps"
    (folder / "sample_EX.png").mkdir(parents=True)
    status = main(["classify", "--json", "--lesion-maps", str(folder), str(sample)])
    told = capsys.readouterr()
    assert status == 1
    assert "sample_EX.png" in told.err
    assert json.loads(told.out)[0]["lesions"] is None


def test_answers_that_cannot_be_used(
    marking: Path, sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_marker(marking / "lesions.onnx", make_marking_card("lesions"), gain=5.0)
    status = main(["classify", "--json", "--lesions", str(sample)])
    told = capsys.readouterr()
    assert status == 1
    assert "no probabilities" in told.err
    assert json.loads(told.out)[0]["lesions"] is None
