"""An ONNX classifier that another program wrote: read, checked, and brought into one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.inference.card import CARD_KEY
from fundusviewer.inference.model_file import role_in

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from fundusviewer.export.sources.wrapping_card import WrappingCard

#: The operator set that everything is brought to which is older.
_OPSET = 18
#: Before every name of the network, so that none is that of our own tensors.
PREFIX = "network/"
_STANDARD = ("", "ai.onnx")
#: ONNX' operators of classical learning, which scikit-learn's classifiers become.
CLASSICAL = "ai.onnx.ml"
_LARGEST_SIDE = 4096
_OF_PYTORCH = "write the network as ONNX: torch.onnx.export"
_OF_SCIKIT_LEARN = "write the classifier as ONNX: skl2onnx.to_onnx"
_OF_KERAS = "fundusviewer export makes a model file of a Keras network"
#: Suffix → what to do with what other programs write under it.
_OTHER_FILES = {
    **dict.fromkeys((".pt", ".pth", ".ckpt", ".safetensors"), _OF_PYTORCH),
    **dict.fromkeys((".pkl", ".pickle", ".joblib"), _OF_SCIKIT_LEARN),
    **dict.fromkeys((".keras", ".h5", ".hdf5"), _OF_KERAS),
}
#: Where protobuf ends, less what is added.
_LARGEST_FILE = 1_900_000_000


@dataclass(frozen=True)
class ForeignNetwork:
    """A classifier as another program wrote it.

    Attributes
    ----------
    proto
        ``onnx.ModelProto``; all names begin with :data:`PREFIX`, the batch is open.
    image
        Name of its only input, (N, 3, H, W) or (N, H, W, 3), or all of that in one row, (N, 3HW).
    image_type
        ``onnx.TensorProto`` data type of that: FLOAT, FLOAT16, DOUBLE or UINT8.
    channels_first
        Whether it is (N, 3, H, W), or a row in that order.
    height, width
        Size of the input in pixels.
    scores
        Name of the output with one score for each class.
    in_a_row
        Whether the input is a row of numbers.
    """

    proto: Any
    image: str
    image_type: int
    channels_first: bool
    height: int
    width: int
    scores: str
    in_a_row: bool = False


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
    in_a_row = len(image.type.tensor_type.shape.dim) == 2
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
        in_a_row=in_a_row,
    )


def _read(path: Path) -> Any:
    import onnx
    from google.protobuf.message import DecodeError

    if path.is_dir():
        raise ExportError(f"{path}: is a folder{_what_to_do_with_a_folder(path)}")
    if path.is_file() and path.suffix.lower() in _OTHER_FILES:
        raise ExportError(f"{path}: is no ONNX file; {_OTHER_FILES[path.suffix.lower()]}")
    try:
        proto = onnx.load(path, load_external_data=False)
    except DecodeError as error:
        raise ExportError(f"{path}: is no ONNX file, or a damaged one") from error
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror}") from error
    cards = [entry.value for entry in proto.metadata_props if entry.key == CARD_KEY]
    if cards:
        # What marks places answers beside another model, not by itself.
        option = "--model" if role_in(cards[0]) is None else "--marks-model"
        raise ExportError(
            f"{path}: is a model file of this program already; classify {option} {path.name} takes "
            "it as it is"
        )
    if not proto.graph.node:
        raise ExportError(f"{path}: is no ONNX file, or a damaged one")
    _load_weights_beside(path, proto)
    if proto.functions:
        from onnx import inliner

        proto = inliner.inline_local_functions(proto)
    _refuse_foreign_operators(path, proto.graph.node)
    try:
        onnx.checker.check_model(proto)
    except onnx.checker.ValidationError as error:
        problem = " ".join(str(error).split())[:300]
        raise ExportError(f"{path}: does not keep to the ONNX standard: {problem}") from error
    _as_tensors(proto)
    return proto


def _what_to_do_with_a_folder(path: Path) -> str:
    if not (path / "saved_model.pb").is_file():
        return ", no ONNX file"
    return (
        " (SavedModel); write it as ONNX: python -m tf2onnx.convert --saved-model "
        f"{path.name} --output network.onnx"
    )


def _load_weights_beside(path: Path, proto: Any) -> None:
    """Read weights that lie in files beside the network, as PyTorch writes them, in place."""
    import onnx
    from onnx import external_data_helper

    size = 0
    for entry in proto.graph.initializer:
        if entry.data_location != onnx.TensorProto.EXTERNAL:
            continue
        said = {pair.key: pair.value for pair in entry.external_data}
        name = said.get("location", "")
        beside = path.parent / name
        if not name or name != beside.name or not beside.is_file():
            raise ExportError(
                f"{path}: the weights {entry.name} are in a file {name or '(no name)'} that "
                "does not lie beside it"
            )
        size += int(said.get("length", 0) or 0)
        if size > _LARGEST_FILE:
            raise ExportError(f"{path}: has more than {_LARGEST_FILE / 1e9:g} GB of weights")
    try:
        external_data_helper.load_external_data_for_model(proto, str(path.parent))
    except Exception as error:
        # onnx raises its own kinds, ValueError and OSError.
        problem = " ".join(str(error).split())[:300]
        raise ExportError(f"{path}: its weights cannot be read: {problem}") from error


def _as_tensors(proto: Any) -> None:
    """Give scores that scikit-learn's converter names by class (ZipMap) as a tensor, in place."""
    from onnx import TensorProto, helper

    for node in proto.graph.node:
        if node.domain == CLASSICAL and node.op_type == "ZipMap":
            output = next(e for e in proto.graph.output if e.name == node.output[0])
            output.CopyFrom(helper.make_tensor_value_info(output.name, TensorProto.FLOAT, None))
            node.CopyFrom(helper.make_node("Identity", list(node.input), list(node.output)))


