"""Enhancement for the eye alone."""

from __future__ import annotations

from dataclasses import Field, fields

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundusviewer.imaging import read_image
from fundusviewer.imaging.display import (
    GAMMA_LIMITS,
    ORIGINAL,
    Channel,
    DisplaySettings,
    adjust,
    equalise,
    tone_table,
)
from fundusviewer.resources import asset


@pytest.fixture(scope="module")
def sample() -> np.ndarray:
    return read_image(asset("sample.jpg")).pixels


def test_the_original_is_left_as_it_is(sample: np.ndarray) -> None:
    np.testing.assert_array_equal(adjust(sample, ORIGINAL), sample)
    assert ORIGINAL.is_original


@pytest.mark.parametrize(
    ("channel", "index"), [(Channel.RED, 0), (Channel.GREEN, 1), (Channel.BLUE, 2)]
)
def test_a_single_channel_is_grey(sample: np.ndarray, channel: Channel, index: int) -> None:
    shown = adjust(sample, DisplaySettings(channel))
    for grey in range(3):
        np.testing.assert_array_equal(shown[:, :, grey], sample[:, :, index])


def test_inverting_twice_is_the_original(sample: np.ndarray) -> None:
    inverted = DisplaySettings(inverted=True)
    once = adjust(sample, inverted)
    np.testing.assert_array_equal(once, 255 - sample)
    np.testing.assert_array_equal(adjust(once, inverted), sample)


def test_tone() -> None:
    middle = 128
    assert tone_table(DisplaySettings(brightness=0.5))[middle] > middle + 50
    assert tone_table(DisplaySettings(brightness=-0.5))[middle] < middle - 50
    steep = tone_table(DisplaySettings(contrast=0.5)).astype(int)
    assert steep[160] - steep[96] == pytest.approx(2 * 64, abs=2)
    assert abs(int(steep[middle]) - middle) <= 2
    bent = tone_table(DisplaySettings(gamma=2.0))
    assert (bent[0], bent[64], bent[255]) == (0, round(255 * (64 / 255) ** 0.5), 255)


@given(brightness=st.floats(-1, 1), contrast=st.floats(-1, 1), gamma=st.floats(*GAMMA_LIMITS))
def test_no_tone_turns_dark_into_light(brightness: float, contrast: float, gamma: float) -> None:
    settings = DisplaySettings(brightness=brightness, contrast=contrast, gamma=gamma)
    assert (np.diff(tone_table(settings).astype(int)) >= 0).all()


def test_steps_there_and_back_are_the_original() -> None:
    settings = ORIGINAL
    for step in (0.1, 0.2, -0.3):
        settings = settings.with_tone(brightness=step, contrast=-step)
    for factor in (2**0.25, 2**-0.25):
        settings = settings.with_tone(gamma=factor)
    assert settings.is_original


def test_tone_has_limits() -> None:
    settings = ORIGINAL.with_tone(brightness=9, contrast=-9, gamma=99)
    assert (settings.brightness, settings.contrast, settings.gamma) == (1, -1, GAMMA_LIMITS[1])


@pytest.mark.parametrize("channel", list(Channel))
def test_local_contrast_grows_and_the_surround_stays_black(
    sample: np.ndarray, channel: Channel
) -> None:
    shown = equalise(sample, channel)
    plain = adjust(sample, DisplaySettings(channel))
    retina = plain[500:900, 500:900, 1].astype(float), shown[500:900, 500:900, 1].astype(float)
    assert retina[1].std() > 1.2 * retina[0].std()
    black = sample.max(axis=2) <= 5
    assert black.mean() > 0.1
    assert int(shown[black].max()) <= 8
    assert (channel is Channel.COLOUR) is bool(np.ptp(shown, axis=2).any())


@pytest.mark.parametrize("field", fields(DisplaySettings), ids=lambda field: field.name)
def test_every_choice_is_painted(field: Field[object]) -> None:
    """A new filter that the view takes for the original would do nothing when it is on alone."""
    other = Channel.RED if field.name == "channel" else 0.5 if field.type == "float" else True
    chosen = DisplaySettings(**{field.name: other})  # type: ignore[arg-type]
    assert chosen.is_adjusted == (field.name != "equalised")
    assert not chosen.is_original
