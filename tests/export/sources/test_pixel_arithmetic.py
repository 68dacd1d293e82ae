"""The arithmetic without Keras says what Keras says."""

import numpy as np
import pytest

from fundusviewer.export.sources.pixel_arithmetic import arithmetic_of
from fundusviewer.export.sources.preprocessing import CHOICES, Preprocessing, preprocess


@pytest.mark.parametrize("mode", CHOICES)
def test_every_choice_is_that_of_the_export(mode: Preprocessing) -> None:
    tf = pytest.importorskip("tensorflow")
    pixels = np.random.default_rng(0).integers(0, 256, (1, 4, 5, 3), dtype=np.uint8)
    wanted = np.asarray(preprocess(tf.constant(pixels, tf.float32), mode))
    np.testing.assert_allclose(arithmetic_of(mode).apply(pixels), wanted, rtol=1e-5, atol=1e-4)
