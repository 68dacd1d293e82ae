"""Label, notice and colour bar, on photographs of any size and brightness."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fundusviewer.imaging import FieldOfView, Region
from fundusviewer.overlay import RESEARCH_NOTICE, Annotation, Layer, annotate, flatten
from fundusviewer.overlay.text import text_plate

LABEL = "Label: no apparent retinopathy, 100.00%"

SIZES = [(40, 30), (30, 40), (224, 224), (400, 400), (4000, 100), (100, 3000), (4288, 2848), (1, 1)]


def annotation(frame: tuple[int, int], scale: float | None = 1.0) -> Annotation:
    width, height = frame
    view = FieldOfView(
        width / 2, height / 2, width / 2, width / 2, 0, 0, width, height, 0.7, 1, False
    )
    heat = np.linspace(0, 1, 49, dtype=np.float32).reshape(7, 7)
    return Annotation(LABEL, heat, Region(0, 0, width, height), view, scale)


def named(layers: tuple[Layer, ...], name: str) -> list[Layer]:
    return [layer for layer in layers if layer.name == name]


def ground(frame: tuple[int, int], kind: str) -> np.ndarray:
    shape = (frame[1], frame[0], 3)
    if kind == "noise":
        return np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    return np.full(shape, {"black": 0, "grey": 128, "white": 255}[kind], np.uint8)


def contrast(ink: np.ndarray, plate: np.ndarray) -> float:
    """Contrast ratio of two grey values after WCAG 2."""

    def luminance(value: np.ndarray) -> float:
        share = float(value.mean()) / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    light, dark = luminance(ink), luminance(plate)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("kind", ["black", "grey", "white", "noise"])
@pytest.mark.parametrize("frame", [(200, 200), (400, 400), (4000, 200), (1440, 960), (4288, 2848)])
@pytest.mark.parametrize("name", ["label", "notice"])
def test_text_stands_off_any_ground(frame: tuple[int, int], kind: str, name: str) -> None:
    (layer,) = named(annotate(frame, Annotation(LABEL)), name)
    pixels = flatten(ground(frame, kind), [layer])
    place = layer.region
    cut = pixels[
        int(place.top) : int(place.top + place.height),
        int(place.left) : int(place.left + place.width),
    ].astype(int)
    alpha = layer.pixels[:, :, 3]
    brightest, darkest = alpha == alpha.max(), alpha == alpha.min()
    assert brightest.any()
    assert darkest.sum() > brightest.sum()
    assert contrast(cut[brightest], cut[darkest]) > 4.5


@pytest.mark.parametrize("frame", [(224, 224), (400, 400), (1440, 960), (4288, 2848)])
@pytest.mark.parametrize("scale", [1.0, None])
def test_letters_have_enough_pixels(frame: tuple[int, int], scale: float | None) -> None:
    """Capitals of at least five pixels, and the label's of 2 % of the photograph."""
    for layer in annotate(frame, annotation(frame, scale))[2:]:
        ink = (layer.pixels[:, :, 0] > 128).any(axis=1)
        assert ink.sum() >= (max(5, 0.02 * min(frame)) if layer.name == "label" else 5), layer


@pytest.mark.parametrize("frame", SIZES)
def test_every_layer_lies_inside_the_frame(frame: tuple[int, int]) -> None:
    layers = annotate(frame, annotation(frame))
    assert {layer.name for layer in layers} == {"heat map", "colour bar", "label", "notice"}
    for layer in layers:
        place = layer.region
        assert 0 <= place.left < place.left + place.width <= frame[0], layer.name
        assert 0 <= place.top < place.top + place.height <= frame[1], layer.name
        assert layer.pixels.dtype == np.uint8
        assert layer.pixels.shape[2] == 4
    result = flatten(ground(frame, "grey"), layers)
    assert result.shape == (frame[1], frame[0], 3)


@pytest.mark.parametrize("frame", [(224, 224), (1440, 960), (4000, 300), (400, 60)])
def test_label_and_notice_do_not_overlap(frame: tuple[int, int]) -> None:
    layers = annotate(frame, Annotation(LABEL))
    (label,), (notice,) = named(layers, "label"), named(layers, "notice")
    assert label.region.top + label.region.height <= notice.region.top


def test_from_the_lowest_to_the_highest() -> None:
    names = [layer.name for layer in annotate((400, 300), annotation((400, 300)))]
    assert names[0] == "heat map"
    assert names[-2:] == ["label", "notice"]


def test_without_a_heat_map_only_text() -> None:
    names = [layer.name for layer in annotate((400, 300), Annotation(LABEL))]
    assert names == ["label", "notice"]


def plate_of(text: str, like: Layer) -> bool:
    height, width = like.pixels.shape[:2]
    drawn = text_plate(text, height, width)
    return drawn.shape == like.pixels.shape and bool((drawn == like.pixels).all())


def test_the_notice_is_always_there() -> None:
    for frame in ((400, 400), (1440, 960)):
        for content in (Annotation(LABEL), annotation(frame)):
            (notice,) = named(annotate(frame, content), "notice")
            assert plate_of(RESEARCH_NOTICE, notice)


@pytest.mark.parametrize(
    ("scale", "words"),
    [
        (1.0, "Heat map, 7 × 7 cells, absolute scale"),
        (None, "Heat map, 7 × 7 cells, scaled to this photograph"),
    ],
)
def test_the_bar_says_how_coarse_it_is_and_what_its_scale_is(
    scale: float | None, words: str
) -> None:
    frame = (2000, 2000)
    bar = named(annotate(frame, annotation(frame, scale)), "colour bar")
    assert any(plate_of(words, layer) for layer in bar)


def test_the_bar_has_the_colours_of_the_heat_map() -> None:
    frame = (1000, 1000)
    bar = named(annotate(frame, annotation(frame), opacity=1), "colour bar")[0]
    top, bottom = bar.pixels[0, 0].astype(int), bar.pixels[-1, 0].astype(int)
    assert np.abs(top[:3] - (253, 231, 36)).max() <= 3
    assert bottom[:3].max() <= 60
    assert (bar.pixels[:, :, 3] == 255).all()


def test_text_is_made_smaller_where_there_is_no_room() -> None:
    wide = text_plate(LABEL, 60, 10_000)
    narrow = text_plate(LABEL, 60, 300)
    assert wide.shape[0] == 60
    assert narrow.shape[1] <= 300
    assert narrow.shape[0] < 60


@pytest.mark.parametrize("text", ["", " ", "Äöü ß", "Ω 中文 д", "x" * 500, "%", "a\tb"])
def test_any_text(text: str) -> None:
    plate = text_plate(text, 30, 400)
    assert plate.shape[0] <= 30
    assert plate.shape[1] <= 400
    assert plate.shape[2] == 4


def test_nothing_of_the_text_is_cut_off() -> None:
    """The outermost columns and rows of the plate hold no ink."""
    for height in (12, 20, 40, 90):
        for text in (LABEL, "gyjpq|Q,_", RESEARCH_NOTICE):
            ink = text_plate(text, height, 10_000)[:, :, 0]
            assert not ink[:, 0].any()
            assert not ink[:, -1].any()
            assert not ink[0].any()
            assert not ink[-1].any()
            assert ink.max() > 200


@settings(deadline=None, max_examples=40)
@given(st.integers(1, 200), st.integers(1, 200))
def test_any_frame(width: int, height: int) -> None:
    frame = (width, height)
    flatten(ground(frame, "black"), annotate(frame, annotation(frame)))
