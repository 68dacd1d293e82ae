"""Reading a model file's metadata without loading its weights.

The list of models must not read gigabytes, so the file's outer structure is walked by seeking
from field to field (protobuf wire format, https://protobuf.dev/programming-guides/encoding/); the
field numbers are those of ``onnx.proto``. Neither onnxruntime nor the onnx package can do this:
both read the whole file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from fundusviewer.errors import ModelContractError
from fundusviewer.held_files import is_held

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET, _MODEL_METADATA = 7, 8, 14
_GRAPH_INITIALIZER = 5
_TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION = 13, 14
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_LOCATION_EXTERNAL = 1

#: A metadata value longer than this is no card and no golden vector.
_MAX_TEXT = 32 * 2**20


@dataclass(frozen=True)
class _Field:
    number: int
    start: int
    end: int
    value: int


@dataclass(frozen=True)
class OnnxMetadata:
    """What a model file says of itself.

    Attributes
    ----------
    properties
        The file's ``metadata_props``.
    external_files
        Names of the files that hold weights outside the model file, as the model spells them.
    """

    properties: dict[str, str]
    external_files: frozenset[str]


def read_metadata(path: Path) -> OnnxMetadata:
    """Read the metadata of an ONNX file.

    Raises
    ------
    ModelContractError
        If the file cannot be read, is cut off, or is no ONNX file.
    """
    if is_held(path):
        raise ModelContractError(f"{path.name}: is the screening database that is open, no model")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            fields = list(_fields(file, 0, size))
            numbers = {field.number for field in fields}
            if _MODEL_GRAPH not in numbers or _MODEL_OPSET not in numbers:
                raise ModelContractError(f"{path.name}: is not an ONNX model")
            properties = dict(
                _entry(file, field) for field in fields if field.number == _MODEL_METADATA
            )
            external = _external_files(file, fields)
    except OSError as error:
        raise ModelContractError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (_DamagedError, UnicodeDecodeError) as error:
        raise ModelContractError(f"{path.name}: the file is cut off or is no ONNX model") from error
    return OnnxMetadata(properties, external)


class _DamagedError(Exception):
    """The bytes do not follow the wire format."""


def _fields(file: BinaryIO, start: int, end: int) -> Iterator[_Field]:
    """Walk the fields of one message, seeking over their contents."""
    position = start
    while position < end:
        file.seek(position)
        tag = _varint(file)
        number, wire_type = tag >> 3, tag & 7
        value = 0
        if wire_type == _VARINT:
            value = _varint(file)
            content = stop = file.tell()
        elif wire_type in (_FIXED32, _FIXED64):
            content = file.tell()
            stop = content + (4 if wire_type == _FIXED32 else 8)
        elif wire_type == _BYTES:
            length = _varint(file)
            content = file.tell()
            stop = content + length
        else:
            raise _DamagedError(f"wire type {wire_type}")
        if stop > end or number == 0:
            raise _DamagedError("a field reaches beyond its message")
        yield _Field(number, content, stop, value)
        position = stop


def _varint(file: BinaryIO) -> int:
    value = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            raise _DamagedError("the file ends in the middle of a number")
        value |= (byte[0] & 0x7F) << shift
        if not byte[0] & 0x80:
            return value
    raise _DamagedError("a number is too long")


def _entry(file: BinaryIO, field: _Field) -> tuple[str, str]:
    """Read a StringStringEntryProto."""
    texts = {part.number: _text(file, part) for part in _fields(file, field.start, field.end)}
    return texts.get(_ENTRY_KEY, ""), texts.get(_ENTRY_VALUE, "")


def _text(file: BinaryIO, field: _Field) -> str:
    length = field.end - field.start
    if length > _MAX_TEXT:
        raise _DamagedError("a text is too long")
    file.seek(field.start)
    return file.read(length).decode("utf-8")


def _external_files(file: BinaryIO, fields: list[_Field]) -> frozenset[str]:
    """Collect the ``location`` of every initializer that is stored outside the file."""
    names: set[str] = set()
    for graph in (field for field in fields if field.number == _MODEL_GRAPH):
        for tensor in _fields(file, graph.start, graph.end):
            if tensor.number != _GRAPH_INITIALIZER:
                continue
            parts = list(_fields(file, tensor.start, tensor.end))
            if any(
                p.number == _TENSOR_DATA_LOCATION and p.value == _LOCATION_EXTERNAL for p in parts
            ):
                entries = [_entry(file, p) for p in parts if p.number == _TENSOR_EXTERNAL_DATA]
                names.update(value for key, value in entries if key == "location")
    return frozenset(names)
