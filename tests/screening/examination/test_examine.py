"""From a path to a finding; and nothing that failed ever ends as a healthy result."""

from __future__ import annotations

import math
from dataclasses import replace
from io import BufferedReader
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from fundusviewer.errors import FundusViewerError, ImageReadError, InferenceError
from fundusviewer.grading import Decision, ImageMeasures
from fundusviewer.imaging import read_image
from fundusviewer.inference import Classifier
from fundusviewer.regular_files import open_regular
from fundusviewer.screening import Failure, Finding, examine, examine_all, explain
from tests.grading.test_gate import GOOD
from tests.helpers.models import make_card, write_model
from tests.helpers.replacing import replace_imaging
from tests.imaging.pictures import NOT_FUNDUS
from tests.inference.graphs import after, changed

HEALTHY = [9.0, 0.0, 0.0, 0.0, 0.0]


@pytest.fixture
def classifier(tiny_model: Path) -> Classifier:
    return Classifier(tiny_model, "cpu")


@pytest.fixture
def healthy(tmp_path: Path) -> Classifier:
    """A model that says grade 0 to whatever it gets."""
    return Classifier(write_model(tmp_path / "healthy.onnx", logits=HEALTHY), "cpu")


def animals(tmp_path: Path) -> Classifier:
    card = make_card(task="other", class_names=("cat", "dog", "hen"), operating_points=())
    model = write_model(tmp_path / "animals.onnx", card, logits=[0.0, 2.0, 1.0])
    return Classifier(model, "cpu")


def stored(folder: Path, pixels: np.ndarray, name: str = "p.png") -> Path:
    Image.fromarray(pixels).save(folder / name)
    return folder / name


def test_the_sample(sample: Path, classifier: Classifier) -> None:
    finding = examine(sample, classifier)
    assert finding.path == sample
    assert finding.decision is Decision.REFER
    assert finding.assessment is not None
    assert finding.assessment.grade == 2
    assert finding.label == "moderate NPDR"
    assert finding.label_index == 2
    assert finding.probability == pytest.approx(math.exp(3) / (4 + math.exp(3)))
    assert finding.label_line() == "Label: moderate NPDR, 83.39%"
    assert finding.reasons == ()
    assert finding.operating_point == classifier.card.operating_points[0]
    assert finding.provider == classifier.provider
    assert finding.card == classifier.card


def test_the_times_add_up(sample: Path, classifier: Classifier) -> None:
    timings = examine(sample, classifier).timings
    parts = (timings.read, timings.prepare, timings.network, timings.assess)
    assert all(part > 0 for part in parts)
    assert timings.total == pytest.approx(sum(parts))
    assert timings.total < 60_000


def test_no_referral(sample: Path, healthy: Classifier) -> None:
    finding = examine(sample, healthy)
    assert finding.decision is Decision.NO_REFERRAL
    assert finding.label == "no apparent retinopathy"


