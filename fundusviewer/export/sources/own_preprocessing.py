"""Whether a Keras model prepares its pixels itself: measured, not told from its layers' names.

Preprocessing may be a layer (``Rescaling``), an operation (``inputs / 255.0``,
``preprocess_input(inputs)``), or stand inside a nested model. So pictures of 0–255 are sent
through the model, and what arrives at the first layer that has learned something is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.keras_layers import first_arrival, learned_layers
from fundusviewer.export.sources.preprocessing import CHOICES, Preprocessing, preprocess

if TYPE_CHECKING:
    from fundusviewer.export.sources.backbones import Backbone

#: Whole pictures of one colour: black, white, the three primaries and one between.
_COLOURS = (
    (0, 0, 0), (255, 255, 255), (255, 0, 0), (0, 255, 0), (0, 0, 255), (64, 128, 192),
)  # fmt: skip
#: Of values that 0–255 became: small ones are scaled; larger ones are centred around zero.
_SCALED, _CENTRED, _OFF_CENTRE = 20.0, 300.0, 30.0
_SAME = 2e-2  # of 0–255; half precision rounds that much


@dataclass(frozen=True, eq=False)
class Arrival:
    """What becomes of pixels of 0–255 before the first layer that has learned something.

    Attributes
    ----------
    layer
        That layer.
    values
        float32 (6, K): what arrives in the middle of :data:`_COLOURS`.
    low, high
        Smallest and largest value that arrives of these and of a noisy picture.
    """

    layer: Any
    values: np.ndarray
    low: float
    high: float

    @property
    def known(self) -> Preprocessing | None:
        """The preprocessing of :data:`CHOICES` that the model does itself, if it is one."""
        colours = np.asarray(_COLOURS, np.float32)[:, None, None]
        for mode in CHOICES:
            wanted = np.asarray(preprocess(colours.copy(), mode))[:, 0, 0]
            scale = max(1.0, float(np.abs(wanted).max())) / 255
            if wanted.shape == self.values.shape and np.allclose(
                self.values, wanted, rtol=2e-3, atol=_SAME * scale
            ):
                return mode
        return None

    @property
    def is_prepared(self) -> bool:
        """Whether what arrives looks like pixels that a network learns from."""
        spread, middle = self.high - self.low, (self.high + self.low) / 2
        return spread <= _SCALED or (spread <= _CENTRED and abs(middle) <= _OFF_CENTRE)


@dataclass(frozen=True)
class Choice:
    """What the pixels go through before a model, and a line that says why."""

    preprocessing: Preprocessing
    said: str


def choose_preprocessing(
    name: str, model: Any, backbone: Backbone | None, wanted: Preprocessing | None
) -> Choice:
    """Return what the pixels have to go through before a model.

    Parameters
    ----------
    name
        Of the file, for errors.
    model
        ``keras.Model`` that takes (N, H, W, 3).
    backbone
        The backbone that it was built on, if that is a known one.
    wanted
        What the user said; ``None`` to measure.

    Raises
    ------
    ExportError
        If it cannot be known and was not said, or if the model would prepare its pixels twice.
    """
    if wanted not in (None, "none") and not str(model.inputs[0].dtype).startswith("float"):
        raise ExportError(
            f"{name}: takes whole numbers, pixels of 0–255 as they are; with "
            f"--preprocessing {wanted} they would be lost; leave it out"
        )
    arrival = measure(model)
    own = None if arrival is None else arrival.known
    if wanted is not None:
        _refuse_twice(name, own, wanted)
        return Choice(wanted, f"pixels, as you say: {CHOICES[wanted]}")
    if arrival is not None and own == "none":
        return _of_backbone(name, arrival, backbone)
    if arrival is None or own == "bgr" or not arrival.is_prepared:
        raise ExportError(f"{name}: {_found(arrival)}{_ASK}")
    how = CHOICES[own] if own else f"0–255 become {arrival.low:.4g}…{arrival.high:.4g}"
    return Choice("none", f"pixels: the model prepares them itself ({how}); nothing is added")


def measure(model: Any) -> Arrival | None:
    """Send pictures through a model; ``None`` where no layer has learned anything."""
    _, height, width, _ = model.inputs[0].shape
    pictures = np.empty((len(_COLOURS) + 1, height, width, 3), np.float32)
    pictures[:-1] = np.asarray(_COLOURS, np.float32)[:, None, None]
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3))
    pictures[-1] = noise
    found = first_arrival(learned_layers(model), model, pictures)
    if found is None:
        return None
    layer, tensor = found
    values = np.asarray(tensor, np.float32)
    if values.ndim != 4 or not np.isfinite(values).any():
        return Arrival(layer, values, -np.inf, np.inf)
    finite = values[np.isfinite(values)]
    middle = values[:-1, values.shape[1] // 2, values.shape[2] // 2]
    return Arrival(layer, middle, float(finite.min()), float(finite.max()))


_ASK = (
    "nothing tells what its pixels go through before the model; say it with --preprocessing "
    f"{'|'.join(CHOICES)} (none: pixels of 0–255 as they are)"
)


def _found(arrival: Arrival | None) -> str:
    if arrival is None or not np.isfinite(arrival.high - arrival.low):
        return ""
    return (
        f"its first operations turn pixels of 0–255 into {arrival.low:.4g}…{arrival.high:.4g}, as "
        "if it was given prepared ones; "
    )


def _refuse_twice(name: str, own: Preprocessing | None, wanted: Preprocessing) -> None:
    if own in (None, "none", "bgr") or wanted in ("none", "bgr"):
        return
    raise ExportError(
        f"{name}: prepares its pixels itself ({CHOICES[own]}); with --preprocessing {wanted} that "
        "would be done twice; leave --preprocessing out"
    )


def _of_backbone(name: str, arrival: Arrival, backbone: Backbone | None) -> Choice:
    """Return a backbone's preprocessing where pixels reach it as they are."""
    if backbone is None or not backbone.begins_with(arrival.layer):
        raise ExportError(f"{name}: {_ASK}")
    mode = backbone.preprocessing
    return Choice(
        mode,
        f"pixels, as Keras prepares them for {backbone.title}: {CHOICES.get(mode, mode)}; if the "
        "model was trained on others, say so with --preprocessing",
    )
