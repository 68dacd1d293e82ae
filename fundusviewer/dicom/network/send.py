"""Sending objects to an archive (C-STORE)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import UID, ExplicitVRLittleEndian, ImplicitVRLittleEndian
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from fundusviewer.dicom.network.associate import association
from fundusviewer.dicom.settings import Peer

_PLAIN = (str(ExplicitVRLittleEndian), str(ImplicitVRLittleEndian))

#: Kinds of objects of one association (PS3.8, 9.3.2.2).
_MAX_CONTEXTS = 128


@dataclass(frozen=True)
class Sent:
    """An object that the archive has."""

    file: Path


@dataclass(frozen=True)
class NotSent:
    """An object that it has not.

    Attributes
    ----------
    file
        The object.
    reason
        Why not, one sentence.
    final
        Whether the archive does not want it, so that trying again is no use.
    """

    file: Path
    reason: str
    final: bool


@dataclass(frozen=True)
class _Labelled:
    file: Path
    sop_class: str
    syntax: str


def send_files(title: str, peer: Peer, files: Sequence[Path]) -> Iterator[Sent | NotSent]:
    """Send objects over one connection.

    Parameters
    ----------
    title
        Our AE title.
    peer
        The archive.
    files
        DICOM files.

    Yields
    ------
    Sent or NotSent
        One for each file; one that was sent is in the archive. When the connection breaks, the
        others are not sent.

    Raises
    ------
    NetworkError
        If the archive cannot be reached or refuses the connection: then nothing was sent.
    """
    labelled: list[_Labelled] = []
    for file in files:
        label = _label(file)
        if isinstance(label, NotSent):
            yield label
        else:
            labelled.append(label)
    if not labelled:
        return
    with association(title, peer, _contexts(labelled)) as called:
        for one in labelled:
            yield _sent(called, peer, one)


def _label(file: Path) -> _Labelled | NotSent:
    try:
        header = dcmread(file, stop_before_pixels=True)
        syntax = str(header.file_meta.TransferSyntaxUID)
        return _Labelled(file, str(header.SOPClassUID), syntax)
    # pydicom answers damaged files with whatever its arithmetic trips over.
    except Exception as error:  # noqa: BLE001
        return NotSent(file, f"{file.name}: is no DICOM object ({error})", final=True)


def _contexts(labelled: Sequence[_Labelled]) -> list[PresentationContext]:
    """Offer each kind as it is stored, and uncompressed for archives that want no other."""
    pairs = dict.fromkeys((one.sop_class, one.syntax) for one in labelled)
    contexts = [build_context(kind, syntax) for kind, syntax in pairs if syntax not in _PLAIN]
    kinds = dict.fromkeys(one.sop_class for one in labelled)
    contexts.extend(build_context(kind, list(_PLAIN)) for kind in kinds)
    return contexts[:_MAX_CONTEXTS]


def _sent(called: Association, peer: Peer, one: _Labelled) -> Sent | NotSent:
    name = one.file.name
    if not called.is_established:
        return NotSent(one.file, f"{name}: the connection to {peer} broke", final=False)
    accepted = {
        (str(context.abstract_syntax), str(context.transfer_syntax[0]))
        for context in called.accepted_contexts
    }
    if not any(kind == one.sop_class for kind, _ in accepted):
        kind_name = UID(one.sop_class).name
        return NotSent(one.file, f"{name}: {peer} takes no {kind_name}", final=True)
    try:
        dataset = _as_accepted(dcmread(one.file), one, accepted)
        answer = called.send_c_store(dataset)
    # The archive's own fault or the object's: it stays in the outbox either way.
    except Exception as error:  # noqa: BLE001
        return NotSent(one.file, f"{name}: could not be sent ({error})", final=False)
    return _judged(one.file, peer, answer)


def _as_accepted(dataset: Dataset, one: _Labelled, accepted: set[tuple[str, str]]) -> Dataset:
    """Return the object in a way of storing that the archive takes."""
    if (one.sop_class, one.syntax) in accepted or one.syntax in _PLAIN:
        return dataset
    dataset.decompress(generate_instance_uid=False)
    return dataset


def _judged(file: Path, peer: Peer, answer: Dataset) -> Sent | NotSent:
    if "Status" not in answer:
        return NotSent(file, f"{file.name}: {peer} did not answer", final=False)
    status = int(answer.Status)
    # Warnings (PS3.4, B.2.3): the object is stored, something was coerced.
    if status == 0 or status in (0xB000, 0xB006, 0xB007):
        return Sent(file)
    comment = str(answer.get("ErrorComment", "")).strip()
    said = f"{status:04X}{f', {comment}' if comment else ''}"
    busy = status & 0xFF00 == 0xA700 or status == 0x0122
    return NotSent(file, f"{file.name}: {peer} refuses it ({said})", final=not busy)
