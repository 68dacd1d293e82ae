"""Keras → ONNX through TensorFlow and tf2onnx, never holding the weights in the converter.

The converter is killed for lack of memory when the kernels of a VGG are constants of the function
it converts. So kernels travel as inputs of the function and become initializers afterwards; only
vectors (biases, normalisation) are constants, because then the converter can fold them.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.graph.traced_network import (
    MAPS,
    OPSET,
    TracedNetwork,
    heard_maps,
    named_outputs,
)
from fundusviewer.export.sources.keras_layers import find_layer, listening
from fundusviewer.export.sources.preprocessing import preprocess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np

    from fundusviewer.export.sources.classifier_spec import ExplainedModel


def trace(model: ExplainedModel) -> TracedNetwork:
    """Convert the network to a graph; see :func:`.tracing.trace`."""
    import tensorflow as tf
    import tf2onnx

    height, width = model.input_size
    travelling = _kernels(model.network)
    signature = [
        tf.TensorSpec((None, height, width, 3), tf.uint8, name="image"),
        [
            tf.TensorSpec(kernel.shape, kernel.dtype, name=name)
            for name, kernel in travelling.items()
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
    return TracedNetwork(
        proto, {name: partial(_tensor, kernel, name) for name, kernel in travelling.items()}
    )


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


def _kernels(network: Any) -> dict[str, Any]:
    """Return the variables that travel as inputs of the graph, by the name of that input."""
    variables = [variable for variable in network.variables if len(variable.shape) > 1]
    return {f"kernel_{index}": variable for index, variable in enumerate(variables)}


def _tensor(variable: Any, name: str) -> Any:
    from onnx import numpy_helper

    return numpy_helper.from_array(variable.numpy(), name)


@contextmanager
def _plain_grouped_convolutions() -> Iterator[None]:
    """Let Keras write a convolution in groups as one operation while a network is traced.

    It wraps it in a function compiled with XLA, because TensorFlow's processors cannot compute it
    otherwise; the converter knows the operation and not the function.
    """
    import tensorflow as tf
    from keras.src.backend.tensorflow import nn

    original = nn.conv

    def conv(
        inputs: Any, kernel: Any, strides: Any = 1, padding: str = "valid",
        data_format: str | None = None, dilation_rate: Any = 1,
    ) -> Any:  # fmt: skip
        last = nn.backend.standardize_data_format(data_format) == "channels_last"
        if not last or len(inputs.shape) != 4 or inputs.shape[-1] == kernel.shape[-2]:
            return original(inputs, kernel, strides, padding, data_format, dilation_rate)
        return tf.nn.convolution(
            inputs, kernel, strides, padding.upper(), data_format="NHWC", dilations=dilation_rate
        )

    nn.conv = conv
    try:
        yield
    finally:
        nn.conv = original


def _traceable(model: ExplainedModel) -> Callable[[Any, list[Any]], dict[str, Any]]:
    import tensorflow as tf

    network = model.network
    layer = find_layer(network, model.layer)
    travelling = {id(variable): index for index, variable in enumerate(_kernels(network).values())}
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
        with listening(layer) as heard, _plain_grouped_convolutions():
            outputs, _ = network.stateless_call(
                [value(variable) for variable in network.trainable_variables],
                [value(variable) for variable in network.non_trainable_variables],
                pixels,
                training=False,
            )
        return {MAPS: heard_maps(heard, model.layer), **named_outputs(outputs)}

    return function
