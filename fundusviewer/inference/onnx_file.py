"""Reading a model file's metadata without loading its weights, and hashing its content.

The list of models must not read gigabytes, so the file's outer structure is walked by seeking
from field to field (protobuf wire format, https://protobuf.dev/programming-guides/encoding/); the
field numbers are those of ``onnx.proto``. Neither onnxruntime nor the onnx package can do this:
both read the whole file.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from fundusviewer.errors import ModelContractError
from fundusviewer.held_files import is_held
from fundusviewer.regular_files import NotRegularError, open_regular

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5

# Field numbers of onnx.proto.
_MODEL_GRAPH, _MODEL_OPSET, _MODEL_METADATA = 7, 8, 14
_GRAPH_INITIALIZER = 5
_TENSOR_EXTERNAL_DATA, _TENSOR_DATA_LOCATION = 13, 14
_ENTRY_KEY, _ENTRY_VALUE = 1, 2
_LOCATION_EXTERNAL = 1

#: A metadata value longer than this is no card and no golden vector.
_MAX_TEXT = 32 * 2**20

#: How much is hashed at a time.
_CHUNK = 2**20


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
    with _reading(path) as file:
        fields = _top_fields(file)
        numbers = {field.number for field in fields}
        if _MODEL_GRAPH not in numbers or _MODEL_OPSET not in numbers:
            raise ModelContractError(f"{path.name}: is not an ONNX model")
        properties = dict(
            _entry(file, field) for field in fields if field.number == _MODEL_METADATA
        )
        return OnnxMetadata(properties, _external_files(file, fields))


def file_sha256(path: Path) -> str:
    """Return the hash of all bytes of a file, 64 hexadecimal digits.

    Raises
    ------
    ModelContractError
        If it cannot be read.
    """
    with _reading(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def content_sha256(
    path: Path, properties: Mapping[str, str], external_files: Iterable[str] = ()
) -> str:
    """Return the hash of a model's graph and weights, and of properties that it has or will get.

    The properties that stand in the file are passed over: the hash is one of those that are given.

    Raises
    ------
    ModelContractError
        If a file cannot be read.
    """
    digest = hashlib.sha256()
    with _reading(path) as file:
        fields = [field for field in _top_fields(file) if field.number != _MODEL_METADATA]
        for field in sorted(fields, key=lambda field: field.number):
            digest.update(f"{field.number}:{field.value}:{field.end - field.start}:".encode())
            _hash_range(digest, file, field)
    for name in sorted(external_files):
        digest.update(f"{name}:{file_sha256(path.parent / name)}:".encode())
    for key, value in sorted(properties.items()):
        text = value.encode()
        digest.update(f"{key}:{len(text)}:".encode() + text)
    return digest.hexdigest()


@contextmanager
def _reading(path: Path) -> Iterator[BufferedReader]:
    """Open a model file; what goes wrong with it is a :class:`ModelContractError`."""
    if is_held(path):
        raise ModelContractError(f"{path.name}: is the screening database that is open, no model")
    try:
        with open_regular(path) as file:
            yield file
    except NotRegularError as error:
        raise ModelContractError(f"{path.name}: is a pipe or a device, not a file") from error
    except OSError as error:
        raise ModelContractError(f"{path.name}: cannot be read ({error.strerror})") from error
    except (_DamagedError, UnicodeDecodeError) as error:
        raise ModelContractError(f"{path.name}: the file is cut off or is no ONNX model") from error


def _top_fields(file: BinaryIO) -> list[_Field]:
    return list(_fields(file, 0, file.seek(0, os.SEEK_END)))


def _hash_range(digest: hashlib._Hash, file: BinaryIO, field: _Field) -> None:
    file.seek(field.start)
    left = field.end - field.start
    while left > 0:
        chunk = file.read(min(left, _CHUNK))
        if not chunk:
            raise _DamagedError("the file has become shorter")
        digest.update(chunk)
        left -= len(chunk)


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
