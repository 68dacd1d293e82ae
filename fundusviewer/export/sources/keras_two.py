"""Descriptions of models that Keras 2 wrote, in the words of Keras 3.

Only what says the same in both is translated: arguments that Keras 3 no longer has, where they
hold the value that it always computes with, the single output of a nested model, which Keras 2
wrote as a list of one, names with a slash (``conv1/conv`` of DenseNet), and TensorFlow's own
arithmetic (``inputs / 127.5``, ``a + b``, ``tf.nn.relu``), for which there are layers. What is left
over is for Keras to refuse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: TensorFlow's function → what a constant does to pixels, as a layer ``Rescaling`` computes it.
_WITH_A_NUMBER: dict[str, Any] = {
    "math.truediv": lambda number: {"scale": 1 / number, "offset": 0.0},
    "math.divide": lambda number: {"scale": 1 / number, "offset": 0.0},
    "math.multiply": lambda number: {"scale": number, "offset": 0.0},
    "math.add": lambda number: {"scale": 1.0, "offset": number},
    "__operators__.add": lambda number: {"scale": 1.0, "offset": number},
    "math.subtract": lambda number: {"scale": 1.0, "offset": -number},
}
#: TensorFlow's function → the layer that does it to two tensors.
_WITH_A_TENSOR = {
    "math.add": "Add",
    "__operators__.add": "Add",
    "math.subtract": "Subtract",
    "math.multiply": "Multiply",
}
#: TensorFlow's function → the activation.
_ACTIVATIONS = {
    "nn.relu": "relu",
    "nn.relu6": "relu6",
    "nn.softmax": "softmax",
    "math.sigmoid": "sigmoid",
    "math.tanh": "tanh",
}

#: Argument → the only value for which it may be left out; ``None``: it changes nothing.
_GONE: dict[str, Any] = {"rng_type": None}
_OF_ONE_KERNEL = dict.fromkeys(("kernel_initializer", "kernel_regularizer", "kernel_constraint"))
#: The same, of layers for which Keras 3 knows the argument only elsewhere.
_GONE_OF: dict[str, dict[str, Any]] = {
    "DepthwiseConv1D": {"groups": 1},
    "DepthwiseConv2D": {"groups": 1},
    # Keras 2 inherits words for one kernel; these layers have two, which have their own.
    "SeparableConv1D": {"groups": 1, **_OF_ONE_KERNEL},
    "SeparableConv2D": {"groups": 1, **_OF_ONE_KERNEL},
    "Conv2DTranspose": {"groups": 1},
}


def as_keras_three(config: Any) -> Any:
    """Return a model's description for Keras 3; see the module."""
    return _translated(_without_slashes(config))


def _without_slashes(config: Any) -> Any:
    """Return a description whose layers have no slash in their names; Keras 3 takes none.

    Weights of ``.h5`` files are found by the order of the layers, whatever they are called.
    """
    taken = set(_names(config))
    new: dict[str, str] = {}
    for name in sorted(taken):
        if "/" in name:
            plain = name.replace("/", "_")
            while plain in taken:
                plain += "_"
            taken.add(plain)
            new[name] = plain
    return _renamed(config, new) if new else config


def _names(config: Any) -> Iterator[str]:
    if isinstance(config, dict):
        if "class_name" in config and isinstance(config.get("config"), dict):
            name = config["config"].get("name")
            yield from [name] if isinstance(name, str) else []
        for value in config.values():
            yield from _names(value)
    elif isinstance(config, list):
        for value in config:
            yield from _names(value)


def _renamed(config: Any, new: dict[str, str]) -> Any:
    if isinstance(config, dict):
        return {key: _renamed(value, new) for key, value in config.items()}
    if isinstance(config, list):
        return [_renamed(value, new) for value in config]
    return new.get(config, config) if isinstance(config, str) else config


def _translated(config: Any) -> Any:
    if isinstance(config, list):
        return [_translated(part) for part in config]
    if not isinstance(config, dict):
        return config
    part = {key: _translated(value) for key, value in config.items()}
    part = _as_layer(part) or part
    inner = part.get("config")
    if isinstance(inner, dict):
        gone = _GONE | _GONE_OF.get(str(part.get("class_name")), {})
        part["config"] = {
            key: value
            for key, value in inner.items()
            if key not in gone or (gone[key] is not None and gone[key] != value)
        }
        _unwrap_single(part["config"])
        _count_calls(part["config"])
    return part


def _as_layer(part: dict[str, Any]) -> dict[str, Any] | None:
    """Return a call of TensorFlow's function as a layer; ``None`` where there is none for it."""
    match part:
        case {
            "class_name": "TFOpLambda",
            "config": {"function": str(function), "name": str(name)},
            "inbound_nodes": [[str(source), int(node), int(tensor), dict(given)]],
        }:
            pass
        case _:
            return None
    # The name of the operation in TensorFlow's graph says nothing.
    others = {key: value for key, value in given.items() if key != "name" and value is not None}
    inputs: list[list[Any]] = [[source, node, tensor, {}]]
    config: dict[str, Any] = {"name": name}
    match others:
        case {"y": int() | float() as number, **rest} if not rest and function in _WITH_A_NUMBER:
            if number == 0 and "div" in function:
                return None
            kind, config = "Rescaling", config | _WITH_A_NUMBER[function](float(number))
        case {"y": [str(), int(), int()] as other, **rest} if (
            not rest and function in _WITH_A_TENSOR
        ):
            kind, inputs = _WITH_A_TENSOR[function], [*inputs, [*other, {}]]
        case {} if not others and function in _ACTIVATIONS:
            kind, config = "Activation", config | {"activation": _ACTIVATIONS[function]}
        case _:
            return None
    return part | {"class_name": kind, "config": config, "inbound_nodes": [inputs]}


def _count_calls(config: dict[str, Any]) -> None:
    """Count the calls of a nested model from 0, in place; Keras 2 counts its making, too."""
    layers = config.get("layers")
    if not isinstance(layers, list):
        return
    made = [one for one in layers if isinstance(one, dict)]
    kinds = ("Functional", "Model", "Sequential")
    nested = {one["config"]["name"] for one in made if one.get("class_name") in kinds}
    for one in made:
        if "inbound_nodes" in one:
            one["inbound_nodes"] = _from_zero(one["inbound_nodes"], nested)


def _from_zero(nodes: Any, nested: set[str]) -> Any:
    match nodes:
        case [str(name), int(call), *rest] if name in nested:
            return [name, max(call - 1, 0), *rest]
        case list():
            return [_from_zero(one, nested) for one in nodes]
        case _:
            return nodes


def _unwrap_single(config: dict[str, Any]) -> None:
    for key in ("input_layers", "output_layers"):
        ends = config.get(key)
        if isinstance(ends, list) and len(ends) == 1 and isinstance(ends[0], list):
            config[key] = ends[0]