def _refuse_foreign_operators(path: Path, nodes: Iterable[Any]) -> None:
    from onnx import defs

    for node in nodes:
        name = node.name or (node.output[0] if node.output else "without a name")
        if node.domain not in (*_STANDARD, CLASSICAL):
            raise ExportError(
                f"{path}: node {name}: the operator {node.domain}."
                f"{node.op_type} is not one of the ONNX standard; export the network without it"
            )
        domain = "" if node.domain in _STANDARD else node.domain
        if not defs.has(node.op_type, domain):
            raise ExportError(f"{path}: node {name}: ONNX has no operator {node.op_type}")
        for entry in node.attribute:
            for graph in (entry.g, *entry.graphs):
                _refuse_foreign_operators(path, graph.node)


def _newer(path: Path, proto: Any) -> Any:
    """Return the network with operators of set 18 or newer."""
    from onnx import defs, version_converter

    version = max((e.version for e in proto.opset_import if e.domain in _STANDARD), default=0)
    if version > (known := defs.onnx_opset_version()):
        raise ExportError(
            f"{path}: has the operator set {version}; up to {known} is known here: export it with "
            f"an operator set from {_OPSET} to {known}"
        )
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
    from onnx import TensorProto

    names = [str(entry.name) for entry in proto.graph.output]
    of_numbers = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE)
    scores = [e for e in proto.graph.output if e.type.tensor_type.elem_type in of_numbers]
    if wanted is not None:
        if wanted not in names:
            raise ExportError(f"{path}: has no output {wanted}; there are {', '.join(names)}")
        wanted_output = next(entry for entry in proto.graph.output if entry.name == wanted)
        _refuse_sequence(path, wanted_output, "output")
        return wanted
    if len(scores) == 1:
        # A classifier of scikit-learn gives the name of its class beside the scores.
        return str(scores[0].name)
    if len(names) == 1:
        _refuse_sequence(path, proto.graph.output[0], "output")
    if len(names) != 1:
        raise ExportError(
            f"{path}: has {len(names)} outputs ({', '.join(names)}); say in the card which one "
            "holds the scores: output: NAME"
        )
    return names[0]


def _refuse_sequence(path: Path, entry: Any, role: str) -> None:
    if not entry.type.HasField("tensor_type"):
        kind = (entry.type.WhichOneof("value") or "nothing").removesuffix("_type")
        raise ExportError(f"{path}: {role} {entry.name}: is a {kind}; needed is a tensor")


def _picture(path: Path, image: Any, card: WrappingCard) -> tuple[bool, int, int]:
    """Return whether colours are the second dimension, height and width."""
    from onnx import TensorProto

    kinds = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.DOUBLE, TensorProto.UINT8)
    _refuse_sequence(path, image, "input")
    tensor = image.type.tensor_type
    shape = [d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim]
    said = f"{path}: input {image.name}: has the shape {_shape(shape)}"
    if tensor.elem_type not in kinds:
        name = TensorProto.DataType.Name(tensor.elem_type).lower()
        raise ExportError(
            f"{path}: input {image.name}: takes {name}; allowed are float, float16, double and "
            "uint8"
        )
    if shape and shape[0] not in (None, 0, 1):
        raise ExportError(
            f"{said}: {shape[0]} photographs at once; allowed are one, or any number (a batch of "
            "open size)"
        )
    if len(shape) == 2 and card.sides() is not None:
        return card.layout == "NCHW", *_in_a_row(said, shape[1], card)
    if len(shape) != 4:
        hint = "; for pixels in one row say in the card which size they have" * (len(shape) == 2)
        raise ExportError(
            f"{said}; allowed are (N, 3, height, width) and (N, height, width, 3){hint}"
        )
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
    if max(height, width) > _LARGEST_SIDE:
        raise ExportError(f"{said}; allowed are sides up to {_LARGEST_SIDE}")
    return height, width


def _in_a_row(said: str, count: int | None, card: WrappingCard) -> tuple[int, int]:
    """Return height and width of pixels in one row, as the card says them."""
    height, width = card.sides() or (0, 0)
    if count not in (None, 3 * height * width):
        raise ExportError(
            f"{said}; the card says {height} × {width}, which is {3 * height * width} numbers"
        )
    return height, width


def _shape(shape: list[int | None]) -> str:
    return f"({', '.join('any' if size is None else str(size) for size in shape)})"


def _open_batch(image: Any, channels_first: bool, height: int, width: int) -> None:
    sizes: tuple[int | None, ...]
    sizes = (None, 3, height, width) if channels_first else (None, height, width, 3)
    if len(image.type.tensor_type.shape.dim) == 2:
        sizes = (None, 3 * height * width)
    for dimension, size in zip(image.type.tensor_type.shape.dim, sizes, strict=True):
        if size is None:
            dimension.dim_param = "N"
        else:
            dimension.dim_value = size
