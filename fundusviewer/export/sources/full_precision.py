"""Models that were trained in half precision, computed in float32.

Under the policies ``mixed_float16`` and ``mixed_bfloat16`` the weights are float32 and every layer
casts them. Processors have few such kernels and ONNX Runtime none for bfloat16, so the same layers
are built anew in float32 and get the same weights: more exact than the model itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fundusviewer.errors import ExportError

_POLICIES = ("DTypePolicy", "Policy", "FloatDTypePolicy")
_OTHER = ("mixed_float16", "mixed_bfloat16", "float16", "bfloat16", "float64")
#: How far a probability may move; half precision rounds at 1e-3 in every layer.
_TOLERANCE = 0.05


def in_float32(name: str, model: Any) -> Any:
    """Return the model, built anew if it does not compute in float32.

    Raises
    ------
    ExportError
        If it cannot be built in float32, or answers differently then.
    """
    config = model.get_config()
    wanted = _replaced(config)
    if wanted == config:
        return model
    try:
        rebuilt = type(model).from_config(wanted)
        rebuilt.set_weights([np.asarray(value, np.float32) for value in model.get_weights()])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ExportError(
            f"{name}: was made in mixed or half precision and cannot be built in float32; build it "
            "under the policy float32, set the weights and save it again"
        ) from error
    _compare(name, model, rebuilt)
    return rebuilt


def _replaced(part: Any) -> Any:
    if isinstance(part, (list, tuple)):
        return type(part)(_replaced(value) for value in part)
    if not isinstance(part, dict):
        return part
    if part.get("class_name") in _POLICIES and part.get("config", {}).get("name") in _OTHER:
        return "float32"
    return {
        key: "float32" if key == "dtype" and value in _OTHER else _replaced(value)
        for key, value in part.items()
    }


def _compare(name: str, model: Any, rebuilt: Any) -> None:
    shape = (4, *model.inputs[0].shape[1:])
    pictures = np.random.default_rng(0).uniform(-1, 1, shape).astype(np.float32)
    before, after = (
        np.asarray(network(pictures, training=False), np.float32) for network in (model, rebuilt)
    )
    limit = _TOLERANCE * max(1.0, float(np.abs(after).max()))
    if not np.abs(before - after).max() <= limit:
        raise ExportError(
            f"{name}: was made in mixed or half precision and answers differently in float32 (by "
            f"{np.abs(before - after).max():.3g}); train it on under the policy float32"
        )
