"""Keras → ONNX, without ever holding the weights in the converter.

The converter is killed for lack of memory when the kernels of a VGG are constants of the function
it converts. So kernels travel as inputs of the function and become initializers afterwards; only
vectors (biases, normalisation) are constants, because then the converter can fold them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY, SCORES
from fundusviewer.export.sources.keras_layers import find_layer, listening
from fundusviewer.export.sources.preprocessing import preprocess

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from fundusviewer.export.sources.classifier_spec import ExplainedModel

OPSET = 18
#: Name of the traced output that holds the maps of the Grad-CAM layer.
MAPS = "maps"


def trace(model: ExplainedModel) -> Any:
    """Convert the network to a graph whose kernels are inputs.

    Returns
    -------
    onnx.ModelProto
        Inputs ``image`` (uint8) and one per kernel; outputs ``maps``, ``scores`` and, where the
        network gives them, ``quality`` and ``embedding``.

    Raises
    ------
    ExportError
        If an operation of the network has no counterpart in ONNX.
    """
    import tensorflow as tf
    import tf2onnx

    height, width = model.input_size
    signature = [
        tf.TensorSpec((None, height, width, 3), tf.uint8, name="image"),
        [
            tf.TensorSpec(kernel.shape, kernel.dtype, name=name)
            for name, kernel in kernels(model.network).items()
        ],
    ]
    function = tf.function(_traceable(model), autograph=False)
    try:
        proto, _ = tf2onnx.convert.from_function(
            function,
            input_signature=signature,
            opset=OPSET,
            custom_op_handlers={"Erfc": (_complementary_error, [])},
        )
    except (ValueError, NotImplementedError, RuntimeError) as error:
        raise ExportError(f"the network cannot be converted to ONNX: {error}") from error
    _check_operators(proto)
    _inline_captured(proto, function.get_concrete_function(*signature))
    return proto


def _inline_captured(proto: Any, function: Any) -> None:
    """Turn constants that layers hold outside their variables into initializers, in place."""
    from onnx import numpy_helper

    captured = {inner.name: outer.numpy() for outer, inner in function.graph.captures}
    kept = [entry for entry in proto.graph.input if entry.name not in captured]
    for entry in proto.graph.input:
        if entry.name in captured:
            value = numpy_helper.from_array(captured[entry.name], entry.name)
            proto.graph.initializer.append(value)
    del proto.graph.input[:]
    proto.graph.input.extend(kept)


def _complementary_error(context: Any, node: Any, name: str, _: Any) -> None:
    """Write erfc (x), of the exact GELU, as 1 - erf (x): the converter does not know it."""
    import numpy as np
    from tf2onnx import utils

    error = context.make_node("Erf", [node.input[0]], name=utils.make_name(name))
    one = context.make_const(utils.make_name(name), np.float32(1))
    shape, dtype = context.get_shape(node.output[0]), context.get_dtype(node.output[0])
    context.remove_node(node.name)
    context.make_node(
        "Sub", [one.output[0], error.output[0]], outputs=[node.output[0]], name=name,
        shapes=[shape], dtypes=[dtype],
    )  # fmt: skip


def _check_operators(proto: Any) -> None:
    """Refuse operations that the converter left as they were in TensorFlow."""
    from onnx import defs

    known = {schema.name for schema in defs.get_all_schemas()}
    for node in proto.graph.node:
        if node.op_type not in known:
            raise ExportError(
                f"the network cannot be converted to ONNX: it has no operation {node.op_type}"
            )


def kernels(network: Any) -> dict[str, Any]:
    """Return the variables that travel as inputs of the graph, by the name of that input."""
    variables = [variable for variable in network.variables if len(variable.shape) > 1]
    return {f"kernel_{index}": variable for index, variable in enumerate(variables)}


def inline_kernels(proto: Any, network: Any) -> None:
    """Turn the kernel inputs of a traced graph into initializers, in place."""
    from onnx import numpy_helper

    values = kernels(network)
    kept = [entry for entry in proto.graph.input if entry.name not in values]
    used = {entry.name for entry in proto.graph.input} & set(values)
    for name in sorted(used):
        proto.graph.initializer.append(numpy_helper.from_array(values[name].numpy(), name))
    del proto.graph.input[:]
    proto.graph.input.extend(kept)


def _traceable(model: ExplainedModel) -> Callable[[Any, list[Any]], dict[str, Any]]:
    import tensorflow as tf

    network = model.network
    layer = find_layer(network, model.layer)
    travelling = {id(variable): index for index, variable in enumerate(kernels(network).values())}
    constant: dict[int, np.ndarray] = {
        id(variable): variable.numpy()
        for variable in network.variables
        if id(variable) not in travelling
    }

    def function(image: Any, arguments: list[Any]) -> dict[str, Any]:
        def value(variable: Any) -> Any:
            index = travelling.get(id(variable))
            return tf.constant(constant[id(variable)]) if index is None else arguments[index]

        pixels = preprocess(tf.cast(image, tf.float32), model.preprocessing)
        with listening(layer) as heard:
            outputs, _ = network.stateless_call(
                [value(variable) for variable in network.trainable_variables],
                [value(variable) for variable in network.non_trainable_variables],
                pixels,
                training=False,
            )
        return {MAPS: _maps(heard, model.layer), **_named(outputs)}

    return function


def _maps(heard: list[tuple[Any, Any]], layer: str) -> Any:
    if len(heard) != 1:
        raise ExportError(f"layer {layer!r} is called {len(heard)} times; one call is needed")
    maps = heard[0][1]
    if not hasattr(maps, "shape") or len(maps.shape) != 4 or None in maps.shape[1:]:
        raise ExportError(f"layer {layer!r} gives no maps of the form (N, h, w, K)")
    return maps


def _named(outputs: Any) -> dict[str, Any]:
    if not isinstance(outputs, dict):
        return {SCORES: outputs}
    unknown = set(outputs) - {SCORES, QUALITY, EMBEDDING}
    if unknown or SCORES not in outputs:
        raise ExportError(
            f"the network's outputs are {', '.join(sorted(outputs))}; needed is {SCORES!r}, "
            f"allowed are {QUALITY!r} and {EMBEDDING!r}"
        )
    return dict(outputs)
