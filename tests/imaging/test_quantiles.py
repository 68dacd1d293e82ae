"""The photograph's measures are those that numpy's own functions would give."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from fundusviewer.imaging.quantiles import median, percentile

_SHAPES = array_shapes(max_dims=2, max_side=40)
_NUMBERS = st.one_of(
    arrays(np.uint8, _SHAPES),
    arrays(np.float32, _SHAPES, elements=st.floats(-1e6, 1e6, width=32)),
    arrays(np.float64, _SHAPES, elements=st.floats(-1e6, 1e6)),
)


@given(_NUMBERS, st.one_of(st.integers(0, 100), st.floats(0, 100)))
def test_a_percentile_is_numpys_to_the_last_bit(values: np.ndarray, percent: float) -> None:
    assert percentile(values, percent) == float(np.percentile(values, percent))


@given(_NUMBERS)
def test_a_median_is_numpys_to_the_last_bit(values: np.ndarray) -> None:
    assert median(values) == float(np.median(values))


@pytest.mark.parametrize("kind", [np.uint8, np.float32, np.float64])
def test_as_many_as_a_photograph_has(kind: type) -> None:
    values: np.ndarray = (np.random.default_rng(1).random((301, 300)) * 255).astype(kind)
    before = values.copy()
    for percent in (0, 5, 50, 80, 90, 92, 100):
        assert percentile(values, percent) == float(np.percentile(values, percent))
    assert median(values) == float(np.median(values))
    assert (values == before).all()
