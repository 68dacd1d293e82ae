"""Writing a model with its texts into a new folder: all of it, or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from fundusviewer.errors import OutputError
from fundusviewer.export.sharing import hugging_face, monai_bundle

if TYPE_CHECKING:
    from fundusviewer.inference.card import ModelCard

Kind = Literal["huggingface", "monai"]
KINDS: tuple[Kind, ...] = ("huggingface", "monai")


def share(model: Path, card: ModelCard, kind: Kind, output: Path) -> tuple[str, ...]:
    """Write the folder.

    Parameters
    ----------
    model
        The model file; copied.
    card
        The card inside it.
    kind
        For whom.
    output
        A folder that does not exist yet, or is empty.

    Returns
    -------
    tuple[str, ...]
        What lies in it.

    Raises
    ------
    OutputError
        If it cannot be written; then nothing is left behind.
    """
    files = hugging_face.hugging_face_files(card) if kind == "huggingface" else {}
    name = hugging_face.MODEL_FILE
    if kind == "monai":
        files, name = monai_bundle.monai_files(card), monai_bundle.MODEL_FILE
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise OutputError(f"{output}: is there already, and not an empty folder")
    try:
        with TemporaryDirectory(prefix=".sharing-", dir=output.parent) as temporary:
            made = Path(temporary) / "made"
            for path, text in files.items():
                _place(made / path).write_text(text, encoding="utf-8")
            shutil.copyfile(model, _place(made / name))
            if output.exists():
                output.rmdir()
            made.replace(output)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror}") from error
    return tuple(sorted([*files, name]))


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path
