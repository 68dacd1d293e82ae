"""Findings as DICOM objects: valid, in the right study, readable by other programs."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset

from fundusviewer.anatomy import Disc, Fovea, Landmarks, MarkLength, Shape
from fundusviewer.dicom.export import Exported, Skipped, export_findings
from fundusviewer.dicom.handover import hand_over
from fundusviewer.dicom.kind import Kind
from fundusviewer.dicom.network.outbox import Outbox
from fundusviewer.dicom.network.send import NotSent, Sent
from fundusviewer.errors import ImageReadError
from fundusviewer.grading import READING_ROLES, Decision
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.grading.schemes import Form, Quality
from fundusviewer.imaging import Laterality, read_image
from fundusviewer.inference import Classifier
from fundusviewer.reporting.paper.pictures import PictureSource, Room
from fundusviewer.screening import (
    Identity,
    Method,
    Review,
    Store,
    examine,
    find_photographs,
    name_pattern,
    screen,
)
from tests.helpers.dicom import PATIENT_ID, as_jpeg, ophthalmic, secondary_capture, written
from tests.helpers.drawn import drawn
from tests.helpers.models import make_card, write_model
from tests.helpers.programs import run_program, validate
from tests.reporting.printed import Printed
from tests.screening.marks import marked_lesions

pytestmark = pytest.mark.usefixtures("qapp")


class Clinic:
    """A folder of photographs, a database and a folder for what is written."""

    def __init__(self, folder: Path, model: Path) -> None:
        self.photographs, self.out = folder / "photographs", folder / "out"
        self.photographs.mkdir()
        self.out.mkdir()
        self.classifier = Classifier(model, "cpu")
        self.method = Method.of(self.classifier)
        self.store = Store(folder / "s.sqlite")

    def add(self, name: str, dataset: Dataset) -> Path:
        return written(self.photographs / name, dataset)

    def grade(self) -> None:
        paths = find_photographs([self.photographs])
        list(screen(paths, self.classifier, self.store, self.method))

    def export(self, **options: Any) -> list[Exported | Skipped]:
        rows = self.store.rows(self.method)
        options = {"classifier": self.classifier, **options}
        return list(export_findings(rows, self.method, name_pattern(), self.out, **options))

    def objects(self, kind: Kind) -> list[Dataset]:
        made = [one for one in self.export(kinds={kind}) if isinstance(one, Exported)]
        return [dcmread(one.file) for one in made]


@pytest.fixture
def retina(sample: Path) -> np.ndarray:
    return read_image(sample).pixels[::4, ::4].copy()


@pytest.fixture
def clinic(tmp_path: Path, tiny_model: Path) -> Any:
    clinic = Clinic(tmp_path, tiny_model)
    yield clinic
    clinic.store.close()


def same_study(dataset: Dataset, other: Dataset) -> Dataset:
    dataset.StudyInstanceUID = other.StudyInstanceUID
    return dataset


@pytest.mark.parametrize("make", [ophthalmic, secondary_capture])
@pytest.mark.parametrize("kind", list(Kind))
def test_every_object_is_valid(clinic: Clinic, retina: np.ndarray, kind: Kind, make: Any) -> None:
    source = as_jpeg(retina, make)
    clinic.add("p.dcm", source)
    clinic.grade()
    (row,) = clinic.store.rows(clinic.method)
    clinic.store.mark(row.sha256 or "", [drawn(shape) for shape in Shape], "Dr Ng")
    (made,) = clinic.export(kinds={kind}, marks=clinic.store.marks)
    assert isinstance(made, Exported)
    validate(made.file)
    run_program("dcmdump", made.file)
    written_object = dcmread(made.file)
    assert written_object.StudyInstanceUID == source.StudyInstanceUID == made.study_uid
    assert written_object.SeriesInstanceUID != source.SeriesInstanceUID
    assert (written_object.PatientID, written_object.PatientName) == (PATIENT_ID, "Müller^Änne")
    assert written_object.ManufacturerModelName == "FundusViewer"
    assert written_object.SoftwareVersions


def test_objects_of_a_source_that_lacks_much_are_valid(
    clinic: Clinic, retina: np.ndarray, sample: Path
) -> None:
    """What dcmtk's img2dcm makes has no patient, no eye and no date."""
    run_program("img2dcm", sample, clinic.photographs / "p.dcm")
    clinic.grade()
    made = clinic.export()
    assert len(made) == 3
    for one in made:
        assert isinstance(one, Exported)
        validate(one.file)