def test_the_operating_point_decides(sample: Path, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m.onnx", logits=[1.0, 0.0, 0.0, 0.0, 0.0])
    classifier = Classifier(model, "cpu")
    first = classifier.card.operating_points[0]
    strict = first.model_copy(update={"name": "strict", "threshold": 0.1})
    assert examine(sample, classifier).decision is Decision.NO_REFERRAL
    finding = examine(sample, classifier, operating_point=strict)
    assert finding.decision is Decision.REFER
    assert finding.operating_point == strict


def test_the_class_to_explain(sample: Path, classifier: Classifier) -> None:
    finding = examine(sample, classifier, class_index=4)
    assert finding.prediction is not None
    assert finding.prediction.class_index == 4
    assert finding.label_index == 2


def test_another_class_is_explained(sample: Path, classifier: Classifier) -> None:
    finding = examine(sample, classifier)
    other = explain(finding, classifier, 0)
    assert other.prediction is not None
    assert other.prediction.class_index == 0
    assert other.assessment == finding.assessment
    assert other.label_line() == finding.label_line()


def test_what_is_drawn(sample: Path, classifier: Classifier) -> None:
    finding = examine(sample, classifier)
    annotation = finding.annotation()
    assert annotation.heatmap is not None
    assert annotation.region == finding.prepared.region
    assert annotation.field_of_view == finding.field_of_view
    assert annotation.scale == classifier.card.gradcam.scale
    assert finding.annotation(heatmap=False).heatmap is None
    outlined = finding.annotation(heatmap=False, contours=True)
    assert (outlined.colours, outlined.contours) == (False, True)
    assert outlined.heatmap is not None


def test_no_heat_map_for_a_healthy_retina_unless_asked_for(
    sample: Path, healthy: Classifier
) -> None:
    finding = examine(sample, healthy)
    assert finding.hides_heatmap
    assert finding.annotation(contours=True).heatmap is None
    assert finding.annotation(asked=True).heatmap is not None
    other = explain(finding, healthy, 4)
    assert not other.hides_heatmap
    assert other.annotation().heatmap is not None


def assert_no_result(finding: Finding) -> None:
    """There is nothing in the finding that could be taken for a grade."""
    assert finding.decision in (Decision.NOT_FUNDUS, Decision.UNGRADABLE)
    assert finding.prediction is None
    assert finding.label is None
    assert finding.label_index is None
    assert finding.probability is None
    assert finding.assessment is not None
    assert finding.assessment.grade is None
    assert finding.assessment.referable_probability is None
    assert finding.reasons
    assert finding.annotation().heatmap is None
    assert "Label" not in finding.label_line()


@pytest.mark.parametrize("name", sorted(NOT_FUNDUS))
def test_other_pictures_have_no_grade(tmp_path: Path, healthy: Classifier, name: str) -> None:
    finding = examine(stored(tmp_path, NOT_FUNDUS[name]), healthy)
    assert_no_result(finding)
    assert explain(finding, healthy, 0) is finding
    if finding.decision is Decision.NOT_FUNDUS:
        assert finding.label_line() == "Not a fundus photograph"


@pytest.mark.parametrize("darkness", [7, 9, 12, 20, 60])
def test_an_almost_black_photograph_has_no_grade(
    sample: Path, tmp_path: Path, healthy: Classifier, darkness: int
) -> None:
    dark = read_image(sample).pixels // darkness
    finding = examine(stored(tmp_path, dark), healthy)
    assert_no_result(finding)
    assert finding.decision is Decision.UNGRADABLE
    assert finding.label_line() == "Ungradable: repeat or refer"


def test_a_model_that_does_not_grade(sample: Path, tmp_path: Path) -> None:
    finding = examine(sample, animals(tmp_path))
    assert finding.decision is None
    assert finding.assessment is None
    assert finding.operating_point is None
    assert finding.label == "dog"
    assert finding.label_line().startswith("Label: dog, ")
    assert finding.reasons == ()


def test_a_missing_photograph(tmp_path: Path, healthy: Classifier) -> None:
    with pytest.raises(ImageReadError, match=r"gone\.jpg"):
        examine(tmp_path / "gone.jpg", healthy)


numbers = st.floats(allow_nan=True, allow_infinity=True)
fixtures = [HealthCheck.function_scoped_fixture]


@settings(deadline=None, max_examples=60, suppress_health_check=fixtures)
@given(
    changes=st.dictionaries(
        st.sampled_from([name for name in vars(GOOD) if name not in ("fills_frame", "short_side")]),
        numbers,
        min_size=1,
    )
)
def test_measures_outside_of_the_limits_never_have_a_grade(
    changes: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small, classifier = small_photograph(tmp_path_factory)
    measures = replace(GOOD, **changes)
    replace_imaging(monkeypatch, "measure", lambda *_: measures)
    finding = examine(small, classifier)
    if finding.prediction is None:
        assert_no_result(finding)
    else:
        assert all(math.isfinite(value) for value in changes.values())
        assert measures.brightness >= 34
        assert measures.sharpness >= 0.11


_prepared: list[tuple[Path, Classifier]] = []


def small_photograph(factory: pytest.TempPathFactory) -> tuple[Path, Classifier]:
    """Make, once, a photograph that is quickly read and a model that says grade 0 to it."""
    if not _prepared:
        folder = factory.mktemp("small")
        path = stored(folder, np.full((40, 40, 3), (160, 70, 30), np.uint8))
        model = write_model(folder / "healthy.onnx", logits=HEALTHY)
        _prepared.append((path, Classifier(model, "cpu")))
    return _prepared[0]


@settings(deadline=None, max_examples=150, suppress_health_check=fixtures)
@given(
    start=st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"BM", b"II*\0"]),
    rest=st.binary(max_size=200),
)
def test_any_bytes_end_as_an_error_or_without_a_grade(
    start: bytes, rest: bytes, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    path = tmp_path / "any.jpg"
    path.write_bytes(start + rest)
    _, classifier = small_photograph(tmp_path_factory)
    (answer,) = examine_all([path], classifier)
    if isinstance(answer, Finding):
        assert_no_result(answer)
    else:
        assert answer.reason.startswith("any.jpg")
        assert "unexpected" not in answer.reason


@settings(deadline=None, max_examples=40, suppress_health_check=fixtures)
@given(
    height=st.integers(1, 150),
    width=st.integers(1, 150),
    blocks=st.integers(1, 12),
    seed=st.integers(0, 999),
)
def test_any_small_picture_has_no_grade(
    height: int,
    width: int,
    blocks: int,
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
    tmp_path: Path,
) -> None:
    mosaic = np.random.default_rng(seed).integers(0, 256, (blocks, blocks, 3), dtype=np.uint8)
    picture = Image.fromarray(mosaic).resize((width, height), Image.Resampling.BICUBIC)
    _, classifier = small_photograph(tmp_path_factory)
    assert_no_result(examine(stored(tmp_path, np.asarray(picture)), classifier))


@pytest.mark.parametrize(
    "change",
    [
        after("probabilities", "Mul", np.float32(np.nan)),
        after("probabilities", "Mul", np.float32(0)),
        after("heatmap", "Mul", np.float32(np.nan)),
        after("heatmap", "Sub", np.float32(5)),
    ],
)
def test_an_answer_that_cannot_be_used_is_an_error(
    sample: Path, tmp_path: Path, change: Any
) -> None:
    broken = Classifier(changed(tmp_path / "m.onnx", change), "cpu")
    with pytest.raises(InferenceError):
        examine(sample, broken)
    (answer,) = examine_all([sample], broken)
    assert isinstance(answer, Failure)


def test_a_run_goes_on_after_errors(sample: Path, tmp_path: Path, classifier: Classifier) -> None:
    text = tmp_path / "letter.jpg"
    text.write_text("Dear colleague")
    half = tmp_path / "half.jpg"
    half.write_bytes(sample.read_bytes()[:100_000])
    paths = [text, sample, tmp_path / "gone.png", half, tmp_path, sample]
    answers = list(examine_all(paths, classifier))
    assert [type(answer) for answer in answers] == [
        Failure,
        Finding,
        Failure,
        Failure,
        Failure,
        Finding,
    ]
    assert [answer.path for answer in answers] == paths
    for answer in answers:
        if isinstance(answer, Failure):
            assert answer.path.name in answer.reason


@pytest.mark.parametrize(
    "step", ["laterality_from_name", "find_field_of_view", "to_model_input", "measure"]
)
@pytest.mark.parametrize(
    "error", [KeyError("x"), MemoryError(), ZeroDivisionError("0"), OSError(5)]
)
def test_an_unexpected_error_is_a_failure_of_one_photograph(
    sample: Path,
    classifier: Classifier,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    step: str,
    error: Exception,
) -> None:
    calls = 0

    def once(*arguments: Any, **options: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise error
        return original(*arguments, **options)

    original = replace_imaging(monkeypatch, step, once)
    first, second = examine_all([sample, sample], classifier)
    assert isinstance(first, Failure)
    assert "sample.jpg: unexpected error" in first.reason
    assert type(error).__name__ in first.reason
    assert isinstance(second, Finding)
    assert caplog.records[0].exc_info is not None


def test_stopping_is_not_an_error_of_a_photograph(
    sample: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    replace_imaging(monkeypatch, "find_field_of_view", stop)
    with pytest.raises(KeyboardInterrupt):
        list(examine_all([sample], classifier))


def test_cancel_between_photographs(sample: Path, classifier: Classifier) -> None:
    answers: list[Finding | Failure] = []
    run = examine_all([sample] * 5, classifier, cancelled=lambda: len(answers) >= 2)
    for answer in run:
        answers.append(answer)  # noqa: PERF402
    assert len(answers) == 2


def test_a_cancelled_run_reads_nothing(tmp_path: Path, classifier: Classifier) -> None:
    assert list(examine_all([tmp_path / "gone.jpg"], classifier, cancelled=lambda: True)) == []


def test_photographs_are_read_one_by_one(
    sample: Path, classifier: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def reading(path: Path) -> BufferedReader:
        read.append(path)
        return open_regular(path)

    monkeypatch.setattr("fundusviewer.imaging.file.open_regular", reading)
    run = examine_all([sample] * 3, classifier)
    next(run)
    assert len(read) == 1


def test_only_our_errors_leave_examine(sample: Path, tmp_path: Path) -> None:
    model = write_model(tmp_path / "m.onnx", logits=[math.nan] * 5)
    with pytest.raises(FundusViewerError):
        examine(sample, Classifier(model, "cpu"))


def test_the_gate_is_asked_about_the_photograph_itself(
    sample: Path, healthy: Classifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not about the network's small input, in which a blurred photograph looks sharp."""
    seen: list[tuple[int, ...]] = []

    def measure(pixels: np.ndarray, _: object) -> ImageMeasures:
        seen.append(pixels.shape)
        return GOOD

    replace_imaging(monkeypatch, "measure", measure)
    examine(sample, healthy)
    assert seen == [(1411, 1411, 3)]
