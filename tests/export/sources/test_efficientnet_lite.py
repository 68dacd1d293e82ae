"""EfficientNet-Lite: the released shape, layer by layer."""

from __future__ import annotations

import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.export.sources.efficientnet_lite import efficientnet_lite0
from tests.helpers.extras import require_tensorflow

require_tensorflow()

pytestmark = pytest.mark.tensorflow


@pytest.mark.parametrize(
    ("name", "parameters"),
    # Of the release without its classes (1280 × 1000 + 1000 less).
    [
        ("efficientnetlite0", 3413024),
        ("efficientnetlite1", 4189344),
        ("efficientnetlite2", 4869168),
    ],
)
def test_it_has_the_released_number_of_weights(name: str, parameters: int) -> None:
    model = find_backbone(name).build(include_top=False, size=64)
    assert model.count_params() == parameters
    assert model.output_shape == (None, 2, 2, 1280)


def test_the_top_has_classes() -> None:
    model = efficientnet_lite0(input_shape=(64, 64, 3), classes=7)
    assert model.output_shape == (None, 7)


def test_a_download_is_refused_with_the_way_to_the_weights() -> None:
    with pytest.raises(ExportError, match=r"no download .* \.npz file"):
        efficientnet_lite0(weights="imagenet")
