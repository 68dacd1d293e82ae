"""Reading a Keras file: what it says of itself, and the model in it, without running its code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fundusviewer.errors import ExportError
from fundusviewer.export.sources.keras_two import as_keras_three

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class KerasFile:
    """What a ``.keras`` or ``.h5`` file says of itself; nothing of it has been built.

    Attributes
    ----------
    path
        The file.
    config
        Its layers.
    training
        How it was compiled; ``None`` if it was not.
    version
        Of the Keras that wrote it; empty where the file does not say.
    """

    path: Path
    config: Any
    training: Any
    version: str

    @property
    def is_keras_two(self) -> bool:
        """Whether an older Keras than 3 wrote it."""
        return self.version.startswith(("1.", "2."))


def read_keras_file(path: Path) -> KerasFile:
    """Read the description in a Keras file.

    Raises
    ------
    ExportError
        If it is no whole model, or holds a layer that runs code from the file.
    """
    try:
        file = _from_archive(path) if path.suffix.lower() == ".keras" else _from_h5(path)
    except FileNotFoundError as error:
        raise ExportError(f"{path} is not there") from error
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise ExportError(
            f"{path.name}: is no Keras model (needed is the whole model, not the weights alone)"
        ) from error
    _refuse_lambda(file)
    return file


def load_keras_model(file: KerasFile) -> Any:
    """Build the model of a file, without its training.

    Raises
    ------
    ExportError
        If Keras cannot load it safely.
    """
    import keras

    try:
        if file.is_keras_two:
            with TemporaryDirectory(prefix="fundusviewer-") as name:
                folder = Path(name)
                h5 = _as_h5(file, folder) if file.path.suffix.lower() == ".keras" else file
                return keras.models.load_model(
                    _translated(h5, folder), compile=False, safe_mode=True
                )
        return keras.models.load_model(file.path, compile=False, safe_mode=True)
    except (ValueError, TypeError, KeyError, AttributeError, OSError, ImportError) as error:
        raise ExportError(_refusal(file, keras.__version__, error)) from error


def _from_archive(path: Path) -> KerasFile:
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
        metadata = json.loads(archive.read("metadata.json"))
    return KerasFile(path, config, config.get("compile_config"), metadata.get("keras_version", ""))


def _from_h5(path: Path) -> KerasFile:
    import h5py

    with h5py.File(path, "r") as file:
        training = json.loads(file.attrs.get("training_config", "null"))
        config = json.loads(file.attrs["model_config"])
        version = file.attrs.get("keras_version", "")
    return KerasFile(path, config, training, _text(version))


def _text(value: bytes | str) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _as_h5(file: KerasFile, folder: Path) -> KerasFile:
    """Have the Keras that wrote a ``.keras`` file, where it is installed, write it as ``.h5``.

    Raises
    ------
    ExportError
        If it is not installed or cannot read the file.
    """
    if find_spec("tf_keras") is None:
        raise ExportError(
            f"{file.path.name}: was written by Keras 2 ({file.version}), whose .keras files only "
            "tf_keras reads; install it with pip install tf_keras, or save the model as .h5 where "
            "it was made"
        )
    target = folder / "written.h5"
    done = subprocess.run(  # noqa: S603  # this Python, and what stands here
        [sys.executable, "-P", "-c", _REWRITE, str(file.path.absolute()), str(target)],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        # What this process imports, the other one finds as well.
        env={**os.environ, "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)},
    )
    if done.returncode or not target.is_file():
        lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit status {done.returncode}"
        raise ExportError(
            f"{file.path.name}: was written by Keras 2 ({file.version}) and tf_keras cannot read "
            f"it ({reason})"
        )
    return _from_h5(target)


#: A process of its own, because two Keras do not live well in one.
_REWRITE = (
    "import sys, tf_keras\n"
    "model = tf_keras.models.load_model(sys.argv[1], compile=False, safe_mode=True)\n"
    "model.save(sys.argv[2], save_format='h5')\n"
)


def _translated(file: KerasFile, folder: Path) -> Path:
    """Write a copy of an ``.h5`` file whose description Keras 3 understands."""
    import h5py

    copy = folder / "model.h5"
    shutil.copyfile(file.path, copy)
    with h5py.File(copy, "r+") as stream:
        stream.attrs["model_config"] = json.dumps(as_keras_three(file.config))
    return copy


def _refusal(file: KerasFile, here: str, error: Exception) -> str:
    first, *_ = re.split(r" using config=|\. |\n", str(error).strip())
    reason = first.rstrip(".: ")
    if not file.is_keras_two:
        by = f", which Keras {file.version} wrote," if file.version else ""
        return f"{file.path.name}: Keras {here} cannot load this file{by} safely ({reason})"
    return (
        f"{file.path.name}: was written by Keras 2 ({file.version}) and Keras {here} cannot load "
        f"it ({reason}); build the same network with Keras 3, give it this file's weights with "
        "load_weights, and save it as .keras"
    )


def _refuse_lambda(file: KerasFile) -> None:
    for part in _parts(file.config):
        if part.get("class_name") == "Lambda":
            name = part.get("config", {}).get("name", "lambda")
            raise ExportError(
                f"{file.path.name}: layer {name!r} is a Lambda layer, which runs code from the "
                "file; build the model with ordinary layers instead"
            )


def _parts(config: Any) -> Iterator[dict[str, Any]]:
    if isinstance(config, dict):
        yield config
    if isinstance(config, (dict, list)):
        for value in config.values() if isinstance(config, dict) else config:
            yield from _parts(value)
