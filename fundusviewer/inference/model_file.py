"""A model file whose bytes are what they were when it was made, as far as that can be known."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Generic, TypeVar

from fundusviewer.errors import ModelContractError
from fundusviewer.inference.bundled import BUNDLED, is_bundled
from fundusviewer.inference.card import CARD_KEY, Card, ModelCard
from fundusviewer.inference.golden import GOLDEN_KEY
from fundusviewer.inference.marking_card import MarkingCard
from fundusviewer.inference.onnx_file import (
    OnnxMetadata,
    content_sha256,
    file_sha256,
    read_metadata,
)
from fundusviewer.resources import bundled_models_dir

#: Stands for the hash while the hash is computed, which cannot hold itself.
_NO_HASH = "0" * 64


CardT = TypeVar("CardT", bound=Card)


@dataclass(frozen=True)
class ModelFile(Generic[CardT]):
    """A model file that was read and verified.

    Attributes
    ----------
    path, card
        The file and its card.
    sha256
        Hash of the whole file.
    identity
        Hash of the file and of those that hold weights outside of it.
    golden_json
        Its golden vector; ``None`` without one.
    """

    path: Path
    card: CardT
    sha256: str
    identity: str
    golden_json: str | None

    @property
    def is_bundled(self) -> bool:
        """Whether it is one of the program's own, wherever it lies."""
        return is_bundled(self.sha256)

    @property
    def is_hashed(self) -> bool:
        """Whether its bytes were held against a hash; older files carry none."""
        return self.is_bundled or self.card.content_sha256 is not None


def verified_file(path: Path) -> ModelFile[ModelCard]:
    """Read the card of a model that answers in classes; see :func:`verified`."""
    return verified(path, card_of)


def verified(path: Path, read_card: Callable[[Path, OnnxMetadata], CardT]) -> ModelFile[CardT]:
    """Read a model file's card and hold its bytes against the hashes that are known of it.

    Raises
    ------
    ModelContractError
        If it has no valid card, or its bytes are not what they were when it was made.
    """
    metadata = read_metadata(path)
    card = read_card(path, metadata)
    sha256 = file_sha256(path)
    outside = [_outside_sha256(path, name) for name in sorted(metadata.external_files)]
    if not is_bundled(sha256):
        _check_bundled(path, card)
        _check_content(path, card, metadata)
    identity = hashlib.sha256(" ".join([sha256, *outside]).encode()).hexdigest()
    return ModelFile(path, card, sha256, identity, metadata.properties.get(GOLDEN_KEY))


def with_hash(path: Path, card: Card, golden_json: str) -> dict[str, str]:
    """Return a finished file's properties: its card, with the hash of all, and its golden vector.

    Parameters
    ----------
    path
        The file with graph and weights.
    card, golden_json
        What it is to carry.
    """
    blank = card.model_copy(update={"content_sha256": _NO_HASH}).to_json()
    properties = {CARD_KEY: blank, GOLDEN_KEY: golden_json}
    digest = content_sha256(path, properties, read_metadata(path).external_files)
    return properties | {CARD_KEY: blank.replace(_NO_HASH, digest)}


def _outside_sha256(path: Path, name: str) -> str:
    try:
        return file_sha256(path.parent / name)
    except ModelContractError as error:
        raise ModelContractError(f"{path.name}: weights outside of it: {error}") from error


def _check_bundled(path: Path, card: Card) -> None:
    """Refuse what should be a file of the program and, by its hash, is none."""
    folder = bundled_models_dir()
    for model in BUNDLED:
        at_its_place = path.name == model.file and path.parent.resolve() == folder.resolve()
        # A file that vouches for itself may share name and version with one of the program's.
        claims = card.content_sha256 is None and (card.name, card.version) == (
            model.name,
            model.version,
        )
        if at_its_place or claims:
            raise ModelContractError(
                f"{path.name}: is damaged or was changed: it is not the {model.name} "
                f"{model.version} that this program was made with; install it again"
            )


def _check_content(path: Path, card: Card, metadata: OnnxMetadata) -> None:
    if card.content_sha256 is None:
        return
    text = metadata.properties[CARD_KEY].replace(card.content_sha256, _NO_HASH)
    # Of the properties these two count; a tool may have left others in the file.
    golden = metadata.properties.get(GOLDEN_KEY)
    properties = {CARD_KEY: text} | ({} if golden is None else {GOLDEN_KEY: golden})
    if content_sha256(path, properties, metadata.external_files) != card.content_sha256:
        raise ModelContractError(
            f"{path.name}: is damaged or was changed: its content is not what its card says "
            "(content_sha256); get the file again"
        )


def card_of(path: Path, metadata: OnnxMetadata) -> ModelCard:
    """Return the card of a model that answers in classes.

    Raises
    ------
    ModelContractError
        If there is none, it is not valid, or the weights lie outside the file's folder.
    """
    role = role_of(metadata)
    if role is not None:
        raise ModelContractError(
            f"{path.name}: marks {role} beside a model that grades; by itself it answers nothing"
        )
    return _read_card(path, metadata, ModelCard)


def marking_card_of(path: Path, metadata: OnnxMetadata) -> MarkingCard:
    """Return the card of a model that marks places; raises what :func:`card_of` raises."""
    if role_of(metadata) is None:
        raise ModelContractError(f"{path.name}: marks nothing; its card names no role")
    return _read_card(path, metadata, MarkingCard)


def role_of(metadata: OnnxMetadata) -> str | None:
    """Return what a file does beside a model that answers in classes; ``None`` for such a model."""
    return role_in(metadata.properties.get(CARD_KEY, "null"))


def role_in(card: str) -> str | None:
    """Return the same of the text of a card, whatever it is."""
    try:
        fields = json.loads(card)
    except ValueError:
        return None
    role = fields.get("role") if isinstance(fields, dict) else None
    return None if role is None else str(role)


def _read_card(path: Path, metadata: OnnxMetadata, kind: type[CardT]) -> CardT:
    for name in sorted(metadata.external_files):
        if PurePath(name).is_absolute() or ".." in PurePath(name).parts:
            raise ModelContractError(
                f"{path.name}: takes weights from {name}, outside of its own folder"
            )
    text = metadata.properties.get(CARD_KEY)
    if text is None:
        raise ModelContractError(
            f"{path.name}: has no FundusViewer card; 'fundusviewer wrap' gives it one, "
            "'fundusviewer export' makes a file of a Keras model (.keras, .h5)"
        )
    try:
        return kind.from_json(text)
    except ModelContractError as error:
        raise ModelContractError(f"{path.name}: {error}") from error
