"""An ONNX classifier that another program wrote: read, checked, and brought into one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fundusviewer.export.sources.wrapping_card import WrappingCard

#: The operator set that everything is brought to which is older.
_OPSET = 18
#: Before every name of the network, so that none is that of our own tensors.
PREFIX = "network/"
_STANDARD = ("", "ai.onnx")


@dataclass(frozen=True)
class ForeignNetwork:
    """A classifier as another program wrote it.

    Attributes
    ----------
    proto
        ``onnx.ModelProto``; all names begin with :data:`PREFIX`, the batch is open.
    image
        Name of its only input, (N, 3, H, W) or (N, H, W, 3).
    image_type
        ``onnx.TensorProto`` data type of that: FLOAT, FLOAT16, DOUBLE or UINT8.
    channels_first
        Whether it is (N, 3, H, W).
    height, width
        Size of the input in pixels.
    scores
        Name of the output with one score for each class.
    """

    proto: Any
    image: str
    image_type: int
    channels_first: bool
    height: int
    width: int
    scores: str


def read_foreign_network(path: Path, card: WrappingCard) -> ForeignNetwork:
    """Read an ONNX file and find its way from the picture to the scores.

    Raises
    ------
    ExportError
        If it cannot be read, or does not take one picture and give one score for each class; the
        message names the tensor or node and what is allowed.
    """
    from onnx import compose

    proto = _newer(path, _read(path))
    image = _only_input(path, proto)
    scores = _scores(path, proto, card.output)
    channels_first, height, width = _picture(path, image, card)
    kind = image.type.tensor_type.elem_type
    _open_batch(image, channels_first, height, width)
    named = compose.add_prefix(proto, PREFIX)
    return ForeignNetwork(
        proto=named,
        image=PREFIX + image.name,
        image_type=kind,
        channels_first=channels_first,
        height=height,
        width=width,
        scores=PREFIX + scores,
    )


def _read(path: Path) -> Any:
    import onnx
    from google.protobuf.message import DecodeError

    try:
        proto = onnx.load(path, load_external_data=False)
    except DecodeError as error:
        raise ExportError(f"{path}: is no ONNX file, or a damaged one") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror}") from error
    for entry in proto.graph.initializer:
        if entry.data_location == onnx.TensorProto.EXTERNAL:
            raise ExportError(
                f"{path}: keeps the weights {entry.name} in another file; save it as one file "
                "(onnx.save with save_as_external_data=False)"
            )
    _refuse_foreign_operators(path, proto.graph.node)
    try:
        onnx.checker.check_model(proto)
    except onnx.checker.ValidationError as error:
        problem = str(error).strip().splitlines()[0]
        raise ExportError(f"{path}: does not keep to the ONNX standard: {problem}") from error
    return proto


def _refuse_foreign_operators(path: Path, nodes: Iterable[Any]) -> None:
    for node in nodes:
        if node.domain not in _STANDARD:
            raise ExportError(
                f"{path}: node {node.name or node.output[0]}: the operator {node.domain}."
                f"{node.op_type} is not one of the ONNX standard; export the network without it"
            )
        for entry in node.attribute:
            for graph in (entry.g, *entry.graphs):
                _refuse_foreign_operators(path, graph.node)


def _newer(path: Path, proto: Any) -> Any:
    """Return the network with operators of set 18 or newer."""
    from onnx import version_converter

    version = max((e.version for e in proto.opset_import if e.domain in _STANDARD), default=0)
    if version >= _OPSET:
        return proto
    try:
        return version_converter.convert_version(proto, _OPSET)
    except Exception as error:
        # The converter raises whatever its C++ half does.
        problem = str(error).strip().splitlines()[0]
        raise ExportError(
            f"{path}: its operator set {version} cannot be brought to {_OPSET} ({problem}); "
            f"export it with operator set {_OPSET} or newer"
        ) from error


def _only_input(path: Path, proto: Any) -> Any:
    weights = {entry.name for entry in proto.graph.initializer}
    inputs = [entry for entry in proto.graph.input if entry.name not in weights]
    if len(inputs) != 1:
        names = ", ".join(entry.name for entry in inputs) or "none"
        raise ExportError(f"{path}: has {len(inputs)} inputs ({names}); allowed is one picture")
    return inputs[0]


def _scores(path: Path, proto: Any, wanted: str | None) -> str:
    names = [str(entry.name) for entry in proto.graph.output]
    if wanted is not None:
        if wanted not in names:
            raise ExportError(f"{path}: has no output {wanted}; there are {', '.join(names)}")
        return wanted
    if len(names) != 1:
        raise ExportError(
            f"{path}: has {len(names)} outputs ({', '.join(names)}); say in the card which one "
            "holds the scores: output: NAME"
        )
    return names[0]


def _picture(path: Path, image: Any, card: WrappingCard) -> tuple[bool, int, int]:
    """Return whether colours are the second dimension, height and width."""
    from onnx import TensorProto

    kinds = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.UINT8)
    tensor = image.type.tensor_type
    shape = [d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim]
    said = f"{path}: input {image.name}: has the shape {_shape(shape)}"
    if tensor.elem_type not in kinds:
        name = TensorProto.DataType.Name(tensor.elem_type).lower()
        raise ExportError(
            f"{path}: input {image.name}: takes {name}; allowed are float, float16, double and "
            "uint8"
        )
    if len(shape) != 4:
        raise ExportError(f"{said}; allowed are (N, 3, height, width) and (N, height, width, 3)")
    layouts = [name for name, at in (("NCHW", 1), ("NHWC", 3)) if shape[at] in (3, None)]
    if sum(shape[at] == 3 for at in (1, 3)) == 1:
        layouts = ["NCHW" if shape[1] == 3 else "NHWC"]
    if card.layout is not None:
        layouts = [name for name in layouts if name == card.layout]
    if not layouts:
        raise ExportError(
            f"{said}; no dimension of it are three colours as {card.layout or 'NCHW or NHWC'}"
        )
    if len(layouts) == 2:
        raise ExportError(f"{said}; say in the card which it is: layout: NCHW or layout: NHWC")
    first = layouts[0] == "NCHW"
    return first, *_size(said, shape[2:] if first else shape[1:3], card.sides())


def _size(said: str, found: list[int | None], given: tuple[int, int] | None) -> tuple[int, int]:
    sides = [side or (given[at] if given else None) for at, side in enumerate(found)]
    if given is not None and tuple(sides) != given:
        raise ExportError(f"{said}; the card says {given[0]} × {given[1]}")
    height, width = sides
    if height is None or width is None:
        raise ExportError(f"{said}: any size; say in the card which one to use: size: 224")
    return height, width


def _shape(shape: list[int | None]) -> str:
    return f"({', '.join('any' if size is None else str(size) for size in shape)})"


def _open_batch(image: Any, channels_first: bool, height: int, width: int) -> None:
    sizes = (None, 3, height, width) if channels_first else (None, height, width, 3)
    for dimension, size in zip(image.type.tensor_type.shape.dim, sizes, strict=True):
        if size is None:
            dimension.dim_param = "N"
        else:
            dimension.dim_value = size
