"""Networks that mark places, from Keras to the file, and from PyTorch's layout to Keras'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fundusviewer.errors import ExportError
from fundusviewer.export.pipeline.marking_writer import write_marking_model
from fundusviewer.export.sources.marking_network import MarkingShape, marking_network
from fundusviewer.imaging import InputSpec
from fundusviewer.inference import Marker
from fundusviewer.inference.marking_card import ROLE_KINDS, MarkingCard
from tests.helpers.extras import require_tensorflow

pytestmark = pytest.mark.tensorflow
require_tensorflow()

SIZE = 64
FIELDS: dict[str, Any] = {
    "role": "lesions",
    "kinds": ROLE_KINDS["lesions"],
    "thresholds": (0.5,) * 5,
    "name": "tiny-lesions",
    "title": "Tiny lesions",
    "version": "1.0.0",
    "licence": "none",
    "input": InputSpec(height=SIZE, width=SIZE, crop="field_of_view"),
}


@pytest.fixture(scope="module")
def network() -> Any:
    import keras

    keras.utils.set_random_seed(4)
    return marking_network(MarkingShape(size=SIZE, kinds=5, levels=4, refinement=2))


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    generator = np.random.default_rng(1)
    coarse = generator.integers(0, 256, (6, 8, 8, 3), dtype=np.uint8)
    return coarse.repeat(8, axis=1).repeat(8, axis=2)


@pytest.fixture(scope="module")
def written(
    network: Any, pictures: np.ndarray, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, MarkingCard]:
    """Return the file of the network, as exact as it is, and its card."""
    path = tmp_path_factory.mktemp("marking") / "lesions.onnx"
    return path, write_marking_model(network, FIELDS, path, picture=pictures[0])


def probabilities(network: Any, picture: np.ndarray) -> np.ndarray:
    values = np.asarray(network(picture[None].astype(np.float32) / 127.5 - 1, training=False))[0]
    return np.asarray(1 / (1 + np.exp(-values)))


def test_the_file_marks_what_the_network_marks(
    network: Any, pictures: np.ndarray, written: tuple[Path, MarkingCard]
) -> None:
    path, card = written
    assert (card.height, card.width, card.precision) == (SIZE, SIZE, "float32")
    marker = Marker(path, "cpu")
    assert marker.card == card
    assert marker.is_hashed
    np.testing.assert_allclose(
        marker.mark(pictures[1]), probabilities(network, pictures[1]), atol=1e-4
    )
    check = marker.check_golden()
    assert check is not None
    assert check.passed


def test_a_smaller_file(
    network: Any, pictures: np.ndarray, written: tuple[Path, MarkingCard], tmp_path: Path
) -> None:
    path = tmp_path / "small.onnx"
    card = write_marking_model(
        network,
        FIELDS,
        path,
        picture=pictures[0],
        precision="float16",
        photographs=pictures,
    )
    assert card.agreement is not None
    assert card.agreement.photographs == 2
    assert card.agreement.largest_difference < 0.02
    assert path.stat().st_size < 0.6 * written[0].stat().st_size


def test_what_cannot_be_written(network: Any, pictures: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "lesions.onnx"
    with pytest.raises(ExportError, match="kinds of the role landmarks must be"):
        write_marking_model(network, FIELDS | {"role": "landmarks"}, path, picture=pictures[0])
    with pytest.raises(ExportError, match="needs calibration photographs"):
        write_marking_model(network, FIELDS, path, picture=pictures[0], precision="float16")
    assert not path.exists()