@pytest.mark.parametrize(
    "changes",
    [
        {"PatientBirthDate": "1957", "StudyDate": "2026.03.14", "StudyTime": "10:15"},
        {"PatientSex": "female", "ReferringPhysicianName": ["Dr. X", "Dr. Y"]},
        {"StudyID": "much too long for it", "AccessionNumber": "x" * 40},
        {"StudyDate": "20260101-20260202"},
    ],
)
@pytest.mark.filterwarnings(
    "ignore:.*nvalid value:UserWarning", "ignore:.*value length:UserWarning"
)
@pytest.mark.filterwarnings("ignore:.*maximum length:UserWarning")
def test_what_the_source_says_wrong_is_not_said_again(
    clinic: Clinic, retina: np.ndarray, changes: dict[str, Any]
) -> None:
    clinic.add("p.dcm", as_jpeg(retina, **changes))
    clinic.grade()
    made = clinic.export()
    assert len(made) == 3
    for one in made:
        assert isinstance(one, Exported)
        validate(one.file)
        assert dcmread(one.file).PatientID == PATIENT_ID


def test_the_report_in_words_of_another_program(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (made,) = clinic.export(kinds={Kind.REPORT})
    assert isinstance(made, Exported)
    said = run_program("dsrdump", "+Pl", made.file)
    for part in (
        "Imaging Measurement Report",
        '"Algorithm Name")="tiny-dr"',
        '"Algorithm Version")="0.0.1"',
        '(4855003,SCT,"Diabetic retinopathy")',
        '"Laterality")=(7771000,SCT,"Left")',
        '(LA18645-4,LN,"Moderate non-proliferative retinopathy")',
        '(REFER,99FUNDUSVIEWER,"Refer")',
        '"Diabetic macular oedema")=(NOT_ASSESSED',
        "For research use only. Not for diagnosis.",
        clinic.method.model_sha256,
        "run by: FundusViewer",
    ):
        assert part in said


def test_lesions_oedema_and_whose_word_the_side_is(clinic: Clinic, retina: np.ndarray) -> None:
    path = clinic.add("p.dcm", as_jpeg(retina, ImageLaterality=None, Laterality=None))
    finding = replace(
        examine(path, clinic.classifier),
        landmarks=Landmarks(Disc(600, 330, 100, 0.9), Fovea(350, 340, 0.9)),
        lesions=marked_lesions(),
        macular_oedema=MacularOedema(2, 0.875, assessable=True),
    )
    clinic.store.add_finding(finding, clinic.method)
    (made,) = clinic.export(kinds={Kind.REPORT})
    assert isinstance(made, Exported)
    validate(made.file)
    said = run_program("dsrdump", "+Pl", made.file)
    for part in (
        '"Diabetic macular oedema")=(OEDEMA_RISK_2',
        '"Probability of macular oedema of risk 2")="0.875"',
        '"Laterality told by")=(PICTURE',
        '"Laterality")=(24028007,SCT,"Right")',
        '"Finding")=(MICROANEURYSM,99FUNDUSVIEWER,"Retinal microaneurysm")',
        '"Finding")=(39832008,SCT,"Retinal exudates")',
        '"Number of marks")="2.0"',
        '"Algorithm Name")="tiny-lesions"',
        '"Finding")=(81016008,SCT,"Optic nerve head")',
        '"Finding")=(67046006,SCT,"Fovea centralis")',
        '"Probability that it is there")="0.9"',
        "(CIRCLE,600.5/330.5,650.5/330.5)",
        "(POINT,350.5/340.5)",
    ):
        assert part in said


def test_nothing_of_lesions_where_nobody_looked(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (report,) = clinic.objects(Kind.REPORT)
    for word in ("icroaneurysm", "Optic nerve head", "Fovea"):
        assert word not in str(report)


def test_what_the_gate_refused_has_no_grade(clinic: Clinic) -> None:
    clinic.add("p.dcm", ophthalmic(np.full((400, 400, 3), 128, np.uint8)))
    clinic.grade()
    assert clinic.store.rows(clinic.method)[0].decision is Decision.NOT_FUNDUS
    (report,) = clinic.objects(Kind.REPORT)
    text = str(report)
    assert "Not a fundus photograph" in text
    assert "LA186" not in text
    assert "Probability" not in text


def test_the_picture_is_derived_and_never_graded(clinic: Clinic, retina: np.ndarray) -> None:
    source = as_jpeg(retina)
    clinic.add("p.dcm", source)
    clinic.grade()
    (made,) = clinic.export(kinds={Kind.PICTURE})
    assert isinstance(made, Exported)
    picture = dcmread(made.file)
    assert list(picture.ImageType) == ["DERIVED", "SECONDARY", "OTHER"]
    assert picture.BurnedInAnnotation == "YES"
    assert "tiny-dr 0.0.1" in picture.DerivationDescription
    assert picture.SourceImageSequence[0].ReferencedSOPInstanceUID == source.SOPInstanceUID
    assert picture.Laterality == "L"
    assert (picture.Rows, picture.Columns) == retina.shape[:2]
    # The label's plate is dark, where the photograph's corner is.
    assert np.abs(picture.pixel_array.astype(int) - retina).max() > 100
    with pytest.raises(ImageReadError, match="FundusViewer made of a finding"):
        read_image(made.file)


def test_the_document_holds_the_pdf(clinic: Clinic, retina: np.ndarray, tmp_path: Path) -> None:
    first = as_jpeg(retina)
    clinic.add("a.dcm", first)
    clinic.add("b.dcm", same_study(as_jpeg(retina, ImageLaterality="R"), first))
    other = as_jpeg(retina)
    clinic.add("c.dcm", other)
    clinic.grade()
    made = clinic.export(kinds={Kind.DOCUMENT})
    assert len(made) == 2
    for one in made:
        assert isinstance(one, Exported)
        run_program("dcm2pdf", one.file, tmp_path / "out.pdf")
        assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
        document = dcmread(one.file)
        expected = 2 if one.study_uid == first.StudyInstanceUID else 1
        assert len(document.SourceInstanceSequence) == expected


def test_the_same_finding_is_the_same_object(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    before = {one.sop_instance_uid for one in clinic.export() if isinstance(one, Exported)}
    again = {one.sop_instance_uid for one in clinic.export() if isinstance(one, Exported)}
    assert before == again
    assert len(list(clinic.out.iterdir())) == 3
    sha256 = clinic.store.rows(clinic.method)[0].sha256
    clinic.store.review({sha256 or "": Review(grade=1, note="drusen")}, "Dr. X")
    later = {one.sop_instance_uid for one in clinic.export() if isinstance(one, Exported)}
    assert not later & before
    texts = [element.value for element in clinic.objects(Kind.REPORT)[0].iterall()]
    assert "grade 1, mild NPDR. drusen" in texts


@pytest.mark.parametrize("kinds", [{Kind.REPORT}, {Kind.DOCUMENT}])
def test_what_has_arrived_counts_as_reported(
    clinic: Clinic, retina: np.ndarray, tmp_path: Path, kinds: set[Kind]
) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (row,) = clinic.store.rows(clinic.method)
    outbox = Outbox(tmp_path / "outbox")
    count, reasons = hand_over(
        [row],
        clinic.method,
        name_pattern(),
        outbox,
        classifier=clinic.classifier,
        kinds=kinds,
        database=clinic.store.path,
    )
    assert (count, reasons) == (1, [])
    # The doctor says so after the report was made: it does not say it.
    clinic.store.review({row.sha256 or "": Review(grade=4)}, "Dr. X")
    outbox.deliver(lambda files: iter([NotSent(one, "no", final=False) for one in files]))
    assert clinic.store.reports() == {}
    # Another program delivers it.
    outbox = Outbox(tmp_path / "outbox", clock=lambda: time.time() + 3600)
    assert outbox.deliver(lambda files: iter([Sent(one) for one in files])) == (1, [])
    (told,) = clinic.store.reports().values()
    assert row.decision is not None
    assert (told.kind, told.decision) == ("dicom", row.decision.value)
    assert not list((tmp_path / "outbox").iterdir())


def test_pictures_are_no_report(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (made,) = clinic.export(kinds={Kind.PICTURE})
    assert isinstance(made, Exported)
    assert made.reported == ()


def test_what_a_person_filled_in_is_in_the_report(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    sha256 = clinic.store.rows(clinic.method)[0].sha256
    form = Form("scottish", ("blot_one",), ("amd", "cataract"), Quality.GOOD)
    clinic.store.fill({sha256 or "": form}, "Dr. X")
    clinic.export()
    (unfinished,) = clinic.objects(Kind.REPORT)
    assert "AMD" not in str(unfinished)
    assert "EARLY_RECALL" not in str(unfinished)
    for made in clinic.out.iterdir():
        made.unlink()
    clinic.store.fill({sha256 or "": replace(form, finished=True)}, "Dr. X")
    clinic.export()
    (report,) = clinic.objects(Kind.REPORT)
    values = [str(element.value) for element in report.iterall()]
    for expected in ("267718000", "193570009", "QUALITY_GOOD", "EARLY_RECALL", "mo"):
        assert expected in values
    assert any(value.startswith("R2 M0: Four or more blot haemorrhages") for value in values)


def _coded(report: Dataset) -> dict[str, str]:
    """Return the coded answers of a report, by the code of their question."""
    found: dict[str, str] = {}

    def walk(item: Dataset) -> None:
        if item.get("ValueType") == "CODE":
            name = item.ConceptNameCodeSequence[0].CodeValue
            assert name not in found or name not in ("DECISION", "71490-7", "71491-5")
            found[name] = item.ConceptCodeSequence[0].CodeValue
        for inner in item.get("ContentSequence", []):
            walk(inner)

    walk(report)
    return found


def test_what_readers_disagree_on_is_open_in_the_report(clinic: Clinic, retina: np.ndarray) -> None:
    """Without names; the form of a scheme without grades of this scale counts as a referral."""
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    store, (row,) = clinic.store, clinic.store.rows(clinic.method)
    seats = {
        name: store.set_reader(name, READING_ROLES).seat(role)
        for name, role in zip(("Ann", "Ben", "Cid"), READING_ROLES, strict=True)
    }
    store.set_programme(share=1.0)
    assert row.sha256 is not None
    store.review({row.sha256: Review(1, note="old laser")}, seats["Ann"])
    assert _coded(clinic.objects(Kind.REPORT)[0])["DECISION"] == "OPEN"
    form = Form("nhs", ("nvd",), finished=True)
    store.fill({row.sha256: form}, seats["Ben"])
    (report,) = clinic.objects(Kind.REPORT)
    said = _coded(report)
    assert said["DECISION"] == "REFER"
    assert "71490-7" not in said
    words = " ".join(str(element.value) for element in report.iterall())
    assert "first reader: grade 1 (old laser); second reader: form R3A" in words
    assert "arbiter" in words
    assert "Ann" not in words
    store.review({row.sha256: Review(2)}, seats["Cid"])
    (report,) = clinic.objects(Kind.REPORT)
    assert _coded(report)["71490-7"] == "LA18645-4"
    assert any("arbiter: grade 2" in str(element.value) for element in report.iterall())


@pytest.mark.parametrize(
    ("verdict", "decision", "grade", "differs"),
    [
        (Review(0), "NO_REFERRAL", "LA18643-9", True),
        (Review(4), "REFER", "LA18648-8", True),
        (Review(2), "REFER", "LA18645-4", False),
        (Review(ungradable=True), "UNGRADABLE", None, True),
    ],
)
def test_the_doctors_verdict_is_the_decision_of_the_report(
    clinic: Clinic,
    retina: np.ndarray,
    verdict: Review,
    decision: str,
    grade: str | None,
    differs: bool,
) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    (before,) = clinic.objects(Kind.REPORT)
    said = _coded(before)
    assert (said["DECISION"], said["DECIDED_BY"], said["71490-7"]) == (
        "REFER",
        "NETWORK",
        "LA18645-4",
    )
    assert "NETWORK_DECISION" not in said
    sha256 = clinic.store.rows(clinic.method)[0].sha256 or ""
    clinic.store.review({sha256: verdict}, "Dr. X")
    (made,) = clinic.export(kinds={Kind.REPORT})
    assert isinstance(made, Exported)
    validate(made.file)
    report = dcmread(made.file)
    said = _coded(report)
    assert (said["DECISION"], said.get("71490-7")) == (decision, grade)
    assert said["DECIDED_BY"] == "PERSON"
    assert (said["NETWORK_DECISION"], said["NETWORK_SEVERITY"]) == ("REFER", "LA18645-4")
    texts = [str(element.value) for element in report.iterall()]
    assert any("Network: refer, grade 2" in text for text in texts) is differs


def test_the_documents_result_is_that_of_all_photographs_of_the_patient(
    clinic: Clinic, retina: np.ndarray, tmp_path: Path
) -> None:
    first = as_jpeg(retina, ImageLaterality="L")
    clinic.add("a.dcm", first)
    clinic.add("b.dcm", same_study(as_jpeg(retina, ImageLaterality="R"), first))
    clinic.grade()
    rows = {row.name: row for row in clinic.store.rows(clinic.method)}
    clinic.store.review({rows["a.dcm"].sha256 or "": Review(0)}, "Dr. X")
    everything = clinic.store.rows(clinic.method)
    left = [row for row in everything if row.name == "a.dcm"]
    made = list(
        export_findings(
            left,
            clinic.method,
            name_pattern(),
            clinic.out,
            everything=everything,
            kinds={Kind.DOCUMENT},
        )
    )
    (one,) = made
    assert isinstance(one, Exported)
    target = tmp_path / "out.pdf"
    document = dcmread(one.file)
    target.write_bytes(document.EncapsulatedDocument)
    (page,) = Printed(target).pages
    assert "Decided by the right eye (OD)" in page
    assert "Result of this eye: refer, grade 2" in page
    assert "1 of 2 photographs of this visit" in page
    # What is said of the other eye makes another document.
    clinic.store.review({rows["b.dcm"].sha256 or "": Review(1)}, "Dr. X")
    (later,) = export_findings(
        left,
        clinic.method,
        name_pattern(),
        clinic.out,
        everything=clinic.store.rows(clinic.method),
        kinds={Kind.DOCUMENT},
    )
    assert isinstance(later, Exported)
    assert later.sop_instance_uid != one.sop_instance_uid


def test_the_picture_is_made_though_the_doctor_says_something_else(
    clinic: Clinic, retina: np.ndarray
) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    before, *_ = clinic.objects(Kind.PICTURE)
    sha256 = clinic.store.rows(clinic.method)[0].sha256 or ""
    clinic.store.review({sha256: Review(0)}, "Dr. X")
    (after,) = clinic.objects(Kind.PICTURE)
    assert (before.pixel_array != after.pixel_array).any()


def test_each_frame_has_its_report(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", ophthalmic(np.stack([retina, retina[:, ::-1]])))
    clinic.grade()
    reports = clinic.objects(Kind.REPORT)
    assert len({report.SOPInstanceUID for report in reports}) == 2
    frames = {number for report in reports for number in (1, 2) if _refers_to(report, number)}
    assert frames == {1, 2}


def test_the_pages_of_frames_have_their_pictures(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", ophthalmic(np.stack([retina, retina[:, ::-1]])))
    clinic.grade()
    source = PictureSource(clinic.method, clinic.classifier)
    rows = clinic.store.rows(clinic.method)
    left, right = (source.of(row, Room(200, 200)).photograph for row in rows)
    assert left is not None
    assert right is not None
    assert np.abs(left.astype(int) - right).max() > 20


def _refers_to(report: Dataset, frame: int) -> bool:
    return any(
        element.keyword == "ReferencedFrameNumber" and element.value == frame
        for element in report.iterall()
    )


def test_what_is_not_written_is_said(clinic: Clinic, retina: np.ndarray, sample: Path) -> None:
    (clinic.photographs / "a.jpg").write_bytes(sample.read_bytes())
    clinic.add("b.dcm", as_jpeg(retina))
    (clinic.photographs / "c.dcm").write_bytes(b"x")
    clinic.grade()
    clinic.add("b.dcm", as_jpeg(retina[::-1].copy()))
    reasons = {one.path.name: one.reason for one in clinic.export() if isinstance(one, Skipped)}
    assert reasons.keys() == {"a.jpg", "b.dcm", "c.dcm"}
    assert "no DICOM object of a study" in reasons["a.jpg"]
    assert "changed since" in reasons["b.dcm"]
    assert "has no result" in reasons["c.dcm"]
    assert not list(clinic.out.iterdir())


@pytest.mark.parametrize("value", [None, "", "abc", "1.2.3 ", "1..2", "9" * 65])
@pytest.mark.parametrize("keyword", ["SeriesInstanceUID", "StudyInstanceUID"])
def test_what_nothing_can_refer_to_is_one_sentence(
    clinic: Clinic,
    retina: np.ndarray,
    keyword: str,
    value: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    clinic.add("p.dcm", as_jpeg(retina, **{keyword: value}))
    clinic.grade()
    made = clinic.export()
    if value == "1.2.3 ":  # padding to an even length
        assert all(isinstance(one, Exported) for one in made)
        return
    (one,) = made
    assert isinstance(one, Skipped)
    assert keyword in one.reason or "no DICOM object of a study" in one.reason
    assert not caplog.records


def test_without_the_model_there_is_no_picture(clinic: Clinic, retina: np.ndarray) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    made = clinic.export(classifier=None)
    assert [type(one) for one in made] == [Exported, Skipped, Exported]


def test_a_corrected_patient_is_not_written_into_anothers_study(
    clinic: Clinic, retina: np.ndarray
) -> None:
    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    sha256 = clinic.store.rows(clinic.method)[0].sha256 or ""
    clinic.store.correct({sha256: Identity("0815", Laterality.OD)}, "Dr. X")
    (one,) = clinic.export()
    assert isinstance(one, Skipped)
    assert "belongs to patient 0815" in one.reason
    clinic.store.correct({sha256: Identity(PATIENT_ID, Laterality.OD)}, "Dr. X")
    (report,) = clinic.objects(Kind.REPORT)
    assert "71491-5" in str(report)


def test_a_full_disk_ends_in_a_reason(
    clinic: Clinic, retina: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fundusviewer.dicom import export
    from fundusviewer.errors import OutputError

    def full(path: Path, data: bytes) -> None:
        raise OutputError(f"{path}: cannot be written (No space left on device)")

    clinic.add("p.dcm", as_jpeg(retina))
    clinic.grade()
    monkeypatch.setattr(export, "write_atomically", full)
    made = clinic.export(kinds={Kind.REPORT, Kind.PICTURE})
    assert [type(one) for one in made] == [Skipped, Skipped]


def test_readers_marks_are_regions_of_the_photograph(clinic: Clinic, retina: np.ndarray) -> None:
    """Their places as the program keeps them: both count from the corner of the first pixel."""
    clinic.add("a.dcm", ophthalmic(retina))
    clinic.grade()
    (row,) = clinic.store.rows(clinic.method)
    (before,) = clinic.objects(Kind.REPORT)
    marks = [
        drawn(Shape.POINT, points=((30.0, 40.0),), kind="EX", text="near the fovea"),
        drawn(Shape.ARROW, points=((5.0, 5.0), (30.0, 40.0))),
        drawn(Shape.OUTLINE, points=((10.0, 10.0), (20.0, 10.0), (20.0, 30.0)), kind="HE"),
        drawn(Shape.ELLIPSE, points=((10.0, 10.0), (20.0, 40.0))),
        drawn(
            Shape.LENGTH,
            points=((10.0, 10.0), (40.0, 50.0)),
            length=MarkLength(0.5, "found", 750.0),
        ),
    ]
    clinic.store.mark(row.sha256 or "", marks, "Dr Ng")
    made = clinic.export(kinds={Kind.REPORT}, marks=clinic.store.marks)
    (exported,) = made
    assert isinstance(exported, Exported)
    validate(exported.file)
    report = dcmread(exported.file)
    # Another state of the finding is another object.
    assert report.SOPInstanceUID != before.SOPInstanceUID
    regions = [item for item in items_of(report) if item.ValueType == "SCOORD"]
    drawn_at = [(item.GraphicType, list(map(float, item.GraphicData))) for item in regions]
    assert drawn_at == [
        ("POINT", [30.0, 40.0]),
        ("POINT", [30.0, 40.0]),
        ("POLYLINE", [10.0, 10.0, 20.0, 10.0, 20.0, 30.0, 10.0, 10.0]),
        ("ELLIPSE", [15.0, 10.0, 15.0, 40.0, 10.0, 25.0, 20.0, 25.0]),
        ("POLYLINE", [10.0, 10.0, 40.0, 50.0]),
    ]
    texts = [item.TextValue for item in items_of(report) if item.ValueType == "TEXT"]
    assert "near the fovea" in texts
    values = {
        item.ConceptNameCodeSequence[0].CodeMeaning: float(
            item.MeasuredValueSequence[0].NumericValue
        )
        for item in items_of(report)
        if item.ValueType == "NUM"
    }
    assert values["Length"] == 750.0
    assert values["Length in disc diameters, disc found by a network"] == 0.5
    assert "Ng" not in str(report)


def test_viewers_get_readers_marks_as_a_presentation_state(
    clinic: Clinic, retina: np.ndarray
) -> None:
    clinic.add("a.dcm", ophthalmic(retina))
    clinic.grade()
    (row,) = clinic.store.rows(clinic.method)
    options: dict[str, Any] = {"kinds": {Kind.MARKS}, "marks": clinic.store.marks}
    assert clinic.export(**options) == []
    marks = [
        drawn(Shape.POINT, points=((30.0, 40.0),), kind="MA"),
        drawn(Shape.ARROW, points=((5.0, 5.0), (30.0, 40.0)), text="here"),
        drawn(Shape.ELLIPSE, points=((10.0, 10.0), (20.0, 40.0))),
    ]
    clinic.store.mark(row.sha256 or "", marks, "Dr Ng")
    (exported,) = clinic.export(**options)
    assert isinstance(exported, Exported)
    validate(exported.file)
    state = dcmread(exported.file)
    assert state.SOPClassUID.name == "Color Softcopy Presentation State Storage"
    (item,) = state.GraphicAnnotationSequence
    photograph = dcmread(row.path, stop_before_pixels=True)
    assert state.StudyInstanceUID == photograph.StudyInstanceUID
    (shown,) = item.ReferencedImageSequence
    assert shown.ReferencedSOPInstanceUID == photograph.SOPInstanceUID
    point, arrow, ellipse = item.GraphicObjectSequence
    assert (point.GraphicType, list(point.GraphicData)) == ("POINT", [30.0, 40.0])
    assert (arrow.GraphicType, list(arrow.GraphicData)[:4]) == ("POLYLINE", [5.0, 5.0, 30.0, 40.0])
    assert (ellipse.GraphicType, len(ellipse.GraphicData)) == ("ELLIPSE", 8)
    texts = [one.UnformattedTextValue for one in item.TextObjectSequence]
    assert texts == ["1 microaneurysm", "2 here", "3"]
    assert "Ng" not in str(state)


def items_of(item: Dataset) -> list[Dataset]:
    """Return all items of a report's content."""
    inner = item.get("ContentSequence") or []
    return [one for child in inner for one in (child, *items_of(child))]


def test_a_model_of_other_classes_has_no_codes_of_retinopathy(
    tmp_path: Path, retina: np.ndarray
) -> None:
    card = make_card(
        name="others", task="other", class_names=("amd", "glaucoma", "cataract"),
        operating_points=(), activation="sigmoid",
    )  # fmt: skip
    clinic = Clinic(tmp_path, write_model(tmp_path / "others.onnx", card, logits=[1.0, 2.0, -3.0]))
    with clinic.store:
        clinic.add("p.dcm", as_jpeg(retina))
        clinic.grade()
        made = {kind: clinic.export(kinds={kind})[0] for kind in (Kind.REPORT, Kind.PICTURE)}
    for one in made.values():
        assert isinstance(one, Exported), one
        validate(one.file)
    report = made[Kind.REPORT]
    assert isinstance(report, Exported)
    said = run_program("dsrdump", "+Pl", report.file)
    assert '"Label")="glaucoma; amd"' in said
    assert "Class of the photograph by a network" in said
    for word in ("etinopathy", "oedema", "Decision", "everity", "4855003"):
        assert word not in said, word
