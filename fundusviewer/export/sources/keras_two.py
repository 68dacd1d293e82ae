"""Descriptions of models that Keras 2 wrote, in the words of Keras 3.

Only what says the same in both is translated: arguments that Keras 3 no longer has, where they
hold the value that it always computes with, and the single output of a nested model, which Keras 2
wrote as a list of one. What is left over is for Keras to refuse.
"""

from __future__ import annotations

from typing import Any

#: Argument → the only value for which it may be left out; ``None``: it changes nothing.
_GONE: dict[str, Any] = {"rng_type": None}
#: The same, of layers for which Keras 3 knows the argument only elsewhere.
_GONE_OF: dict[str, dict[str, Any]] = {
    "DepthwiseConv1D": {"groups": 1},
    "DepthwiseConv2D": {"groups": 1},
    "SeparableConv1D": {"groups": 1},
    "SeparableConv2D": {"groups": 1},
    "Conv2DTranspose": {"groups": 1},
}


def as_keras_three(config: Any) -> Any:
    """Return a model's description for Keras 3; see the module."""
    if isinstance(config, list):
        return [as_keras_three(part) for part in config]
    if not isinstance(config, dict):
        return config
    part = {key: as_keras_three(value) for key, value in config.items()}
    inner = part.get("config")
    if isinstance(inner, dict):
        gone = _GONE | _GONE_OF.get(str(part.get("class_name")), {})
        part["config"] = {
            key: value
            for key, value in inner.items()
            if key not in gone or (gone[key] is not None and gone[key] != value)
        }
        _unwrap_single(part["config"])
    return part


def _unwrap_single(config: dict[str, Any]) -> None:
    for key in ("input_layers", "output_layers"):
        ends = config.get(key)
        if isinstance(ends, list) and len(ends) == 1 and isinstance(ends[0], list):
            config[key] = ends[0]
