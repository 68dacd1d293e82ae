"""The bundled ImageNet model names what is on a picture."""

from __future__ import annotations

from pathlib import Path

import pytest

from fundusviewer.export.sources.class_names import imagenet_classes
from fundusviewer.imaging import read_image, to_model_input
from fundusviewer.inference import Classifier, ModelLibrary

PICTURES = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return Classifier(ModelLibrary.default().find("squeezenet-imagenet").path, provider="cpu")


@pytest.mark.parametrize(
    ("picture", "right"),
    [("cat.jpg", {"tabby", "tiger cat", "Egyptian cat"}), ("espresso.jpg", {"espresso"})],
)
def test_names_what_is_there(picture: str, right: set[str], classifier: Classifier) -> None:
    image = read_image(PICTURES / picture)
    prediction = classifier.predict(to_model_input(image.pixels, classifier.card.input).pixels)
    names = [classifier.card.class_names[index] for index in prediction.ranked(len(right))]
    assert set(names) == right
    assert sum(prediction.probabilities[: len(imagenet_classes())]) == pytest.approx(1, abs=1e-4)
    assert prediction.heatmap.max() > 0


def test_is_an_imagenet_model(classifier: Classifier) -> None:
    card = classifier.card
    assert (card.task, card.class_names) == ("imagenet", imagenet_classes())
    assert not card.grades
    assert classifier.path.stat().st_size < 6e6


def test_passes_its_golden_check(classifier: Classifier) -> None:
    check = classifier.check_golden()
    assert check is not None
    assert check.passed
